/** A seed's story: a world with a past, a first load, and some ticks of a sync that is not always well. */
import type { MarketoSimulator } from '@/simulators/marketo/index';
import type { JobName } from '../../sync/model';
import type { Crew } from './crew';
import type { Dice } from './dice';
import { startAt } from './ground';
import type { History } from './history';
import type { Journal } from './journal';
import { freshPerson, users } from './people-values';
import type { VirtualTime } from './virtual-time';
import type { Weather } from './weather';

export type Stage = {
  dice: Dice;
  journal: Journal;
  time: VirtualTime;
  marketo: MarketoSimulator;
  history: History;
  weather: Weather;
  crew: Crew;
};

const minutes = (n: number) => n * 60_000;
const hours = (n: number) => minutes(60 * n);
const days = (n: number) => hours(24 * n);

/** People who were there before us, with gaps between their ids where others were deleted long ago. */
export function makeWorld({ dice, marketo }: Pick<Stage, 'dice' | 'marketo'>): void {
  const { world, clock } = marketo;
  world.load({ ...world.dump(), nextLeadId: dice.pick([1, 2, 290, 1_001]) });
  for (const user of users) world.addUser(user.id, user.name);
  const people = dice.int(5, 40);
  const newestAge = dice.pick([0.02, 3, 120]);
  for (let n = 0; n < people; n += 1) {
    // Nobody may have been new for days.
    const age = days((500 * (people - 1 - n)) / people + newestAge);
    clock.set(new Date(startAt.getTime() - age));
    if (n < people - 1 && dice.chance(0.06)) leaveGap(marketo, dice.int(1, 350));
    const person = freshPerson(dice);
    const leadId = world.createLead(person);
    if (person.sfdcContactId && dice.chance(0.2)) world.addOpportunityRole({ leadId, isPrimary: dice.chance(0.5) });
  }
  clock.set(startAt);
}

function leaveGap({ world }: MarketoSimulator, ids: number): void {
  for (let n = 0; n < ids; n += 1) world.deleteLead(world.createLead({}));
}

/** Ticks of the schedule: some at the right time, some never, some twice, some hours or days late. */
export async function liveThrough(stage: Stage): Promise<void> {
  const { dice, weather, crew, history } = stage;
  const ticks = dice.int(1, 4);
  for (let tick = 0; tick < ticks; tick += 1) {
    for (let events = dice.int(0, 3); events > 0; events -= 1) history.happen();
    passTime(stage);
    weather.beforeTick();
    if (dice.chance(0.3)) await crew.resumeJobs();
    const due = dueJobs(dice, tick);
    if (dice.chance(0.35)) await crew.run(dice.chance(0.25) ? [...due, ...due] : due);
    else for (const job of due) await crew.run([job]);
  }
}

function passTime({ dice, time, journal, history }: Stage): void {
  const pace = dice.weighted({ minute: 72, hours: 14, days: 6, instant: 8 });
  if (pace === 'minute') time.advance(dice.int(50, 300) * 1000);
  if (pace === 'hours') time.advance(hours(dice.int(1, 30)));
  if (pace === 'days') time.advance(days(dice.int(12, 16)));
  if (pace !== 'days') return;
  // Longer than Marketo remembers deletions.
  history.feedsWereAwayTooLong();
  journal.note('nobody ran anything for many days');
}

/** What the schedules would start now; never all of it is certain. */
function dueJobs(dice: Dice, tick: number): JobName[] {
  const jobs: JobName[] = [];
  if (tick === 0 || dice.chance(0.5)) jobs.push('load-people');
  if (dice.chance(0.85)) jobs.push('follow-people');
  if (dice.chance(0.4)) jobs.push('refresh-people');
  if (dice.chance(0.12)) jobs.push('sweep-people');
  return jobs;
}
