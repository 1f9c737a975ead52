import { describe, expect, it } from 'vitest';
import type { ConnectionsView } from '@/lib/salesforce-connections/contract';
import { isShown, peopleRowsFrom } from './people-rows';

const connection = {
  id: '00000000-0000-4000-8000-000000000001',
  stateReason: null,
  name: 'Ada in Salesforce',
  username: 'ada@example.com',
  instanceUrl: 'https://example.my.salesforce.com',
  connectedAt: '2026-11-02T10:00:00Z',
  lastUsedAt: null,
};
const user = (name: string) => ({ id: name, name, email: `${name}@example.com` });
const view: ConnectionsView = {
  connections: [
    { ...connection, purpose: 'integration', state: 'active', user: user('Root'), waiting: 0 },
    { ...connection, purpose: 'seller', state: 'active', user: user('Cem'), waiting: 3 },
    { ...connection, purpose: 'seller', state: 'paused', user: user('Ada'), waiting: 0 },
  ],
  unconnected: [
    { ...user('Bo'), waiting: 2 },
    { ...user('Dora'), waiting: 0 },
  ],
  orgs: [],
};

describe('the people of the list', () => {
  const rows = peopleRowsFrom(view);

  it('are sellers by name, connected or not', () => {
    expect(rows.map(({ name }) => name)).toEqual(['Ada', 'Bo', 'Cem', 'Dora']);
  });

  it.each([
    ['all', false, ['Ada', 'Bo', 'Cem', 'Dora']],
    ['unconnected', false, ['Bo', 'Dora']],
    ['troubled', false, ['Ada', 'Bo']],
    ['troubled', true, ['Ada']],
  ] as const)('%s (served: %s)', (filter, served, names) => {
    expect(rows.filter((row) => isShown(row, filter, served)).map(({ name }) => name)).toEqual(names);
  });
});
