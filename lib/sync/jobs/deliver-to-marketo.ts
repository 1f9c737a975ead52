/** Sends sales activities to Marketo. What may have arrived is looked for first, and never sent again unseen. */
import { selectNextDue, selectUnknownDeliveries } from '@/db/queries/deliveries';
import { selectQueuedKinds } from '@/db/queries/delivery-waiting';
import { type MarketoConnection, selectMarketoConnection, updateSalesActivityTypes } from '@/db/queries/settings';
import { lookAtTypes } from '../../activity-types/look-at-types';
import { deliverableKinds, type StandingTypes } from '../../activity-types/model';
import { waitForTypes } from '../../activity-types/waiting';
import { mostActivities } from '../../marketo/custom-activity-client';
import { type SalesActivityKind, salesActivityKinds } from '../../sales-activities/model';
import { waitUntilDue } from '../deliver';
import type { Job, Step, SyncCtx } from '../engine';
import { noCounts } from '../model';
import { comingToRest, goingOn } from '../quiet-step';
import { DeliverCheckpoint } from './deliver-checkpoint';
import { beginLook, goOnLooking } from './marketo-look';
import { sendBatch } from './marketo-send';

const destination = 'marketo';
const askAgainMs = 10 * 60_000;

export const deliverToMarketo: Job<DeliverCheckpoint> = {
  name: 'deliver-to-marketo',
  checkpoint: DeliverCheckpoint,
  first: () => ({ most: mostActivities, look: null, turn: 'look' }),

  async step(checkpoint, ctx) {
    const connection = await selectMarketoConnection(ctx.db);
    if (!connection) return withoutConnection(checkpoint, ctx);
    const standing = connection.salesActivityTypes ?? (await lookAgain(ctx, null));
    const kinds = deliverableKinds(standing);
    const post = { standing, kinds, connectedAt: connection.connectedAt };
    if (checkpoint.turn === 'send' && (await isToBeSent(ctx, kinds))) return sendBatch(checkpoint, ctx, post);
    if (checkpoint.look) return goOnLooking(checkpoint, checkpoint.look, ctx);
    if (!(await waitUntilDue(ctx, destination, { kinds }))) return atRest(checkpoint, ctx, standing);
    const due = { destination, now: ctx.clock.now(), limit: mostActivities } as const;
    const unknown = await selectUnknownDeliveries(ctx.db, due);
    if (unknown.length > 0) return beginLook(checkpoint, unknown, ctx);
    return sendBatch(checkpoint, ctx, post);
  },
};

async function isToBeSent(ctx: SyncCtx, kinds: SalesActivityKind[]): Promise<boolean> {
  const dueAt = await selectNextDue(ctx.db, { destination, kinds, state: 'queued' });
  return dueAt !== null && dueAt <= ctx.clock.now();
}

async function withoutConnection(checkpoint: DeliverCheckpoint, ctx: SyncCtx): Promise<Step<DeliverCheckpoint>> {
  if (!(await selectNextDue(ctx.db, { destination }))) return comingToRest(checkpoint);
  return waiting(checkpoint, ctx, 'Marketo is not connected. An admin connects it under Settings › Marketo.');
}

/** Nothing can be sent now. Where something waits for its type, it is looked whether somebody has made that meanwhile. */
async function atRest(
  checkpoint: DeliverCheckpoint,
  ctx: SyncCtx,
  standing: StandingTypes,
): Promise<Step<DeliverCheckpoint>> {
  const queued = await selectQueuedKinds(ctx.db, { destination, kinds: salesActivityKinds });
  if (!waitForTypes(standing, queued)) return comingToRest(checkpoint);
  const isOld = ctx.clock.now().getTime() - Date.parse(standing.checkedAt) >= askAgainMs;
  const now = isOld ? await lookAgain(ctx, standing) : standing;
  const why = waitForTypes(now, queued);
  if (!why) return goingOn(checkpoint);
  // What can be sent must not wait for what cannot.
  return deliverableKinds(now).length > 0 ? comingToRest(checkpoint) : waiting(checkpoint, ctx, why);
}

async function lookAgain(ctx: SyncCtx, known: MarketoConnection['salesActivityTypes']): Promise<StandingTypes> {
  const client = await ctx.marketo('deliveries');
  const standing = await lookAtTypes({ client, now: ctx.clock.now(), mayMake: known?.mayMake ?? true });
  await updateSalesActivityTypes(ctx.db, standing);
  return standing;
}

function waiting(next: DeliverCheckpoint, ctx: SyncCtx, why: string): Step<DeliverCheckpoint> {
  const until = new Date(ctx.clock.now().getTime() + askAgainMs);
  return { next, done: false, wait: { until, why }, commit: async () => noCounts };
}
