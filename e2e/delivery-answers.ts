/** What the app answers about deliveries that failed, for pages to be looked at without a provider that fails. */
import type { Page } from '@playwright/test';

const nowMs = Date.now();
const at = (minutes: number) => new Date(nowMs + minutes * 60_000).toISOString();
const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** Words of a provider that must stay words. */
export const evilWords = '=cmd() <img src=x onerror="document.title = 1"> \' OR Name != \'';

const locked = {
  id: id(1),
  destination: 'salesforce',
  code: 'UNABLE_TO_LOCK_ROW',
  detail: '',
  message: 'unable to obtain exclusive access to this record',
  cause: {
    title: 'Somebody else is saving the same record',
    category: 'intermittent',
    meaning: 'The person, account or opportunity was being written at the same moment, so Salesforce did not wait.',
    remedy: 'Nothing; it is tried again by itself.',
    solver: 'nobody',
    settings: null,
  },
  since: at(-12),
  lastSeenAt: at(-1),
  closedAt: null as string | null,
  deliveries: 12,
  people: 9,
  sellers: 3,
  stopped: 0,
  nextAt: at(2) as string | null,
  next: 'All are tried again by themselves.',
};
const rule = {
  ...locked,
  id: id(2),
  code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
  detail: 'Next_Step__c',
  message: evilWords,
  cause: {
    title: 'A validation rule of the org refuses the task',
    category: 'access',
    meaning: 'The org has a rule of its own for tasks; the message is what its admin wrote for it.',
    remedy: 'Fill what the message asks for, or exempt logged tasks from the rule.',
    solver: 'salesforce-admin',
    settings: null,
  },
  deliveries: 40,
  people: 38,
  sellers: 2,
  stopped: 40,
  nextAt: null,
  next: 'All wait for a person: try again once the cause is removed.',
};
const denied = {
  ...rule,
  id: id(3),
  destination: 'marketo',
  code: '603',
  detail: '',
  message: 'Access denied',
  cause: {
    title: 'Marketo denied access',
    category: 'access',
    meaning: 'The API role lacks “Read-Write Activity”, or the IP allow-list does not name this server.',
    remedy: 'Give the API role the permission, or allow the address of this server in Marketo.',
    solver: 'marketo-admin',
    settings: { href: '/settings/marketo', title: 'Settings › Marketo' },
  },
  deliveries: 5,
  people: 5,
  sellers: 1,
  stopped: 0,
  nextAt: at(60 * 20),
  next: 'All are tried again by themselves. Until it is solved they will fail again.',
};

const totals = [
  { category: 'access', destination: 'marketo', problems: 1, deliveries: 5 },
  { category: 'access', destination: 'salesforce', problems: 1, deliveries: 40 },
  { category: 'intermittent', destination: 'salesforce', problems: 1, deliveries: 12 },
];

export const allIsWell = { asOf: at(0), problems: [], totals: [], retries: [] };
export const manyProblems = { asOf: at(0), problems: [rule, denied, locked], totals, retries: [] as unknown[] };
export const closedProblems = {
  ...allIsWell,
  problems: [
    {
      ...rule,
      closedAt: at(-90),
      deliveries: 0,
      people: 0,
      sellers: 0,
      stopped: 0,
      next: 'Closed by itself: no delivery fails by it any more.',
    },
  ],
};
export const retryUnderWay = {
  id: id(50),
  problemId: rule.id,
  destination: 'salesforce',
  title: rule.cause.title,
  at: at(-1),
  by: 'Ada Admin',
  total: 40,
  through: 12,
  failedAgain: 3,
  notWanted: 0,
  waiting: 25,
};

/** The deliveries that the validation rule stops. */
export const casesOfRule = {
  problem: rule,
  items: [1, 2, 3].map((number) => ({
    key: id(100 + number),
    salesActivityId: id(200 + number),
    kind: 'call',
    occurredAt: at(-number * 60),
    person: { marketoId: number, name: `Person ${number}` },
    seller: { id: id(300), name: 'Sam Seller' },
    state: 'rejected',
    next: `It waits for a person, and is not tried again by itself. ${rule.cause.remedy}`,
    nextAt: null,
    mayRetry: true,
    record: number === 1 ? { id: '0035g00000AbCdEAAV', href: 'https://org.example/0035g00000AbCdEAAV' } : null,
  })),
  nextCursor: null,
  asOf: at(0),
};

const brief = { reason: null, failed: false, blocked: false, nextAt: null as string | null };
const there = { ...brief, state: 'confirmed', next: 'It is in Marketo; nothing more happens.' };
const refused = {
  ...brief,
  state: 'rejected',
  failed: true,
  next: `It waits for a person, and is not tried again by itself. ${rule.cause.remedy}`,
};
const off = {
  ...brief,
  state: 'skipped',
  reason: 'switched-off',
  next: 'It is not sent. An admin has not switched “Call” on for Salesforce.',
};
const looked = {
  ...brief,
  state: 'unknown',
  failed: true,
  nextAt: at(1),
  next: 'It may be in Marketo, so it is looked for there, and only sent again when it is not found.',
};

type Standing = Omit<typeof brief, 'reason'> & { reason: string | null; state: string; next: string };

function line(number: number, kind: string, subject: string, marketo: Standing, salesforce: Standing) {
  const keys = { marketo: id(400 + number), salesforce: id(500 + number) };
  return {
    id: id(200 + number),
    kind,
    subject,
    occurredAt: at(-number * 60),
    recordedAt: at(-number * 60),
    person: { marketoId: number, name: `Person ${number}` },
    seller: { id: id(300), name: 'Sam Seller' },
    deliveries: [
      { key: keys.marketo, destination: 'marketo', ...marketo },
      { key: keys.salesforce, destination: 'salesforce', ...salesforce },
    ],
  };
}

/** One line of each way to stand. */
export const log = {
  items: [
    line(1, 'call', 'Talked', there, refused),
    line(2, 'email-sent', evilWords, there, { ...there, next: 'It is in Salesforce; nothing more happens.' }),
    line(3, 'call', 'no answer', looked, off),
    line(
      4,
      'email-replied',
      'Re: Spring offer',
      { ...brief, state: 'sending', next: 'It is being sent at this moment.' },
      {
        ...brief,
        state: 'queued',
        blocked: true,
        next: 'It waits until the seller connects Salesforce; it is then sent by itself.',
      },
    ),
    line(
      5,
      'email-bounced',
      'Spring offer',
      { ...brief, state: 'stuck', failed: true, next: 'It may be in Marketo: it was looked for 12 times in vain.' },
      {
        ...brief,
        state: 'queued',
        failed: true,
        nextAt: at(30),
        next: 'It is tried again by itself.',
      },
    ),
  ],
  nextCursor: null,
  asOf: at(0),
};

const full = {
  since: at(-58),
  sentAt: at(-58) as string | null,
  remote: null as unknown,
  records: [] as unknown[],
  about: null,
  rule: null as string | null,
  note: null as string | null,
  payload: null as unknown,
  failure: null as unknown,
  problemId: null as string | null,
  solver: null as string | null,
  settings: null,
  pausedJob: null,
  claims: 1,
  attempts: 0,
  looks: 0,
  mayRetry: false,
  retried: null as unknown,
};
const [marketo, salesforce] = log.items[0]?.deliveries ?? [];

/** The first line in full: there in Marketo, refused by Salesforce. */
export const passport = {
  ...log.items[0],
  toldBy: 'told over the API by Sam Seller',
  payload: { status: 'completed', outcome: 'Talked', notes: evilWords },
  deliveries: [
    {
      ...full,
      ...marketo,
      remote: { id: '4711', href: 'https://marketo.example/leadDatabase/loadLeadDetail?leadId=1' },
      rule: 'The person of the activity',
      payload: { leadId: 1, primaryAttributeValue: 'Talked' },
    },
    {
      ...full,
      ...salesforce,
      records: [{ id: '0035g00000AbCdEAAV', href: 'https://org.example/0035g00000AbCdEAAV' }],
      rule: 'The contact with the same Salesforce ID',
      note: 'The field Call Reasons is not in the org.',
      payload: { Subject: '[Sales Actions] Call: Talked', Description: evilWords },
      failure: { code: rule.code, message: evilWords, cause: rule.cause },
      problemId: rule.id,
      solver: 'salesforce-admin',
      claims: 2,
      attempts: 1,
      mayRetry: true,
      retried: { at: at(-60), by: 'Ada Admin' },
    },
  ],
  asOf: at(0),
};

/** Answers in place of the app: problems, what they stop, the log and its first passport. */
export async function answerDeliveries(page: Page, given: { diagnostics?: unknown; log?: unknown } = {}) {
  const { diagnostics = manyProblems } = given;
  await page.route('**/api/diagnostics?*', (route) => route.fulfill({ json: diagnostics }));
  await page.route('**/api/diagnostics?state=closed', (route) => route.fulfill({ json: closedProblems }));
  await page.route('**/api/diagnostics/count', (route) => route.fulfill({ json: { open: 3 } }));
  await page.route(`**/api/diagnostics/${rule.id}?*`, (route) => route.fulfill({ json: casesOfRule }));
  await page.route('**/api/sales-activities?*', (route) => route.fulfill({ json: given.log ?? log }));
  await page.route('**/api/deliveries?*', (route) => route.fulfill({ json: briefsOf(log) }));
  await page.route(`**/api/sales-activities/${passport.id}`, (route) => route.fulfill({ json: passport }));
}

function briefsOf({ items }: typeof log) {
  return { items: items.map((one) => ({ salesActivityId: one.id, deliveries: one.deliveries })) };
}
