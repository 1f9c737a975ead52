/** The demo's world and its life: people change, gain and lose owners, visit pages, open mails, for as long as it runs. */
import { createRandom, type Random } from '@/simulators/core/random';
import type { MarketoSimulator } from '@/simulators/marketo/index';
import { deriveDetail } from '@/simulators/marketo/seed/activity-details';
import type { SeedOptions } from '@/simulators/marketo/seed/seed-people';
import { companies, firstNames, lastNames, sources, titles } from '@/simulators/marketo/seed/words';
import type { World } from '@/simulators/marketo/store/world';

export type Life = { stop(): void };

const idsRefreshedEvery = 500;

export function seedDemoWorld(
  simulator: MarketoSimulator,
  { people, ...options }: Omit<SeedOptions, 'count'> & { people: number },
): void {
  simulator.world.seedPeople({ count: people, ...options });
}

/** One event every `everyMs` on average; the same seed gives the same sequence of choices. */
export function startLife(simulator: MarketoSimulator, input: { seed: number; everyMs: number }): Life {
  const random = createRandom(input.seed ^ 0x11fe);
  let ids: number[] = [];
  let ticks = 0;
  const timer = setInterval(() => {
    if (ticks++ % idsRefreshedEvery === 0) ids = simulator.world.leadIds();
    if (ids.length > 0) happen(simulator.world, random.pick(ids), random);
  }, input.everyMs);
  return { stop: () => clearInterval(timer) };
}

type LifeEvent = (world: World, id: number, random: Random) => void;

/** Weights add up to 100. */
const events: [weight: number, event: LifeEvent][] = [
  [34, (world, id, random) => logActivity(world, id, 1, random)],
  [16, (world, id, random) => logActivity(world, id, 10, random)],
  [6, (world, id, random) => logActivity(world, id, 11, random)],
  [5, (world, id, random) => logActivity(world, id, 46, random)],
  [5, (world, id, random) => logActivity(world, id, random.pick([39, 40, 41, 45]), random)],
  [3, (world, id, random) => logActivity(world, id, 60, random)],
  [5, scoreUp],
  [6, (world, id, random) => world.updateLead(id, { title: random.pick(titles) })],
  [4, (world, id, random) => world.updateLead(id, { phone: `+1 555 ${String(random.int(1000, 9999))}` })],
  [3, (world, id, random) => world.updateLead(id, { company: random.pick(companies) })],
  [6, gainOwner],
  [3, loseOwner],
  [2, convert],
  [1, (world, id) => world.deleteLead(id)],
  [1, (world, _id, random) => arrive(world, random)],
];

/** One event in the life of the world, around this person if it still exists. */
function happen(world: World, id: number, random: Random): void {
  if (!world.lead(id)) return;
  let left = random.next() * 100;
  for (const [weight, event] of events) {
    left -= weight;
    if (left < 0) {
      event(world, id, random);
      return;
    }
  }
}

function scoreUp(world: World, id: number, random: Random): void {
  world.updateLead(id, { leadScore: Number(world.lead(id)?.leadScore ?? 0) + random.int(1, 10) });
}

function logActivity(world: World, leadId: number, activityTypeId: number, random: Random): void {
  const { attributes, ...primary } = deriveDetail(activityTypeId, random.bits());
  world.addActivity({ leadId, activityTypeId, ...primary, attributes: Object.fromEntries(attributes) });
}

function gainOwner(world: World, id: number, random: Random): void {
  world.setOwner(id, random.pick(world.users()).id);
}

function loseOwner(world: World, id: number): void {
  if (world.lead(id)?.sfdcType) world.setOwner(id, null);
}

function convert(world: World, id: number): void {
  const lead = world.lead(id);
  if (lead?.sfdcLeadId && !lead.sfdcContactId) world.convertLead(id);
}

/** A new person; half of them with an owner from the start. */
function arrive(world: World, random: Random): void {
  const firstName = random.pick(firstNames);
  const lastName = random.pick(lastNames);
  const id = world.createLead({
    firstName,
    lastName,
    email: `new.person.${random.bits()}@example.com`,
    title: random.pick(titles),
    company: random.pick(companies),
    leadSource: random.pick(sources),
  });
  if (random.chance(0.5)) gainOwner(world, id, random);
}
