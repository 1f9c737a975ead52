import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import { Progress } from '@/components/ui/progress';
import type { ActivityTypesView } from '@/lib/activity-types/contract';
import { layoutTitles } from './words';

/** Which types are used and why, how much room there is, and how far they are. */
export function StandingCard({ view }: { view: ActivityTypesView }) {
  const { layout, why, freeSlots, mostTypes, obstacle, making } = view;
  return (
    <Card role="region" aria-label="Which types are used">
      <CardHeader>
        <CardTitle>{layoutTitles[layout]}</CardTitle>
        <span className="text-muted tabular-nums">
          {freeSlots === null
            ? 'Room in Marketo: not to be seen'
            : `${freeSlots} of ${mostTypes} types free in Marketo`}
        </span>
      </CardHeader>
      <CardBody className="grid gap-3">
        <p className="text-muted">{why}</p>
        <div className="grid gap-1.5" role="status">
          <Progress label="Types ready" value={making.ready} max={making.of} />
          <p className="tabular-nums">{standingText(making)}</p>
        </div>
        {making.message ? <p className="rounded-md bg-warn-bg px-3 py-2 text-warn-fg">{making.message}</p> : null}
        {obstacle && obstacle !== making.message ? (
          <p className="rounded-md bg-warn-bg px-3 py-2 text-warn-fg">{obstacle}</p>
        ) : null}
      </CardBody>
    </Card>
  );
}

function standingText({ ready, of, underWay }: ActivityTypesView['making']) {
  if (ready === of) return `All ${of} types are ready. Sales activities can be delivered.`;
  const many = `${ready} of ${of} types are ready`;
  return underWay ? `${many}; the others are being made.` : `${many}. What has no type waits here until it has one.`;
}
