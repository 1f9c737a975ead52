import { Badge } from '@/components/ui/badge';
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import { RelativeTime } from '@/components/ui/relative-time';
import { Table, TableBody, TableCell, TableHeader, TableRow, TableTitles } from '@/components/ui/table';
import type { ConnectionsView } from '@/lib/salesforce-connections/contract';
import { DisconnectDialog } from './disconnect-dialog';
import { TestDialog } from './test-dialog';
import { stateWords } from './words';

const titles = ['Person', 'In Salesforce', 'State', 'Last use', 'Waiting', 'Connection'];

/** Everybody: who is connected as whom, how it is doing, and what waits. */
export function ConnectionsCard({ view }: { view: ConnectionsView }) {
  const sellers = view.connections.filter(({ purpose }) => purpose === 'seller');
  const people = sellers.length + view.unconnected.length;
  return (
    <Card>
      <CardHeader>
        <CardTitle>People</CardTitle>
        <span className="text-muted tabular-nums">
          {sellers.length} of {people} connected
        </span>
      </CardHeader>
      {people === 0 ? <CardBody className="text-muted">There are no active people yet.</CardBody> : null}
      <Table aria-label="People and their connections" tabIndex={0}>
        <TableTitles titles={titles} />
        <TableBody>
          {sellers.map(({ user, waiting, ...connection }) => (
            <TableRow key={connection.id}>
              <PersonCell {...user} />
              <TableCell>
                {connection.name}
                <span className="block text-muted text-xs">{connection.username}</span>
              </TableCell>
              <TableCell className="max-w-80">
                <Badge tone={stateWords[connection.state].tone}>{stateWords[connection.state].title}</Badge>
                {connection.stateReason ? (
                  <span className="mt-0.5 block break-words text-muted text-xs">{connection.stateReason}</span>
                ) : null}
              </TableCell>
              <TableCell>
                <RelativeTime value={connection.lastUsedAt} fallback="none yet" />
              </TableCell>
              <TableCell className="tabular-nums">{waiting.toLocaleString('en')}</TableCell>
              <TableCell>
                <div className="flex gap-2">
                  <TestDialog id={connection.id} size="sm" label={`Test the connection of ${user.name}`} />
                  <DisconnectDialog
                    id={connection.id}
                    whose={`the connection of ${user.name}`}
                    size="sm"
                    label={`Disconnect ${user.name}`}
                  />
                </div>
              </TableCell>
            </TableRow>
          ))}
          {view.unconnected.map(({ waiting, ...user }) => (
            <TableRow key={user.id}>
              <PersonCell {...user} />
              <TableCell className="text-muted">—</TableCell>
              <TableCell>
                <Badge>Not connected</Badge>
              </TableCell>
              <TableCell className="text-muted">—</TableCell>
              <TableCell className="tabular-nums">{waiting.toLocaleString('en')}</TableCell>
              <TableCell className="text-muted">—</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}

function PersonCell({ name, email }: { name: string; email: string }) {
  return (
    <TableHeader scope="row" className="py-1.5">
      {name}
      <span className="block font-normal text-muted text-xs">{email}</span>
    </TableHeader>
  );
}
