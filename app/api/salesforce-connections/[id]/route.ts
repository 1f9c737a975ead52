import { route } from '@/lib/http/route';
import { ConnectionParams, Disconnected } from '@/lib/salesforce-connections/contract';
import { disconnect } from '@/lib/salesforce-connections/service';

export const DELETE = route(
  {
    role: 'user',
    summary: 'Ends a connection of the caller, or of anybody for an admin',
    params: ConnectionParams,
    answer: Disconnected,
  },
  (ctx, { params }) => disconnect(ctx, params.id),
);
