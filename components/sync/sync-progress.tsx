'use client';

import { Card, CardBody } from '@/components/ui/card';
import { Progress } from '@/components/ui/progress';
import { RelativeTime } from '@/components/ui/relative-time';
import type { SyncView } from '@/lib/sync/contract';
import { SpokenNowAndThen } from './spoken-now-and-then';
import { lengthText, peopleText, phaseWords } from './words';

/** What the sync is doing, and how far the first load is. */
export function SyncProgress({ sync }: { sync: SyncView }) {
  const { phase, progress, jobs } = sync;
  const reasons = [...new Set(jobs.map((job) => job.pausedReason).filter((reason) => reason !== null))];
  return (
    <Card aria-label="Progress">
      <CardBody className="grid gap-3">
        <p>{phaseWords[phase].sentence}</p>
        {reasons.map((reason) => (
          <p key={reason} className="text-warn-fg">
            {reason}
          </p>
        ))}
        {progress ? <LoadProgress progress={progress} moving={phase === 'loading'} /> : null}
      </CardBody>
    </Card>
  );
}

type LoadProgressProps = { progress: NonNullable<SyncView['progress']>; moving: boolean };

function LoadProgress({ progress, moving }: LoadProgressProps) {
  const { position, end, peopleRead, peopleWritten, peoplePerMinute, etaSeconds, startedAt } = progress;
  const share = end ? Math.min(100, Math.floor((position / end) * 100)) : null;
  const rate = moving && peoplePerMinute !== null ? `${peoplePerMinute.toLocaleString('en')} people/min` : null;
  const left = moving && etaSeconds !== null ? `about ${lengthText(etaSeconds)} left` : null;
  return (
    <div className="grid gap-2">
      <Progress label="First load" value={position} max={end} />
      <p className="flex flex-wrap gap-x-4 text-muted tabular-nums">
        {share === null ? null : <span className="font-semibold text-fg">{share} %</span>}
        <span>{peopleText(peopleWritten)} in the list</span>
        <span>{peopleRead.toLocaleString('en')} records read</span>
        {end === null ? null : (
          <span>
            Marketo ID {position.toLocaleString('en')} of {end.toLocaleString('en')}
          </span>
        )}
        {rate ? <span>{rate}</span> : null}
        {left ? <span>{left}</span> : null}
        <span>
          started <RelativeTime value={startedAt} />
        </span>
      </p>
      <SpokenNowAndThen text={[share === null ? null : `${share} percent`, left].filter(Boolean).join(', ')} />
    </div>
  );
}
