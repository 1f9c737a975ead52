import {
  countArrivalsByHour,
  countUnsettled,
  type QueuedGroup,
  selectQueuedGroups,
} from '@/db/queries/delivery-figures';
import { selectDeliverySwitches } from '@/db/queries/sales-activities';
import type { Ctx } from '../context';
import type { DeliveryState } from '../deliveries/model';
import { type Obstacles, obstacleOf, readObstacles } from '../deliveries/obstacles';
import { pageView } from '../diagnostics/model';
import type { DestinationView, StandingView } from './contract';
import { type Destination, destinations, type SalesActivityKind } from './model';

const hourMs = 3600_000;
const shownHours = 24;

type Waiting = { userId: string; kind: SalesActivityKind; deliveries: number };

/** What waits, went out and failed, per destination, and why nothing goes out where nothing does. */
export async function readStanding(ctx: Ctx): Promise<StandingView> {
  const now = ctx.clock.now();
  const since = new Date(now.getTime() - (now.getTime() % hourMs) - (shownHours - 1) * hourMs);
  const [unsettled, arrivals, queued, switches] = await Promise.all([
    countUnsettled(ctx.db),
    countArrivalsByHour(ctx.db, since),
    selectQueuedGroups(ctx.db),
    selectDeliverySwitches(ctx.db),
  ]);
  const obstacles = await readObstacles(ctx, [...new Set(queued.map(({ userId }) => userId))]);
  const views = destinations.map((destination): DestinationView => {
    const of = (state: DeliveryState) =>
      unsettled.find((row) => row.destination === destination && row.state === state)?.deliveries ?? 0;
    const groups = queued.filter((group) => group.destination === destination);
    const hours = hoursSince(
      since,
      (hour) => arrivals.find((row) => row.destination === destination && +row.hour === +hour)?.deliveries ?? 0,
    );
    // What is switched on for Marketo has an obstacle even before something waits for it.
    const on = switches.filter((one) => destination === 'marketo' && one.destination === destination && one.onSince);
    const wanted = on.map(({ kind }) => ({ userId: '', kind, deliveries: 0 }));
    return {
      destination,
      waiting: of('queued'),
      waitingSince: oldestOf(groups),
      underWay: of('sending'),
      lookedFor: of('unknown'),
      failed: of('rejected') + of('stuck'),
      delivered: hours.reduce((sum, one) => sum + one.delivered, 0),
      hours,
      obstacles: obstaclesOf(obstacles, destination, [...groups, ...wanted], now),
    };
  });
  return { asOf: now.toISOString(), destinations: views };
}

function hoursSince(since: Date, deliveredIn: (hour: Date) => number): DestinationView['hours'] {
  return Array.from({ length: shownHours }, (_, n) => {
    const hour = new Date(since.getTime() + n * hourMs);
    return { hour: hour.toISOString(), delivered: deliveredIn(hour) };
  });
}

function oldestOf(groups: QueuedGroup[]): string | null {
  const oldest = groups.map(({ since }) => since).toSorted((a, b) => +a - +b)[0];
  return oldest?.toISOString() ?? null;
}

/** One entry for each sentence, those first for which most wait. */
function obstaclesOf(
  obstacles: Obstacles,
  destination: Destination,
  waiting: Waiting[],
  now: Date,
): DestinationView['obstacles'] {
  const bySentence = new Map<string, DestinationView['obstacles'][number]>();
  for (const { deliveries, ...of } of waiting) {
    const obstacle = obstacleOf(obstacles, { destination, ...of }, now);
    if (!obstacle) continue;
    const { sentence, settings, pausedJob = null } = obstacle;
    const known = bySentence.get(sentence) ?? {
      sentence,
      deliveries: 0,
      settings: pageView(settings, { isAdmin: true }),
      pausedJob,
    };
    bySentence.set(sentence, { ...known, deliveries: known.deliveries + deliveries });
  }
  return [...bySentence.values()].sort((a, b) => b.deliveries - a.deliveries);
}
