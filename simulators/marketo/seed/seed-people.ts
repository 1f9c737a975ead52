/** A deterministic population: 60 % owned in Salesforce, 10 % in queues, the rest Marketo-only; duplicates and gaps. */
import { createRandom, type Random } from '@/simulators/core/random';
import { apiDate, toSeconds } from '@/simulators/marketo/dates';
import { hasSalesOwner } from '@/simulators/marketo/store/eligible';
import { addList, putOpportunityRole } from '@/simulators/marketo/store/relations';
import { type SfdcPrefix, sfdcId } from '@/simulators/marketo/store/salesforce-ids';
import type { Lead, LeadValue, WorldContext } from '@/simulators/marketo/store/state';
import { seedActivities } from './seed-activities';
import { companies, countries, firstNames, industries, lastNames, queues, sellers, sources, titles } from './words';

/** The same `count` and `seed` at the same time give the same world. `activitiesPerPerson` is an average, default 10. */
export type SeedOptions = { count: number; seed?: number; activitiesPerPerson?: number };

const yearsOfHistory = 3;
const yearMs = 365 * 86_400_000;
const newestAgeMs = 10 * 60_000;

export function seedPeople(context: WorldContext, options: SeedOptions): void {
  const seed = options.seed ?? 1;
  const random = createRandom(seed);
  const owners = seedOwners(context);
  const people: Lead[] = [];
  for (let index = 0; index < options.count; index++) {
    const ageMs = newestAgeMs + yearsOfHistory * yearMs * (1 - (index + 1) / options.count);
    people.push(seedPerson(context, { random, owners, ageMs, before: people.at(-1) }));
  }
  for (const lead of people) if (lead.values.sfdcContactId && random.chance(0.25)) seedRoles(context, lead.id, random);
  const owned = people.filter(hasSalesOwner).map((lead) => lead.id);
  addList(context, `Owned by sales (seed ${seed})`, owned);
  seedActivities(context, people, { seed, perPerson: options.activitiesPerPerson ?? 10 });
}

type Owners = { users: { id: string; name: string }[]; queueIds: string[] };

function seedOwners({ state }: WorldContext): Owners {
  const users = sellers.map((name, index) => ({ id: sfdcId('005', index + 1), name }));
  for (const user of users) state.users.set(user.id, user.name);
  return { users, queueIds: queues.map((_, index) => sfdcId('00G', index + 1)) };
}

type Draft = { random: Random; owners: Owners; ageMs: number; before: Lead | undefined };

function seedPerson(context: WorldContext, draft: Draft): Lead {
  const { state, clock, fields } = context;
  const { random } = draft;
  // Gaps in the id space: people deleted long ago.
  state.nextLeadId += random.chance(0.08) ? random.int(1, 3) : 0;
  const id = state.nextLeadId++;
  const createdAtMs = Math.floor(clock.nowMs() - draft.ageMs);
  const values: Record<string, LeadValue> = random.chance(0.01) ? {} : drawFields(id, draft);
  Object.assign(values, drawCrm(context, draft));
  for (const name of Object.keys(values)) if (!fields.find(name)) delete values[name];
  const updatedAtMs = Math.floor(createdAtMs + random.next() * draft.ageMs);
  const lead: Lead = { id, createdAtMs, updatedAtMs, values };
  state.leads.set(id, lead);
  return lead;
}

function drawFields(id: number, { random, before }: Draft): Record<string, LeadValue> {
  const firstName = random.pick(firstNames);
  const lastName = random.pick(lastNames);
  const ascii = `${firstName}.${lastName}`
    .normalize('NFD')
    .replaceAll(/[^A-Za-z.]/g, '')
    .replaceAll(/^\.|\.$/g, '')
    .toLowerCase();
  const repeated = random.chance(0.03) ? before?.values.email : undefined;
  const values: Record<string, LeadValue> = {
    firstName,
    lastName,
    email: repeated ?? `${ascii || 'person'}.${id}@${random.pick(['example.com', 'example.org', 'mail.example.net'])}`,
    company: random.pick(companies),
    leadSource: random.pick(sources),
    unsubscribed: random.chance(0.04),
    emailInvalid: random.chance(0.02),
    leadScore: random.int(0, 140),
    personType: 'contact',
    leadPartitionId: 1,
    country: random.pick(countries),
    industry: random.pick(industries),
  };
  if (random.chance(0.9)) values.title = random.pick(titles);
  if (random.chance(0.75)) values.phone = `+1 555 ${String(id % 10_000).padStart(4, '0')}`;
  if (random.chance(0.4)) values.linkedInProfileURL = `https://www.linkedin.com/in/${ascii || 'person'}-${id}`;
  if (random.chance(0.1)) values.doNotCall = random.chance(0.5);
  if (random.chance(0.1)) values.profileFit = random.int(0, 1000) / 10;
  if (random.chance(0.01)) values.lastName = `${lastName} ${'Lange'.repeat(40)}`;
  if (random.chance(0.01)) values.firstName = `${firstName} 🦄`;
  return values;
}

/** What the Salesforce sync fills: a third each of user-owned leads and contacts, some queues, the rest nothing. */
function drawCrm({ state }: WorldContext, { random, owners }: Draft): Record<string, LeadValue> {
  const next = (prefix: SfdcPrefix) => sfdcId(prefix, state.nextSerial++);
  const dice = random.next();
  const owner = random.pick(owners.users);
  if (dice < 0.3)
    return { sfdcType: 'Lead', sfdcLeadId: next('00Q'), sfdcLeadOwnerId: owner.id, ownerName: owner.name };
  if (dice < 0.4) return { sfdcType: 'Lead', sfdcLeadId: next('00Q'), sfdcLeadOwnerId: random.pick(owners.queueIds) };
  if (dice >= 0.7) return {};
  const contact: Record<string, LeadValue> = {
    sfdcType: 'Contact',
    sfdcContactId: next('003'),
    sfdcAccountId: next('001'),
    ownerName: owner.name,
  };
  if (random.chance(0.3)) contact.sfdcLeadId = next('00Q');
  // Whether Marketo shows a contact's owner id is unverified: here it mostly does.
  if (random.chance(0.9)) contact.sfdcLeadOwnerId = owner.id;
  return contact;
}

function seedRoles(context: WorldContext, leadId: number, random: Random): void {
  const count = random.int(1, 3);
  const primary = random.chance(0.6) ? random.int(1, count) : 0;
  for (let n = 1; n <= count; n++) {
    const createdMs = context.clock.nowMs() - random.int(1, 900) * 86_400_000;
    putOpportunityRole(context, {
      leadId,
      role: random.pick(['Decision Maker', 'Influencer', 'Economic Buyer']),
      isPrimary: n === primary,
      externalCreatedDate: random.chance(0.1) ? null : apiDate(toSeconds(createdMs), 'z'),
    });
  }
}
