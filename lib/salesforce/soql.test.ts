import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { to18 as simulatedTo18 } from '@/simulators/core/salesforce-ids';
import { chunkByBytes, longestListBytes, soqlDateTime, soqlList, soqlString, to18 } from './soql';

describe('soqlString', () => {
  it.each([
    ['plain', "'plain'"],
    ["O'Neill", "'O\\'Neill'"],
    ["' OR Name != '", "'\\' OR Name != \\''"],
    ["\\' OR Name != '", "'\\\\\\' OR Name != \\''"],
    ['a\\', "'a\\\\'"],
    ['one\ntwo\r\tthree', "'one\\ntwo\\r\\tthree'"],
    ['', "''"],
  ])('%j stays inside of its literal', (value, literal) => {
    expect(soqlString(value)).toBe(literal);
  });

  it('never lets a value out', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("'", '\\', 'a', '\n', ' ') }), (value) => {
        const inner = soqlString(value).slice(1, -1);
        // Every quote has an odd number of backslashes before it.
        for (const { index } of inner.matchAll(/'/g)) {
          expect((/\\*$/.exec(inner.slice(0, index))?.[0].length ?? 0) % 2).toBe(1);
        }
        expect((/\\*$/.exec(inner)?.[0].length ?? 0) % 2).toBe(0);
      }),
    );
  });
});

describe('chunkByBytes', () => {
  it('keeps every value, in order, in lists short enough for an address', () => {
    const values = Array.from({ length: 2_000 }, (_, n) => `përson.${n}'s@example.com`);
    const chunks = chunkByBytes(values);
    expect(chunks.flat()).toEqual(values);
    expect(chunks.length).toBeGreaterThan(1);
    for (const chunk of chunks)
      expect(encodeURIComponent(soqlList(chunk)).length).toBeLessThanOrEqual(longestListBytes + 6);
  });

  it.each([
    [[], []],
    [['a'], [['a']]],
    [
      ['x'.repeat(20_000), 'b'],
      [['x'.repeat(20_000)], ['b']],
    ],
  ])('of %j', (values, chunks) => {
    expect(chunkByBytes(values)).toEqual(chunks);
  });
});

describe('to18', () => {
  it('is the rule of the 18 characters', () => {
    expect(to18('001D000000IqhSL')).toBe('001D000000IqhSLIAZ');
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9a-zA-Z]{15}$/), (id) => {
        expect(to18(id)).toBe(simulatedTo18(id));
        expect(to18(to18(id))).toBe(to18(id));
      }),
    );
  });

  it('leaves what is no id as it is', () => {
    expect(to18('<unknown>')).toBe('<unknown>');
  });
});

it('writes moments in whole seconds, without quotes', () => {
  expect(soqlDateTime(new Date('2026-11-02T10:00:00.789Z'))).toBe('2026-11-02T10:00:00Z');
});
