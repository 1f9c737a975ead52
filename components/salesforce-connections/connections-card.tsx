'use client';

import { Badge } from '@/components/ui/badge';
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import { RelativeTime } from '@/components/ui/relative-time';
import { Select } from '@/components/ui/select';
import { Table, TableBody, TableCell, TableHeader, TableRow, TableTitles } from '@/components/ui/table';
import type { ConnectionsView } from '@/lib/salesforce-connections/contract';
import type { ConnectionState } from '@/lib/salesforce-connections/model';
import { DisconnectDialog } from './disconnect-dialog';
import { useSalesforceView } from './page-view';
import {
  isShown,
  type PeopleFilter,
  type PersonRow,
  peopleFilters,
  peopleFilterTitles,
  peopleRowsFrom,
} from './people-rows';
import { ResumeButton } from './resume-button';
import { TestDialog } from './test-dialog';
import { stateWords } from './words';

const titles = ['Seller', 'In Salesforce', 'State', 'Last use', 'Waiting', 'Connection'];

/** Everybody: who is connected as whom, how it is doing, and what waits. */
export function ConnectionsCard({ view }: { view: ConnectionsView }) {
  const { people: filter, setView } = useSalesforceView();
  const served = view.connections.some(({ purpose, state }) => purpose === 'integration' && state === 'active');
  const rows = peopleRowsFrom(view);
  const shown = rows.filter((row) => isShown(row, filter, served));
  const working = rows.filter(({ connection }) => connection?.state === 'active').length;
  return (
    <Card>
      <CardHeader>
        <CardTitle>Sellers</CardTitle>
        <span className="text-muted tabular-nums">
          {working} of {rows.length} connected
        </span>
        <Select
          aria-label="Which sellers"
          className="ml-auto w-auto"
          value={filter}
          onChange={(event) => setView({ people: event.target.value as PeopleFilter })}
        >
          {peopleFilters.map((one) => (
            <option key={one} value={one}>
              {peopleFilterTitles[one]}
            </option>
          ))}
        </Select>
      </CardHeader>
      {shown.length > 0 ? (
        <Table aria-label="Sellers and their connections" tabIndex={0}>
          <TableTitles titles={titles} />
          <TableBody>
            {shown.map((row) => (
              <PersonLine key={row.id} row={row} />
            ))}
          </TableBody>
        </Table>
      ) : (
        <CardBody className="text-muted">
          {filter === 'troubled' ? 'Nobody needs anything.' : 'Everybody has a connection.'}
        </CardBody>
      )}
    </Card>
  );
}

function PersonLine({ row: { name, email, waiting, connection } }: { row: PersonRow }) {
  const state = connection ? stateWords[connection.state] : ({ tone: 'neutral', title: 'Not connected' } as const);
  return (
    <TableRow>
      <TableHeader scope="row" className="py-1.5">
        {name}
        <span className="block font-normal text-muted text-xs">{email}</span>
      </TableHeader>
      <TableCell>
        {connection?.name ?? '—'}
        <span className="block text-muted text-xs">{connection?.username}</span>
      </TableCell>
      <TableCell className="min-w-52 max-w-80">
        <Badge tone={state.tone}>{state.title}</Badge>
        {connection?.stateReason ? (
          <span className="mt-0.5 block break-words text-muted text-xs">{connection.stateReason}</span>
        ) : null}
      </TableCell>
      <TableCell>
        <RelativeTime value={connection?.lastUsedAt ?? null} fallback={connection ? 'none yet' : '—'} />
      </TableCell>
      <TableCell className="tabular-nums">{waiting.toLocaleString('en')}</TableCell>
      <TableCell>{connection ? <Deeds connection={connection} name={name} /> : '—'}</TableCell>
    </TableRow>
  );
}

function Deeds({
  connection: { id, state },
  name,
}: {
  connection: { id: string; state: ConnectionState };
  name: string;
}) {
  return (
    <div className="flex flex-wrap gap-2">
      {state === 'paused' ? <ResumeButton id={id} size="sm" label={`Try again: the connection of ${name}`} /> : null}
      <TestDialog id={id} size="sm" whose={name} />
      <DisconnectDialog id={id} whose={`the connection of ${name}`} size="sm" label={`Disconnect ${name}`} />
    </div>
  );
}
