/** One seeded person, drawn from its own random numbers: names of many scripts, repeated addresses, gaps. */
import { itemAt, type Random } from '@/simulators/core/random';
import { sfdcId } from '@/simulators/core/salesforce-ids';
import type { LeadValue } from '@/simulators/marketo/store/state';
import { companies, countries, firstNames, industries, lastNames, queues, sellers, sources, titles } from './words';

export type Identity = { firstName: string; lastName: string; ascii: string; email: string };

const domains = ['example.com', 'example.org', 'mail.example.net'];
const asciiFirst = firstNames.map(asciiOf);
const asciiLast = lastNames.map(asciiOf);
/** The Salesforce users who own seeded people; the same in every world. */
export const sellerIds = sellers.map((_, index) => sfdcId('005', index + 1));
const queueIds = queues.map((_, index) => sfdcId('00G', index + 1));
/** Of the people without a sales owner. */
const shareOfQueues = 0.25;

/** The first draw: one in a hundred is somebody of whom Marketo knows nothing. */
export const isUnknown = (random: Random) => random.chance(0.01);

/** Null for somebody unknown. `before` is the e-mail address of the person before. */
export function drawIdentity(random: Random, id: number, before: () => string | null): Identity | null {
  if (isUnknown(random)) return null;
  const first = random.int(0, firstNames.length - 1);
  const last = random.int(0, lastNames.length - 1);
  const ascii = `${asciiFirst[first]}.${asciiLast[last]}`.replaceAll(/^\.|\.$/g, '') || 'person';
  const repeated = random.chance(0.03) ? before() : null;
  const email = repeated ?? `${ascii}.${id}@${random.pick(domains)}`;
  return { firstName: itemAt(firstNames, first), lastName: itemAt(lastNames, last), ascii, email };
}

export function drawFields(random: Random, id: number, who: Identity): Record<string, LeadValue> {
  const values: Record<string, LeadValue> = {
    firstName: who.firstName,
    lastName: who.lastName,
    email: who.email,
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
  if (random.chance(0.4)) values.linkedInProfileURL = `https://www.linkedin.com/in/${who.ascii}-${id}`;
  if (random.chance(0.1)) values.doNotCall = random.chance(0.5);
  if (random.chance(0.1)) values.profileFit = random.int(0, 1000) / 10;
  if (random.chance(0.01)) values.lastName = `${who.lastName} ${'Lange'.repeat(40)}`;
  if (random.chance(0.01)) values.firstName = `${who.firstName} 🦄`;
  return values;
}

/** What the Salesforce sync fills: half of the owned are leads and half contacts; some of the rest lie in queues. */
export function drawCrm(random: Random, serial: number, owned: number): Record<string, LeadValue> {
  const dice = random.next();
  const seller = random.int(0, sellers.length - 1);
  const ownerId = itemAt(sellerIds, seller);
  if (dice >= owned) {
    if (dice >= owned + (1 - owned) * shareOfQueues) return {};
    return { sfdcType: 'Lead', sfdcLeadId: sfdcId('00Q', serial), sfdcLeadOwnerId: random.pick(queueIds) };
  }
  const ownerName = itemAt(sellers, seller);
  if (dice < owned / 2)
    return { sfdcType: 'Lead', sfdcLeadId: sfdcId('00Q', serial), sfdcLeadOwnerId: ownerId, ownerName };
  const contact: Record<string, LeadValue> = {
    sfdcType: 'Contact',
    sfdcContactId: sfdcId('003', serial + 1),
    sfdcAccountId: sfdcId('001', serial + 2),
    ownerName,
  };
  if (random.chance(0.3)) contact.sfdcLeadId = sfdcId('00Q', serial);
  // Whether Marketo shows a contact's owner id is unverified: here it mostly does.
  if (random.chance(0.9)) contact.sfdcLeadOwnerId = ownerId;
  return contact;
}

function asciiOf(name: string): string {
  return name
    .normalize('NFD')
    .replaceAll(/[^A-Za-z]/g, '')
    .toLowerCase();
}
