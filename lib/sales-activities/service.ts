import 'server-only';
import type { z } from 'zod';
import { selectUserByEmail } from '@/db/queries/users';
import type { Actor } from '../auth/model';
import type { Ctx } from '../context';
import { AppError } from '../errors';
import {
  type Refusal,
  type SalesActivityBatch,
  SalesActivityInput,
  type SalesActivityResult,
  type SalesActivityResults,
} from './contract';
import {
  isInTheFuture,
  isSkipReason,
  type NewSalesActivityBody,
  personProblemSentences,
  type SalesActivityKind,
  sellerAttributes,
  skipSentence,
} from './model';
import { type DeliveryStanding, type Recorded, recordSalesActivity } from './record';
import { wakeDeliveries } from './wake-deliveries';

const sentences: Record<Refusal, string> = {
  ...personProblemSentences,
  'not-yours': 'You can only report your own activities; an admin can report for others.',
  'unknown-seller': 'No active user of this app has the e-mail address of the seller.',
  'in-the-future': 'It is said to have happened in the future.',
};

type Seller = { userId: string; email: string };

/**
 * Records what another system tells, each row in a transaction of its own and with an outcome of its own. Rows of
 * failed batches can be sent again: what is recorded already stays as it is.
 */
export async function reportSalesActivities(ctx: Ctx, batch: SalesActivityBatch): Promise<SalesActivityResults> {
  const { actor } = ctx;
  if (!actor) throw new AppError('unauthenticated', 'Sign in to continue.');
  const results: SalesActivityResult[] = [];
  for (const row of batch.activities) results.push(await reportOne(ctx, actor, row));
  await wakeDeliveries(
    ctx,
    results.flatMap((result) => result.deliveries),
  );
  return { results };
}

async function reportOne(ctx: Ctx, actor: Actor, row: unknown): Promise<SalesActivityResult> {
  const parsed = SalesActivityInput.safeParse(row);
  if (!parsed.success) return invalid(row, parsed.error);
  const { key, kind, person, payload } = parsed.data;
  const occurredAt = new Date(parsed.data.occurredAt);
  const recordedAt = ctx.clock.now();
  if (isInTheFuture(occurredAt, recordedAt)) return refused(key, 'in-the-future');
  const seller = await sellerOf(ctx, actor, parsed.data.seller);
  if (typeof seller === 'string') return refused(key, seller);

  // The kind and the payload were parsed as a pair; spread apart they are no pair to the compiler.
  const body = { kind, payload: { ...payload, [sellerAttributes[kind]]: seller.email } } as NewSalesActivityBody;
  const recorded = await ctx.db.transaction((tx) =>
    recordSalesActivity(tx, {
      ...body,
      person,
      userId: seller.userId,
      occurredAt,
      recordedAt,
      reporter: `user:${actor.userId}`,
      idempotencyKey: key,
      tokenId: actor.tokenId,
    }),
  );
  return resultOf(key, kind, recorded);
}

/** Sellers report for themselves, admins for any user. */
async function sellerOf(ctx: Ctx, actor: Actor, email: string | undefined): Promise<Seller | Refusal> {
  if (email === undefined || email.toLowerCase() === actor.email.toLowerCase()) return actor;
  if (actor.role !== 'admin') return 'not-yours';
  const user = await selectUserByEmail(ctx.db, email);
  return user?.active ? { userId: user.id, email: user.email } : 'unknown-seller';
}

const nothing = { id: null, marketoId: null, reason: null, sentence: null, fields: null, deliveries: [] };

function resultOf(key: string, kind: SalesActivityKind, recorded: Recorded): SalesActivityResult {
  if (recorded.outcome === 'refused') return refused(key, recorded.problem);
  if (recorded.outcome === 'conflict') {
    const sentence = 'Another activity was recorded under this key. Use a new key, or send the same again.';
    return { ...nothing, key, outcome: 'conflict', id: recorded.id, sentence };
  }
  const { outcome, id, marketoId } = recorded;
  const deliveries = recorded.deliveries.map((standing) => ({ ...standing, sentence: whyNot(standing, kind) }));
  return { ...nothing, key, outcome, id, marketoId, deliveries };
}

function whyNot({ destination, reason }: DeliveryStanding, kind: SalesActivityKind): string | null {
  return isSkipReason(reason) ? skipSentence(reason, destination, kind) : null;
}

function refused(key: string, reason: Refusal): SalesActivityResult {
  return { ...nothing, key, outcome: 'refused', reason, sentence: sentences[reason] };
}

function invalid(row: unknown, error: z.ZodError): SalesActivityResult {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) fields[issue.path.join('.') || 'row'] ??= issue.message;
  const key = SalesActivityInput.options[0].shape.key.safeParse((row as { key?: unknown } | null)?.key);
  const sentence = `Check ${Object.keys(fields).join(', ')}.`;
  return { ...nothing, key: key.success ? key.data : null, outcome: 'invalid', sentence, fields };
}
