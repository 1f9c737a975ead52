import { describe, expect, it } from 'vitest';
import { extendTo, nothingSelected, toggleAll, toggleRow } from './selection';

const ids = [11, 12, 13, 14, 15];
const marked = (selection: { ids: ReadonlySet<number> }) => [...selection.ids].sort();

describe('selection', () => {
  it('marks and unmarks one row', () => {
    const one = toggleRow(nothingSelected, ids, 2);
    expect(marked(one)).toEqual([13]);
    expect(marked(toggleRow(one, ids, 2))).toEqual([]);
  });

  it('extends from the last toggled row in both directions', () => {
    const one = toggleRow(nothingSelected, ids, 2);
    const down = extendTo(one, ids, 4);
    expect(marked(down)).toEqual([13, 14, 15]);
    expect(marked(extendTo(down, ids, 1))).toEqual([12, 13, 14, 15]);
  });

  it('starts a range at the row itself when nothing was toggled', () => {
    expect(marked(extendTo(nothingSelected, ids, 3))).toEqual([14]);
  });

  it('marks all, then none', () => {
    const all = toggleAll(toggleRow(nothingSelected, ids, 0), ids);
    expect(marked(all)).toEqual(ids);
    expect(marked(toggleAll(all, ids))).toEqual([]);
    expect(marked(toggleAll(nothingSelected, []))).toEqual([]);
  });
});
