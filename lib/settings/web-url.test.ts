import { expect, it } from 'vitest';
import { marketoRecordUrl, salesforceRecordUrl, webUrlOf } from './web-url';

it('knows no web address for an endpoint of Marketo itself, and takes any other as it is', () => {
  expect(webUrlOf('https://123-ABC-456.mktorest.com')).toBeNull();
  expect(webUrlOf('http://127.0.0.1:4400')).toBe('http://127.0.0.1:4400');
});

it('links to the contact before the lead, and to nothing without an address or a record', () => {
  const both = { sfdcContactId: '003A', sfdcLeadId: '00QA' };
  expect(salesforceRecordUrl('https://acme.my.salesforce.com', both)).toBe('https://acme.my.salesforce.com/003A');
  expect(salesforceRecordUrl('https://x', { ...both, sfdcContactId: null })).toBe('https://x/00QA');
  expect(salesforceRecordUrl('https://x', { sfdcContactId: null, sfdcLeadId: null })).toBeNull();
  expect(salesforceRecordUrl(null, both)).toBeNull();
  expect(marketoRecordUrl('https://app-sj01.marketo.com', 7)).toBe(
    'https://app-sj01.marketo.com/leadDatabase/loadLeadDetail?leadId=7',
  );
  expect(marketoRecordUrl(null, 7)).toBeNull();
});
