import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createIdSet } from './id-set';

test('behaves like a sorted set of numbers', () => {
  const id = fc.integer({ min: 0, max: 3000 });
  const step = fc.record({ id, kind: fc.constantFrom('add', 'delete') });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), id, (steps, after) => {
      const [ours, plain] = [createIdSet(), new Set<number>()];
      for (const { id: one, kind } of steps) {
        const did = kind === 'add' ? ours.add(one) : ours.delete(one);
        expect(did).toBe(kind === 'add' ? !plain.has(one) : plain.has(one));
        if (kind === 'add') plain.add(one);
        else plain.delete(one);
      }
      const sorted = [...plain].sort((a, b) => a - b);
      expect([...ours]).toEqual(sorted);
      expect(ours.size).toBe(plain.size);
      expect([...ours.after(after)]).toEqual(sorted.filter((one) => one > after));
      const again = createIdSet({ text: ours.toText() });
      expect([[...again], again.size]).toEqual([sorted, sorted.length]);
    }),
  );
});

test('what is no id is in no set', () => {
  const ids = createIdSet([0, 7]);
  for (const odd of [-1, 7.5, Number.NaN, 2 ** 32 + 7, Number.POSITIVE_INFINITY]) expect(ids.has(odd)).toBe(false);
});
