/** Problems as they cross HTTP. Pure. */
import type { DeliveryProblemRow } from '@/db/queries/delivery-problems';
import type { RetryProgress as RetryRow } from '@/db/queries/delivery-retries';
import type { OpenProblem, ProblemCase } from '@/db/queries/diagnostics';
import { mayRetry } from '../deliveries/model';
import type { Surroundings } from '../deliveries/surroundings';
import { nextOf, recordsOf } from '../deliveries/views';
import { displayName } from '../people/model';
import { destinations } from '../sales-activities/model';
import { causeOf, givenUp } from './catalogue';
import type { CaseView, DiagnosticsView, ProblemView, RetryProgress } from './contract';
import { categories, causeView, type Solver } from './model';

type Reader = { isAdmin: boolean };

/** An open problem with what it stops. */
export function openProblemFrom(row: OpenProblem, reader: Reader): ProblemView {
  const found = causeOfProblem(row);
  const cause = row.stopped > 0 ? givenUp(found) : found;
  return {
    ...closedProblemFrom(row, reader),
    cause: causeView(cause, reader),
    deliveries: row.deliveries,
    people: row.people,
    sellers: row.sellers,
    stopped: row.stopped,
    nextAt: row.dueAt?.toISOString() ?? null,
    next: problemNext(row, cause.solver),
  };
}

type ProblemRow = Omit<DeliveryProblemRow, 'message'> & { message: string | null };

/** A problem that stops nothing any more. */
export function closedProblemFrom(row: ProblemRow, reader: Reader): ProblemView {
  return {
    id: row.id,
    destination: row.destination,
    code: row.code,
    detail: row.detail,
    message: row.message,
    cause: causeView(causeOfProblem(row), reader),
    since: row.openedAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
    deliveries: 0,
    people: 0,
    sellers: 0,
    stopped: 0,
    nextAt: null,
    next: 'Closed by itself: no delivery fails by it any more.',
  };
}

const causeOfProblem = ({ message, ...row }: ProblemRow) => causeOf({ ...row, message: message ?? '' });

/** What happens next with the deliveries of an open problem. */
export function problemNext({ deliveries, stopped }: { deliveries: number; stopped: number }, solver: Solver): string {
  if (stopped === 0) {
    const all = deliveries === 1 ? 'It is tried again by itself.' : 'All are tried again by themselves.';
    return solver === 'nobody' ? all : `${all} Until it is solved they will fail again.`;
  }
  if (stopped === deliveries) {
    return deliveries === 1
      ? 'It waits for a person: try again once the cause is removed.'
      : 'All wait for a person: try again once the cause is removed.';
  }
  const rest = deliveries - stopped;
  return `${stopped.toLocaleString('en')} wait for a person; ${rest.toLocaleString('en')} are tried again by themselves.`;
}

/** How many problems and deliveries there are of each category at each destination; only where there are any. */
export function totalsFrom(problems: ProblemView[]): DiagnosticsView['totals'] {
  return categories.flatMap((category) =>
    destinations.flatMap((destination) => {
      const these = problems.filter((one) => one.cause.category === category && one.destination === destination);
      if (these.length === 0) return [];
      const deliveries = these.reduce((sum, one) => sum + one.deliveries, 0);
      return [{ category, destination, problems: these.length, deliveries }];
    }),
  );
}

/** How far a retry is. */
export function retryFrom(row: RetryRow): RetryProgress {
  const { id, problemId, destination, by, through, failedAgain, notWanted, waiting } = row;
  const total = through + failedAgain + notWanted + waiting;
  const counts = { total, through, failedAgain, notWanted, waiting };
  return { id, problemId, destination, title: causeOf(row).title, at: row.at.toISOString(), by, ...counts };
}

/** One delivery that a problem stops. */
export function caseFrom(row: ProblemCase, around: Surroundings): CaseView {
  const next = nextOf(row, around.obstacles, around.now);
  const { remote, records } = recordsOf(row, { ...around, marketoId: row.marketoId });
  return {
    key: row.key,
    salesActivityId: row.salesActivityId,
    kind: row.kind,
    occurredAt: row.occurredAt.toISOString(),
    person: { marketoId: row.marketoId, name: displayName(row) },
    seller: { id: row.userId, name: row.seller },
    state: row.state,
    next: next.sentence,
    nextAt: next.at?.toISOString() ?? null,
    mayRetry: mayRetry(row),
    record: remote ?? records[0] ?? null,
  };
}
