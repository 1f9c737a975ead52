import type { Tx } from '@/db/client';
import { closeSolvedProblems, lockProblems } from '@/db/queries/delivery-problems';
import {
  lockDeliverySwitches,
  selectDeliverySwitches,
  skipQueuedDeliveries,
  upsertDeliverySwitches,
} from '@/db/queries/sales-activities';
import type { Ctx } from '../context';
import { AppError } from '../errors';
import type { DeliverySwitchesInput, DeliverySwitchesView } from './contract';
import {
  destinations,
  destinationTitles,
  isOffered,
  salesActivityKinds,
  salesActivityTitles,
  switchKey,
} from './model';

/** What goes where, every kind and destination. */
export async function readDeliverySwitches(db: Tx): Promise<DeliverySwitchesView> {
  const rows = await selectDeliverySwitches(db);
  const onSince = new Map(rows.map((row) => [switchKey(row), row.onSince]));
  return {
    switches: destinations.flatMap((destination) =>
      salesActivityKinds.map((kind) => ({
        destination,
        kind,
        offered: isOffered(destination, kind),
        onSince: onSince.get(switchKey({ destination, kind }))?.toISOString() ?? null,
      })),
    ),
  };
}

/**
 * Switches kinds on and off. On takes only what happens from now on; off lets go of what waits, at once. Waits for
 * whoever is recording. Throws AppError `bad_request` for a kind that its destination has no place for.
 */
export async function switchDeliveries(ctx: Ctx, { switches }: DeliverySwitchesInput): Promise<DeliverySwitchesView> {
  const { actor } = ctx;
  if (!actor) throw new AppError('unauthenticated', 'Sign in to continue.');
  const homeless = switches.find(({ destination, kind, on }) => on && !isOffered(destination, kind));
  if (homeless) {
    const { destination, kind } = homeless;
    const message = `${destinationTitles[destination]} has no place for “${salesActivityTitles[kind]}”.`;
    throw new AppError('bad_request', message, { fields: { switches: message } });
  }
  // The last word on a kind counts; one statement cannot write a row twice.
  const wanted = new Map(switches.map((one) => [switchKey(one), one]));
  return ctx.db.transaction(async (tx) => {
    await lockDeliverySwitches(tx);
    await lockProblems(tx);
    const changedAt = ctx.clock.now();
    await upsertDeliverySwitches(
      tx,
      [...wanted.values()].map(({ destination, kind, on }) => ({
        destination,
        kind,
        onSince: on ? changedAt : null,
        changedAt,
        changedBy: actor.userId,
      })),
    );
    for (const { destination, kind, on } of wanted.values()) {
      if (!on) await skipQueuedDeliveries(tx, { destination, kind, at: changedAt });
    }
    await closeSolvedProblems(tx, changedAt);
    return readDeliverySwitches(tx);
  });
}
