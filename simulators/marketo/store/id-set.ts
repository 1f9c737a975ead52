/** A set of person ids as a bitmap: a million ids take an eighth of a megabyte, and they come out in order. */
export type IdSet = {
  readonly size: number;
  has(id: number): boolean;
  /** False when it was there already. */
  add(id: number): boolean;
  /** False when it was not there. */
  delete(id: number): boolean;
  /** Ascending, those above `id` only. */
  after(id: number): Generator<number>;
  [Symbol.iterator](): Generator<number>;
  toText(): string;
};

const bitsPerWord = 32;

export function createIdSet(from: Iterable<number> | { text: string } = []): IdSet {
  let words = 'text' in from ? wordsOfText(from.text) : new Uint32Array(32);
  let size = countBits(words);

  // Callers ask for whatever came over the wire: `>>>` alone would take 2³² + 7 for 7.
  const has = (id: number) =>
    Number.isInteger(id) &&
    id >= 0 &&
    id < words.length * bitsPerWord &&
    ((words[id >>> 5] ?? 0) & (1 << (id & 31))) !== 0;

  function add(id: number): boolean {
    if (has(id)) return false;
    if (id >>> 5 >= words.length) words = grown(words, (id >>> 5) + 1);
    words[id >>> 5] = (words[id >>> 5] ?? 0) | (1 << (id & 31));
    size++;
    return true;
  }

  function* after(id: number): Generator<number> {
    const first = id + 1;
    for (let at = first >>> 5; at < words.length; at++) {
      let word = words[at] ?? 0;
      if (at === first >>> 5) word &= -1 << (first & 31);
      while (word !== 0) {
        const lowest = word & -word;
        yield at * bitsPerWord + 31 - Math.clz32(lowest);
        word ^= lowest;
      }
    }
  }

  if (!('text' in from)) for (const id of from) add(id);
  return {
    get size() {
      return size;
    },
    has,
    add,
    delete: (id) => {
      if (!has(id)) return false;
      words[id >>> 5] = (words[id >>> 5] ?? 0) & ~(1 << (id & 31));
      size--;
      return true;
    },
    after,
    [Symbol.iterator]: () => after(-1),
    toText: () => Buffer.from(words.buffer, 0, usedWords(words) * 4).toString('base64'),
  };
}

function wordsOfText(text: string): Uint32Array {
  const bytes = Buffer.from(text, 'base64');
  const words = new Uint32Array(Math.max(32, bytes.length / 4));
  new Uint8Array(words.buffer).set(bytes);
  return words;
}

function grown(words: Uint32Array, atLeast: number): Uint32Array {
  const larger = new Uint32Array(Math.max(words.length * 2, atLeast));
  larger.set(words);
  return larger;
}

function usedWords(words: Uint32Array): number {
  let used = words.length;
  while (used > 0 && words[used - 1] === 0) used--;
  return used;
}

function countBits(words: Uint32Array): number {
  let bits = 0;
  for (let word of words) for (; word !== 0; word &= word - 1) bits++;
  return bits;
}
