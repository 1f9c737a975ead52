/** The mail that something happened to later: which delivery it is, and how long to wait until it has its task. Pure. */
import type { MailDelivery } from '@/db/queries/mail-tasks';
import { lingerMs } from '@/lib/deliveries/model';

/** What happened to a mail: to whom it went, and whose it was. */
export type OfMail = { emailId: string; marketoId: number; userId: string };

/** Two systems may count their mails alike: the seller's own goes first. Null where the journal has no such mail. */
export function mailOf({ emailId, marketoId, userId }: OfMail, mails: readonly MailDelivery[]): MailDelivery | null {
  const same = mails.filter((mail) => mail.emailId === emailId && mail.marketoId === marketoId);
  return same.find((mail) => mail.userId === userId) ?? same[0] ?? null;
}

/** Of a mail on several records each has one. */
export function tasksOf({ remoteId, target }: MailDelivery): string[] {
  return [...new Set([...(remoteId ? [remoteId] : []), ...Object.values(target?.made ?? {})])];
}

const hourMs = 60 * 60_000;
/** A mail that nobody has let go again for so long does not go any more. */
const mostWaitMs = 30 * 24 * hourMs;

export type Wait = { dueAt: Date; note: string | null };

/**
 * When to ask again for a mail that has no task yet, and why, where a person has to do something first; null where
 * nobody did for a month. `since` is when the waiting began: who waits for long asks seldom, since the mail's arrival
 * wakes all that wait for it.
 */
export function waitFor(mail: MailDelivery, { since, now }: { since: Date; now: Date }): Wait | null {
  const after = (ms: number) => new Date(now.getTime() + ms);
  if (mail.state === 'rejected' || mail.state === 'stuck') {
    const isOver = now.getTime() - mail.changedAt.getTime() > mostWaitMs;
    return isOver ? null : { dueAt: after(hourMs), note: waitNotes[mail.state] };
  }
  const pause = Math.min(hourMs, Math.max(lingerMs, (now.getTime() - since.getTime()) / 2));
  const mailAt = Math.max(mail.dueAt.getTime(), mail.leasedUntil?.getTime() ?? 0) + lingerMs;
  return { dueAt: new Date(Math.max(mailAt, after(pause).getTime())), note: null };
}

const waitNotes = {
  rejected: 'It waits for its e-mail, which was refused.',
  stuck: 'It waits for its e-mail, of which nobody knows whether it arrived.',
};
export const waitsToMark = 'The answer is there; its e-mail is marked as answered as soon as that is there, too.';
export const gaveUpWaiting = 'Its e-mail was not delivered, and nobody let it go again for a month.';

/** A note without what it said of waiting: that is over. */
export function withoutWaiting(note: string | null): string | null {
  const said: (string | null)[] = [...Object.values(waitNotes), waitsToMark];
  return said.includes(note) ? null : note;
}
