import { z } from 'zod';
import { deliveryStates } from '../deliveries/model';
import { destinations, salesActivityKinds } from '../sales-activities/model';
import { CauseView, categories } from './model';

const moment = z.iso.datetime();
const count = z.number().int();

/** One cause why deliveries fail, with what it stops. */
export const ProblemView = z.object({
  id: z.uuid(),
  destination: z.enum(destinations),
  /** The provider's code, and what tells it apart from others of that code. */
  code: z.string(),
  detail: z.string(),
  /** What the provider said last, in its own words. */
  message: z.string().nullable(),
  cause: CauseView,
  since: moment,
  lastSeenAt: moment,
  closedAt: moment.nullable(),
  /** Of these a closed one has none left. */
  deliveries: count,
  people: count,
  sellers: count,
  /** That wait for a person; the others are tried again by themselves, the next of them at `nextAt`. */
  stopped: count,
  nextAt: moment.nullable(),
  next: z.string(),
});
export type ProblemView = z.infer<typeof ProblemView>;

/** What became of deliveries that somebody let go again. */
export const RetryProgress = z.object({
  id: z.uuid(),
  problemId: z.uuid(),
  destination: z.enum(destinations),
  title: z.string(),
  at: moment,
  by: z.string(),
  total: count,
  through: count,
  failedAgain: count,
  notWanted: count,
  waiting: count,
});
export type RetryProgress = z.infer<typeof RetryProgress>;

export const problemStates = ['open', 'closed'] as const;

export const DiagnosticsQuery = z.object({
  destination: z.enum(destinations).optional(),
  category: z.enum(categories).optional(),
  /** Closed ones for admins: what went through is no longer tied to a problem, so nobody can tell whose it was. */
  state: z.enum(problemStates).default('open'),
  /** The id of a user; for admins. */
  seller: z.uuid().optional(),
});
export type DiagnosticsQuery = z.infer<typeof DiagnosticsQuery>;

export const DiagnosticsView = z.object({
  asOf: moment,
  problems: z.array(ProblemView),
  /** Of every category, whatever one is asked for. */
  totals: z.array(
    z.object({ category: z.enum(categories), destination: z.enum(destinations), problems: count, deliveries: count }),
  ),
  retries: z.array(RetryProgress),
});
export type DiagnosticsView = z.infer<typeof DiagnosticsView>;

/** One delivery that a problem stops. */
export const CaseView = z.object({
  key: z.uuid(),
  salesActivityId: z.uuid(),
  kind: z.enum(salesActivityKinds),
  occurredAt: moment,
  person: z.object({ marketoId: z.number().int(), name: z.string() }),
  seller: z.object({ id: z.uuid(), name: z.string() }),
  state: z.enum(deliveryStates),
  next: z.string(),
  nextAt: moment.nullable(),
  mayRetry: z.boolean(),
  /** The record that it goes to, where one was chosen. */
  record: z.object({ id: z.string(), href: z.url({ protocol: /^https?$/ }).nullable() }).nullable(),
});
export type CaseView = z.infer<typeof CaseView>;

export const ProblemPage = z.object({
  problem: ProblemView,
  items: z.array(CaseView),
  nextCursor: z.uuid().nullable(),
  asOf: moment,
});
export type ProblemPage = z.infer<typeof ProblemPage>;

export const ProblemQuery = z.object({
  seller: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
  cursor: z.uuid('Expected a value taken from the previous page').optional(),
});
export type ProblemQuery = z.infer<typeof ProblemQuery>;

export const ProblemParams = z.object({ id: z.uuid('Expected the id of a problem') });

/** Whose deliveries of the problem; everybody's without it. */
export const RetryQuery = z.object({ seller: z.uuid().optional() });
export type RetryQuery = z.infer<typeof RetryQuery>;

/** How many deliveries go again. */
export const RetryStarted = z.object({ deliveries: count });
export type RetryStarted = z.infer<typeof RetryStarted>;

export const OpenProblems = z.object({ open: count });
export type OpenProblems = z.infer<typeof OpenProblems>;
