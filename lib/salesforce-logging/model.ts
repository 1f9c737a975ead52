/** How activities become tasks in Salesforce: what an admin may choose. */

import type { SalesActivityKind } from '../sales-activities/model';

/** What to do when several records fit. */
export const duplicateChoices = ['most-recent', 'all', 'none'] as const;
export type DuplicateChoice = (typeof duplicateChoices)[number];

/** What to do when no record fits. */
export const noMatchChoices = ['skip', 'create-lead', 'create-contact'] as const;
export type NoMatchChoice = (typeof noMatchChoices)[number];

export const rollUpObjects = ['Lead', 'Contact', 'Account', 'Opportunity'] as const;
export type RollUpObject = (typeof rollUpObjects)[number];

/** What a subject may say of an activity, in double braces. */
export const dynamicFields = [
  'activity_type',
  'activity_subject',
  'sales_campaign_name',
  'sales_campaign_day',
  'sales_campaign_step',
  'call_outcome',
  'call_reason',
] as const;
export type DynamicField = (typeof dynamicFields)[number];

/** Lengths that Salesforce takes. */
export const longestSubject = 255;
export const longestTemplate = 500;
export const longestDescription = 32_000;

/** At most so many characters, and no half one at the end. */
export function cutTo(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const short = text.slice(0, longest);
  return short.isWellFormed() ? short : short.slice(0, -1);
}

export type LoggingSettings = {
  /** Whether mails, answers and calls of this member are logged at all, where an admin has switched them on. */
  logs: { emails: boolean; replies: boolean; calls: boolean };
  /** On records of which objects mails are logged; an opportunity is that of a contact with a role in it. */
  objects: { contact: boolean; lead: boolean; opportunity: boolean };
  onDuplicate: DuplicateChoice;
  onNoMatch: NoMatchChoice;
  /** The most recent activity is also noted on the record itself. */
  rollUp: Record<RollUpObject, boolean>;
  /** Subject of the tasks, with dynamic fields in double braces. */
  subjectTemplate: string;
  /** No tasks of reminders go to Salesforce. */
  reminderTasks: 'off';
  /** Of the org's daily calls, what we may use, in percent. */
  apiSharePercent: number;
};

export const defaultLogging: LoggingSettings = {
  logs: { emails: true, replies: true, calls: true },
  objects: { contact: true, lead: true, opportunity: false },
  onDuplicate: 'most-recent',
  onNoMatch: 'skip',
  rollUp: { Lead: false, Contact: false, Account: false, Opportunity: false },
  subjectTemplate: '[Sales Actions] {{activity_type}} {{activity_subject}} {{call_outcome}}',
  reminderTasks: 'off',
  apiSharePercent: 30,
};

/** Whose settings count for a seller: the team's, unless members may choose and this one has. */
export function loggingOf(team: { settings: LoggingSettings; teamWide: boolean } | null, own: LoggingSettings | null) {
  if (!team) return own ?? defaultLogging;
  return team.teamWide || !own ? team.settings : { ...own, ...ofTheTeam(team.settings) };
}

/**
 * What an admin alone chooses, whatever else members choose: what is the org's to spend and to keep, whether people are
 * made in it, and what is written on records that many share.
 */
export function ofTheTeam({ apiSharePercent, reminderTasks, onNoMatch, rollUp }: LoggingSettings) {
  return { apiSharePercent, reminderTasks, onNoMatch, rollUp };
}

/** Kinds that become a task of their own; what happens to a mail later is noted on the task of the mail. */
export const taskKinds = ['email-sent', 'email-replied', 'call'] as const satisfies SalesActivityKind[];
export const mailEventKinds = ['email-opened', 'email-clicked', 'email-bounced'] as const satisfies SalesActivityKind[];
export type TaskKind = (typeof taskKinds)[number];
export type MailEventKind = (typeof mailEventKinds)[number];

/** Whether this kind becomes a task of its own, or is noted on that of its mail. */
export const isTaskKind = (kind: SalesActivityKind): kind is TaskKind => taskKinds.some((one) => one === kind);
export const isMailEventKind = (kind: SalesActivityKind): kind is MailEventKind =>
  mailEventKinds.some((one) => one === kind);

/** Whether activities of a kind are logged by these settings; what happens to a mail goes with the mail. */
export function isLogged(kind: SalesActivityKind, { logs }: Pick<LoggingSettings, 'logs'>): boolean {
  if (kind === 'call') return logs.calls;
  return kind === 'email-replied' ? logs.replies : logs.emails;
}

export type SubjectValues = Record<DynamicField, string | number | null>;

/**
 * The subject by `template`: what is not known is left empty, line breaks and doubled blanks become one blank, and at
 * most 255 characters stay.
 */
export function renderSubject(template: string, values: SubjectValues): string {
  const filled = template.replace(anyField, (whole, name: string) => {
    const field = fieldNamed(name);
    return field ? String(values[field] ?? '') : whole;
  });
  return oneLine(filled);
}

/** Answers ignore the template. */
export function replySubject(emailSubject: string): string {
  return oneLine(`Reply: ${emailSubject}`);
}

/** Names in double braces that are no dynamic field; a subject would show them as they stand. */
export function unknownFields(template: string): string[] {
  return [...template.matchAll(anyField)].map(([, name = '']) => name.trim()).filter((name) => !fieldNamed(name));
}

const anyField = /\{\{([^{}]*)\}\}/g;

// People write {{Activity Type}} as well.
function fieldNamed(name: string): DynamicField | undefined {
  const plain = name.trim().toLowerCase().replaceAll(/\s+/g, '_');
  return dynamicFields.find((field) => field === plain);
}

function oneLine(text: string): string {
  return cutTo(text.replaceAll(/\s+/g, ' ').trim(), longestSubject);
}
