import { describe, expect, it } from 'vitest';
import type { MarketoSettings } from '@/lib/settings/contract';
import { formFrom, inputFrom } from './marketo-form';

const stored: MarketoSettings = {
  connected: true,
  baseUrl: 'https://123-ABC-456.mktorest.com',
  clientId: 'client',
  hasSecret: true,
  connectedAt: '2026-11-01T00:00:00.000Z',
  lastOkAt: null,
  lastFault: null,
  clockAheadMs: 0,
  fieldMapping: [],
  availableFields: [],
  readsOpportunities: true,
  webUrl: null,
  salesforceUrl: null,
  contactsAlwaysOwned: true,
  callsPerWindow: 50,
  concurrent: 5,
  dailyCalls: 50_000,
};
const form = formFrom(stored);

describe('the Marketo form', () => {
  it('sends what was typed without the spaces of a paste, and no secret when it stays', () => {
    const { input } = inputFrom({ ...form, clientId: ' client\n', clientSecret: '  ' }, { hasSecret: true });
    expect(input).toMatchObject({ clientId: 'client', webUrl: null, callsPerWindow: 50, fieldChoices: {} });
    expect(input?.clientSecret).toBeUndefined();
  });

  it('sends a replaced secret and a field that is no longer to be read', () => {
    const typed = { ...form, clientSecret: ' secret ', fieldChoices: { linkedinUrl: '' } };
    expect(inputFrom(typed, { hasSecret: true }).input).toMatchObject({
      clientSecret: 'secret',
      fieldChoices: { linkedinUrl: null },
    });
  });

  it('names each input that is not right', () => {
    const typed = { ...form, baseUrl: '123-ABC-456', clientId: '', callsPerWindow: '', concurrent: '2.5' };
    expect(inputFrom(typed, { hasSecret: false }).errors).toEqual({
      baseUrl: expect.stringContaining('REST endpoint'),
      clientId: expect.stringContaining('Client ID'),
      clientSecret: 'Expected the Client Secret',
      callsPerWindow: 'Expected a whole number from 5 to 100',
      concurrent: 'Expected a whole number from 1 to 10',
    });
  });
});
