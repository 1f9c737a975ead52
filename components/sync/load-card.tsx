import { loadMethodTitles } from '@/components/settings/loading-words';
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import { RelativeTime } from '@/components/ui/relative-time';
import type { SyncView } from '@/lib/sync/contract';
import { Figure, Figures } from './figures';
import { skippedWords } from './words';

/** What the first load read, wrote and left out, how, and what it cost. */
export function LoadCard({ load }: { load: SyncView['load'] }) {
  return (
    <Card aria-labelledby="first-load">
      <CardHeader>
        <CardTitle id="first-load">First load</CardTitle>
        {load ? (
          <span className="text-muted">
            started <RelativeTime value={load.startedAt} />
          </span>
        ) : null}
      </CardHeader>
      <CardBody className="grid gap-3">
        {load ? <LoadFigures load={load} /> : <p className="text-muted">It begins when the sync is started.</p>}
      </CardBody>
    </Card>
  );
}

function LoadFigures({ load }: { load: NonNullable<SyncView['load']> }) {
  const skipped = Object.entries(load.skipped).filter(([, count]) => count > 0);
  return (
    <>
      {load.method ? (
        <p>
          {loadMethodTitles[load.method]}. {load.why}
        </p>
      ) : null}
      {load.tried.map(({ method, why }) => (
        <p key={`${method} ${why}`} className="text-muted">
          Tried before: {loadMethodTitles[method]}. {why}
        </p>
      ))}
      <Figures>
        <Figure title="Records read">{load.peopleRead.toLocaleString('en')}</Figure>
        <Figure title="Taken into the list">{load.peopleWritten.toLocaleString('en')}</Figure>
        {skipped.map(([reason, count]) => (
          <Figure key={reason} title={`Left out: ${skippedWords[reason] ?? reason}`}>
            {count.toLocaleString('en')}
          </Figure>
        ))}
        <Figure title="Marketo API calls">{load.apiCalls.toLocaleString('en')}</Figure>
      </Figures>
      <p className="text-muted text-xs">
        Records that the API user may not see, such as those of another partition, are not given out and cannot be
        counted.
      </p>
    </>
  );
}
