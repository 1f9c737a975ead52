/** Lets calls to an org go or rest; every process on every machine counts in the same tables. */
import type { Db } from '@/db/client';
import { insertSalesforceCall, pauseOrg, selectOrgBudget, updateOrgUsage } from '@/db/queries/salesforce-orgs';
import type { Clock } from '../clock';
import { ProviderFault } from '../provider-fault';
import type { SalesforceBudget } from '../salesforce/client';
import { askAgainMs, hourOf, laneRestsFrom, restOf, type SalesforceLane, usedSince } from './model';

type Deps = { db: Db; clock: Clock; orgId: string };
type Usage = { used: number; limit: number };

/** Every answer tells the usage; it is stored this often, and at once when it decides more than before. */
const storeEveryMs = 5_000;

/** The budget of one org. Share it within a process. `take` throws ProviderFault `quota` while `lane` rests. */
export function createSalesforceBudget({ db, clock, orgId }: Deps): SalesforceBudget {
  let stored: (Usage & { atMs: number }) | null = null;

  const count = (lane: SalesforceLane) => insertSalesforceCall(db, { orgId, hour: hourOf(clock.now()), lane });

  return {
    count,
    async take(lane) {
      const now = clock.now();
      const org = await selectOrgBudget(db, { orgId, since: usedSince(now) });
      const rest = org && restOf(lane, org, now);
      if (rest) throw resting(rest.why, rest.until.getTime() - now.getTime());
      await count(lane);
    },
    async seen(usage) {
      const atMs = clock.now().getTime();
      const isOld = stored === null || atMs - stored.atMs >= storeEveryMs;
      const decides = stored === null || restingLanes(stored) !== restingLanes(usage);
      if (!isOld && !decides) return;
      stored = { ...usage, atMs };
      const hasRoom = usage.used < usage.limit * laneRestsFrom.activities;
      await updateOrgUsage(db, { orgId, ...usage, at: new Date(atMs), hasRoom });
    },
    async exhausted(why) {
      stored = null;
      await pauseOrg(db, { orgId, until: new Date(clock.now().getTime() + askAgainMs), reason: why });
    },
  };
}

function restingLanes({ used, limit }: Usage): number {
  return Object.values(laneRestsFrom).filter((from) => used / limit >= from).length;
}

function resting(message: string, retryAfterMs: number): ProviderFault {
  return new ProviderFault({ provider: 'salesforce', kind: 'quota', remoteCode: 'CALLS_REST', message, retryAfterMs });
}
