'use client';

import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';
import type { Cell } from './grid-moves';

type GridCursorInput = { rows: number; columns: number; scroller: RefObject<HTMLElement | null> };

const start: Cell = { row: 0, column: 0 };

/** Which cell of the grid holds the keyboard. */
export function useGridCursor({ rows, columns, scroller }: GridCursorInput) {
  const [wanted, setWanted] = useState(start);
  const takeFocus = useRef(false);
  const cell = { row: Math.min(wanted.row, rows - 1), column: Math.min(wanted.column, columns - 1) };

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs after every move, also one to the same cell
  useLayoutEffect(() => {
    if (!takeFocus.current) return;
    takeFocus.current = false;
    const element = scroller.current?.querySelector<HTMLElement>(cellSelector(cell));
    element?.focus({ preventScroll: true });
    element?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [wanted]);

  return {
    cell,
    /** Moves the keyboard there and brings the cell into sight. */
    moveTo(next: Cell) {
      takeFocus.current = true;
      setWanted({ ...next });
    },
    /** Makes the cell the current one, after the pointer has been there. */
    place: setWanted,
    /** Back to the first row; who is in the header stays there. */
    reset: useCallback(() => setWanted((now) => (now.row < 0 ? now : start)), []),
  };
}

export type GridCursor = ReturnType<typeof useGridCursor>;

/** The attributes a cell is found again by. */
export function cellAttributes({ row, column }: Cell) {
  return { 'data-row': row, 'data-column': column };
}

/** The cell an event happened in. */
export function cellFromEvent(target: EventTarget): Cell | null {
  const element = target instanceof Element ? target.closest<HTMLElement>('[data-column]') : null;
  return element ? { row: Number(element.dataset.row), column: Number(element.dataset.column) } : null;
}

function cellSelector({ row, column }: Cell) {
  return `[data-row="${row}"][data-column="${column}"]`;
}
