/** Values people have in the simulated Marketo, the unpleasant ones among them. */
import type { Dice } from './dice';

export const users = [
  { id: '0055f000001AAAAAA2', name: 'Olive Owner' },
  { id: '0055f000001BBBBAA2', name: 'Sem Seller' },
  { id: '0055f000001CCCCAA2', name: 'Ümit Åström' },
];
export const queues = ['00G5f000001QQQQEA4', '00g5f000001qqqqea4'];

export const textFields = [
  'firstName',
  'lastName',
  'email',
  'title',
  'company',
  'phone',
  'linkedInProfileURL',
  'leadSource',
] as const;
type TextField = (typeof textFields)[number];

const unpleasant = [
  '🦄 zebra 👩‍👩‍👧‍👦',
  'שלום עולם',
  'مرحبا',
  '<script>alert(1)</script>',
  'a & b "c" \'d\'',
  '=1+1',
  'null',
  'NULL\u0000byte',
  '  blanks around  ',
  '   ',
  'line\r\nbreak\u2028and\u2029more',
  'half \ud800 surrogate',
  "Robert'); drop table people;--",
  '\\ \\n %s {{token}} $1',
  '﻿bom',
  '-',
  'x'.repeat(5_000),
];

export function textValue(dice: Dice, field: TextField): string | null {
  const dicing = dice.next();
  if (dicing < 0.15) return null;
  if (dicing < 0.4) return dice.pick(unpleasant);
  return field === 'email' ? anEmail(dice) : `${field} ${dice.int(1, 999)}`;
}

export const anEmail = (dice: Dice) => `person.${dice.int(1, 9_999)}@example.com`;

/** 18 characters, as Marketo shows them. */
export const aSalesforceId = (prefix: string, dice: Dice) =>
  `${prefix}5f00000${String(dice.int(1, 99_999)).padStart(5, '0')}AAA`;

/** A person as Marketo may have it: of Marketo alone, a Salesforce lead or contact, with an owner, a queue or neither. */
export function freshPerson(dice: Dice): Record<string, string | null> {
  const person: Record<string, string | null> = {};
  for (const field of textFields) if (dice.chance(0.8)) person[field] = textValue(dice, field);
  const kind = dice.weighted({ marketo: 25, lead: 30, contact: 30, both: 5, nobody: 5, queued: 5 });
  const owner = dice.pick(users);
  const owned = { sfdcLeadOwnerId: owner.id, ownerName: owner.name };
  const lead = { sfdcType: 'Lead', sfdcLeadId: aSalesforceId('00Q', dice) };
  const contact = {
    sfdcType: 'Contact',
    sfdcContactId: aSalesforceId('003', dice),
    sfdcAccountId: aSalesforceId('001', dice),
  };
  if (kind === 'lead') return { ...person, ...lead, ...owned };
  if (kind === 'contact') return { ...person, ...contact, ...(dice.chance(0.8) ? owned : {}) };
  if (kind === 'both') return { ...person, ...lead, ...contact, ...owned };
  if (kind === 'nobody') return { ...person, ...lead };
  if (kind === 'queued') return { ...person, ...lead, sfdcLeadOwnerId: dice.pick(queues) };
  return person;
}
