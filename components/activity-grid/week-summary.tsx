'use client';

import { cn } from '@/components/ui/class-names';
import { activityKinds } from '@/lib/activity-grid/model';
import { kindLooks } from './kinds';
import type { GridTab } from './rows';
import type { WeekCounts } from './weeks';

type WeekSummaryProps = { counts: WeekCounts; tab: GridTab; onTab(tab: GridTab): void };

/** The kinds with their counts; each is a filter, and pressing it again shows all kinds. */
export function WeekSummary({ counts, tab, onTab }: WeekSummaryProps) {
  return (
    <fieldset className="flex flex-wrap gap-1">
      <legend className="sr-only">Kinds</legend>
      {activityKinds.map((kind) => {
        const { icon: Icon, title, color } = kindLooks[kind];
        return (
          <button
            key={kind}
            type="button"
            aria-pressed={tab === kind}
            onClick={() => onTab(tab === kind ? 'all' : kind)}
            className={cn(
              'inline-flex h-7 items-center gap-1.5 rounded-full border px-2.5 text-xs hover:bg-hover',
              tab === kind && 'border-accent bg-selected forced-colors:outline',
            )}
          >
            <Icon aria-hidden className="size-3.5" style={{ color }} />
            {title}
            <span className="font-semibold tabular-nums">{counts[kind].toLocaleString('en')}</span>
          </button>
        );
      })}
    </fieldset>
  );
}
