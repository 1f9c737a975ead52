/** A hundred days of history for seeded people: episodes (a mailing and what followed, a visit, a call) by Zipf's law. */
import { createRandom, createZipf, type Random } from '@/simulators/core/random';
import { toSeconds } from '@/simulators/marketo/dates';
import type { ActivityDetail, ActivityLog } from '@/simulators/marketo/store/activity-log';
import { fullName } from '@/simulators/marketo/store/state';
import type { Cohort } from './cohort';

type Step = { typeId: number; afterSeconds: number };

const spanDays = 100;
const daySeconds = 86_400;
const rowsPerEpisode = 3;
/** Few episodes have more steps than this; their last ones are left out when there is no room. */
const roomPerEpisode = 4;
const zipfExponent = 0.75;
/** Packs a time since the start and an index into one sortable number that a double holds exactly. */
const indexSpace = 2 ** 28;

/** Appends New Lead rows and about `activitiesPerPerson` rows per person, in the order in which they happened. */
export function seedActivities(log: ActivityLog, cohort: Cohort): void {
  const { seed, activitiesPerPerson, atMs } = cohort.recipe;
  const random = createRandom(seed ^ 0x5eed);
  const startSeconds = toSeconds(atMs) - spanDays * daySeconds;
  const rows = drawRows(cohort, Math.round((cohort.ids.length * activitiesPerPerson) / rowsPerEpisode), random);
  const order = new Float64Array(rows.size);
  for (let i = 0; i < rows.size; i++) order[i] = ((rows.atSeconds[i] ?? 0) - startSeconds) * indexSpace + i;
  order.sort();

  log.reserve(rows.size + cohort.ids.length);
  let nextPerson = 0;
  const newLeadsUntil = (atSeconds: number) => {
    for (; nextPerson < cohort.ids.length; nextPerson++) {
      const createdSeconds = toSeconds(cohort.createdAtMs(nextPerson));
      if (createdSeconds > atSeconds) return;
      const id = cohort.ids[nextPerson] ?? 0;
      log.appendDerived(id, 12, createdSeconds, id);
    }
  };
  for (const packed of order) {
    const i = packed % indexSpace;
    const atSeconds = rows.atSeconds[i] ?? 0;
    newLeadsUntil(atSeconds);
    log.appendDerived(rows.leadIds[i] ?? 0, rows.typeIds[i] ?? 0, atSeconds, rows.variants[i] ?? 0);
  }
  newLeadsUntil(toSeconds(atMs));
}

/** The detail of a seeded New Lead row tells of the person as it was seeded, whatever became of it. */
export function newLeadDetail(cohort: Cohort, index: number): ActivityDetail {
  const lead = cohort.lead(index);
  return {
    primaryAttributeValueId: lead.id,
    primaryAttributeValue: fullName(lead),
    attributes: [
      ['Created Date', new Date(lead.createdAtMs).toISOString().slice(0, 10)],
      ['Source Type', lead.values.sfdcType ? 'Salesforce.com' : 'Web form fillout'],
    ],
  };
}

type Rows = {
  size: number;
  leadIds: Uint32Array;
  typeIds: Uint8Array;
  atSeconds: Uint32Array;
  variants: Uint32Array;
};

function drawRows(cohort: Cohort, episodes: number, random: Random): Rows {
  const room = episodes * roomPerEpisode + 16;
  const rows: Rows = {
    size: 0,
    leadIds: new Uint32Array(room),
    typeIds: new Uint8Array(room),
    atSeconds: new Uint32Array(room),
    variants: new Uint32Array(room),
  };
  const nowSeconds = toSeconds(cohort.recipe.atMs);
  const ranked = shuffledIndexes(cohort.ids.length, random);
  const zipf = createZipf(cohort.ids.length, zipfExponent);
  for (let episode = 0; episode < episodes; episode++) {
    const index = ranked[zipf(random)];
    if (index === undefined) return rows;
    const firstSecond = Math.max(nowSeconds - spanDays * daySeconds, toSeconds(cohort.createdAtMs(index)));
    const startSeconds = firstSecond + Math.floor(random.next() * (nowSeconds - firstSecond));
    const variant = random.bits();
    for (const step of drawEpisode(cohort.hasEmail(index), random)) {
      const atSeconds = startSeconds + step.afterSeconds;
      if (atSeconds > nowSeconds || rows.size === room) continue;
      rows.leadIds[rows.size] = cohort.ids[index] ?? 0;
      rows.typeIds[rows.size] = step.typeId;
      rows.atSeconds[rows.size] = atSeconds;
      rows.variants[rows.size++] = variant;
    }
  }
  return rows;
}

function drawEpisode(hasEmail: boolean, random: Random): Step[] {
  const kind = random.next();
  if (kind < 0.4 && hasEmail) return mailing(random);
  if (kind < 0.7) return visit(random);
  if (kind < 0.82 && hasEmail) return salesMail(random);
  if (kind < 0.88) return [{ typeId: 60, afterSeconds: 0 }];
  if (kind < 0.93) return [{ typeId: 46, afterSeconds: 0 }];
  if (kind < 0.97) return [{ typeId: 22, afterSeconds: 0 }];
  return [{ typeId: random.chance(0.7) ? 13 : 61, afterSeconds: 0 }];
}

function mailing(random: Random): Step[] {
  const steps: Step[] = [{ typeId: 6, afterSeconds: 0 }];
  if (random.chance(0.05)) return [...steps, { typeId: random.chance(0.5) ? 8 : 27, afterSeconds: 40 }];
  steps.push({ typeId: 7, afterSeconds: random.int(3, 90) });
  if (!random.chance(0.45)) return steps;
  const openedAfter = random.int(120, 2 * daySeconds);
  steps.push({ typeId: 10, afterSeconds: openedAfter });
  if (!random.chance(0.35)) return steps;
  steps.push({ typeId: 11, afterSeconds: openedAfter + 25 }, { typeId: 1, afterSeconds: openedAfter + 27 });
  return steps;
}

function visit(random: Random): Step[] {
  const steps: Step[] = [];
  const pages = random.int(1, 4);
  for (let page = 0; page < pages; page++) steps.push({ typeId: 1, afterSeconds: page * random.int(20, 240) });
  if (random.chance(0.25)) steps.push({ typeId: 3, afterSeconds: pages * 240 + 5 });
  if (random.chance(0.12))
    steps.push({ typeId: 2, afterSeconds: pages * 240 + 60 }, { typeId: 22, afterSeconds: pages * 240 + 62 });
  return steps;
}

function salesMail(random: Random): Step[] {
  const steps: Step[] = [{ typeId: 39, afterSeconds: 0 }];
  if (random.chance(0.04)) return [...steps, { typeId: 48, afterSeconds: 60 }];
  if (!random.chance(0.6)) return steps;
  const openedAfter = random.int(300, daySeconds);
  steps.push({ typeId: 40, afterSeconds: openedAfter });
  if (random.chance(0.35)) steps.push({ typeId: 41, afterSeconds: openedAfter + 30 });
  if (random.chance(0.2)) steps.push({ typeId: 45, afterSeconds: openedAfter + 4000 });
  return steps;
}

function shuffledIndexes(count: number, random: Random): Uint32Array {
  const indexes = Uint32Array.from({ length: count }, (_, index) => index);
  for (let i = count - 1; i > 0; i--) {
    const j = random.int(0, i);
    [indexes[i], indexes[j]] = [indexes[j] ?? 0, indexes[i] ?? 0];
  }
  return indexes;
}
