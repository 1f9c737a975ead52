// biome-ignore-all lint/a11y/useSemanticElements: rows of a virtual grid are placed one by one, which table elements cannot be
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid is the one tab stop and names its active row
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid handles the keys of all rows
'use client';

import { memo } from 'react';
import { cn } from '@/components/ui/class-names';
import type { Column } from './columns';
import type { GridRow } from './rows';

export const rowHeightPx = 36;

const gridClass = 'grid grid-cols-(--narrow) items-center gap-x-3 px-4 md:grid-cols-(--wide)';

export function HeaderRow({ columns }: { columns: Column[] }) {
  return (
    <div role="rowgroup" className="sticky top-0 z-10 border-b bg-surface">
      <div role="row" aria-rowindex={1} className={cn(gridClass, 'text-muted text-xs')} style={{ height: rowHeightPx }}>
        {columns.map((column) => (
          <div
            key={column.key}
            role="columnheader"
            className={cn('truncate font-medium', column.wideOnly && 'max-md:hidden')}
          >
            {column.title}
          </div>
        ))}
      </div>
    </div>
  );
}

type ActivityRowProps = {
  id: string;
  row: GridRow;
  columns: Column[];
  /** Counted from 0, below the header. */
  index: number;
  topPx: number;
  isActive: boolean;
  onSelect(rowId: string): void;
};

/** Drawn again only when it changed: while scrolling most rows stay as they are. */
export const ActivityRow = memo(function ActivityRow(props: ActivityRowProps) {
  const { id, row, columns, index, topPx, isActive, onSelect } = props;
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      onClick={() => onSelect(row.id)}
      className={cn(
        gridClass,
        'absolute inset-x-0 cursor-pointer border-b tabular-nums hover:bg-hover',
        isActive && 'group-focus-visible:bg-selected forced-colors:group-focus-visible:outline',
      )}
      style={{ top: topPx, height: rowHeightPx }}
    >
      {columns.map((column) => (
        <div key={column.key} role="gridcell" className={cn('truncate', column.wideOnly && 'max-md:hidden')}>
          {column.cell(row)}
        </div>
      ))}
    </div>
  );
});
