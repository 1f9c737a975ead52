import { route } from '@/lib/http/route';
import { ConnectionsView } from '@/lib/salesforce-connections/contract';
import { listConnections } from '@/lib/salesforce-connections/service';

export const GET = route(
  {
    role: 'admin',
    summary: 'Who is connected to Salesforce as whom, and what waits for each',
    answer: ConnectionsView,
  },
  (ctx) => listConnections(ctx),
);
