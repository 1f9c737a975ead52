import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type MarketoSimulator, startMarketo } from '@/simulators/marketo/index';
import { sellerIds } from '@/simulators/marketo/seed/draw-person';
import { type SalesforceSimulator, startSalesforce } from '@/simulators/salesforce/index';
import { bringPeople, keepSamePeople } from './same-people';

const startAt = new Date('2026-11-02T10:00:00Z');
let marketo: MarketoSimulator;
let salesforce: SalesforceSimulator;

beforeEach(async () => {
  marketo = await startMarketo({ startAt });
  salesforce = await startSalesforce({ startAt });
  const people = { count: 60, seed: 2 };
  marketo.world.seedPeople(people);
  salesforce.world.seedPeople(people);
});
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all([marketo.close(), salesforce.close()]);
});

test('a world of the same seed is in step already: nothing is written', () => {
  const stamps = () => salesforce.world.records('Lead').map((row) => [row.Id, row.OwnerId, row.SystemModstamp]);
  const before = stamps();
  bringPeople(marketo, salesforce);
  expect(stamps()).toEqual(before);
});

test('who gains an owner, another owner, or becomes a contact is brought over, with the tasks', () => {
  const id = marketo.world.createLead({ lastName: 'Nova', company: 'Globex', email: 'nova@example.com' });
  marketo.world.setOwner(id, sellerIds[0] ?? '');
  bringPeople(marketo, salesforce);
  const leadId = String(marketo.world.lead(id)?.sfdcLeadId);
  expect(salesforce.world.record(leadId)).toMatchObject({
    LastName: 'Nova',
    OwnerId: sellerIds[0],
    IsConverted: false,
  });

  marketo.world.setOwner(id, sellerIds[1] ?? '');
  bringPeople(marketo, salesforce);
  expect(salesforce.world.record(leadId)?.OwnerId).toBe(sellerIds[1]);

  const task = salesforce.world.create('Task', { Subject: 'Call', WhoId: leadId });
  marketo.world.convertLead(id);
  bringPeople(marketo, salesforce);
  const contactId = String(marketo.world.lead(id)?.sfdcContactId);
  expect(salesforce.world.record(leadId)).toMatchObject({ IsConverted: true, ConvertedContactId: contactId });
  expect(salesforce.world.record(contactId)).toMatchObject({ LastName: 'Nova', Email: 'nova@example.com' });
  expect(salesforce.world.record(task)?.WhoId).toBe(contactId);
});

test('it looks again and again until it is stopped', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const keeping = keepSamePeople(marketo, salesforce, 1000);
  const arrive = () => {
    const id = marketo.world.createLead({ lastName: 'Nova' });
    marketo.world.setOwner(id, sellerIds[0] ?? '');
    return String(marketo.world.lead(id)?.sfdcLeadId);
  };
  const first = arrive();
  vi.advanceTimersByTime(1000);
  expect(salesforce.world.record(first)).not.toBe(null);
  keeping.stop();
  const second = arrive();
  vi.advanceTimersByTime(600_000);
  expect(salesforce.world.record(second)).toBe(null);
});
