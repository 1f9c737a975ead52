import { Badge } from '@/components/ui/badge';
import { Card, CardHeader, CardTitle } from '@/components/ui/card';
import { RelativeTime } from '@/components/ui/relative-time';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import type { CallBudgetView } from '@/lib/call-budget/contract';
import { LoadsCeiling } from './loads-ceiling';
import { laneWords } from './words';

/** Who may use how much, most urgent first, and who rests. */
export function LanesCard({ budget }: { budget: CallBudgetView }) {
  const { lanes, window } = budget;
  return (
    <Card>
      <CardHeader>
        <CardTitle>Shares</CardTitle>
        <LoadsCeiling key={budget.loadsDayPercent} percent={budget.loadsDayPercent} />
      </CardHeader>
      <Table aria-label="Shares" tabIndex={0}>
        <TableHead>
          <TableRow>
            <TableHeader>Most urgent first</TableHeader>
            <TableHeader className="text-right">Today</TableHeader>
            <TableHeader className="text-right">API calls in {window.windowMs / 1000} s</TableHeader>
            <TableHeader className="text-right">At once</TableHeader>
            <TableHeader className="text-right">Rests from</TableHeader>
            <TableHeader>Now</TableHeader>
          </TableRow>
        </TableHead>
        <TableBody>
          {lanes.map((lane) => (
            <TableRow key={lane.lane}>
              <TableHeader scope="row">{laneWords[lane.lane]}</TableHeader>
              <TableCell className="text-right tabular-nums">{lane.today.toLocaleString('en')}</TableCell>
              <TableCell className="text-right tabular-nums">
                {lane.calls}
                {lane.lentCalls > lane.calls ? (
                  <span className="text-muted">, {lane.lentCalls} while nobody is urgent</span>
                ) : null}
              </TableCell>
              <TableCell className="text-right tabular-nums">{lane.concurrent}</TableCell>
              <TableCell className="text-right tabular-nums">
                {lane.restsAt === null ? 'never' : `${lane.restsAt.toLocaleString('en')} calls`}
              </TableCell>
              <TableCell>
                <State resting={lane.resting} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <p className="border-t px-4 py-2 text-muted text-xs">
        A share is what a line and the lines below it may use together. The API calls of the day are counted over all
        integrations of the instance.
      </p>
    </Card>
  );
}

function State({ resting }: { resting: CallBudgetView['lanes'][number]['resting'] }) {
  if (!resting) return <Badge tone="good">Open</Badge>;
  return (
    <span className="grid gap-0.5">
      <span>
        <Badge tone="warn">Rests</Badge> ends <RelativeTime value={resting.until} />
      </span>
      <span className="text-muted text-xs">{resting.why}</span>
    </span>
  );
}
