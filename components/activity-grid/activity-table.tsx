// biome-ignore-all lint/a11y/useSemanticElements: rows of a virtual grid are placed one by one, which table elements cannot be
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid is the one tab stop and names its active row
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid handles the keys of all rows
'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { cn } from '@/components/ui/class-names';
import { type Column, columnsByTab } from './columns';
import { tabTitle } from './kinds';
import { nextRow } from './row-keys';
import type { GridRow, GridTab } from './rows';

type ActivityTableProps = {
  rows: GridRow[];
  tab: GridTab;
  hasOlder: boolean;
  /** Called when the end of the rows comes into sight. */
  onEnd(): void;
  onOpen(rowId: string): void;
  /** Below the last row: how to get older ones, or that there are none. */
  footer: ReactNode;
};

const rowHeightPx = 36;
const gridClass = 'grid grid-cols-(--narrow) items-center gap-x-3 px-4 md:grid-cols-(--wide)';

/** A virtualised grid with one tab stop: arrows move, Enter opens the row's card. */
export function ActivityTable({ rows, tab, hasOlder, onEnd, onOpen, footer }: ActivityTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const [activeId, setActiveId] = useState<string | null>(null);
  const active = Math.max(
    0,
    rows.findIndex((row) => row.id === activeId),
  );
  const columns = columnsByTab[tab];
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    getItemKey: (index) => rows[index]?.id ?? index,
    scrollPaddingStart: rowHeightPx,
    overscan: 10,
  });
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? -1;

  useEffect(() => {
    if (hasOlder && last >= rows.length - 10) onEnd();
  }, [hasOlder, last, rows.length, onEnd]);

  function onKeyDown(event: KeyboardEvent) {
    const row = rows[active];
    if ((event.key === 'Enter' || event.key === ' ') && row) {
      event.preventDefault();
      onOpen(row.id);
      return;
    }
    const next = nextRow(event, { active, count: rows.length, pageRows: shown.length });
    if (next === null) return;
    event.preventDefault();
    setActiveId(rows[next]?.id ?? null);
    virtual.scrollToIndex(next);
  }

  return (
    <div
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label={`${tabTitle(tab)} activities`}
      aria-rowcount={hasOlder ? -1 : rows.length + 1}
      aria-activedescendant={shown.some((item) => item.index === active) ? `${id}-${active}` : undefined}
      onKeyDown={onKeyDown}
      className="group min-h-72 grow overflow-auto focus-visible:-outline-offset-2"
      style={trackStyle(columns)}
    >
      <HeaderRow columns={columns} />
      <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
        {shown.map((item) => {
          const row = rows[item.index] as GridRow;
          return (
            <div
              key={item.key}
              id={`${id}-${item.index}`}
              role="row"
              aria-rowindex={item.index + 2}
              onClick={() => {
                setActiveId(row.id);
                onOpen(row.id);
              }}
              className={cn(
                gridClass,
                'absolute inset-x-0 cursor-pointer border-b tabular-nums hover:bg-hover',
                item.index === active && 'group-focus-visible:bg-selected forced-colors:group-focus-visible:outline',
              )}
              style={{ top: item.start, height: rowHeightPx }}
            >
              <Cells columns={columns} row={row} />
            </div>
          );
        })}
      </div>
      {footer}
    </div>
  );
}

function HeaderRow({ columns }: { columns: Column[] }) {
  return (
    <div role="rowgroup" className="sticky top-0 z-10 border-b bg-surface">
      <div role="row" aria-rowindex={1} className={cn(gridClass, 'h-9 text-muted text-xs')}>
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

function Cells({ columns, row }: { columns: Column[]; row: GridRow }) {
  return columns.map((column) => (
    <div key={column.key} role="gridcell" className={cn('truncate', column.wideOnly && 'max-md:hidden')}>
      {column.cell(row)}
    </div>
  ));
}

function trackStyle(columns: Column[]): CSSProperties {
  const tracks = (shown: Column[]) => shown.map((column) => column.width).join(' ');
  const narrow = tracks(columns.filter((column) => !column.wideOnly));
  return { '--wide': tracks(columns), '--narrow': narrow } as CSSProperties;
}
