/** One call with deliveries to Marketo, and what came of it. */
import { selectPersonStates } from '@/db/queries/people';
import { selectWinners } from '@/db/queries/person-merges';
import { updateSalesActivityTypes } from '@/db/queries/settings';
import { areSameTypes } from '../../activity-types/compare-types';
import { lookAtTypes } from '../../activity-types/look-at-types';
import type { StandingTypes } from '../../activity-types/model';
import type { Settlement } from '../../deliveries/model';
import type { WireAddedActivity } from '../../marketo/api-types';
import type { MarketoClient } from '../../marketo/client';
import { mostActivities } from '../../marketo/custom-activity-client';
import { notMarketo } from '../../marketo/errors';
import { ProviderFault } from '../../provider-fault';
import { settle, settleArrivals } from '../deliver';
import { settlementAfter } from '../delivery-policy';
import type { Step, SyncCtx } from '../engine';
import { comingToRest, goingOn } from '../quiet-step';
import type { DeliverCheckpoint } from './deliver-checkpoint';
import { failureFrom, isAboutTypes, settlementFrom } from './marketo-answers';
import { type Batch, backInLine, type Post, takeBatch } from './marketo-batch';

/** Takes what is due, sends it in one call and settles each by its own answer. */
export async function sendBatch(
  checkpoint: DeliverCheckpoint,
  ctx: SyncCtx,
  post: Post,
): Promise<Step<DeliverCheckpoint>> {
  const client = await ctx.marketo('deliveries');
  const { most } = checkpoint;
  const now = ctx.clock.now();
  const batch = await ctx.db.transaction((tx) => takeBatch(tx, { ...post, now, limit: most }));
  if (batch.sent.length === 0 && batch.settled.length === 0)
    return checkpoint.look ? goingOn({ ...checkpoint, turn: 'look' }) : comingToRest({ ...checkpoint, turn: 'look' });
  const outcome = await send({ client, ctx, batch, standing: post.standing, most });
  const settlements = [...batch.settled, ...outcome.settlements];
  return {
    next: { ...checkpoint, most: outcome.most, turn: 'look' },
    done: false,
    wait: outcome.wait,
    fault: outcome.fault,
    commit: async (tx) => {
      if (outcome.types) await updateSalesActivityTypes(tx, outcome.types);
      return settle(tx, { destination: 'marketo', settlements, at: ctx.clock.now() });
    },
    keep: (tx) => settleArrivals(tx, { destination: 'marketo', settlements, at: ctx.clock.now() }),
  };
}

type Call = { client: MarketoClient; ctx: SyncCtx; batch: Batch; standing: StandingTypes; most: number };

type Outcome = Pick<Step<DeliverCheckpoint>, 'wait' | 'fault'> & {
  settlements: Settlement[];
  most: number;
  /** The types as they were found, where a refusal made us look. */
  types?: StandingTypes;
};

async function send(call: Call): Promise<Outcome> {
  const { client, batch, most } = call;
  if (batch.sent.length === 0) return { settlements: [], most };
  try {
    const activities = batch.sent.map(({ wire }) => wire);
    const answers = await client.addCustomActivities({ activities, notAfter: batch.sendBy });
    return await afterAnswers(call, answers);
  } catch (error) {
    if (!(error instanceof ProviderFault)) throw error;
    return afterFault(call, error);
  }
}

async function afterAnswers(call: Call, answers: WireAddedActivity[]): Promise<Outcome> {
  const { ctx, batch, standing, most } = call;
  const codes = answers.map((answer) => (answer.errors ?? answer.reasons)?.[0]?.code ?? null);
  const found = codes.some(isAboutTypes) ? await typesNow(call) : null;
  const skipped = batch.sent.filter((_, place) => answers[place]?.status !== 'added').map(({ wire }) => wire.leadId);
  const winners = await selectWinners(ctx.db, skipped);
  const states = await selectPersonStates(ctx.db, skipped);
  const settlements = batch.sent.map(({ delivery, wire: { leadId } }, place) =>
    settlementFrom(delivery, answers[place], {
      now: ctx.clock.now(),
      random: Math.random(),
      winnerId: winners.get(leadId),
      state: states.get(leadId),
      types: { sentBy: standing, found },
    }),
  );
  return { settlements, most: Math.min(mostActivities, most * 2), types: found ?? undefined };
}

/** A call that failed as a whole says little of the deliveries in it. */
async function afterFault(call: Call, fault: ProviderFault): Promise<Outcome> {
  const { ctx, batch, most } = call;
  const now = ctx.clock.now();
  const half = Math.ceil(batch.sent.length / 2);
  const byPolicy = () =>
    batch.sent.map(({ delivery }) => settlementAfter(delivery, failureFrom(fault), { now, random: Math.random() }));
  const again = () => batch.sent.map((one) => backInLine(one, now));
  const wait = { until: new Date(now.getTime() + askAgainMs), why: fault.message };
  switch (fault.kind) {
    case 'unknown':
      return { settlements: byPolicy(), most: Math.min(most, Math.max(fewest, half)), fault };
    case 'forbidden':
      return { settlements: again(), most, wait };
    case 'rejected':
    case 'gone': {
      if (isAway(fault)) return { settlements: again(), most, wait };
      const types = isAboutTypes(fault.remoteCode) ? ((await typesNow(call)) ?? undefined) : undefined;
      const isOther = types !== undefined && !areSameTypes(types, call.standing);
      // One of them may be to blame: smaller and smaller calls find it, and the others get through.
      return { settlements: isOther || batch.sent.length > 1 ? again() : byPolicy(), most: half, types };
    }
    default:
      return { settlements: byPolicy(), most, fault };
  }
}
const askAgainMs = 15 * 60_000;
// Fewer than these are not what makes a call take too long.
const fewest = 25;

/** Adding activities is not to be had at all: no such address, no part of this subscription, or not Marketo's answer. */
const isAway = ({ remoteCode }: ProviderFault) =>
  remoteCode === '610' || remoteCode === '703' || remoteCode === '616' || remoteCode === notMarketo;

/** Null when Marketo cannot be asked at the moment. */
async function typesNow({ client, ctx, standing }: Call): Promise<StandingTypes | null> {
  try {
    return await lookAtTypes({ client, now: ctx.clock.now(), mayMake: standing.mayMake });
  } catch (error) {
    if (!(error instanceof ProviderFault)) throw error;
    return null;
  }
}
