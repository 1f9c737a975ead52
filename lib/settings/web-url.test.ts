import { expect, it } from 'vitest';
import { MarketoSettingsInput } from './contract';
import { endpointOf, salesforceRecordUrl } from './web-url';

it.each([
  'https://123-abc-456.mktorest.com',
  'https://123-ABC-456.mktorest.com/',
  'https://123-ABC-456.mktorest.com/rest/',
  'https://123-ABC-456.mktorest.com/identity',
  'https://name:word@123-ABC-456.mktorest.com/rest?x=1#y',
])('knows %s as one and the same endpoint', (given) => {
  expect(endpointOf(given)).toBe('https://123-abc-456.mktorest.com');
});

it('leads to a Salesforce record, also where the address was entered with a slash at its end', () => {
  const input = MarketoSettingsInput.parse({
    baseUrl: 'https://123-ABC-456.mktorest.com',
    clientId: 'id',
    salesforceUrl: 'https://acme.lightning.force.com/ ',
  });
  const person = { sfdcContactId: '0035g00000AbCdEAAV', sfdcLeadId: null };
  expect(salesforceRecordUrl(input.salesforceUrl ?? null, person)).toBe(
    'https://acme.lightning.force.com/0035g00000AbCdEAAV',
  );
});
