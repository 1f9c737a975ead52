/** From the text of a nearly unique field to people who may have it: one hash table of ids, made when first asked. */
import { mix32 } from '@/simulators/core/random';

export type LeadIndex = {
  add(text: string, id: number): void;
  /** May name people of another or an earlier value: the caller looks again. */
  candidates(text: string): number[];
};

export function createLeadIndex(expected: number): LeadIndex {
  let slots = new Uint32Array(tableLength(expected));
  let hashes = new Uint32Array(slots.length);
  let used = 0;

  function put(hash: number, id: number): void {
    let at = hash & (slots.length - 1);
    while (slots[at] !== 0) {
      if (slots[at] === id && hashes[at] === hash) return;
      at = (at + 1) & (slots.length - 1);
    }
    slots[at] = id;
    hashes[at] = hash;
    used++;
  }

  function grow(): void {
    const [oldSlots, oldHashes] = [slots, hashes];
    slots = new Uint32Array(oldSlots.length * 2);
    hashes = new Uint32Array(slots.length);
    used = 0;
    for (let at = 0; at < oldSlots.length; at++) if (oldSlots[at]) put(oldHashes[at] ?? 0, oldSlots[at] ?? 0);
  }

  return {
    add: (text, id) => {
      if (used * 2 > slots.length) grow();
      put(hashOf(text), id);
    },
    candidates: (text) => {
      const hash = hashOf(text);
      const ids = new Set<number>();
      for (let at = hash & (slots.length - 1); slots[at] !== 0; at = (at + 1) & (slots.length - 1))
        if (hashes[at] === hash) ids.add(slots[at] ?? 0);
      return [...ids];
    },
  };
}

function tableLength(expected: number): number {
  return 2 ** Math.max(10, Math.ceil(Math.log2(expected * 2 + 1)));
}

/** FNV-1a over the code units, without case, stirred once more so that its low bits are good. */
function hashOf(text: string): number {
  const small = text.toLowerCase();
  let hash = 0x811c9dc5;
  for (let i = 0; i < small.length; i++) hash = Math.imul(hash ^ small.charCodeAt(i), 0x01000193);
  return mix32(hash >>> 0);
}
