import { route } from '@/lib/http/route';
import { ConnectionsView, OrgInput, OrgParams } from '@/lib/salesforce-connections/contract';
import { chooseKeyField } from '@/lib/salesforce-connections/describe-org';
import { listConnections } from '@/lib/salesforce-connections/service';

export const PUT = route(
  {
    role: 'admin',
    summary: 'Names the field by which tasks are found again',
    params: OrgParams,
    body: OrgInput,
    answer: ConnectionsView,
  },
  async (ctx, { params, body }) => {
    await chooseKeyField(ctx, params.orgId, body.keyField);
    return listConnections(ctx);
  },
);
