import type { ConnectionsView } from '@/lib/salesforce-connections/contract';

export type PersonRow = ConnectionsView['unconnected'][number] & {
  /** Null for whoever has none. */
  connection: Omit<ConnectionsView['connections'][number], 'user' | 'waiting'> | null;
};

/** Which people are shown. `troubled`: a connection that does not work, or activities that wait without one. */
export const peopleFilters = ['all', 'troubled', 'unconnected'] as const;
export type PeopleFilter = (typeof peopleFilters)[number];

export const peopleFilterTitles: Record<PeopleFilter, string> = {
  all: 'Everybody',
  troubled: 'Who needs something',
  unconnected: 'Not connected',
};

/** Everybody with a connection or without, by name. */
export function peopleRowsFrom({ connections, unconnected }: ConnectionsView): PersonRow[] {
  const connected = connections
    .filter(({ purpose }) => purpose === 'seller')
    .map(({ user, waiting, ...connection }) => ({ ...user, waiting, connection }));
  const others = unconnected.map((user) => ({ ...user, connection: null }));
  return [...connected, ...others].sort(
    (a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }) || (a.id < b.id ? -1 : 1),
  );
}

/** Whether a row is shown under a filter; whoever is `served` by the integration user needs nothing. */
export function isShown({ connection, waiting }: PersonRow, filter: PeopleFilter, served: boolean): boolean {
  if (filter === 'unconnected') return connection === null;
  if (filter === 'all') return true;
  return connection === null ? waiting > 0 && !served : connection.state !== 'active';
}
