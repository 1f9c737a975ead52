/**
 * The instance's people. Seeded ones are worked out when they are read; only what was changed since is kept, so a
 * million people cost little. What is read is a copy: `change` is the one way to write.
 */
import type { Cohort } from '@/simulators/marketo/seed/cohort';
import { createIdSet, type IdSet } from './id-set';
import { createLeadIndex, type LeadIndex } from './lead-index';
import type { Lead, LeadFields, LeadValue } from './state';

/** What differs from the seeded person; for a person created later, everything. Null empties a field. */
export type LeadPatch = { createdAtMs?: number; updatedAtMs?: number; values: LeadFields };

export type LeadStore = {
  /** How many people the API user may see; `get`, `has`, `values` and `keys` know only them. */
  readonly size: number;
  has(id: number): boolean;
  get(id: number): Lead | undefined;
  /** In the order of their ids. */
  values(): Generator<Lead>;
  keys(): Generator<number>;
  /** A superset of the visible people whose field has one of these texts, whatever their case. */
  candidates(field: string, texts: Iterable<string>): Iterable<Lead>;
  /** Also people whom the API user may not see. */
  inside(id: number): Lead | undefined;
  isHidden(id: number): boolean;
  setHidden(id: number, hidden: boolean): void;
  addCohort(cohort: Cohort): void;
  create(lead: Lead): void;
  change(id: number, patch: LeadPatch): void;
  remove(id: number): void;
  cohorts(): Cohort[];
  /** The seeded person as it was at first, and its place in its cohort. */
  seeded(id: number): { cohort: Cohort; index: number } | null;
  dump(): { alive: string; hidden: string };
  patches(): Iterable<[id: number, patch: LeadPatch]>;
  load(state: { alive: string; hidden: string; cohorts: Cohort[] }): void;
  loadPatch(id: number, patch: LeadPatch): void;
};

/** Other fields have few values, or are searched so rarely that a look at everybody will do. */
const indexedFields = new Set(['email', 'sfdcLeadId', 'sfdcContactId', 'sfdcAccountId']);

export function createLeadStore(): LeadStore {
  let cohorts: Cohort[] = [];
  let patches = new Map<number, LeadPatch>();
  let indexes = new Map<string, LeadIndex>();
  let alive = createIdSet();
  let hidden = createIdSet();
  let visible = createIdSet();

  function seeded(id: number): { cohort: Cohort; index: number } | null {
    for (const cohort of cohorts) {
      const index = cohort.indexOf(id);
      if (index >= 0) return { cohort, index };
    }
    return null;
  }

  function build(id: number): Lead {
    const place = seeded(id);
    const patch = patches.get(id);
    const base = place?.cohort.lead(place.index) ?? { id, createdAtMs: 0, updatedAtMs: 0, values: {} };
    return patch ? patched(base, patch) : base;
  }

  function* values(): Generator<Lead> {
    for (const id of visible) yield build(id);
  }

  function indexOf(field: string): LeadIndex {
    const known = indexes.get(field);
    if (known) return known;
    const made = createLeadIndex(alive.size);
    for (const id of alive) {
      const value = build(id).values[field];
      if (value !== undefined) made.add(String(value), id);
    }
    indexes.set(field, made);
    return made;
  }

  function remember(id: number, values: LeadFields): void {
    for (const [field, index] of indexes) {
      const value = values[field];
      if (value !== undefined && value !== null) index.add(String(value), id);
    }
  }

  function appear(id: number): void {
    alive.add(id);
    if (!hidden.has(id)) visible.add(id);
  }

  return {
    get size() {
      return visible.size;
    },
    has: (id) => visible.has(id),
    get: (id) => (visible.has(id) ? build(id) : undefined),
    values,
    keys: () => visible.after(-1),
    candidates: (field, texts) => {
      if (!indexedFields.has(field)) return values();
      const index = indexOf(field);
      const ids = new Set([...texts].flatMap((text) => index.candidates(text)));
      return [...ids].filter((id) => visible.has(id)).map(build);
    },
    inside: (id) => (alive.has(id) ? build(id) : undefined),
    isHidden: (id) => hidden.has(id),
    setHidden: (id, now) => {
      if (now) hidden.add(id);
      else hidden.delete(id);
      if (now || !alive.has(id)) visible.delete(id);
      else visible.add(id);
    },
    addCohort: (cohort) => {
      cohorts.push(cohort);
      for (const id of cohort.ids) appear(id);
      indexes.clear();
    },
    create: ({ id, createdAtMs, updatedAtMs, values: fields }) => {
      patches.set(id, { createdAtMs, updatedAtMs, values: { ...fields } });
      appear(id);
      remember(id, fields);
    },
    change: (id, patch) => {
      const before = patches.get(id);
      patches.set(id, { ...before, ...patch, values: { ...before?.values, ...patch.values } });
      remember(id, patch.values);
    },
    remove: (id) => {
      alive.delete(id);
      visible.delete(id);
      patches.delete(id);
    },
    cohorts: () => cohorts,
    seeded,
    dump: () => ({ alive: alive.toText(), hidden: hidden.toText() }),
    patches: () => patches,
    load: (state) => {
      cohorts = state.cohorts;
      patches = new Map();
      indexes = new Map();
      alive = createIdSet({ text: state.alive });
      hidden = createIdSet({ text: state.hidden });
      visible = visibleOf(alive, hidden);
    },
    loadPatch: (id, patch) => {
      patches.set(id, patch);
    },
  };
}

function visibleOf(alive: IdSet, hidden: IdSet): IdSet {
  const visible = createIdSet({ text: alive.toText() });
  for (const id of hidden) visible.delete(id);
  return visible;
}

function patched(base: Lead, patch: LeadPatch): Lead {
  const values: Record<string, LeadValue> = { ...base.values };
  for (const [name, value] of Object.entries(patch.values)) {
    if (value === null) delete values[name];
    else values[name] = value;
  }
  return {
    id: base.id,
    createdAtMs: patch.createdAtMs ?? base.createdAtMs,
    updatedAtMs: patch.updatedAtMs ?? base.updatedAtMs,
    values,
  };
}
