/** Many askers, one request: what is asked for within a moment is asked for together. */

type Waiting<T> = { id: string; resolve(value: T): void; reject(error: unknown): void };

/** A function that answers for one id, by asking `ask` for up to `most` of them at once. */
export function batched<T>(ask: (ids: string[]) => Promise<Map<string, T>>, { most, none }: { most: number; none: T }) {
  let waiting: Waiting<T>[] = [];

  const flush = () => {
    const all = waiting;
    waiting = [];
    for (let from = 0; from < all.length; from += most) void answer(all.slice(from, from + most));
  };
  const answer = async (these: Waiting<T>[]) => {
    try {
      const found = await ask([...new Set(these.map(({ id }) => id))]);
      for (const { id, resolve } of these) resolve(found.get(id) ?? none);
    } catch (error) {
      for (const { reject } of these) reject(error);
    }
  };

  return (id: string) =>
    new Promise<T>((resolve, reject) => {
      if (waiting.length === 0) setTimeout(flush, 10);
      waiting.push({ id, resolve, reject });
    });
}
