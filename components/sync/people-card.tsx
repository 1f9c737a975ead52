import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import type { SyncView } from '@/lib/sync/contract';
import { Figure, Figures } from './figures';
import { goneWords } from './words';

/** How many people there are, how many wait to be read again, and why others are kept only as history. */
export function PeopleCard({ people }: { people: SyncView['people'] }) {
  const gone = Object.entries(people.gone).filter(([, count]) => count > 0);
  return (
    <Card>
      <CardHeader>
        <CardTitle>People</CardTitle>
      </CardHeader>
      <CardBody>
        <Figures>
          <Figure title="In the list">{people.active.toLocaleString('en')}</Figure>
          <Figure title="Room for">{Math.max(0, people.most - people.active).toLocaleString('en')} more</Figure>
          <Figure title="Changed, waiting to be read">{people.waiting.toLocaleString('en')}</Figure>
          {gone.map(([state, count]) => (
            <Figure key={state} title={`Left: ${goneWords[state] ?? state}`}>
              {count.toLocaleString('en')}
            </Figure>
          ))}
        </Figures>
        {gone.length === 0 ? <p className="mt-3 text-muted text-xs">Nobody has left the list so far.</p> : null}
      </CardBody>
    </Card>
  );
}
