'use client';

import { type KeyboardEvent, useRef } from 'react';
import { cn } from '@/components/ui/class-names';
import { useNow } from '@/components/ui/relative-time';
import type { ActivityWeeks } from '@/lib/activity-grid/contract';
import { kindLooks } from './kinds';
import type { GridTab } from './rows';
import { countsText, dayText, kindsWithRows, weekTitle } from './week-labels';
import { totalOf, type WeekCounts, weekStartOf } from './weeks';

type WeekChartProps = {
  weeks: ActivityWeeks['weeks'];
  tab: GridTab;
  selected: string | null;
  onSelect(weekStart: string | null): void;
};

/** One bar per week, stacked by kind. A week is a button: chosen it narrows the rows, chosen again it frees them. */
export function WeekChart({ weeks, tab, selected, onSelect }: WeekChartProps) {
  const bars = useRef<HTMLDivElement>(null);
  const thisWeek = weekStartOf(new Date(useNow()).toISOString());
  const highest = Math.max(1, ...weeks.map((week) => totalOf(week.counts)));
  const tabStop = weeks.some((week) => week.weekStart === selected) ? selected : weeks.at(-1)?.weekStart;

  function moveFocus(event: KeyboardEvent) {
    const buttons = [...(bars.current?.querySelectorAll('button') ?? [])];
    const next = nextIndex(event.key, buttons.indexOf(event.target as HTMLButtonElement), buttons.length);
    if (next === null) return;
    event.preventDefault();
    buttons[next]?.focus();
  }

  return (
    <div ref={bars} role="toolbar" aria-label="Weeks" onKeyDown={moveFocus} className="flex h-20 items-stretch gap-px">
      {weeks.map(({ weekStart, counts }, index) => (
        <button
          key={weekStart}
          type="button"
          tabIndex={weekStart === tabStop ? 0 : -1}
          aria-pressed={weekStart === selected}
          aria-current={weekStart === thisWeek ? 'date' : undefined}
          aria-label={`Week ${weekTitle(weekStart)}${weekStart === thisWeek ? ' (now)' : ''}, ${countsText(counts)}`}
          title={`${weekTitle(weekStart)}\n${countsText(counts)}`}
          onClick={() => onSelect(weekStart === selected ? null : weekStart)}
          className={cn(
            'flex min-w-6 grow basis-0 flex-col rounded-sm border-transparent border-b-2 px-0.5 pt-1 hover:bg-hover',
            weekStart === thisWeek && 'border-muted',
            weekStart === selected && 'border-accent bg-selected forced-colors:outline',
          )}
        >
          <WeekBar counts={counts} highest={highest} tab={tab} />
          <span
            className={cn(
              'w-full shrink-0 whitespace-nowrap text-center text-[0.625rem] text-muted leading-4',
              weekStart === thisWeek ? 'font-semibold text-fg' : index % 3 > 0 && 'max-sm:invisible',
            )}
          >
            {weekStart === thisWeek ? 'Now' : dayText(weekStart)}
          </span>
        </button>
      ))}
    </div>
  );
}

function WeekBar({ counts, highest, tab }: { counts: WeekCounts; highest: number; tab: GridTab }) {
  let below = 0;
  return (
    <svg
      aria-hidden
      viewBox="0 0 10 100"
      preserveAspectRatio="none"
      className="h-0 w-full grow forced-colors:[forced-color-adjust:none]"
    >
      {kindsWithRows(counts).map((kind) => {
        const height = (counts[kind] / highest) * 100;
        below += height;
        const faded = tab !== 'all' && tab !== kind;
        return (
          <rect
            key={kind}
            x={1.5}
            width={7}
            y={100 - below}
            height={height}
            fill={kindLooks[kind].color}
            opacity={faded ? 0.25 : 1}
          />
        );
      })}
    </svg>
  );
}

function nextIndex(key: string, index: number, count: number): number | null {
  if (key === 'ArrowLeft') return Math.max(0, index - 1);
  if (key === 'ArrowRight') return Math.min(count - 1, index + 1);
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return null;
}
