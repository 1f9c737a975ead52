import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import { Progress } from '@/components/ui/progress';
import { RelativeTime } from '@/components/ui/relative-time';
import type { RetryProgress } from '@/lib/diagnostics/contract';
import { destinationTitles } from '@/lib/sales-activities/model';

/** What became of deliveries that somebody let go again. */
export function RetryLines({ retries }: { retries: RetryProgress[] }) {
  if (retries.length === 0) return null;
  return (
    <Card aria-labelledby="tried-again">
      <CardHeader>
        <CardTitle id="tried-again">Tried again</CardTitle>
      </CardHeader>
      <CardBody>
        <ul className="grid gap-4">
          {retries.map((retry) => (
            <li key={retry.id} className="grid gap-1.5">
              <p className="flex flex-wrap justify-between gap-x-3">
                <span>
                  <span className="font-medium">{retry.title}</span>, {destinationTitles[retry.destination]}
                </span>
                <span className="text-muted">
                  by {retry.by}, <RelativeTime value={retry.at} />
                </span>
              </p>
              <Progress label={`Settled: ${retry.title}`} value={retry.total - retry.waiting} max={retry.total} />
              <p role="status" className="text-muted tabular-nums">
                {progressText(retry)}
              </p>
            </li>
          ))}
        </ul>
      </CardBody>
    </Card>
  );
}

/** "12 of 40 went through, 3 were refused again, 25 are still to go." */
export function progressText({ total, through, failedAgain, notWanted, waiting }: RetryProgress): string {
  const count = (number: number, one: string, many: string) =>
    number > 0 ? [`${number.toLocaleString('en')} ${number === 1 ? one : many}`] : [];
  const parts = [
    `${through.toLocaleString('en')} of ${total.toLocaleString('en')} went through`,
    ...count(failedAgain, 'was refused again', 'were refused again'),
    ...count(notWanted, 'is not wanted any more', 'are not wanted any more'),
    ...count(waiting, 'is still to go', 'are still to go'),
  ];
  return `${parts.join(', ')}.`;
}
