import { describe, expect, it } from 'vitest';
import { batched } from './batch';

describe('asking together', () => {
  const asking = (most: number) => {
    const asked: string[][] = [];
    const ask = async (ids: string[]) => {
      asked.push(ids);
      return new Map(ids.filter((id) => id !== 'unknown').map((id) => [id, `of ${id}`]));
    };
    return { asked, of: batched(ask, { most, none: 'nothing' }) };
  };

  it('makes one request of all that is asked for in a moment, each id once', async () => {
    const { asked, of } = asking(10);
    expect(await Promise.all([of('a'), of('b'), of('a'), of('unknown')])).toEqual(['of a', 'of b', 'of a', 'nothing']);
    expect(asked).toEqual([['a', 'b', 'unknown']]);
    expect(await of('a')).toBe('of a');
    expect(asked).toHaveLength(2);
  });

  it('makes several where there are more than one may ask for', async () => {
    const { asked, of } = asking(2);
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map(of));
    expect(asked).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  });

  it('tells everybody who asked when it fails', async () => {
    const of = batched(
      async () => {
        throw new Error('away');
      },
      { most: 10, none: null },
    );
    const answers = await Promise.allSettled([of('a'), of('b')]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
