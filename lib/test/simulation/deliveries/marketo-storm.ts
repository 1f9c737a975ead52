/** Many deliveries to Marketo in a storm, with merges that are told late; then rest, and a look at both sides. */

import type { Db } from '@/db/client';
import { mergePeople } from '@/db/queries/person-merges';
import type { DeliveryRow } from '@/db/queries/sales-activities';
import { updateJobs } from '@/db/queries/sync';
import { salesActivityKinds } from '../../../sales-activities/model';
import { testCtx } from '../../context';
import { switchOn } from '../../deliveries';
import { ledger, makePeople, makeTypes, recordSome, writtenActivities, wrongDeliveries } from '../../delivery-world';
import { aSeller } from '../../sellers';
import { createCrew } from '../crew';
import { createDice } from '../dice';
import type { Ground } from '../ground';
import { leakedSecrets } from '../invariants';
import { createJournal } from '../journal';
import { fixChance } from '../run-seed';
import { virtualTime } from '../virtual-time';
import { createMarketoWeather } from './marketo-weather';

export type MarketoStorm = { wrong: string[]; journal: string[]; deliveries: number; sentAgain: number };

const job = 'deliver-to-marketo';
const minuteMs = 60_000;
const mostRounds = 400;

/** `db` is of the same database as `ground`. */
export async function marketoStorm(ground: Ground, db: Db, seed: number, activities: number): Promise<MarketoStorm> {
  const restoreChance = fixChance(createDice(seed).next());
  try {
    return await play(ground, db, seed, activities);
  } finally {
    restoreChance();
  }
}

async function play(ground: Ground, db: Db, seed: number, activities: number): Promise<MarketoStorm> {
  const dice = createDice(seed);
  const instance = await ground.instance(dice.int(0, 2));
  await instance.baseline.restore();
  const { marketo } = instance;
  marketo.reset();
  // What was written may be shown later than it was.
  const quirks = JSON.stringify({ writtenShowAfterMs: dice.pick([0, 0, 50_000, 110_000]) });
  await fetch(`${marketo.url}/__control/quirks`, { method: 'POST', body: quirks });
  const ctx = testCtx({ database: { db }, clock: { now: marketo.clock.now, sleep: async () => {} } });
  await makeTypes(marketo, ctx, dice.pick(['eight', 'compact']));
  const people = await makePeople(marketo, ctx, 40);
  const seller = await aSeller(db);
  const time = virtualTime(marketo.clock, dice.pick([0, 0, -10 * minuteMs, 10 * minuteMs]));
  // The connection was made before, by whatever clock.
  time.advance(15 * minuteMs);
  const ours = { ...ctx, clock: { ...ctx.clock, now: () => new Date(time.oursMs()) }, actor: seller };
  await switchOn(ours, [...salesActivityKinds], ['marketo']);
  const journal = createJournal({ now: time.now, trace: false });
  const weather = createMarketoWeather({ dice, journal, marketo });
  const [logged, secrets] = [[] as string[], new Set([marketo.clientSecret])];
  const crew = createCrew({
    ground,
    instance,
    dice,
    time,
    journal,
    weather,
    meanwhile: [],
    onLog: (line) => logged.push(line),
    onToken: (token) => secrets.add(token),
  });

  const personOf = new Map<string, number>();
  const winners = new Map<number, number>();
  const untold: Merge[] = [];
  while (personOf.size < activities) {
    for (let n = dice.int(1, 14); n > 0 && personOf.size < activities; n -= 1) await record(dice.pick(people));
    if (dice.chance(0.3)) untold.push(merge());
    // The feeds tell of a merge some minutes later.
    const isTime = untold.some(({ at }) => time.oursMs() - at.getTime() > 15 * minuteMs);
    if (isTime || dice.chance(0.4)) await tell();
    time.advance(dice.int(1, 180) * 1000);
    await crew.run(dice.chance(0.4) ? [job, job] : [job]);
    if (dice.chance(0.3)) await resumeJob();
  }
  journal.note('--- nothing goes wrong any more ---');
  weather.clear();
  await tell();
  await resumeJob();
  const unsettled = await toTheEnd();
  const rows = await ledger(ctx);
  const wrong = [
    ...unsettled,
    ...wrongDeliveries(rows, writtenActivities(marketo), (row) => personNow(row.salesActivityId)),
    ...crew.surprises(),
    ...marketo.unknownRequests.map((request) => `Marketo does not know ${request}`),
    ...(await leakedSecrets(ground.client, logged, [...secrets])),
  ];
  const sentAgain = rows.filter(({ claims }) => claims > 1).length;
  return { wrong, journal: journal.lines(), deliveries: rows.length, sentAgain };

  /** An admin does, who is spared. */
  function resumeJob() {
    return updateJobs(db, [job], { enabled: true, pausedReason: null, waitUntil: null });
  }

  async function record(marketoId: number) {
    const kind = dice.pick(['email-sent', 'call', 'campaign-added'] as const);
    const more = { kind, subject: `Subject ${dice.int(1, 1_000)}` };
    personOf.set(await recordSome(ours, seller, marketoId, more), marketoId);
  }

  function merge(): Merge {
    const [winnerId, loser] = dice.some(
      people.filter((id) => !winners.has(id)),
      2,
    );
    if (winnerId === undefined || loser === undefined) throw new Error('Nobody is left to be merged');
    marketo.world.mergeLeads(winnerId, [loser]);
    for (const [one, now] of winners) if (now === loser) winners.set(one, winnerId);
    winners.set(loser, winnerId);
    journal.note(`Marketo: ${loser} is merged into ${winnerId}`);
    return { winnerId, loserIds: [loser], at: new Date(time.oursMs()) };
  }

  async function tell() {
    for (const one of untold.splice(0)) await mergePeople(db, one);
  }

  function personNow(salesActivityId: string): number {
    const marketoId = personOf.get(salesActivityId) ?? 0;
    return winners.get(marketoId) ?? marketoId;
  }

  async function toTheEnd(): Promise<string[]> {
    for (let round = 0; round < mostRounds; round += 1) {
      await crew.run([job]);
      if (!(await ledger(ctx)).some(isOpen)) return [];
      time.advance(2 * minuteMs);
    }
    return [`the deliveries did not come to rest in ${mostRounds} rounds`];
  }
}

type Merge = { winnerId: number; loserIds: number[]; at: Date };

const isOpen = ({ state }: DeliveryRow) => state === 'queued' || state === 'sending' || state === 'unknown';
