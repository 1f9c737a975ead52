import { Progress } from '@/components/ui/progress';
import { RelativeTime } from '@/components/ui/relative-time';
import type { SalesforceLane } from '@/lib/salesforce-budget/model';
import type { OrgView } from '@/lib/salesforce-connections/contract';

const laneWords: Record<SalesforceLane, string> = {
  'opt-outs': 'opt-outs',
  activities: 'new activities',
  updates: 'later changes of activities',
  reads: 'reading',
};

const number = (value: number) => value.toLocaleString('en');

/** How far the org's API calls are used, by everybody and by us, and what rests because of it. */
export function OrgUsage({ org: { usage, rests } }: { org: OrgView }) {
  const { used, limit, at, own, sharePercent } = usage;
  const reasons = [...new Set(rests.map(({ why }) => why))];
  return (
    <div className="grid gap-1.5">
      {used !== null && limit !== null ? (
        <>
          <Progress label="API calls of the org in 24 hours" value={used} max={limit} />
          <p className="text-muted tabular-nums">
            {number(used)} of {number(limit)} API calls in 24 hours, by all integrations (<RelativeTime value={at} />
            ). Ours: {number(own)}, of at most {number(Math.floor((limit * sharePercent) / 100))} ({sharePercent} %).
          </p>
        </>
      ) : (
        <p className="text-muted">The org has not told yet how many API calls it allows.</p>
      )}
      {reasons.map((why) => (
        <p key={why} role="status" className="rounded-md bg-warn-bg px-3 py-1.5 text-warn-fg">
          {why} At rest:{' '}
          {rests
            .filter((rest) => rest.why === why)
            .map(({ lane }) => laneWords[lane])
            .join(', ')}
          .
        </p>
      ))}
    </div>
  );
}
