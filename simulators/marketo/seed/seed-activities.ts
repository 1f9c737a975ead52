/** A hundred days of history for seeded people: episodes (a mailing and what followed, a visit, a call) by Zipf's law. */
import { createRandom, createZipf, type Random } from '@/simulators/core/random';
import { toSeconds } from '@/simulators/marketo/dates';
import { fullName, type Lead, type WorldContext } from '@/simulators/marketo/store/state';

type Step = { typeId: number; afterSeconds: number };

const spanDays = 100;
const daySeconds = 86_400;
const rowsPerEpisode = 3;
const zipfExponent = 0.75;
/** Packs a time and an index into one sortable number; both fit a double exactly. */
const indexSpace = 2 ** 22;

/** Appends New Lead rows and about `perPerson` activities per person, in the order in which they happened. */
export function seedActivities(
  context: WorldContext,
  people: Lead[],
  input: { seed: number; perPerson: number },
): void {
  const random = createRandom(input.seed ^ 0x5eed);
  const rows = drawRows(context, people, Math.round((people.length * input.perPerson) / rowsPerEpisode), random);
  const order = new Float64Array(rows.leadIds.length);
  for (let i = 0; i < order.length; i++) order[i] = (rows.atSeconds[i] ?? 0) * indexSpace + i;
  order.sort();

  let nextPerson = 0;
  for (const packed of order) {
    const i = packed % indexSpace;
    const atSeconds = rows.atSeconds[i] ?? 0;
    while (nextPerson < people.length && toSeconds(people[nextPerson]?.createdAtMs ?? 0) <= atSeconds)
      appendNewLead(context, people[nextPerson++] as Lead);
    context.log.append({
      leadId: rows.leadIds[i] ?? 0,
      typeId: rows.typeIds[i] ?? 0,
      atSeconds,
      variant: rows.variants[i] ?? 0,
    });
  }
  while (nextPerson < people.length) appendNewLead(context, people[nextPerson++] as Lead);
}

type Rows = { leadIds: number[]; typeIds: number[]; atSeconds: number[]; variants: number[] };

function drawRows(context: WorldContext, people: Lead[], episodes: number, random: Random): Rows {
  const rows: Rows = { leadIds: [], typeIds: [], atSeconds: [], variants: [] };
  const nowSeconds = toSeconds(context.clock.nowMs());
  const ranked = shuffled(people, random);
  const zipf = createZipf(people.length, zipfExponent);
  for (let episode = 0; episode < episodes; episode++) {
    const lead = ranked[zipf(random)];
    if (!lead) return rows;
    const firstSecond = Math.max(nowSeconds - spanDays * daySeconds, toSeconds(lead.createdAtMs));
    const startSeconds = firstSecond + Math.floor(random.next() * (nowSeconds - firstSecond));
    const variant = random.bits();
    for (const step of drawEpisode(lead, random)) {
      const atSeconds = startSeconds + step.afterSeconds;
      if (atSeconds > nowSeconds || rows.leadIds.length >= indexSpace) continue;
      rows.leadIds.push(lead.id);
      rows.typeIds.push(step.typeId);
      rows.atSeconds.push(atSeconds);
      rows.variants.push(variant);
    }
  }
  return rows;
}

function drawEpisode(lead: Lead, random: Random): Step[] {
  const kind = random.next();
  if (kind < 0.4 && lead.values.email) return mailing(random);
  if (kind < 0.7) return visit(random);
  if (kind < 0.82 && lead.values.email) return salesMail(random);
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

function appendNewLead(context: WorldContext, lead: Lead): void {
  context.log.append({
    leadId: lead.id,
    typeId: 12,
    atSeconds: toSeconds(lead.createdAtMs),
    detail: {
      primaryAttributeValueId: lead.id,
      primaryAttributeValue: fullName(lead),
      attributes: [
        ['Created Date', new Date(lead.createdAtMs).toISOString().slice(0, 10)],
        ['Source Type', lead.values.sfdcType ? 'Salesforce.com' : 'Web form fillout'],
      ],
    },
  });
}

function shuffled<T>(list: T[], random: Random): T[] {
  const copy = [...list];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = random.int(0, i);
    [copy[i], copy[j]] = [copy[j] as T, copy[i] as T];
  }
  return copy;
}
