import { describe, expect, it } from 'vitest';
import { deliveryKey, nameBasedUuid } from './delivery-key';

const activity = 'a3bb189e-8bf9-4888-9912-ace4e6543002';

describe('the key of a delivery', () => {
  it('is a UUID as RFC 9562 makes one of a name', () => {
    const dns = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
    expect(nameBasedUuid(dns, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });

  it('never changes: a changed key would deliver everything a second time', () => {
    expect(deliveryKey(activity, 'marketo')).toBe('e6db23d3-f8db-5f73-affd-bc0f0259ecfc');
  });

  it('is another one for another destination', () => {
    expect(deliveryKey(activity, 'salesforce')).not.toBe(deliveryKey(activity, 'marketo'));
  });
});
