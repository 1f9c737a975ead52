import { describe, expect, it } from 'vitest';
import type { Candidate, Moved } from '../salesforce/find-records';
import { defaultLogging, type LoggingSettings } from './model';
import { chooseByEmail, chooseById } from './record-choice';

const contact = '003000000000001AAA';
const otherContact = '003000000000002AAA';
const lead = '00Q000000000001AAA';
const seller = '005000000000001AAA';
const noLeads: LoggingSettings = { ...defaultLogging, objects: { contact: true, lead: false, opportunity: false } };
const mail = { kind: 'email-sent', logging: defaultLogging } as const;
const moves = (...pairs: [string, Moved][]) => new Map(pairs);

describe('by the ids of Marketo', () => {
  it.each([
    ['the contact before the lead', { contactId: contact, leadId: lead }, moves(), [contact]],
    ['the lead where there is no contact', { contactId: null, leadId: lead }, moves(), [lead]],
    [
      'the contact that a lead became',
      { contactId: null, leadId: lead },
      moves([lead, { to: contact, how: 'converted' }]),
      [contact],
    ],
    [
      'the winner of a merge',
      { contactId: contact, leadId: null },
      moves([contact, { to: otherContact, how: 'merged' }]),
      [otherContact],
    ],
    [
      'the lead where the contact is gone',
      { contactId: contact, leadId: lead },
      moves([contact, { to: null, how: 'deleted' }]),
      [lead],
    ],
  ])('chooses %s', (_, ids, moved, records) => {
    expect(chooseById(ids, moved, mail)).toMatchObject({ records });
  });

  it('says by which rule', () => {
    const choice = chooseById(
      { contactId: null, leadId: lead },
      moves([lead, { to: contact, how: 'converted' }]),
      mail,
    );
    expect(choice).toMatchObject({
      rule: `the person's contact, as Marketo knows it; ${lead} was converted to ${contact}`,
    });
  });

  it('finds nobody where there is no id, all are gone, or they lead in a circle', () => {
    expect(chooseById({ contactId: null, leadId: null }, moves(), mail)).toBeNull();
    expect(
      chooseById({ contactId: contact, leadId: null }, moves([contact, { to: null, how: 'deleted' }]), mail),
    ).toBeNull();
    const circle = moves(
      [contact, { to: otherContact, how: 'merged' }],
      [otherContact, { to: contact, how: 'merged' }],
    );
    expect(chooseById({ contactId: contact, leadId: null }, circle, mail)).toBeNull();
  });

  it('leaves leads alone where an admin wants no mails on them, but for calls', () => {
    expect(chooseById({ contactId: null, leadId: lead }, moves(), { kind: 'email-sent', logging: noLeads })).toEqual({
      skip: 'object-off',
    });
    expect(chooseById({ contactId: null, leadId: lead }, moves(), { kind: 'call', logging: noLeads })).toMatchObject({
      records: [lead],
    });
  });
});

describe('by the e-mail address', () => {
  const one = (given: Partial<Candidate> & { id: string }): Candidate => {
    return { object: given.id.startsWith('00Q') ? 'Lead' : 'Contact', ownerId: null, lastActivityDay: null, ...given };
  };
  const choose = (candidates: Candidate[], logging = defaultLogging) =>
    chooseByEmail(candidates, { kind: 'email-sent', logging, ownerId: seller });

  it.each([
    ['a contact before a lead', [one({ id: lead, lastActivityDay: '2026-03-01' }), one({ id: contact })], contact],
    [
      "the seller's own before others",
      [one({ id: contact, lastActivityDay: '2026-03-01' }), one({ id: otherContact, ownerId: seller })],
      otherContact,
    ],
    [
      'the most recently active',
      [one({ id: contact, lastActivityDay: '2025-12-31' }), one({ id: otherContact, lastActivityDay: '2026-01-01' })],
      otherContact,
    ],
    [
      'one with an activity before one without',
      [one({ id: contact }), one({ id: otherContact, lastActivityDay: '2019-01-01' })],
      otherContact,
    ],
    ['the lowest id in the end', [one({ id: otherContact }), one({ id: contact })], contact],
  ])('chooses %s', (_, candidates, record) => {
    expect(choose(candidates)).toMatchObject({ records: [record] });
    expect(choose(candidates.toReversed())).toMatchObject({ records: [record] });
  });

  it('takes all of them, or none, where an admin chose so', () => {
    const two = [one({ id: contact }), one({ id: lead })];
    expect(choose(two, { ...defaultLogging, onDuplicate: 'all' })).toMatchObject({ records: [contact, lead] });
    expect(choose(two, { ...defaultLogging, onDuplicate: 'none' })).toMatchObject({ refuse: 'AMBIGUOUS_MATCH' });
    expect(choose(two, noLeads)).toMatchObject({
      records: [contact],
      rule: 'the only contact with this e-mail address',
    });
  });

  it('refuses where nobody has it, and skips where only unwanted objects have it', () => {
    expect(choose([])).toMatchObject({ refuse: 'NO_MATCH' });
    expect(choose([one({ id: lead })], noLeads)).toEqual({ skip: 'object-off' });
  });
});
