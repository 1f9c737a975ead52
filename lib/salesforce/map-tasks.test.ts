import { describe, expect, it } from 'vitest';
import { salesActivityPayloads } from '@/lib/sales-activities/model';
import type { OrgCapabilities, OrgField } from '@/lib/salesforce-connections/model';
import { keyInDescription, type TaskBody, type TaskFrame, taskChangeFrom, taskFromSalesActivity } from './map-tasks';

const field = (name: string, given: Partial<OrgField> = {}): OrgField => {
  const usual = { label: name, type: 'string', length: 255, createable: true, updateable: true };
  return { name, ...usual, values: [], defaultValue: null, ...given };
};
const org = (fields: OrgField[], given: Partial<OrgCapabilities> = {}): OrgCapabilities => ({
  keyMode: 'marker',
  keyField: null,
  keyFields: [],
  chosenKeyField: null,
  closedStatuses: ['Completed'],
  objects: { Task: { createable: true, updateable: true, fields } },
  ...given,
});
const key = '11111111-2222-5333-8444-555555555555';
const frame: TaskFrame = {
  whoId: '003000000000001AAA',
  whatId: null,
  ownerId: null,
  subject: 'Hi',
  day: '2026-03-02',
  key,
  personUrl: 'https://app.example.com/people/1',
  without: [],
};
const mail = (given: Record<string, unknown> = {}) =>
  ({
    kind: 'email-sent',
    payload: salesActivityPayloads['email-sent'].parse({
      sentBy: 's@example.com',
      emailId: 'm',
      emailSubject: 'Hi',
      ...given,
    }),
  }) as TaskBody;
const call = (given: Record<string, unknown> = {}) =>
  ({
    kind: 'call',
    payload: salesActivityPayloads.call.parse({ madeBy: 's@example.com', status: 'no answer', ...given }),
  }) as TaskBody;
const reply = {
  kind: 'email-replied',
  payload: salesActivityPayloads['email-replied'].parse({
    receivedBy: 's@example.com',
    emailId: 'm',
    emailSubject: 'Hi',
  }),
} as TaskBody;
const type = (values: string[], defaultValue: string | null = null) =>
  field('Type', { type: 'picklist', values, defaultValue });

describe('a task', () => {
  it('of an org without optional fields has what every org has, and our mark', () => {
    expect(taskFromSalesActivity(mail({ bodyText: 'Dear Ada' }), frame, org([]))).toEqual({
      Subject: 'Hi',
      Status: 'Completed',
      WhoId: frame.whoId,
      ActivityDate: '2026-03-02',
      Description: `Subject: Hi\n\nDear Ada\n\n[sa:${key}]`,
    });
  });

  it.each([
    ['exactly this value is in the list', mail(), type(['Email']), 'Email'],
    ['not where it is spelt otherwise', mail(), type(['email']), undefined],
    ['not where the list has a default', mail(), type(['Email', 'Other'], 'Other'), undefined],
    ['Call for a call', call(), type(['Call']), 'Call'],
    ['Reply for an answer', reply, type(['Email', 'Reply']), 'Reply'],
    ['Email for an answer where Reply is missing', reply, type(['Email']), 'Email'],
  ])('has a type: %s', (_, body, list, expected) => {
    expect(taskFromSalesActivity(body, frame, org([list])).Type).toBe(expected);
  });

  it('has the org’s own word for done', () => {
    expect(taskFromSalesActivity(call(), frame, org([], { closedStatuses: ['Erledigt', 'Fertig'] })).Status).toBe(
      'Erledigt',
    );
    expect(taskFromSalesActivity(call(), frame, org([], { closedStatuses: ['Fertig', 'Completed'] })).Status).toBe(
      'Completed',
    );
  });

  it('fills optional fields as far as they are there, may be written and are long enough', () => {
    const fields = [
      field('MSE_Campaign__c', { length: 3 }),
      field('MSE_Template__c', { createable: false }),
      field('MSE_Template_Details__c', { type: 'url', length: 20 }),
      field('MSE_Details__c', { type: 'url' }),
      field('MSE_Current_Campaign_Step__c', { type: 'double', length: null }),
    ];
    const body = mail({
      campaignName: 'Spring',
      campaignDay: 2,
      templateName: 'T',
      templateUrl: 'https://example.com/a/long/address',
    });
    const task = taskFromSalesActivity(body, frame, org(fields));
    expect(task).toMatchObject({ MSE_Campaign__c: 'Spr', MSE_Details__c: frame.personUrl });
    const leftOut = ['MSE_Template__c', 'MSE_Template_Details__c', 'MSE_Current_Campaign_Step__c'];
    for (const name of leftOut) expect(task).not.toHaveProperty(name);
    expect(taskFromSalesActivity(body, { ...frame, without: ['MSE_Campaign__c'] }, org(fields))).not.toHaveProperty(
      'MSE_Campaign__c',
    );
  });

  it('is found by a key field where the org has one, and then has no mark', () => {
    const task = taskFromSalesActivity(
      call({ notes: 'Hello' }),
      frame,
      org([field('Key__c')], { keyMode: 'external-id', keyField: 'Key__c' }),
    );
    expect(task).toMatchObject({ Key__c: key, Description: 'Hello\n\nStatus: no answer' });
  });

  it('keeps its mark however long the notes are', () => {
    const { Description } = taskFromSalesActivity(call({ notes: 'x'.repeat(32_000) }), frame, org([]));
    expect(String(Description).length).toBeLessThanOrEqual(32_000);
    expect(keyInDescription(String(Description))).toBe(key);
    expect(keyInDescription(`${Description} and more`)).toBeNull();
    expect(keyInDescription(null)).toBeNull();
  });
});

it('events are noted only in fields that are there and may be written', () => {
  const fields = [field('MSE_Viewed__c'), field('MSE_Clicked__c', { updateable: false })];
  expect(taskChangeFrom('email-clicked', org(fields))).toEqual({ MSE_Viewed__c: true });
  expect(taskChangeFrom('email-bounced', org(fields))).toEqual({});
});
