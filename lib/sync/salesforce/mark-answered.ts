/** Marks the tasks of answered mails. */
import { type MailDelivery, selectAnsweredMails, selectMailDeliveries } from '@/db/queries/mail-tasks';
import type { SalesforceClient } from '@/lib/salesforce/client';
import { saysAnswered, taskChangeFrom } from '@/lib/salesforce/map-tasks';
import { settlementAfter } from '../delivery-policy';
import type { SyncCtx } from '../engine';
import { type ChangeOutcome, changeRecords } from './change-records';
import type { Chosen } from './choose-records';
import type { Composed } from './compose-tasks';
import { mailOf, type OfMail, tasksOf, waitFor, waitsToMark, withoutWaiting } from './mail-tasks';
import { failureOf, type Settled } from './send-tasks';
import type { Sender } from './senders';

/** The keys of those deliveries of mails whose answer is known already: their tasks are made with the mark. */
export async function answeredMails(ctx: SyncCtx, chosen: readonly Chosen[]): Promise<Set<string>> {
  const mails = chosen.flatMap((one) => (one.body.kind === 'email-sent' ? [{ of: ofMail(one), one }] : []));
  const answered = await selectAnsweredMails(ctx.db, {
    emailIds: mails.map(({ of }) => of.emailId),
    marketoIds: [...new Set(mails.flatMap(({ of, one }) => [of.marketoId, one.due.activity.marketoId]))],
  });
  const isAnswered = ({ emailId, marketoId }: OfMail) =>
    answered.some((answer) => answer.emailId === emailId && answer.marketoId === marketoId);
  return new Set(mails.flatMap(({ of, one }) => (isAnswered(of) ? [one.due.delivery.key] : [])));
}

type Answer = { settled: Settled; mail: MailDelivery | null; since: Date; attempts: number };

/**
 * `sent`, where an answer is confirmed only once its mail has the mark, too. Its own task is there by then: whoever
 * takes it again makes no other. A mail that is still to be sent gets the mark with its task.
 */
export async function markAnswered(
  ctx: SyncCtx,
  {
    client,
    sender,
    composed,
    sent,
  }: { client: SalesforceClient; sender: Sender; composed: Composed[]; sent: Settled[] },
): Promise<Settled[]> {
  const fields = taskChangeFrom('email-replied', sender.org.capabilities);
  const confirmed = new Map(
    sent.filter(({ settlement }) => settlement.to === 'confirmed').map((one) => [one.settlement.key, one]),
  );
  const replies = composed.filter(({ of }) => of.body.kind === 'email-replied' && confirmed.has(of.due.delivery.key));
  if (Object.keys(fields).length === 0 || replies.length === 0) return sent;
  const mails = await selectMailDeliveries(ctx.db, [...new Set(replies.map(({ of }) => ofMail(of).emailId))]);
  const answers = replies.flatMap(({ of }): Answer[] => {
    const { key, createdAt: since, attempts } = of.due.delivery;
    const settled = confirmed.get(key);
    return settled ? [{ settled, mail: mailOf(ofMail(of), mails), since, attempts }] : [];
  });
  const toMark = answers.flatMap(({ mail }) => (mail && needsMark(mail) ? tasksOf(mail) : []));
  const outcomes = await changeRecords(
    client,
    [...new Set(toMark)].map((id) => ({ object: 'Task', id, fields })),
  );
  const after = new Map(answers.map((one) => [one.settled.settlement.key, afterMark(ctx, one, outcomes)]));
  return sent.map((one) => after.get(one.settlement.key) ?? one);
}

function ofMail({ body, due, person }: Chosen): OfMail {
  const emailId = 'emailId' in body.payload ? body.payload.emailId : '';
  return { emailId, marketoId: person?.marketoId ?? due.activity.marketoId, userId: due.activity.userId };
}

const needsMark = ({ state, payload }: MailDelivery) => state === 'confirmed' && !saysAnswered(payload);
/** It may be there without the mark. */
const isInDoubt = ({ state, payload }: MailDelivery) =>
  ['sending', 'unknown', 'stuck'].includes(state) && !saysAnswered(payload);

function afterMark(
  ctx: SyncCtx,
  { settled, mail, since, attempts }: Answer,
  outcomes: Map<string, ChangeOutcome>,
): Settled {
  const note = withoutWaiting(settled.note);
  const { key, claims } = settled.settlement;
  const now = ctx.clock.now();
  const wait = mail && isInDoubt(mail) ? waitFor(mail, { since, now }) : null;
  if (wait) {
    const settlement = { key, claims, from: 'sending', to: 'queued', counted: false, failure: null } as const;
    return { ...settled, settlement: { ...settlement, dueAt: wait.dueAt }, note: waitsToMark };
  }
  if (!mail || !needsMark(mail)) return { ...settled, note };
  const failed = tasksOf(mail).flatMap((id) => {
    const outcome = outcomes.get(id);
    return outcome && !('ok' in outcome && outcome.ok) ? [failureOf(outcome)] : [];
  });
  const [failure] = failed.toSorted((a, b) => Number(passes(b.kind)) - Number(passes(a.kind)));
  if (!failure) return { ...settled, note };
  const kind = failure.kind === 'unknown' ? 'unavailable' : failure.kind;
  const again = settlementAfter({ key, claims, attempts }, { ...failure, kind }, { now, random: Math.random() });
  // The answer is there: what nobody tries any more is only left out.
  if (passes(kind) && again.to === 'queued') return { ...settled, settlement: again, note };
  const said = `The task of the e-mail was not marked as answered: ${failure.message}`;
  return { ...settled, note: [note, said].filter(Boolean).join(' ') };
}

const passes = (kind: string) => !['rejected', 'gone', 'forbidden'].includes(kind);
