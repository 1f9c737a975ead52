import { describe, expect, it } from 'vitest';
import type { SalesActivityLine } from '@/lib/deliveries/contract';
import { csvFromLog } from './log-csv';

const brief = { reason: null, failed: false, blocked: false, nextAt: null };
const line: SalesActivityLine = {
  id: '6c2f1c7e-3a0b-4a55-8c52-3a1b7f0d9e11',
  kind: 'email-sent',
  subject: '=cmd()',
  occurredAt: '2026-03-01T12:00:00.000Z',
  recordedAt: '2026-03-01T12:00:00.000Z',
  person: { marketoId: 7, name: '@Ann "A"' },
  seller: { id: '6c2f1c7e-3a0b-4a55-8c52-3a1b7f0d9e12', name: 'Sam' },
  deliveries: [
    {
      ...brief,
      key: '6c2f1c7e-3a0b-4a55-8c52-3a1b7f0d9e13',
      destination: 'marketo',
      state: 'confirmed',
      next: 'Nothing.',
    },
    {
      ...brief,
      key: '6c2f1c7e-3a0b-4a55-8c52-3a1b7f0d9e14',
      destination: 'salesforce',
      state: 'rejected',
      next: 'A, b.',
    },
  ],
};

describe('the activity log as CSV', () => {
  it('says where each was delivered and what happens next, and no cell starts a formula', () => {
    expect(csvFromLog([line])).toBe(
      [
        'When (UTC),Person,Marketo ID,What,About,Seller,Marketo,Marketo: next,Salesforce,Salesforce: next',
        '2026-03-01T12:00:00.000Z,"\'@Ann ""A""",7,E-mail sent,\'=cmd(),Sam,Delivered,Nothing.,Refused,"A, b."',
        '',
      ].join('\r\n'),
    );
  });

  it('leaves blank what is not known', () => {
    expect(csvFromLog([{ ...line, subject: null, deliveries: [] }])).toContain('E-mail sent,,Sam,,,,\r\n');
  });
});
