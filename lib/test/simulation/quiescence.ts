/** After the story nothing goes wrong any more: the schedules run, and everything must come right by itself. */
import type postgres from 'postgres';
import { type JobName, peopleJobNames } from '../../sync/model';
import type { Ended } from './crew';
import { wrongPeople } from './invariants';
import type { Stage } from './story';

/** These find what the change feeds do not tell. Without such changes, all must be right before they run. */
const safetyNets: readonly JobName[] = ['sweep-people', 'discover-people'];
/** Compares and changes nobody. */
const watching: readonly JobName[] = ['reconcile-people'];
const followed = peopleJobNames.filter((name) => !safetyNets.includes(name) && !watching.includes(name));

const mostRounds = 16;
/** Once a week everything that is only searched for now and then has been searched for; a day more for the missing. */
const mostNights = 9;

/** Answers what is wrong in the end; empty when all is well. */
export async function settle(stage: Stage, client: postgres.Sql): Promise<string[]> {
  const { history, journal, weather, crew, time, dice } = stage;
  journal.note('--- nothing goes wrong any more ---');
  weather.clear();
  await crew.resumeJobs();
  // The latest of the late rows is in Marketo's log by then.
  time.advance(40 * 60_000);
  // The first run may only end the round of feeds that a fault had cut short.
  await crew.run(['follow-people']);
  const unsettled = await followToTheEnd(stage, client);
  if (unsettled) return [unsettled];
  const missed = history.feedsMissed();
  if (!missed) {
    const wrong = await wrongPeople(client, stage.marketo);
    if (wrong.length > 0) return wrong.map((sentence) => `I5 (by the feeds alone): ${sentence}`);
    if (dice.chance(0.8)) return [];
  }
  journal.note(`--- the nights: ${missed ?? 'the sweep must leave everything as it is'} ---`);
  return nights(stage, client);
}

async function followToTheEnd(stage: Stage, client: postgres.Sql): Promise<string | null> {
  for (let round = 0; round < mostRounds; round += 1) {
    const ended: Ended[] = [];
    for (const job of followed) ended.push(...(await stage.crew.run([job])));
    const waitMs = await timeLeft(stage, client);
    if (ended.every(isDone) && waitMs === null) return null;
    stage.time.advance(waitMs ?? 60_000);
  }
  return `the sync did not come to rest in ${mostRounds} rounds`;
}

async function nights(stage: Stage, client: postgres.Sql): Promise<string[]> {
  let wrong: string[] = [];
  for (let night = 0; night < mostNights; night += 1) {
    stage.time.advance(24 * 3_600_000);
    for (const job of safetyNets) await searchToTheEnd(job, stage);
    stage.time.advance(16 * 60_000);
    const unsettled = await followToTheEnd(stage, client);
    if (unsettled) return [unsettled];
    wrong = await wrongPeople(client, stage.marketo);
    if (wrong.length === 0) return [];
  }
  return wrong;
}

/** They take their time, spread over hours. */
async function searchToTheEnd(job: JobName, { crew, time }: Stage): Promise<void> {
  for (let run = 0; run < mostRounds; run += 1) {
    const [ended] = await crew.run([job]);
    if (ended && isDone(ended)) return;
    time.advance(3 * 3_600_000);
  }
}

/** How long until something that waits may go on; null when nothing waits. A person who is missing has a day. */
async function timeLeft({ time }: Stage, client: postgres.Sql): Promise<number | null> {
  const [row] = await client<{ until: string | null }[]>`
    select greatest(
      (select max(wait_until) from sync_jobs where name in ${client(followed)}),
      (select max(due_at) from dirty_people where missing_since is null)) as until`;
  if (!row?.until) return null;
  return Math.max(0, new Date(row.until).getTime() - time.oursMs()) + 1_000;
}

const isDone = ({ result }: Ended) => typeof result !== 'string' && result.outcome === 'done';
