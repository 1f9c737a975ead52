import type { MouseEvent } from 'react';
import type { PersonView } from '@/lib/people/contract';
import type { GridActions } from './grid-actions';
import { cellFromEvent, type GridCursor } from './grid-cursor';

type GridClickInput = { people: PersonView[]; cursor: GridCursor; peekId: number | null; actions: GridActions };

/** What a click somewhere in the rows does. */
export function onGridClick(event: MouseEvent, { people, cursor, peekId, actions }: GridClickInput) {
  const cell = cellFromEvent(event.target);
  const person = cell ? people[cell.row] : undefined;
  if (!cell || !person || !(event.target instanceof Element)) return;

  const link = event.target.closest('a');
  if (link && (event.ctrlKey || event.metaKey || event.shiftKey)) return;
  cursor.place(cell);
  if (link) {
    event.preventDefault();
    return actions.open(person);
  }
  if (event.shiftKey) return actions.extendTo(cell.row);
  if (event.target.matches('input[type="checkbox"]')) return actions.toggleRow(cell.row);
  if (event.target.closest('[data-peek]') || peekId !== null) actions.peek(person);
}
