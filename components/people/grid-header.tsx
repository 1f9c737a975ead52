// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by the virtualizer, which a table cannot do
// biome-ignore-all lint/a11y/useFocusableInteractive: the cells of a row take the focus
'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { Checkbox } from '@/components/ui/checkbox';
import { cn } from '@/components/ui/class-names';
import type { PersonView } from '@/lib/people/contract';
import { ColumnEdge } from './column-edge';
import { type ColumnId, columns as columnsById } from './columns';
import type { GridActions } from './grid-actions';
import { cellAttributes, type GridCursor } from './grid-cursor';
import { type SortOrder, sortDirection } from './list-view';
import type { Selection } from './selection';
import type { ColumnsChoice } from './use-columns';

type GridHeaderProps = {
  columns: ColumnsChoice;
  sort: SortOrder;
  cursor: GridCursor;
  selection: Selection;
  people: PersonView[];
  actions: GridActions;
};

export function GridHeader({ columns, sort, cursor, selection, people, actions }: GridHeaderProps) {
  const allSelected = people.length > 0 && people.every((person) => selection.ids.has(person.marketoId));
  return (
    <div className="sticky top-0 z-20 w-(--grid-width)">
      <div role="row" aria-rowindex={1} className="grid h-8 w-full grid-cols-(--grid-columns) border-b bg-subtle">
        {columns.shown.map((id, column) => (
          <HeaderCell key={id} id={id} column={column} sort={sort} cursor={cursor} actions={actions} columns={columns}>
            {column === 0 ? (
              <span className="flex size-6 shrink-0 items-center justify-center">
                <Checkbox
                  tabIndex={-1}
                  aria-label="Select all loaded people"
                  checked={allSelected}
                  onChange={actions.toggleAll}
                  onClick={(event) => event.stopPropagation()}
                  className="size-3.5"
                />
              </span>
            ) : null}
          </HeaderCell>
        ))}
      </div>
    </div>
  );
}

type HeaderCellProps = Pick<GridHeaderProps, 'columns' | 'sort' | 'cursor' | 'actions'> & {
  id: ColumnId;
  column: number;
  children: ReactNode;
};

function HeaderCell({ id, column, columns, sort, cursor, actions, children }: HeaderCellProps) {
  const { title, sort: sortName } = columnsById[id];
  const direction = sortDirection(sort, sortName);
  const Arrow = direction === 'descending' ? ArrowDown : ArrowUp;
  const active = cursor.cell.row === -1 && cursor.cell.column === column;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys of all its cells
    <div
      role="columnheader"
      aria-colindex={column + 1}
      aria-sort={sortName ? direction : undefined}
      tabIndex={active ? 0 : -1}
      {...cellAttributes({ row: -1, column })}
      onClick={() => {
        cursor.place({ row: -1, column });
        actions.sortBy(id);
      }}
      className={cn(
        'group relative flex min-w-0 select-none items-center gap-1 px-3 font-medium text-muted text-xs focus-visible:-outline-offset-2',
        sortName && 'cursor-pointer hover:text-fg',
        column === 0 && 'sticky left-0 z-10 border-r bg-subtle pl-1',
      )}
    >
      {children}
      <span className="truncate">{title}</span>
      {direction === 'none' ? null : <Arrow aria-hidden className="size-3.5 shrink-0" />}
      <ColumnEdge widthPx={columns.widthOf(id)} onResize={(widthPx) => columns.resize(id, widthPx)} />
    </div>
  );
}
