/** Every route the simulated instance answers; any other path is 610 and remembered. */
import type { Route } from '@/simulators/marketo/instance';
import { activityRoutes } from './activities';
import { assetRoutes } from './assets';
import { bulkRoutes } from './bulk-exports';
import { customActivityRoutes } from './custom-activities';
import { customActivityTypeRoutes } from './custom-activity-types';
import { describeRoutes } from './describe';
import { leadWriteRoutes } from './lead-writes';
import { leadRoutes } from './leads';
import { listRoutes } from './lists';
import { opportunityRoutes } from './opportunities';
import { usageRoutes } from './usage';

export const routes: Route[] = [
  ...leadRoutes,
  ...leadWriteRoutes,
  ...describeRoutes,
  ...activityRoutes,
  ...listRoutes,
  ...opportunityRoutes,
  ...usageRoutes,
  ...bulkRoutes,
  ...assetRoutes,
  ...customActivityRoutes,
  ...customActivityTypeRoutes,
];
