/** Delimited text as the bulk extracts write it: the word `null` for nothing, quotes where RFC 4180 asks for them. */
import type { BulkPiece } from './bulk-file';
import type { BulkFormat } from './bulk-jobs';
import type { Quirks } from './options';

export type Cell = string | number | boolean | null;

const separators: Record<BulkFormat, string> = { CSV: ',', TSV: '\t', SSV: ';' };
const rowsPerPiece = 2000;
const nulEveryRows = 5;

/** The header, then the rows in pieces; a row that is null has vanished and is left out. */
export function* csvPieces(input: {
  header: string[];
  rows: Iterable<Cell[] | null>;
  format: BulkFormat;
  quirks: Quirks;
}): Generator<BulkPiece> {
  const { quirks } = input;
  const line = (cells: Cell[]) => csvLine(cells, separators[input.format], quirks);
  let text = (quirks.csvBom ? '\uFEFF' : '') + line(input.header);
  let records = 0;
  let rowNumber = 0;
  for (const row of input.rows) {
    if (row === null) continue;
    rowNumber++;
    text += line(quirks.csvNulBytes && rowNumber % nulEveryRows === 0 ? withNul(row) : row);
    records++;
    if (records < rowsPerPiece) continue;
    yield { text, records };
    text = '';
    records = 0;
  }
  yield { text, records };
}

function csvLine(cells: Cell[], separator: string, quirks: Quirks): string {
  return `${cells.map((value) => csvCell(value, separator, quirks)).join(separator)}\n`;
}

function csvCell(value: Cell, separator: string, quirks: Quirks): string {
  if (value === null) return 'null';
  const text = String(value);
  if (!text.includes(separator) && !/["\r\n]/.test(text)) return text;
  return `"${quirks.csvStrayQuotes ? text : text.replaceAll('"', '""')}"`;
}

/** A NUL byte inside the first text of the row, as damaged imports leave it. */
function withNul(row: Cell[]): Cell[] {
  const at = row.findIndex((value) => typeof value === 'string' && value !== '');
  return row.map((value, index) => (index === at ? `${String(value).slice(0, 1)}\0${String(value).slice(1)}` : value));
}
