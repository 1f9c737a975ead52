import { route } from '@/lib/http/route';
import { ConnectionsView, OrgParams } from '@/lib/salesforce-connections/contract';
import { describeOrgAgain } from '@/lib/salesforce-connections/describe-org';
import { listConnections } from '@/lib/salesforce-connections/service';

export const POST = route(
  { role: 'admin', summary: 'Reads again what the org offers', params: OrgParams, answer: ConnectionsView },
  async (ctx, { params }) => {
    await describeOrgAgain(ctx, params.orgId);
    return listConnections(ctx);
  },
);
