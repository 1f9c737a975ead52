import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import type { CallBudgetView } from '@/lib/call-budget/contract';
import { featureWords } from './words';

/** What the calls of this app were made for. */
export function FeaturesCard({ features }: Pick<CallBudgetView, 'features'>) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>What for</CardTitle>
      </CardHeader>
      {features.length === 0 ? (
        <CardBody className="text-muted">This app made no API calls in the last seven days.</CardBody>
      ) : (
        <Table aria-label="What calls were made for">
          <TableHead>
            <TableRow>
              <TableHeader>Made for</TableHeader>
              <TableHeader className="text-right">Today</TableHeader>
              <TableHeader className="text-right">7 days</TableHeader>
            </TableRow>
          </TableHead>
          <TableBody>
            {features.map(({ feature, today, week }) => (
              <TableRow key={feature}>
                <TableHeader scope="row">{featureWords[feature] ?? feature}</TableHeader>
                <TableCell className="text-right tabular-nums">{today.toLocaleString('en')}</TableCell>
                <TableCell className="text-right tabular-nums">{week.toLocaleString('en')}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Card>
  );
}
