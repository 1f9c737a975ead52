/** The fixed part of the log's rows: typed arrays that double when they are full. Row 0 is not used. */
export type Columns = {
  leadIds: Uint32Array;
  /** Twice the number of the type in the log's own table, plus one when the row has a packed detail. */
  kinds: Uint16Array;
  atSeconds: Uint32Array;
  /** The number from which a seeded detail is derived, or the place of a packed one. */
  details: Uint32Array;
};

export function newColumns(length: number): Columns {
  return {
    leadIds: new Uint32Array(length),
    kinds: new Uint16Array(length),
    atSeconds: new Uint32Array(length),
    details: new Uint32Array(length),
  };
}

/** Half as long again: large logs grow without taking three times their room. */
export function withRoomFor(columns: Columns, length: number): Columns {
  if (length <= columns.leadIds.length) return columns;
  const larger = newColumns(Math.max(length, Math.ceil(columns.leadIds.length * 1.5)));
  larger.leadIds.set(columns.leadIds);
  larger.kinds.set(columns.kinds);
  larger.atSeconds.set(columns.atSeconds);
  larger.details.set(columns.details);
  return larger;
}

export function textOfNumbers(column: Uint32Array): string {
  return Buffer.from(column.buffer, column.byteOffset, column.byteLength).toString('base64');
}

export function numbersOfText(text: string): Uint32Array {
  const bytes = Buffer.from(text, 'base64');
  const column = new Uint32Array(bytes.length / 4);
  new Uint8Array(column.buffer).set(bytes);
  return column;
}
