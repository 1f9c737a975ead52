// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by the virtualizer, which a table cannot do
'use client';

import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { cn } from '@/components/ui/class-names';
import type { PersonView } from '@/lib/people/contract';
import type { GridActions } from './grid-actions';
import { useGridCursor } from './grid-cursor';
import { GridHeader } from './grid-header';
import { useGridKeys } from './grid-keys';
import { onGridClick } from './grid-pointer';
import { GridRow, LoadingRow, rowHeightPx } from './grid-row';
import type { SortOrder } from './list-view';
import type { Selection } from './selection';
import type { ColumnsChoice } from './use-columns';

export type GridHandle = {
  /** Gives the keyboard to the current row, or to the first. */
  focusRows(): void;
  /** The person of the row that has the keyboard; null while none has it. */
  focusedPerson(): PersonView | null;
  /** First and last row on the screen. */
  visibleRows(): [first: number, last: number];
};

type PeopleGridProps = {
  handle: Ref<GridHandle>;
  people: PersonView[];
  /** Null while only a lower bound is known. */
  total: number | null;
  /** Changes when another list is shown: back to the top then. */
  listKey: string;
  columns: ColumnsChoice;
  sort: SortOrder;
  selection: Selection;
  peekId: number | null;
  /** Absent when every row is loaded, or the next ones are on their way. */
  loadMore?: () => void;
  hasMore: boolean;
  busy: boolean;
  actions: GridActions;
};

const headerHeightPx = 32;
const overscan = 8;
const prefetchRows = 120;

/** The list as an ARIA data grid: one tab stop, moved by keys; only the rows on the screen (and the focused one) exist. */
export function PeopleGrid(props: PeopleGridProps) {
  const { people, total, listKey, columns, sort, selection, peekId, loadMore, hasMore, busy, actions } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const cursor = useGridCursor({ rows: people.length, columns: columns.shown.length, scroller });
  const virtualizer = useVirtualizer({
    count: people.length + (hasMore ? 1 : 0),
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    overscan,
    scrollMargin: headerHeightPx,
    // The focused row stays in the page when it is scrolled away, so the keyboard never loses its place.
    rangeExtractor: (range) => withRow(defaultRangeExtractor(range), cursor.cell.row, people.length),
  });
  const items = virtualizer.getVirtualItems();
  const rowsPerScreen = () =>
    Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - headerHeightPx) / rowHeightPx));

  const onKeyDown = useGridKeys({ people, columns, cursor, rowsPerScreen, peekId, actions });
  useImperativeHandle(props.handle, () => ({
    focusRows: () => cursor.moveTo({ ...cursor.cell, row: Math.max(0, cursor.cell.row) }),
    focusedPerson: () => (scroller.current?.contains(document.activeElement) && people[cursor.cell.row]) || null,
    visibleRows: () => [virtualizer.range?.startIndex ?? 0, virtualizer.range?.endIndex ?? 0],
  }));
  useLoadAhead(virtualizer.range?.endIndex ?? 0, people.length, loadMore);
  useBackToTop(listKey, scroller, cursor.reset);

  return (
    <div
      ref={scroller}
      role="grid"
      tabIndex={-1}
      aria-label="People"
      aria-rowcount={total === null ? -1 : total + 1}
      aria-colcount={columns.shown.length}
      aria-multiselectable
      aria-busy={busy}
      onKeyDown={onKeyDown}
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
      onClick={(event) => onGridClick(event, { people, cursor, peekId, actions })}
      className={cn(
        'relative min-h-0 min-w-0 grow overflow-auto bg-surface outline-none',
        busy && 'opacity-75 transition-opacity delay-200',
      )}
      style={gridStyle(columns)}
    >
      <GridHeader
        columns={columns}
        sort={sort}
        cursor={cursor}
        selection={selection}
        people={people}
        actions={actions}
      />
      <div className="relative" style={{ height: virtualizer.getTotalSize(), width: 'var(--grid-width)' }}>
        {items.map((item) => {
          const person = people[item.index];
          const topPx = item.start - headerHeightPx;
          if (!person) return <LoadingRow key="more" topPx={topPx} row={item.index} />;
          return (
            <GridRow
              key={item.key}
              person={person}
              row={item.index}
              topPx={topPx}
              shown={columns.shown}
              activeColumn={cursor.cell.row === item.index ? cursor.cell.column : null}
              selected={selection.ids.has(person.marketoId)}
              peeked={peekId === person.marketoId}
            />
          );
        })}
      </div>
    </div>
  );
}

function gridStyle({ shown, widthOf }: ColumnsChoice): CSSProperties {
  // The name column stays in place while the others scroll by, so on a phone it leaves them room.
  const name = `min(${widthOf('name')}px, 50vw)`;
  const others = shown.slice(1).map((id) => `${widthOf(id)}px`);
  const template = [name, ...others.slice(0, -1), ...others.slice(-1).map((last) => `minmax(${last}, 1fr)`)];
  return {
    '--grid-columns': template.join(' '),
    '--grid-width': `max(100%, ${[name, ...others].join(' + ')})`,
    // Keeps a focused cell out from under the header and the name column.
    scrollPadding: `${headerHeightPx}px 0 0 calc(${name})`,
  } as CSSProperties;
}

function withRow(indexes: number[], row: number, rows: number) {
  if (row < 0 || row >= rows || indexes.includes(row)) return indexes;
  return [...indexes, row].sort((a, b) => a - b);
}

function useLoadAhead(lastVisible: number, loaded: number, loadMore: (() => void) | undefined) {
  const near = lastVisible >= loaded - prefetchRows;
  useEffect(() => {
    if (near) loadMore?.();
  }, [near, loadMore]);
}

function useBackToTop(listKey: string, scroller: { current: HTMLElement | null }, reset: () => void) {
  const shownKey = useRef(listKey);
  useEffect(() => {
    if (shownKey.current === listKey) return;
    shownKey.current = listKey;
    scroller.current?.scrollTo({ top: 0 });
    reset();
  }, [listKey, scroller, reset]);
}
