'use client';

import { peopleText } from '@/components/people/count-text';
import { Card, CardBody } from '@/components/ui/card';
import { lengthText } from '@/components/ui/format-time';
import { Progress } from '@/components/ui/progress';
import type { SyncView } from '@/lib/sync/contract';
import { SpokenNowAndThen } from './spoken-now-and-then';
import { SyncStages } from './sync-stages';
import { UntilTime } from './until-time';
import { phaseWords, unitWords } from './words';

/** What the sync is doing, how far the first load is, and what it waits for. */
export function SyncProgress({ sync }: { sync: SyncView }) {
  const { phase, load, jobs, stages } = sync;
  const reasons = [...new Set(jobs.map((job) => job.pausedReason).filter((reason) => reason !== null))];
  return (
    <Card aria-label="Progress">
      <CardBody className="grid gap-4">
        <SyncStages stages={stages} />
        <div className="grid gap-1">
          <p>{phaseWords[phase].sentence}</p>
          {reasons.map((reason) => (
            <p key={reason} className="text-warn-fg">
              {reason}
            </p>
          ))}
          {jobs.map((job) =>
            job.waiting ? (
              <p key={job.name} className="text-muted">
                {job.title} waits <UntilTime value={job.waiting.until} />
                {job.waiting.why ? `: ${job.waiting.why}` : '.'}
              </p>
            ) : null,
          )}
        </div>
        {load?.progress ? <LoadProgress load={load} progress={load.progress} moving={phase === 'loading'} /> : null}
      </CardBody>
    </Card>
  );
}

type Load = NonNullable<SyncView['load']>;
type LoadProgressProps = { load: Load; progress: NonNullable<Load['progress']>; moving: boolean };

function LoadProgress({ load, progress, moving }: LoadProgressProps) {
  const { unit, start, position, end, peoplePerMinute, etaSeconds } = progress;
  const length = end === null ? null : Math.max(1, end - start);
  const share = length === null ? null : Math.min(100, Math.floor(((position - start) / length) * 100));
  const rate = moving && peoplePerMinute !== null ? `${peoplePerMinute.toLocaleString('en')} people/min` : null;
  const left = moving && etaSeconds !== null ? `about ${lengthText(etaSeconds)} left` : null;
  return (
    <div className="grid gap-2">
      <Progress label="First load" value={position - start} max={length} />
      <p className="flex flex-wrap gap-x-4 text-muted tabular-nums">
        {share === null ? null : <span className="font-semibold text-fg">{share} %</span>}
        <span>{peopleText(load.peopleWritten)} in the list</span>
        {rate ? <span>{rate}</span> : null}
        {left ? <span>{left}</span> : null}
        {end === null ? null : (
          <span>
            {unitWords[unit]} {position.toLocaleString('en')} of {end.toLocaleString('en')}
          </span>
        )}
      </p>
      <SpokenNowAndThen text={[share === null ? null : `${share} percent`, left].filter(Boolean).join(', ')} />
    </div>
  );
}
