import { describe, expect, it, test } from 'vitest';
import { salesActivityPayloads } from '../sales-activities/model';
import { lineKindsOf, viewFromLine } from './journal';

const line = {
  id: '5f0c3a52-3f6e-4d0a-9b64-51f0f1b6a9d4',
  occurredAt: new Date('2026-03-01T12:00:00.250Z'),
  state: 'queued' as const,
};

test.each([
  [undefined, ['email-sent', 'email-opened', 'email-clicked', 'email-replied', 'email-bounced', 'call']],
  [['call'], ['call']],
  [
    ['email', 'web'],
    ['email-sent', 'email-opened', 'email-clicked', 'email-replied', 'email-bounced'],
  ],
  [['web', 'score'], []],
] as const)('the tabs %j show the lines %j', (tabs, kinds) => {
  expect(lineKindsOf(tabs && [...tabs])).toEqual(kinds);
});

describe('a line as a row', () => {
  it('says of a call what Marketo will', () => {
    const payload = salesActivityPayloads.call.parse({
      madeBy: 'rep@example.com',
      status: 'no answer',
      outcome: 'Left a message',
      notes: 'Again on Monday',
      durationSeconds: 200,
    });
    expect(viewFromLine({ ...line, kind: 'call', payload })).toEqual({
      id: line.id,
      kind: 'call',
      type: 'Sales Actions Call',
      occurredAt: '2026-03-01T12:00:00.250Z',
      title: 'Left a message',
      attributes: {
        'Call Subject': 'Left a message',
        Status: 'no answer',
        Notes: 'Again on Monday',
        'Duration Seconds': '200',
        'Made By': 'rep@example.com',
        Source: 'Sales App',
      },
      salesActivityId: line.id,
      standing: 'waiting',
    });
  });

  it('has a title where a call has no outcome', () => {
    const payload = salesActivityPayloads.call.parse({ madeBy: 'rep@example.com', status: 'completed' });
    expect(viewFromLine({ ...line, kind: 'call', payload }).title).toBe('Call');
  });

  it('says of an e-mail the subject, and whether a bot opened it', () => {
    const payload = salesActivityPayloads['email-opened'].parse({
      emailId: 'm1',
      emailSubject: 'Hello',
      sentBy: 'rep@example.com',
      isBot: true,
    });
    expect(viewFromLine({ ...line, kind: 'email-opened', payload })).toMatchObject({
      kind: 'email',
      type: 'Sales Actions Open Sales Email',
      title: 'Hello',
      attributes: { 'Email Subject': 'Hello', 'Sent By': 'rep@example.com', 'Is Bot': 'true' },
    });
  });

  it.each([
    ['queued', 'waiting'],
    ['sending', 'waiting'],
    ['unknown', 'waiting'],
    ['confirmed', 'delivered'],
    ['rejected', 'undelivered'],
    ['stuck', 'undelivered'],
    ['skipped', 'not-sent'],
  ] as const)('whose delivery is %s is %s', (state, standing) => {
    const payload = salesActivityPayloads.call.parse({ madeBy: 'rep@example.com', status: 'completed' });
    expect(viewFromLine({ ...line, kind: 'call', payload, state }).standing).toBe(standing);
  });
});
