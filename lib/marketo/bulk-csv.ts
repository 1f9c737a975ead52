/**
 * The rows of an export file as person records of the REST shape. The text is parsed byte by byte (as Latin-1, where
 * one character is one byte) and decoded cell by cell, so that every position is a byte offset to go on from. Pure.
 */
import Papa from 'papaparse';
import type { WireLead } from './api-types';

export type BulkHeader = {
  /** REST names in the order of the columns. */
  columns: string[];
  /** Where the first record begins. */
  endByte: number;
};

export type BulkPart = {
  leads: WireLead[];
  /** Records that had the wrong number of cells or no id. */
  unreadable: number;
  /** Bytes of the block that are dealt with; 0 when no record of it is complete. */
  usedBytes: number;
};

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** The first line of a file; null when `block` does not hold all of it. Throws RangeError when it has no `id`. */
export function bulkHeaderFrom(block: Buffer, isLast: boolean): BulkHeader | null {
  const bom = block.subarray(0, 3).equals(byteOrderMark) ? 3 : 0;
  const { records, usedBytes } = recordsFrom(block.subarray(bom), { isLast, atMost: 1 });
  const [cells] = records;
  if (!cells) return null;
  const columns = cells.map((name) => textFrom(name).trim());
  if (!columns.includes('id')) throw new RangeError('the file has no column "id"');
  return { columns, endByte: bom + usedBytes };
}

/**
 * At most `atMost` records from the beginning of `block`, which must be the beginning of a record. A record with the
 * wrong number of cells is never guessed at. One that spans lines and has that, or a quote in an odd place, may have
 * swallowed good records: only its first line is given up.
 */
export function leadsFromBulk(block: Buffer, input: { columns: string[]; isLast: boolean; atMost: number }): BulkPart {
  const { columns } = input;
  const read = recordsFrom(block, input);
  const swallowing = read.records.findIndex(
    (cells, i) =>
      (cells.length !== columns.length || read.oddlyQuoted.has(i)) && cells.some((cell) => cell.includes('\n')),
  );
  if (swallowing === 0) return { leads: [], unreadable: 1, usedBytes: block.indexOf(lineFeed) + 1 };
  const { records, usedBytes } =
    swallowing === -1 ? read : recordsFrom(block, { isLast: input.isLast, atMost: swallowing });
  const leads: WireLead[] = [];
  let unreadable = 0;
  for (const cells of records) {
    const lead = leadFrom(cells, columns);
    if (lead) leads.push(lead);
    else if (!isBlank(cells)) unreadable += 1;
  }
  return { leads, unreadable, usedBytes };
}

const lineFeed = 0x0a;

/** Whole records only, unless the block is the file's last. A quote that ends no cell is part of it. */
function recordsFrom(
  block: Buffer,
  { isLast, atMost }: { isLast: boolean; atMost: number },
): { records: string[][]; oddlyQuoted: Set<number>; usedBytes: number } {
  // The fast mode would count one record too many into the position.
  const parser = new Papa.Parser({ delimiter: ',', newline: '\n', quoteChar: '"', fastMode: false, preview: atMost });
  const { data, errors, meta } = parser.parse(block.toString('latin1'), 0, !isLast);
  return { records: data, oddlyQuoted: new Set(errors.map((error) => error.row)), usedBytes: meta.cursor };
}

function leadFrom(cells: string[], columns: string[]): WireLead | null {
  if (cells.length !== columns.length) return null;
  const id = Number(cells[columns.indexOf('id')]);
  if (!Number.isSafeInteger(id) || id <= 0) return null;
  const lead: WireLead = { id };
  for (let i = 0; i < cells.length; i++) {
    const column = columns[i] ?? '';
    const value = column === 'id' ? null : valueFrom(cells[i] ?? '');
    if (value !== null) lead[column] = value;
  }
  return lead;
}

/** An empty field is the bare word `null`; the last one of a line that ends in CR LF keeps its CR. */
function valueFrom(cell: string): string | null {
  return cell === 'null' || cell === 'null\r' ? null : textFrom(cell);
}

// Most cells are plain ASCII; the others are decoded from their bytes. A NUL is never part of a value.
const needsDecoding = /[\0\x80-\xff]/;

function textFrom(cell: string): string {
  return needsDecoding.test(cell) ? Buffer.from(cell, 'latin1').toString('utf8').replaceAll('\0', '') : cell;
}

const isBlank = (cells: string[]) => cells.length === 1 && (cells[0] ?? '').trim() === '';
