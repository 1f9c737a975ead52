/** Problems as people look at them: how many deliveries, people and sellers each stops, and which. */
import { and, desc, eq, getTableColumns, gt, gte, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Destination } from '@/lib/sales-activities/model';
import type { Tx } from '../client';
import { deliveries, deliveryProblems, people, salesActivities, users } from '../schema';
import { withoutPayload } from './sales-activity-log';

/** Deliveries of everybody, or of this seller only. */
type Scope = { userId?: string };

const ofSeller = ({ userId }: Scope) => (userId ? eq(deliveries.userId, userId) : undefined);
const isOpen = isNull(deliveryProblems.closedAt);

type OpenSelection = Scope & { destination?: Destination; id?: string; limit: number };

/** Open problems of which a delivery in scope is a case, the one with most of them first; at most `limit`. */
export async function selectOpenProblems(db: Tx, { destination, id, limit, ...scope }: OpenSelection) {
  const ofProblem = and(eq(deliveries.problemId, deliveryProblems.id), ofSeller(scope));
  const cases = db
    .select({
      deliveries: sql<number>`count(*)::int`.as('cases'),
      people: sql<number>`count(distinct ${salesActivities.marketoId})::int`.as('people'),
      sellers: sql<number>`count(distinct ${deliveries.userId})::int`.as('sellers'),
      /** That only a person moves on. */
      stopped: sql<number>`(count(*) filter (where ${deliveries.state} in ('rejected', 'stuck')))::int`.as('stopped'),
      /** When the next of them is tried or looked for. */
      dueAt: sql<Date | null>`min(${deliveries.dueAt}) filter (where ${deliveries.state} in ('queued', 'unknown'))`
        .mapWith(deliveries.dueAt)
        .as('next_due'),
    })
    .from(deliveries)
    .innerJoin(salesActivities, eq(salesActivities.id, deliveries.salesActivityId))
    .where(ofProblem)
    .as('cases_of');
  const sample = db
    .select({ message: deliveries.message })
    .from(deliveries)
    .where(and(ofProblem, isNotNull(deliveries.message)))
    .orderBy(desc(deliveries.changedAt))
    .limit(1)
    .as('sample');
  return db
    .select({
      ...getTableColumns(deliveryProblems),
      deliveries: cases.deliveries,
      people: cases.people,
      sellers: cases.sellers,
      stopped: cases.stopped,
      dueAt: cases.dueAt,
      // Of one in scope: the words of another seller's may name a person.
      message: sample.message,
    })
    .from(deliveryProblems)
    .innerJoinLateral(cases, gt(cases.deliveries, 0))
    .leftJoinLateral(sample, sql`true`)
    .where(
      and(
        isOpen,
        destination ? eq(deliveryProblems.destination, destination) : undefined,
        id ? eq(deliveryProblems.id, id) : undefined,
      ),
    )
    .orderBy(desc(cases.deliveries), deliveryProblems.openedAt, deliveryProblems.id)
    .limit(limit);
}

export type OpenProblem = Awaited<ReturnType<typeof selectOpenProblems>>[number];

/** Problems that closed since `since`, the latest first; at most `limit`. */
export async function selectClosedProblems(
  db: Tx,
  { destination, since, limit }: { destination?: Destination; since: Date; limit: number },
) {
  return db
    .select()
    .from(deliveryProblems)
    .where(
      and(
        gte(deliveryProblems.closedAt, since),
        destination ? eq(deliveryProblems.destination, destination) : undefined,
      ),
    )
    .orderBy(desc(deliveryProblems.closedAt), deliveryProblems.id)
    .limit(limit);
}

/** What tells the cause of each problem that stops something; one that was solved is closed with the next settling. */
export async function selectOpenCauses(db: Tx) {
  const { destination, code, kind, message } = deliveryProblems;
  const hasCases = sql`exists (select 1 from deliveries d where d.problem_id = delivery_problems.id)`;
  return db.select({ destination, code, kind, message }).from(deliveryProblems).where(and(isOpen, hasCases));
}

/** One keyset page of a problem's deliveries, the newest first; `after` is the key of the last of the page above. */
export async function selectProblemCases(
  db: Tx,
  { problemId, after, limit, ...scope }: Scope & { problemId: string; after?: string; limit: number },
) {
  const beyond = after
    ? sql`(${deliveries.createdAt}, ${deliveries.key}) < (select l.created_at, l.key from deliveries l where l.key = ${after}::uuid)`
    : undefined;
  return db
    .select({
      ...withoutPayload,
      marketoId: salesActivities.marketoId,
      occurredAt: salesActivities.occurredAt,
      firstName: people.firstName,
      lastName: people.lastName,
      email: people.email,
      seller: users.name,
    })
    .from(deliveries)
    .innerJoin(salesActivities, eq(salesActivities.id, deliveries.salesActivityId))
    .innerJoin(users, eq(users.id, deliveries.userId))
    .leftJoin(people, eq(people.marketoId, salesActivities.marketoId))
    .where(and(eq(deliveries.problemId, problemId), ofSeller(scope), beyond))
    .orderBy(desc(deliveries.createdAt), desc(deliveries.key))
    .limit(limit);
}

export type ProblemCase = Awaited<ReturnType<typeof selectProblemCases>>[number];
