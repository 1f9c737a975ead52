'use client';

import { ChevronDown, ChevronUp } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogContent, sidePanelClass } from '@/components/ui/dialog';
import { exactTime } from '@/components/ui/format-time';
import type { ActivityView } from '@/lib/activity-grid/contract';
import { webLink } from './attributes';
import { KindLabel, StandingMark } from './cells';
import type { GridRow } from './rows';

type ActivityCardProps = {
  row: GridRow | null;
  /** Moves to the row above (-1) or below (1). */
  onMove(step: -1 | 1): void;
  onClose(): void;
  /** The card is gone: the place to give the focus back. */
  onClosed(): void;
};

/** The slide-out with everything Marketo recorded about a row. */
export function ActivityCard({ row, onMove, onClose, onClosed }: ActivityCardProps) {
  return (
    <Dialog open={row !== null} onOpenChange={(open) => open || onClose()}>
      {row ? (
        <DialogContent
          title={row.mail?.subject ?? row.main.title}
          description={<KindLabel kind={row.main.kind} />}
          className={sidePanelClass}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            onClosed();
          }}
          onKeyDown={(event) => {
            if (event.key === 'j') onMove(1);
            if (event.key === 'k') onMove(-1);
          }}
        >
          <div className="flex gap-2">
            <Button size="sm" onClick={() => onMove(-1)} aria-keyshortcuts="k">
              <ChevronUp aria-hidden />
              Newer
            </Button>
            <Button size="sm" onClick={() => onMove(1)} aria-keyshortcuts="j">
              <ChevronDown aria-hidden />
              Older
            </Button>
          </div>
          <ol className="grid gap-4">
            {row.activities.toReversed().map((activity) => (
              <li key={activity.id}>
                <Attributes activity={activity} />
              </li>
            ))}
          </ol>
        </DialogContent>
      ) : null}
    </Dialog>
  );
}

function Attributes({ activity }: { activity: ActivityView }) {
  const facts = [
    ['When', exactTime(new Date(activity.occurredAt))],
    ['About', activity.title],
    ...Object.entries(activity.attributes),
    activity.standing === null ? ['Marketo activity ID', activity.id] : [],
  ].filter(([, value]) => value);
  return (
    <>
      <h3 className="flex flex-wrap items-center gap-2 font-semibold">
        {activity.type}
        <StandingMark standing={activity.standing} />
      </h3>
      <dl className="mt-1 grid grid-cols-[minmax(6rem,auto)_minmax(0,1fr)] gap-x-4 gap-y-1 border-t pt-2">
        {facts.map(([name, value = '']) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="whitespace-pre-wrap break-words">
              <Value value={value} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Value({ value }: { value: string }) {
  const href = webLink(value);
  if (!href) return value;
  return (
    <a href={href} target="_blank" rel="noreferrer" className="text-accent-fg underline">
      {value}
    </a>
  );
}
