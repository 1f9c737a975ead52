import type { ActivityView } from '@/lib/activity-grid/contract';
import { activityKinds } from '@/lib/activity-grid/model';
import { attribute, isBotActivity } from './attributes';
import { type MailEvent, mailEvent } from './mail-events';

/** The tabs of the grid, as they appear in the URL. */
export const gridTabs = ['all', ...activityKinds] as const;
export type GridTab = (typeof gridTabs)[number];

/** One line of the grid. On the e-mail tab `activities` holds a mail and everything that happened to it. */
export type GridRow = {
  id: string;
  occurredAt: string;
  main: ActivityView;
  /** Oldest first; `main` is one of them. */
  activities: ActivityView[];
  mail: MailFacts | null;
};

export type MailFacts = {
  subject: string;
  /** Null for a mail that Marketo sent by itself. */
  sender: string | null;
  /** Opens and clicks by people; those Marketo marked as bots are counted apart. */
  opens: number;
  clicks: number;
  replies: number;
  byBots: number;
  trouble: 'bounced' | 'soft-bounced' | 'unsubscribed' | null;
  /** False while the mail itself is further down than what is loaded. */
  sendKnown: boolean;
};

/** The lines of a tab, newest first. */
export function gridRows(activities: ActivityView[], tab: GridTab): GridRow[] {
  if (tab === 'email') return mailRows(activities.filter((activity) => activity.kind === 'email'));
  return activities
    .filter((activity) => tab === 'all' || activity.kind === tab)
    .sort(newestFirst)
    .map((main) => ({ id: main.id, occurredAt: main.occurredAt, main, activities: [main], mail: null }));
}

/** Newest first; of one moment the journal's before Marketo's, each by its id, as the API pages them. */
export function newestFirst(a: ActivityView, b: ActivityView): number {
  const rank = (activity: ActivityView) => (activity.standing === null ? 1 : 0);
  return byText(b.occurredAt, a.occurredAt) || rank(a) - rank(b) || byText(b.id, a.id);
}

export function mailSubject(activity: ActivityView): string {
  return attribute(activity.attributes, 'Email Subject', 'Subject') ?? activity.title;
}

/** Joins each open, click, reply or bounce with the newest send of the same mail at or before it. */
function mailRows(activities: ActivityView[]): GridRow[] {
  const oldestFirst = [...activities].sort(newestFirst).reverse();
  const mailsByName = new Map<string, ActivityView[][]>();
  const mails: ActivityView[][] = [];
  for (const activity of sendsBeforeTheirEvents(oldestFirst)) {
    const candidates = mailsByName.get(mailName(activity)) ?? [];
    const mail = mailEvent(activity) === 'sent' ? undefined : candidates.findLast((m) => sameRun(m[0], activity));
    if (mail) {
      mail.push(activity);
      continue;
    }
    const newMail = [activity];
    mails.push(newMail);
    mailsByName.set(mailName(activity), [...candidates, newMail]);
  }
  return mails.map(mailRow).sort((a, b) => newestFirst(a.main, b.main));
}

/** Sales mails are told by their artifact: a reply carries it, but no subject. */
function mailName(activity: ActivityView): string {
  const artifact = attribute(activity.attributes, 'Artifact ID');
  return artifact ? `artifact ${artifact}` : `subject ${mailSubject(activity)}`;
}

/** A send and its delivery often share one second: the send has to come first for the join. */
function sendsBeforeTheirEvents(oldestFirst: ActivityView[]): ActivityView[] {
  const rank = (activity: ActivityView) => (mailEvent(activity) === 'sent' ? 0 : 1);
  return [...oldestFirst].sort((a, b) => byText(a.occurredAt, b.occurredAt) || rank(a) - rank(b));
}

function mailRow(activities: ActivityView[]): GridRow {
  const main = activities[0] as ActivityView;
  const events = activities.map((activity) => ({
    event: mailEvent(activity),
    byBot: isBotActivity(activity.attributes),
  }));
  const count = (event: MailEvent) => events.filter((e) => e.event === event && !e.byBot).length;
  return {
    id: main.id,
    occurredAt: main.occurredAt,
    main,
    activities,
    mail: {
      subject: mailSubject(main),
      sender: senderOf(activities),
      opens: count('opened'),
      clicks: count('clicked'),
      replies: count('replied'),
      byBots: events.filter((e) => e.byBot).length,
      trouble: troubleOf(events.map((e) => e.event)),
      sendKnown: mailEvent(main) === 'sent',
    },
  };
}

function senderOf(activities: ActivityView[]): string | null {
  for (const { attributes } of activities) {
    const sender = attribute(attributes, 'Sent by', 'Sender');
    if (sender) return sender;
  }
  return null;
}

function troubleOf(events: MailEvent[]): MailFacts['trouble'] {
  return (['unsubscribed', 'bounced', 'soft-bounced'] as const).find((event) => events.includes(event)) ?? null;
}

/** Two sends of one mail differ by campaign run; an activity that names no run may belong to any. */
function sameRun(mail: ActivityView | undefined, event: ActivityView): boolean {
  const [a, b] = [mail && runOf(mail), runOf(event)];
  return !a || !b || a === b;
}

const runOf = (activity: ActivityView) => attribute(activity.attributes, 'Campaign Run ID');
const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
