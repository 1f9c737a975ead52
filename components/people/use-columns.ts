'use client';

import { useMemo } from 'react';
import { z } from 'zod';
import { useStoredValue } from '@/components/shell/stored-value';
import { type ColumnId, columnIds, columns, usualColumns } from './columns';
import type { ListView, SetListView } from './list-view';

const StoredColumns = z.array(z.enum(columnIds));
const StoredWidths = z.partialRecord(z.enum(columnIds), z.number());
const noWidths: z.infer<typeof StoredWidths> = {};

export const smallestWidthPx = 72;
export const largestWidthPx = 640;
/** How far one key press or button moves a column's edge. */
export const widthStepPx = 24;

/** Which columns are shown and how wide. The address wins over what this browser remembers. */
export function useColumns(view: ListView, setView: SetListView) {
  const [remembered, remember] = useStoredValue('people.columns', StoredColumns, usualColumns);
  const [widths, setWidths] = useStoredValue('people.widths', StoredWidths, noWidths);
  const shown = useMemo(() => orderedWithName(view.columns ?? remembered), [view.columns, remembered]);

  const widthOf = (id: ColumnId) => widths[id] ?? columns[id].widthPx;
  return {
    shown,
    widthOf,
    toggle(id: ColumnId) {
      const next = orderedWithName(shown.includes(id) ? shown.filter((one) => one !== id) : [...shown, id]);
      remember(next);
      setView({ columns: next });
    },
    resize(id: ColumnId, widthPx: number) {
      const clamped = Math.round(Math.min(largestWidthPx, Math.max(smallestWidthPx, widthPx)));
      setWidths({ ...widths, [id]: clamped });
      return clamped;
    },
    reset() {
      remember(usualColumns);
      setWidths(noWidths);
      setView({ columns: null });
    },
  };
}

export type ColumnsChoice = ReturnType<typeof useColumns>;

function orderedWithName(ids: readonly ColumnId[]) {
  return columnIds.filter((id) => id === 'name' || ids.includes(id));
}
