import 'server-only';
import { selectCallBudget, selectUsedHours, type UsedHour } from '@/db/queries/call-budget';
import { countDirtyPeople } from '@/db/queries/dirty-people';
import { countFreshness } from '@/db/queries/freshness';
import { countPeopleByState } from '@/db/queries/people';
import { selectQueueDepth } from '@/db/queries/queue-depth';
import { selectLastReconciliation } from '@/db/queries/reconcile';
import { selectMarketoConnection } from '@/db/queries/settings';
import { countRunsByOutcome, selectJobs } from '@/db/queries/sync';
import { version } from '@/package.json';
import { lastCentralMidnight } from '../call-budget/model';
import { readDayUse } from '../call-budget/read-day';
import type { Ctx } from '../context';
import { personStates } from '../people/model';
import { driftKinds } from '../reconcile/model';
import { freshnessFrom, sliceMs } from '../sync/freshness';
import { deliveryMetrics } from './deliveries';
import { expositionFrom, gauge, type Metric, one } from './model';
import { salesforceMetrics } from './salesforce-metrics';

const hourMs = 3600_000;

/** What a monitor wants to know of this installation, read at this moment, and of this process, as Prometheus text. */
export async function readMetrics(ctx: Ctx): Promise<string> {
  return expositionFrom([
    ...(await peopleMetrics(ctx)),
    ...(await jobMetrics(ctx)),
    ...(await driftMetrics(ctx)),
    ...(await callMetrics(ctx)),
    ...(await deliveryMetrics(ctx)),
    ...(await salesforceMetrics(ctx)),
    ...processMetrics(),
  ]);
}

async function peopleMetrics({ db, clock }: Ctx): Promise<Metric[]> {
  const now = clock.now();
  const [states, waiting, counts] = await Promise.all([
    countPeopleByState(db),
    countDirtyPeople(db),
    countFreshness(db, { since: new Date(now.getTime() - hourMs), sliceMs }),
  ]);
  const { p50Seconds, p95Seconds } = freshnessFrom(counts, now);
  return [
    {
      ...gauge('people', 'People by state; active ones are listed.'),
      samples: personStates.map((state) => ({ labels: { state }, value: states[state] ?? 0 })),
    },
    one('people_waiting', 'People who wait to be read again.', waiting),
    {
      ...gauge('freshness_seconds', "From Marketo's change time to visible here, over the last hour."),
      samples: [
        { labels: { quantile: '0.5' }, value: p50Seconds },
        { labels: { quantile: '0.95' }, value: p95Seconds },
      ],
    },
  ];
}

async function jobMetrics({ db, clock }: Ctx): Promise<Metric[]> {
  const now = clock.now();
  const [jobs, runs, depth] = await Promise.all([
    selectJobs(db),
    countRunsByOutcome(db, new Date(now.getTime() - 24 * hourMs)),
    selectQueueDepth(db),
  ]);
  const secondsSince = (moment: Date | null | undefined) => (moment ? (now.getTime() - moment.getTime()) / 1000 : null);
  const byName = jobs.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return [
    one(
      'feed_lag_seconds',
      'Since every change feed was last read to its end.',
      secondsSince(jobs.find((job) => job.name === 'follow-people')?.lastOkAt),
    ),
    {
      ...gauge('job_enabled', '1 while a job may run, 0 while it is paused or not started.'),
      samples: byName.map(({ name, enabled }) => ({ labels: { job: name }, value: enabled ? 1 : 0 })),
    },
    {
      ...gauge('job_last_ok_seconds', 'Since a job last ran to its end.'),
      samples: byName.map(({ name, lastOkAt }) => ({ labels: { job: name }, value: secondsSince(lastOkAt) })),
    },
    {
      ...gauge(
        'runs_last_day',
        'Runs that began in the last 24 hours, by job and outcome; runs with nothing to do are not kept.',
      ),
      samples: runs.map(({ job, outcome, runs: value }) => ({ labels: { job, outcome: outcome ?? 'running' }, value })),
    },
    {
      ...gauge('queue_jobs', 'Jobs in the queue: waiting, or taken by a worker.'),
      samples: depth.map(({ job, state, jobs: value }) => ({ labels: { job, state }, value })),
    },
  ];
}

async function driftMetrics({ db, clock }: Ctx): Promise<Metric[]> {
  const last = await selectLastReconciliation(db);
  return [
    {
      ...gauge('drift_people', 'People who were not here as in Marketo, in the last finished comparison, by kind.'),
      samples: driftKinds.map((kind) => ({ labels: { kind }, value: last ? last[kind] : null })),
    },
    one(
      'drift_compared_people',
      'People with a sales owner whom that comparison looked at.',
      last ? last.people : null,
    ),
    one(
      'drift_age_seconds',
      'Since that comparison ended.',
      last?.finishedAt ? (clock.now().getTime() - last.finishedAt.getTime()) / 1000 : null,
    ),
  ];
}

async function callMetrics({ db, clock }: Ctx): Promise<Metric[]> {
  const now = clock.now();
  const [budget, used, everybody, connection] = await Promise.all([
    selectCallBudget(db, { provider: 'marketo', now }),
    selectUsedHours(db, { provider: 'marketo', since: lastCentralMidnight(now) }),
    readDayUse({ db, clock }),
    selectMarketoConnection(db),
  ]);
  return [
    {
      ...gauge('marketo_calls_today', 'Calls since midnight US Central Time, when the quota starts anew, by lane.'),
      samples: budget.byLane.map(({ lane, calls }) => ({ labels: { lane }, value: calls })),
    },
    {
      ...gauge('marketo_calls_today_by_feature', 'The same calls by what they were made for.'),
      samples: byFeature(used),
    },
    one(
      'marketo_calls_today_of_others',
      'Calls of other integrations, as Marketo last told.',
      everybody.asOf ? everybody.others : null,
    ),
    one('marketo_quota', 'Calls of a day that all integrations of the instance share.', connection?.dailyCalls ?? null),
    one('marketo_calls_in_window', 'Calls begun in the last 20 seconds.', budget.usedInWindow),
    one('marketo_calls_per_window', 'Calls that may begin in 20 seconds.', connection?.callsPerWindow ?? null),
    one('marketo_calls_in_flight', 'Calls that Marketo has not answered yet.', budget.inFlight),
    one('marketo_calls_at_once', 'Calls that may be in flight at once.', connection?.concurrent ?? null),
    one(
      'marketo_ok',
      '1 when the last calls to Marketo were answered, 0 when they failed.',
      connection && (connection.lastFault ? 0 : 1),
    ),
  ];
}

function byFeature(used: UsedHour[]): Metric['samples'] {
  const features = [...new Set(used.map(({ feature }) => feature))].sort();
  return features.map((feature) => ({
    labels: { feature },
    value: used.filter((row) => row.feature === feature).reduce((sum, row) => sum + row.calls, 0),
  }));
}

function processMetrics(): Metric[] {
  const memory = process.memoryUsage();
  const cpu = process.cpuUsage();
  return [
    {
      ...gauge('build_info', 'Always 1; what runs is in the labels.'),
      samples: [{ labels: { version, node: process.version }, value: 1 }],
    },
    {
      name: 'process_resident_memory_bytes',
      help: 'Memory of this process.',
      type: 'gauge',
      samples: [{ value: memory.rss }],
    },
    {
      name: 'process_heap_bytes',
      help: 'JavaScript heap in use in this process.',
      type: 'gauge',
      samples: [{ value: memory.heapUsed }],
    },
    {
      name: 'process_cpu_seconds_total',
      help: 'Processor time this process has used.',
      type: 'counter',
      samples: [{ value: (cpu.user + cpu.system) / 1e6 }],
    },
  ];
}
