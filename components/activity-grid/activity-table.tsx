// biome-ignore-all lint/a11y/useSemanticElements: rows of a virtual grid are placed one by one, which table elements cannot be
'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useCallback,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import { ActivityRow, HeaderRow, rowHeightPx } from './activity-row';
import { type Column, columnsByTab } from './columns';
import { tabTitle } from './kinds';
import { nextRow } from './row-keys';
import type { GridRow, GridTab } from './rows';

type ActivityTableProps = {
  gridRef: Ref<HTMLDivElement>;
  rows: GridRow[];
  tab: GridTab;
  hasOlder: boolean;
  /** Called when the end of the rows comes into sight. */
  onEnd(): void;
  onOpen(rowId: string): void;
  /** Below the last row: how to get older ones, or that there are none. */
  footer: ReactNode;
};

/** A virtualised grid with one tab stop: arrows move, Enter opens the row's card. */
export function ActivityTable({ gridRef, rows, tab, hasOlder, onEnd, onOpen, footer }: ActivityTableProps) {
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

  const select = useCallback(
    (rowId: string) => {
      setActiveId(rowId);
      onOpen(rowId);
    },
    [onOpen],
  );

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
      className="min-h-72 grow overflow-auto has-[[role=grid]:focus-visible]:outline-2 has-[[role=grid]:focus-visible]:outline-ring has-[[role=grid]:focus-visible]:-outline-offset-2"
      style={trackStyle(columns)}
    >
      <div
        ref={gridRef}
        role="grid"
        tabIndex={0}
        aria-label={`${tabTitle(tab)} activities`}
        aria-rowcount={hasOlder ? -1 : rows.length + 1}
        aria-activedescendant={shown.some((item) => item.index === active) ? `${id}-${active}` : undefined}
        onKeyDown={onKeyDown}
        className="group outline-none"
      >
        <HeaderRow columns={columns} />
        <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
          {shown.map((item) => {
            const row = rows[item.index] as GridRow;
            return (
              <ActivityRow
                key={item.key}
                id={`${id}-${item.index}`}
                row={row}
                columns={columns}
                index={item.index}
                topPx={item.start}
                isActive={item.index === active}
                onSelect={select}
              />
            );
          })}
        </div>
      </div>
      {footer}
    </div>
  );
}

function trackStyle(columns: Column[]): CSSProperties {
  const narrow = columns.filter((column) => !column.wideOnly).map((column) => column.narrowWidth ?? column.width);
  return { '--wide': columns.map((column) => column.width).join(' '), '--narrow': narrow.join(' ') } as CSSProperties;
}
