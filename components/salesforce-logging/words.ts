import { type SalesActivityKind, salesActivityTitles } from '@/lib/sales-activities/model';
import type { LoggingChoices, LoggingView } from '@/lib/salesforce-logging/contract';
import type { DynamicField, SubjectValues } from '@/lib/salesforce-logging/model';

/** What is switched together, in the words of the people who decide it. */
export const loggedGroups = [
  {
    key: 'emails',
    title: 'Sent e-mails',
    hint: 'One finished task for each; opens, clicks and bounces are noted on it.',
    kinds: ['email-sent', 'email-opened', 'email-clicked', 'email-bounced'],
  },
  {
    key: 'replies',
    title: 'Replies',
    hint: 'A task “Reply: …” for each; the task of the e-mail is marked as replied to.',
    kinds: ['email-replied'],
  },
  {
    key: 'calls',
    title: 'Calls',
    hint: 'One finished task for each, with outcome, reason and notes.',
    kinds: ['call'],
  },
] as const satisfies { key: keyof LoggingChoices['logs']; title: string; hint: string; kinds: SalesActivityKind[] }[];
export type LoggedGroup = (typeof loggedGroups)[number];

/** Which kinds of a group are logged and which are not, and since when as many are as are now. */
export function groupState({ kinds }: LoggedGroup, switches: LoggingView['switches']) {
  const onSince = (kind: SalesActivityKind) => switches.find((one) => one.kind === kind)?.onSince ?? null;
  const on: SalesActivityKind[] = kinds.filter((kind) => onSince(kind) !== null);
  const off: SalesActivityKind[] = kinds.filter((kind) => onSince(kind) === null);
  return { on, off, since: on.map(onSince).toSorted().at(-1) ?? null };
}

/** "E-mail sent, E-mail opened". */
export const kindsText = (kinds: readonly SalesActivityKind[]) =>
  kinds.map((kind) => salesActivityTitles[kind]).join(', ');

export const duplicateTitles: Record<LoggingChoices['onDuplicate'], string> = {
  'most-recent': 'The best one: a contact, the seller’s own, the most recently active',
  all: 'All of them, up to ten',
  none: 'None: let somebody decide under Diagnostics',
};

export const noMatchTitles: Record<LoggingChoices['onNoMatch'], string> = {
  skip: 'Let it wait under Diagnostics',
  'create-lead': 'Make a lead',
  'create-contact': 'Make a contact',
};

export const fieldTitles: Record<DynamicField, string> = {
  activity_type: 'Activity type',
  activity_subject: 'Activity subject',
  sales_campaign_name: 'Sales campaign',
  sales_campaign_day: 'Sales campaign day',
  sales_campaign_step: 'Sales campaign step',
  call_outcome: 'Call outcome',
  call_reason: 'Call reason',
};

/** What a subject looks like, for one of each. */
export const sampleValues: { title: string; values: SubjectValues }[] = [
  {
    title: 'E-mail',
    values: {
      activity_type: 'Email',
      activity_subject: 'Your questions of Monday',
      sales_campaign_name: 'Spring outreach',
      sales_campaign_day: 3,
      sales_campaign_step: 1,
      call_outcome: null,
      call_reason: null,
    },
  },
  {
    title: 'Call',
    values: {
      activity_type: 'Call',
      activity_subject: null,
      sales_campaign_name: null,
      sales_campaign_day: null,
      sales_campaign_step: null,
      call_outcome: 'Connected',
      call_reason: 'Demo',
    },
  },
];
