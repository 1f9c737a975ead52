import { countArrivals, countUnsettled, selectOldestWaiting } from '@/db/queries/delivery-figures';
import { selectOpenCauses } from '@/db/queries/diagnostics';
import { selectSalesforceStanding } from '@/db/queries/salesforce-standing';
import type { Ctx } from '../context';
import { unsettledStates } from '../deliveries/model';
import { causeOf } from '../diagnostics/catalogue';
import { categories } from '../diagnostics/model';
import { destinations } from '../sales-activities/model';
import { carrierOf } from '../salesforce-connections/model';
import { gauge, type Metric } from './model';

const hourMs = 3600_000;

/** How deliveries of sales activities fare. What arrived or is not wanted is only counted over the last hour. */
export async function deliveryMetrics({ db, clock }: Pick<Ctx, 'db' | 'clock'>): Promise<Metric[]> {
  const now = clock.now().getTime();
  const [unsettled, oldest, arrivals, causes] = await Promise.all([
    countUnsettled(db),
    selectOldestWaiting(db),
    countArrivals(db, new Date(now - hourMs)),
    selectOpenCauses(db),
  ]);
  const { connections } = await selectSalesforceStanding(db, [...new Set(oldest.map(({ userId }) => userId))]);
  const onItsWay = oldest.filter(
    ({ destination, userId }) => destination !== 'salesforce' || carrierOf(connections, userId)?.state === 'active',
  );
  const open = causes.map((one) => causeOf(one).category);
  const arrived = (destination: string) => arrivals.find((one) => one.destination === destination);
  return [
    {
      ...gauge('deliveries', 'Deliveries that are not over, by destination and state.'),
      samples: destinations.flatMap((destination) =>
        unsettledStates.map((state) => ({
          labels: { destination, state },
          value: unsettled.find((one) => one.destination === destination && one.state === state)?.deliveries ?? 0,
        })),
      ),
    },
    {
      ...gauge(
        'delivery_oldest_waiting_seconds',
        'Since the longest waiting delivery was recorded; without those of sellers who have to connect Salesforce.',
      ),
      samples: destinations.map((destination) => {
        const since = onItsWay.filter((one) => one.destination === destination).map((one) => one.since.getTime());
        return { labels: { destination }, value: since.length === 0 ? 0 : (now - Math.min(...since)) / 1000 };
      }),
    },
    {
      ...gauge('deliveries_confirmed_last_hour', 'Deliveries that arrived in the last hour.'),
      samples: destinations.map((destination) => ({
        labels: { destination },
        value: arrived(destination)?.deliveries ?? 0,
      })),
    },
    {
      ...gauge('delivery_seconds', 'From recorded to confirmed, of what arrived in the last hour.'),
      samples: destinations.flatMap((destination) => [
        { labels: { destination, quantile: '0.5' }, value: arrived(destination)?.p50Seconds ?? null },
        { labels: { destination, quantile: '0.95' }, value: arrived(destination)?.p95Seconds ?? null },
      ]),
    },
    {
      ...gauge('delivery_problems', 'Causes by which deliveries fail at present, by category.'),
      samples: categories.map((category) => ({
        labels: { category },
        value: open.filter((one) => one === category).length,
      })),
    },
  ];
}
