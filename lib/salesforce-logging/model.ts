/** How activities become tasks in Salesforce: what an admin may choose. */

/** What to do when several records fit. */
export const duplicateChoices = ['most-recent', 'all', 'none'] as const;
export type DuplicateChoice = (typeof duplicateChoices)[number];

/** What to do when no record fits. */
export const noMatchChoices = ['skip', 'create-lead', 'create-contact'] as const;
export type NoMatchChoice = (typeof noMatchChoices)[number];

export const rollUpObjects = ['Lead', 'Contact', 'Account', 'Opportunity'] as const;
export type RollUpObject = (typeof rollUpObjects)[number];

export const reminderTaskChoices = ['off', 'two-way'] as const;
export type ReminderTaskChoice = (typeof reminderTaskChoices)[number];

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
  reminderTasks: ReminderTaskChoice;
  /** Of the org's daily calls, what we may use, in percent. */
  apiSharePercent: number;
};

export const defaultLogging: LoggingSettings = {
  logs: { emails: true, replies: true, calls: true },
  objects: { contact: true, lead: true, opportunity: false },
  onDuplicate: 'most-recent',
  onNoMatch: 'skip',
  rollUp: { Lead: false, Contact: false, Account: false, Opportunity: false },
  subjectTemplate: '[Sales Actions] {{activity_type}}: {{activity_subject}}',
  reminderTasks: 'off',
  apiSharePercent: 30,
};
