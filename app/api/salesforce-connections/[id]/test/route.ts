import { route } from '@/lib/http/route';
import { ConnectionParams, ConnectionTest } from '@/lib/salesforce-connections/contract';
import { testConnection } from '@/lib/salesforce-connections/test-connection';

export const POST = route(
  {
    role: 'user',
    summary: 'Tries a connection of the caller, or of anybody for an admin',
    params: ConnectionParams,
    answer: ConnectionTest,
  },
  (ctx, { params }) => testConnection(ctx, params.id),
);
