/** The records of one org: by id, with indexes made when first asked for, undo, and a memory of what was deleted. */
import { sfdcId } from '@/simulators/core/salesforce-ids';

export type Value = string | number | boolean | null;
export type Row = Record<string, Value>;
export type Deletion = { object: string; id: string; atMs: number };

export type Store = {
  newId(prefix: string): string;
  get(id: string): { object: string; row: Row } | null;
  rows(object: string): Iterable<Row>;
  /** Replaces the record of this id; rows are never changed in place. */
  put(object: string, row: Row): void;
  remove(id: string): void;
  /** Records with this value, found by an index; text counts without case unless `exactCase`. */
  lookUp(object: string, field: string, value: Value, exactCase: boolean): Row[];
  /** Everything put or removed by `work` is undone when it throws. */
  atomically<T>(work: () => T): T;
  /** Until then readers see the record as it was before: a long transaction of somebody else. */
  showLater(id: string, before: Row | null, untilMs: number): void;
  /** As a reader sees it now; null when it is not there yet. */
  seen(row: Row, nowMs: number): Row | null;
  /** When the oldest transaction that is still open wrote; infinity without one. */
  oldestOpenMs(nowMs: number): number;
  deletions: Deletion[];
  /** How many ids were given out: a saved org must go on from there. */
  serial(): number;
  setSerial(serial: number): void;
  clear(): void;
};

type Held = { before: Row | null; untilMs: number };
type Index = Map<Value, Set<string>>;

export function createStore(): Store {
  const tables = new Map<string, Map<string, Row>>();
  const objectOf = new Map<string, string>();
  const indexes = new Map<string, { field: string; exactCase: boolean; byValue: Index }[]>();
  const held = new Map<string, Held>();
  const deletions: Deletion[] = [];
  let undo: (() => void)[] | null = null;
  let serial = 0;

  const table = (object: string) => {
    const found = tables.get(object);
    if (found) return found;
    const made = new Map<string, Row>();
    tables.set(object, made);
    return made;
  };

  function replace(object: string, id: string, next: Row | null): Row | null {
    const rows = table(object);
    const before = rows.get(id) ?? null;
    for (const index of indexes.get(object) ?? []) {
      if (before) index.byValue.get(keyOf(before[index.field] ?? null, index.exactCase))?.delete(id);
      if (next) addTo(index.byValue, keyOf(next[index.field] ?? null, index.exactCase), id);
    }
    if (next) rows.set(id, next);
    else rows.delete(id);
    if (next) objectOf.set(id, object);
    else objectOf.delete(id);
    return before;
  }

  function change(object: string, id: string, next: Row | null): void {
    const before = replace(object, id, next);
    undo?.push(() => replace(object, id, before));
  }

  function indexOf(object: string, field: string, exactCase: boolean): Index {
    const known = indexes.get(object) ?? [];
    const found = known.find((index) => index.field === field && index.exactCase === exactCase);
    if (found) return found.byValue;
    const byValue: Index = new Map();
    for (const row of table(object).values()) addTo(byValue, keyOf(row[field] ?? null, exactCase), String(row.Id));
    indexes.set(object, [...known, { field, exactCase, byValue }]);
    return byValue;
  }

  return {
    newId: (prefix) => sfdcId(prefix, 500_000_000 + serial++),
    get: (id) => {
      const object = objectOf.get(id);
      const row = object === undefined ? undefined : table(object).get(id);
      return object !== undefined && row ? { object, row } : null;
    },
    rows: (object) => table(object).values(),
    put: (object, row) => change(object, String(row.Id), row),
    remove: (id) => {
      const object = objectOf.get(id);
      if (object !== undefined) change(object, id, null);
    },
    lookUp: (object, field, value, exactCase) => {
      const ids = indexOf(object, field, exactCase).get(keyOf(value, exactCase));
      return [...(ids ?? [])].map((id) => table(object).get(id)).filter((row) => row !== undefined);
    },
    atomically: (work) => {
      const outer = undo;
      const own: (() => void)[] = [];
      undo = own;
      try {
        const result = work();
        outer?.push(...own);
        return result;
      } catch (error) {
        for (const back of own.reverse()) back();
        throw error;
      } finally {
        undo = outer;
      }
    },
    showLater: (id, before, untilMs) => {
      held.set(id, { before, untilMs });
    },
    seen: (row, nowMs) => {
      const hold = held.get(String(row.Id));
      if (!hold) return row;
      if (nowMs < hold.untilMs) return hold.before;
      held.delete(String(row.Id));
      return row;
    },
    oldestOpenMs: (nowMs) => {
      const open = [...held].filter(([, { untilMs }]) => nowMs < untilMs);
      const stamps = open.map(([id]) => Date.parse(String(table(objectOf.get(id) ?? '').get(id)?.SystemModstamp)));
      return Math.min(Number.POSITIVE_INFINITY, ...stamps);
    },
    deletions,
    serial: () => serial,
    setSerial: (next) => {
      serial = next;
    },
    clear: () => {
      for (const map of [tables, objectOf, indexes, held]) map.clear();
      deletions.length = 0;
      serial = 0;
    },
  };
}

function keyOf(value: Value, exactCase: boolean): Value {
  if (typeof value === 'string') return exactCase ? value : value.toLowerCase();
  return value;
}

function addTo(index: Index, key: Value, id: string): void {
  const found = index.get(key);
  if (found) found.add(id);
  else index.set(key, new Set([id]));
}
