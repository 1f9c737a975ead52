import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import { RelativeTime } from '@/components/ui/relative-time';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import type { CallBudgetView } from '@/lib/call-budget/contract';
import { errorWords } from './words';

/** The errors that Marketo itself has counted today, for all integrations. */
export function ErrorsCard({ day }: Pick<CallBudgetView, 'day'>) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Errors Marketo counted today</CardTitle>
        {day.usageReadAt ? (
          <span className="text-faint text-xs">
            as of <RelativeTime value={day.usageReadAt} />
          </span>
        ) : null}
      </CardHeader>
      {day.errors.length === 0 ? (
        <CardBody className="text-muted">
          {day.usageReadAt ? 'None, for any integration.' : "Marketo's statistics were not read yet today."}
        </CardBody>
      ) : (
        <Table aria-label="Errors">
          <TableHead>
            <TableRow>
              <TableHeader>Code</TableHeader>
              <TableHeader>Meaning</TableHeader>
              <TableHeader className="text-right">Times</TableHeader>
            </TableRow>
          </TableHead>
          <TableBody>
            {day.errors.map(({ code, count }) => (
              <TableRow key={code}>
                <TableHeader scope="row">{code}</TableHeader>
                <TableCell>{errorWords[code] ?? 'see the list of codes in Marketo’s documentation'}</TableCell>
                <TableCell className="text-right tabular-nums">{count.toLocaleString('en')}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Card>
  );
}
