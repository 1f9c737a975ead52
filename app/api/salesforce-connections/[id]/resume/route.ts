import { route } from '@/lib/http/route';
import { ConnectionParams, ConnectionView } from '@/lib/salesforce-connections/contract';
import { resumeConnection } from '@/lib/salesforce-connections/service';

export const POST = route(
  { role: 'user', summary: 'Lets a paused connection try again', params: ConnectionParams, answer: ConnectionView },
  (ctx, { params }) => resumeConnection(ctx, params.id),
);
