import { sql } from 'drizzle-orm';
import type { Tx } from '../client';

export type QueueDepth = { job: string; state: 'waiting' | 'running'; jobs: number };

/** How many jobs wait in the queue or are being run; none before the queue was installed. */
export async function selectQueueDepth(db: Tx): Promise<QueueDepth[]> {
  const [queue] = await db.execute<{ installed: boolean }>(
    sql`select to_regclass('pgboss.job') is not null as installed`,
  );
  if (!queue?.installed) return [];
  return db.execute<QueueDepth>(sql`
    select name as job, case when state = 'active' then 'running' else 'waiting' end as state, count(*)::int as jobs
    from pgboss.job where state in ('created', 'retry', 'active') and name not like '\\_\\_pgboss\\_\\_%'
    group by 1, 2 order by 1, 2`);
}
