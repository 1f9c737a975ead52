/** A cell of the grid; row -1 is the header. */
export type Cell = { row: number; column: number };

export type GridSize = { rows: number; columns: number /** Rows that fit on the screen. */; rowsPerScreen: number };

export type GridKey = { key: string; ctrl: boolean };

/** Where a key leads in a data grid (ARIA Authoring Practices, plus j and k); null when the key does not move. */
export function moveFrom(cell: Cell, { key, ctrl }: GridKey, size: GridSize): Cell | null {
  const move = moves[ctrl ? `Ctrl ${key}` : key];
  if (!move) return null;
  const target = { ...cell, ...move(cell, size) };
  return {
    row: Math.max(-1, Math.min(target.row, size.rows - 1)),
    column: Math.max(0, Math.min(target.column, size.columns - 1)),
  };
}

const moves: Record<string, (cell: Cell, size: GridSize) => Partial<Cell>> = {
  ArrowDown: ({ row }) => ({ row: row + 1 }),
  ArrowUp: ({ row }) => ({ row: row - 1 }),
  ArrowRight: ({ column }) => ({ column: column + 1 }),
  ArrowLeft: ({ column }) => ({ column: column - 1 }),
  PageDown: ({ row }, { rowsPerScreen }) => ({ row: Math.max(row, 0) + rowsPerScreen }),
  PageUp: ({ row }, { rowsPerScreen }) => ({ row: upTo(row, row - rowsPerScreen) }),
  Home: () => ({ column: 0 }),
  End: (_, { columns }) => ({ column: columns - 1 }),
  'Ctrl ArrowDown': (_, { rows }) => ({ row: rows - 1 }),
  'Ctrl ArrowUp': () => ({ row: 0 }),
  'Ctrl ArrowRight': (_, { columns }) => ({ column: columns - 1 }),
  'Ctrl ArrowLeft': () => ({ column: 0 }),
  'Ctrl Home': () => ({ row: 0, column: 0 }),
  'Ctrl End': (_, { rows, columns }) => ({ row: rows - 1, column: columns - 1 }),
  j: ({ row }) => ({ row: row + 1 }),
  k: ({ row }) => ({ row: upTo(row, row - 1) }),
};

// These keys go up among the people and do not enter the header.
function upTo(row: number, target: number) {
  return row < 0 ? row : Math.max(0, target);
}
