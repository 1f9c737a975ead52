// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by the virtualizer, which a table cannot do
// biome-ignore-all lint/a11y/useFocusableInteractive: the cells of a row take the focus
'use client';

import { PanelRight } from 'lucide-react';
import { memo } from 'react';
import { Checkbox } from '@/components/ui/checkbox';
import { cn } from '@/components/ui/class-names';
import { Skeleton } from '@/components/ui/skeleton';
import type { PersonView } from '@/lib/people/contract';
import { displayName } from '@/lib/people/model';
import { type ColumnId, columns } from './columns';
import { cellAttributes } from './grid-cursor';
import { personHref } from './queries';

export const rowHeightPx = 34;

type GridRowProps = {
  person: PersonView;
  row: number;
  topPx: number;
  shown: ColumnId[];
  /** The column holding the keyboard, when it is in this row. */
  activeColumn: number | null;
  selected: boolean;
  peeked: boolean;
};

const rowClass =
  'contain-layout contain-style absolute top-0 left-0 grid w-(--grid-width) grid-cols-(--grid-columns) border-b';
// Shown when pointed at or marked; always where nothing can be pointed at.
const boxClass =
  'size-3.5 checked:opacity-100 group-hover:opacity-100 group-focus-within:opacity-100 [@media(hover:hover)]:opacity-0';
const cellClass = 'flex min-w-0 items-center px-3 focus-visible:-outline-offset-2';

// Clicks and keys are handled once, by the grid; so a row changes only when its own data does.
export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { person, row, topPx, shown, activeColumn, selected, peeked } = props;
  return (
    <div
      role="row"
      aria-rowindex={row + 2}
      aria-selected={selected}
      className={cn(
        rowClass,
        'group bg-surface hover:bg-subtle',
        peeked && 'bg-hover',
        selected && 'bg-selected hover:bg-selected',
      )}
      style={{ height: rowHeightPx, transform: `translateY(${topPx}px)` }}
    >
      {shown.map((id, column) => {
        const cellProps = {
          role: column === 0 ? 'rowheader' : 'gridcell',
          'aria-colindex': column + 1,
          tabIndex: activeColumn === column ? 0 : -1,
          ...cellAttributes({ row, column }),
        };
        if (id === 'name') {
          return (
            <div key={id} {...cellProps} className={cn(cellClass, 'sticky left-0 z-10 gap-1 border-r bg-inherit pl-1')}>
              <NameCell person={person} selected={selected} />
            </div>
          );
        }
        const text = columns[id].text(person);
        return (
          <div key={id} {...cellProps} className={cellClass}>
            <span className="truncate text-muted" title={columns[id].cell ? undefined : text}>
              {columns[id].cell?.(person) ?? text}
            </span>
          </div>
        );
      })}
    </div>
  );
});

function NameCell({ person, selected }: { person: PersonView; selected: boolean }) {
  const name = displayName(person);
  return (
    <>
      <span className="flex size-6 shrink-0 items-center justify-center">
        <Checkbox tabIndex={-1} checked={selected} readOnly aria-label={`Select ${name}`} className={boxClass} />
      </span>
      <a href={personHref(person)} tabIndex={-1} title={name} className="min-w-0 truncate font-medium hover:underline">
        {name}
      </a>
      <button
        type="button"
        tabIndex={-1}
        data-peek
        aria-label={`Peek at ${name}`}
        title="Peek (Space)"
        className="ml-auto hidden size-6 [@media(hover:none)]:flex shrink-0 items-center justify-center rounded text-muted hover:bg-hover hover:text-fg group-hover:flex"
      >
        <PanelRight aria-hidden className="size-4" />
      </button>
    </>
  );
}

/** Holds the place of rows that are on their way. */
export function LoadingRow({ topPx, row }: { topPx: number; row: number }) {
  return (
    <div
      role="row"
      aria-rowindex={row + 2}
      className={cn(rowClass, 'items-center px-3')}
      style={{ height: rowHeightPx, transform: `translateY(${topPx}px)` }}
    >
      <div role="gridcell" aria-label="Loading more people">
        <Skeleton className="w-40" />
      </div>
    </div>
  );
}
