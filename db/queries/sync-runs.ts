/** Past runs as an admin looks at them: a page, one, and what many of them came to. */
import { and, desc, eq, gte, isNull, type SQL, sql } from 'drizzle-orm';
import type { JobName, RunOutcome } from '@/lib/sync/model';
import type { Tx } from '../client';
import { syncRuns } from '../schema';
import type { SyncRun } from './sync';

export type RunSelection = {
  job?: JobName;
  /** `running` is a run that has not ended. */
  outcome?: RunOutcome | 'running';
};

type Page = { selection: RunSelection; after?: string; limit: number };

/** Runs of one keyset page, newest first; `after` is the id of the last run of the page above. */
export async function selectRunsPage(db: Tx, { selection, after, limit }: Page): Promise<SyncRun[]> {
  const beyond = after
    ? sql`(${syncRuns.startedAt}, ${syncRuns.id}) < (select l.started_at, l.id from sync_runs l where l.id = ${after}::uuid)`
    : undefined;
  return db
    .select()
    .from(syncRuns)
    .where(and(matching(selection), beyond))
    .orderBy(desc(syncRuns.startedAt), desc(syncRuns.id))
    .limit(limit);
}

/** One run; null when it is not kept any more. */
export async function selectRun(db: Tx, id: string): Promise<SyncRun | null> {
  const [row] = await db.select().from(syncRuns).where(eq(syncRuns.id, id));
  return row ?? null;
}

/** The provider calls of the runs of `job` that were alive at `since` or later, as far as they are kept. */
export async function sumRunCalls(db: Tx, { job, since }: { job: JobName; since: Date }): Promise<number> {
  const [row] = await db
    .select({ calls: sql<number>`coalesce(sum(${syncRuns.apiCalls}), 0)::int` })
    .from(syncRuns)
    .where(and(eq(syncRuns.job, job), gte(syncRuns.heartbeatAt, since)));
  return row?.calls ?? 0;
}

function matching({ job, outcome }: RunSelection): SQL | undefined {
  return and(
    job ? eq(syncRuns.job, job) : undefined,
    outcome === 'running' ? isNull(syncRuns.finishedAt) : undefined,
    outcome && outcome !== 'running' ? eq(syncRuns.outcome, outcome) : undefined,
  );
}
