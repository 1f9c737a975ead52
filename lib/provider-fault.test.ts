import { expect, it, vi } from 'vitest';
import { MarketoFault } from './marketo/errors';
import { ProviderFault } from './provider-fault';

const details = { provider: 'marketo', kind: 'throttled', remoteCode: '606', message: 'Busy.' } as const;

it('knows a fault made by another copy of the module', async () => {
  vi.resetModules();
  const copy = await import('./provider-fault');
  expect(copy.ProviderFault).not.toBe(ProviderFault);
  expect(new copy.ProviderFault(details)).toBeInstanceOf(ProviderFault);
});

it('does not take other errors, or a fault for the narrower one of a provider', () => {
  expect(new Error('ProviderFault')).not.toBeInstanceOf(ProviderFault);
  expect(new ProviderFault(details)).not.toBeInstanceOf(MarketoFault);
  const narrower = new MarketoFault({ kind: 'throttled', retry: 'after-pause', message: 'Busy.' });
  expect(narrower).toBeInstanceOf(ProviderFault);
  expect(narrower).toBeInstanceOf(MarketoFault);
});
