import { Check, CircleDashed, LoaderCircle, Pause } from 'lucide-react';
import { cn } from '@/components/ui/class-names';
import type { SyncView } from '@/lib/sync/contract';
import type { StageState } from '@/lib/sync/model';
import { stageStateWords, stageWords } from './words';

const looks: Record<StageState, { icon: typeof Check; className: string; iconClassName?: string }> = {
  done: { icon: Check, className: 'text-muted', iconClassName: 'text-good-fg' },
  now: {
    icon: LoaderCircle,
    className: 'font-medium text-fg',
    iconClassName: 'motion-safe:animate-spin text-accent-fg',
  },
  stopped: { icon: Pause, className: 'font-medium text-fg', iconClassName: 'text-warn-fg' },
  ahead: { icon: CircleDashed, className: 'text-muted' },
};

/** The way from nothing to a list that follows Marketo, and where the sync is on it. */
export function SyncStages({ stages }: { stages: SyncView['stages'] }) {
  return (
    <ol aria-label="Stages" className="grid gap-x-4 gap-y-2 sm:grid-cols-2 md:grid-cols-3 xl:grid-cols-6">
      {stages.map(({ stage, state }, index) => {
        const { icon: Icon, className, iconClassName } = looks[settled(stage, state)];
        return (
          <li
            key={stage}
            aria-current={state === 'now' || state === 'stopped' ? 'step' : undefined}
            className={cn('flex items-start gap-2 border-t-2 pt-2', lineOf(state), className)}
          >
            <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', iconClassName)} />
            <span>
              {index + 1}. {stageWords[stage]}
              <span className="sr-only">, {stageStateWords[state]}</span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}

// The last stage never ends: it looks arrived, not busy.
function settled(stage: SyncView['stages'][number]['stage'], state: StageState): StageState {
  return stage === 'following' && state === 'now' ? 'done' : state;
}

function lineOf(state: StageState) {
  if (state === 'ahead') return 'border-line';
  return state === 'stopped' ? 'border-warn-fg' : 'border-accent';
}
