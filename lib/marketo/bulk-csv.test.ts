import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { WireLead } from './api-types';
import { bulkHeaderFrom, leadsFromBulk } from './bulk-csv';

describe('a header', () => {
  test('names the columns by REST name in any order, behind a byte order mark', () => {
    const text = '\ufefffirstName,id,"lastName"\r\n7,8,9\n';
    expect(bulkHeaderFrom(Buffer.from(text), false)).toEqual({
      columns: ['firstName', 'id', 'lastName'],
      endByte: Buffer.byteLength('\ufefffirstName,id,"lastName"\r\n'),
    });
  });

  test('that is not all there is asked for again, unless the file ends with it', () => {
    expect(bulkHeaderFrom(Buffer.from('id,first'), false)).toBeNull();
    expect(bulkHeaderFrom(Buffer.from('id,first'), true)?.columns).toEqual(['id', 'first']);
  });

  test('without an id is refused: nobody could be told apart', () => {
    expect(() => bulkHeaderFrom(Buffer.from('<html>\n'), true)).toThrow(RangeError);
  });
});

describe('a record', () => {
  test.each([
    ['the word null is an empty field', '1,null,x', { b: 'x' }],
    ['an empty cell is an empty text', '1,,x', { a: '', b: 'x' }],
    ['NUL bytes are left out', '1,A\0da,\0', { a: 'Ada', b: '' }],
    ['line ends inside quotes stay', '1,"two\r\nlines","and\nmore"', { a: 'two\r\nlines', b: 'and\nmore' }],
    ['a Unicode line separator ends nothing', '1,one\u2028line,漢\u0085字', { a: 'one\u2028line', b: '漢\u0085字' }],
    ['doubled quotes are one', '1,"a ""b"" c",""""', { a: 'a "b" c', b: '"' }],
    ['a quote inside a quoted cell ends nothing', '1,"the "old" name",x', { a: 'the "old" name', b: 'x' }],
    ['a quote inside a plain cell is itself', '1,5" pipe,x', { a: '5" pipe', b: 'x' }],
    ['commas inside quotes part nothing', '1,"Byron, Ada",x', { a: 'Byron, Ada', b: 'x' }],
    ['emoji and accents', '1,Zoë 👩‍💻,x', { a: 'Zoë 👩‍💻', b: 'x' }],
    ['a line that ends in CR LF', '1,x,null\r', { a: 'x' }],
  ])('%s', (_, line, rest) => {
    expect(read(`${line}\n`)).toEqual({ leads: [{ id: 1, ...rest }], unreadable: 0 });
  });

  test.each([
    ['too few cells', '1,x'],
    ['too many cells', '1,x,y,z'],
    ['no id', 'null,x,y'],
    ['an id that is no number', 'abc,x,y'],
    ['a fraction as id', '1.5,x,y'],
  ])('%s: counted and left out, never shifted into the next', (_, line) => {
    expect(read(`${line}\n2,x,y\n`)).toEqual({ leads: [{ id: 2, a: 'x', b: 'y' }], unreadable: 1 });
  });

  test.each([
    ['and too many cells', '1,"open,x\n2,"a, b",c\n'],
    ['and, as it happens, the right number of cells', '1,"open\n2,"a, b",c\n'],
  ])('with an open quote %s costs its line, not those it swallowed', (_, lines) => {
    expect(read(`${lines}3,x,y\n`)).toEqual({
      leads: [
        { id: 2, a: 'a, b', b: 'c' },
        { id: 3, a: 'x', b: 'y' },
      ],
      unreadable: 1,
    });
  });

  test('blank lines are no records, a missing last line end is no loss', () => {
    expect(read('1,x,y\n\n2,x,y').leads.map((lead) => lead.id)).toEqual([1, 2]);
  });
});

describe('any file', () => {
  const awkward = fc.constantFrom('"', '""', ',', '\n', '\r\n', '\r', '\u2028', '漢', '👩‍💻', 'ß', 'null', ' ');
  const cell = fc
    .array(fc.oneof(awkward, fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 5 })
    .map((parts) => parts.join('').replaceAll('\0', '').toWellFormed());
  const rows = fc.array(
    fc.array(fc.option(cell.filter((text) => text.trim() !== 'null')), { minLength: 3, maxLength: 3 }),
  );

  test('is read as it was written, cut into pieces at any byte', () => {
    fc.assert(
      fc.property(
        rows,
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 64 }),
        (people, atMost, blockBytes) => {
          const columns = ['name', 'id', 'city', 'note'];
          const lines = people.map(([name, city, note], i) => [name, String(i + 1), city, note].map(written).join(','));
          const file = Buffer.from([columns.join(','), ...lines].map((line) => `${line}\n`).join(''));
          const expected = people.map(([name, city, note], i) => ({ name, id: i + 1, city, note }));
          const { leads, unreadable } = readInBlocks(file, { atMost, blockBytes });
          expect(unreadable).toBe(0);
          expect(leads).toEqual(expected.map((lead) => withoutNulls(lead)));
        },
      ),
    );
  });
});

const written = (value: string | null | undefined) =>
  value === null || value === undefined ? 'null' : `"${value.replaceAll('"', '""')}"`;
const withoutNulls = (lead: object) => Object.fromEntries(Object.entries(lead).filter(([, value]) => value !== null));

function read(text: string) {
  return readInBlocks(Buffer.from(`id,a,b\n${text}`), { atMost: 2, blockBytes: 1000 });
}

/** As the file reader does: a block from the last position on, a larger one when no record was complete in it. */
function readInBlocks(file: Buffer, { atMost, blockBytes }: { atMost: number; blockBytes: number }) {
  const header = bulkHeaderFrom(file, true);
  const leads: WireLead[] = [];
  let unreadable = 0;
  let at = header?.endByte ?? 0;
  for (let bytes = blockBytes; at < file.length; ) {
    const isLast = at + bytes >= file.length;
    const columns = header?.columns ?? [];
    const part = leadsFromBulk(file.subarray(at, at + bytes), { columns, isLast, atMost });
    leads.push(...part.leads);
    unreadable += part.unreadable;
    at += part.usedBytes;
    bytes = part.usedBytes === 0 ? bytes * 2 : blockBytes;
  }
  return { leads, unreadable };
}
