'use client';

import type { KeyboardEvent } from 'react';
import { toast } from 'sonner';
import { useShortcutsEnabled } from '@/components/shell/shortcuts';
import type { PersonView } from '@/lib/people/contract';
import { columns as columnsById } from './columns';
import { copyText } from './copy-text';
import type { GridActions } from './grid-actions';
import type { GridCursor } from './grid-cursor';
import { moveFrom } from './grid-moves';
import { type ColumnsChoice, widthStepPx } from './use-columns';

type GridKeysInput = {
  people: PersonView[];
  columns: ColumnsChoice;
  cursor: GridCursor;
  rowsPerScreen(): number;
  peekId: number | null;
  actions: GridActions;
};

/** What the keys do while the focus is in the grid. */
export function useGridKeys(input: GridKeysInput) {
  const [lettersOn] = useShortcutsEnabled();
  return (event: KeyboardEvent) => {
    if (event.altKey || isTyping(event.target)) return;
    if (!lettersOn && /^[a-z]$/i.test(event.key) && !hasCtrl(event)) return;
    const handled = input.cursor.cell.row < 0 ? onHeaderKey(event, input) : onRowKey(event, input);
    if (handled || move(event, input)) event.preventDefault();
  };
}

function onHeaderKey(event: KeyboardEvent, { columns, cursor, actions }: GridKeysInput) {
  const id = columns.shown[cursor.cell.column];
  if (!id) return false;
  if (event.key === 'Enter' || event.key === ' ') {
    actions.sortBy(id);
    return true;
  }
  if (event.shiftKey && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
    const step = event.key === 'ArrowLeft' ? -widthStepPx : widthStepPx;
    const widthPx = columns.resize(id, columns.widthOf(id) + step);
    actions.say(`${columnsById[id].title}: ${widthPx} pixels wide`);
    return true;
  }
  return false;
}

function onRowKey(event: KeyboardEvent, { people, columns, cursor, peekId, actions }: GridKeysInput) {
  const { row, column } = cursor.cell;
  const person = people[row];
  if (!person) return false;
  switch (hasCtrl(event) ? `Ctrl ${event.key.toLowerCase()}` : event.key) {
    case 'Enter':
      actions.open(person);
      return true;
    case ' ':
      actions.peek(peekId === person.marketoId ? null : person);
      return true;
    case 'x':
      actions.toggleRow(row);
      return true;
    case 'X':
      actions.extendTo(row);
      return true;
    case 'Ctrl a':
      actions.toggleAll();
      return true;
    case 'Ctrl c':
      return copyCell(person, columns.shown[column]);
    case 'Escape':
      if (peekId === null) actions.clearSelection();
      else actions.peek(null);
      return true;
    default:
      return false;
  }
}

function move(event: KeyboardEvent, { people, columns, cursor, rowsPerScreen, peekId, actions }: GridKeysInput) {
  const size = { rows: people.length, columns: columns.shown.length, rowsPerScreen: rowsPerScreen() };
  const target = moveFrom(cursor.cell, { key: event.key, ctrl: hasCtrl(event) }, size);
  if (!target) return false;
  cursor.moveTo(target);
  const person = people[target.row];
  if (event.shiftKey && person && target.row !== cursor.cell.row) actions.extendTo(target.row);
  if (peekId !== null && person) actions.peek(person);
  return true;
}

function copyCell(person: PersonView, id: ColumnsChoice['shown'][number] | undefined) {
  // Text marked with the mouse is copied by the browser itself.
  if (!id || window.getSelection()?.toString()) return false;
  const text = columnsById[id].text(person);
  copyText(text).then((copied) => copied && toast.success(`Copied ${columnsById[id].title.toLowerCase()}`));
  return true;
}

function hasCtrl(event: KeyboardEvent) {
  return event.ctrlKey || event.metaKey;
}

function isTyping(target: EventTarget) {
  return target instanceof HTMLElement && target.matches('input:not([type="checkbox"]), textarea, select');
}
