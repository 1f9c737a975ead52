import type { PersonView } from '@/lib/people/contract';
import type { ColumnId } from './columns';

/** What the grid asks of the screen around it. */
export type GridActions = {
  open(person: PersonView): void;
  /** Null closes the panel. */
  peek(person: PersonView | null): void;
  sortBy(column: ColumnId): void;
  toggleRow(row: number): void;
  extendTo(row: number): void;
  toggleAll(): void;
  clearSelection(): void;
  /** Tells it to a screen reader. */
  say(message: string): void;
};
