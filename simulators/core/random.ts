/** Seeded randomness, so that every world and every random fault can be replayed. */
export type Random = {
  /** In [0, 1). */
  next(): number;
  /** Both ends included. */
  int(min: number, max: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** A 32-bit unsigned number. */
  bits(): number;
};

/** Methods, not arrow functions: tsx names those one by one, which is slow where this is called a million times. */
export function createRandom(seed: number): Random {
  const at = { state: seed >>> 0 };
  return {
    next() {
      return nextShare(at);
    },
    bits() {
      return nextBits(at);
    },
    int(min, max) {
      return min + Math.floor(nextShare(at) * (max - min + 1));
    },
    chance(probability) {
      return nextShare(at) < probability;
    },
    pick(list) {
      return itemAt(list, Math.floor(nextShare(at) * list.length));
    },
  };
}

function nextShare(at: { state: number }): number {
  return nextBits(at) / 4_294_967_296;
}

function nextBits(at: { state: number }): number {
  at.state = (at.state + 0x6d2b79f5) >>> 0;
  return mix32(at.state);
}

/** The item at `index`, wrapping around; the list must not be empty. */
export function itemAt<T>(list: readonly T[], index: number): T {
  if (list.length === 0) throw new Error('cannot pick from an empty list');
  return list[index % list.length] as T;
}

/** A well spread 32-bit hash of a 32-bit number (mulberry32's output step). */
export function mix32(value: number): number {
  let t = value;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return (t ^ (t >>> 14)) >>> 0;
}

/** Draws indexes 0…size−1 by Zipf's law: few items get most of the draws. */
export function createZipf(size: number, exponent: number): (random: Random) => number {
  const cumulative = new Float64Array(size);
  let total = 0;
  for (let rank = 0; rank < size; rank++) {
    total += 1 / (rank + 1) ** exponent;
    cumulative[rank] = total;
  }
  return (random) => {
    const wanted = random.next() * total;
    let low = 0;
    let high = size - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cumulative[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
