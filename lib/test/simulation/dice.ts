/** Every choice of a simulated seed comes from here, in one order, so that a seed can be replayed. */
import { seededRandom } from '../random';

export type Dice = {
  /** In [0, 1). */
  next(): number;
  /** Both ends included. */
  int(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** A key of `weights`, the heavier the likelier. */
  weighted<K extends string>(weights: Record<K, number>): K;
  /** Up to `count` different members of `list`. */
  some<T>(list: readonly T[], count: number): T[];
};

export function createDice(seed: number): Dice {
  // Neighbouring seeds must not begin alike.
  const next = seededRandom(Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b));
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  const pick = <T>(list: readonly T[]) => {
    if (list.length === 0) throw new Error('Nothing to pick from');
    return list[Math.floor(next() * list.length)] as T;
  };
  return {
    next,
    int,
    pick,
    chance: (probability) => next() < probability,
    weighted: (weights) => {
      const entries = Object.entries(weights) as [keyof typeof weights, number][];
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [key, weight] of entries) {
        left -= weight;
        if (left < 0) return key;
      }
      return pick(entries)[0];
    },
    some: (list, count) => {
      const rest = [...list];
      const taken = [];
      while (taken.length < count && rest.length > 0) taken.push(...rest.splice(int(0, rest.length - 1), 1));
      return taken;
    },
  };
}
