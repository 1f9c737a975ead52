/** One org as its routes, rules and world see it: records, what each user may do, and what the admin set up. */
import type { SimulatorClock } from '@/simulators/core/clock';
import type { SchemaBook } from '@/simulators/salesforce/schema/schema-book';
import type { TaskVocabulary } from '@/simulators/salesforce/schema/task';
import type { RowLocks } from './locks';
import type { Row, Store } from './store';

/** What the admin of the org built: plain data, so that it can come over HTTP. */
export type OrgRules = {
  /** Refuses a record in which `field` is blank, or equals `equals`. */
  validation: { object: string; field: string; equals?: string | boolean | null; message: string }[];
  /** Beyond those of the schema. */
  required: { object: string; field: string }[];
  /** Active lead assignment: every created or changed lead goes there, unless the request says no. */
  assignLeadsTo: string | null;
  /** Another record of the object with the same e-mail address: `alert` may be overruled by the caller. */
  duplicates: { object: string; kind: 'alert' | 'block' }[];
  /** Flows and triggers: set fields after the commit, or refuse. */
  automation: Automation[];
  storageFull: boolean;
};

export type Automation = {
  object: string;
  on: 'create' | 'update';
  set?: Record<string, string | number | boolean | null>;
  error?: { code: string; message: string };
};

export type RecordAccess = 'edit' | 'read' | 'none';

export type Org = {
  clock: SimulatorClock;
  orgId: string;
  book: SchemaBook;
  vocabulary: TaskVocabulary;
  store: Store;
  locks: RowLocks;
  rules: OrgRules;
  /** Records that a user sees less of than others: `userId|recordId`. */
  sharing: Map<string, RecordAccess>;
  approvals: Set<string>;
  /** Deletions before this are forgotten, so replication must start later. */
  deleteLogFromMs: number;
  lastStampMs: number;
};

/** Who writes, and how the request wants it. */
export type Writer = { userId: string; autoAssign: boolean; allowDuplicates: boolean; holder: object };

export const recycleBinMs = 15 * 86_400_000;

export function noRules(): OrgRules {
  return { validation: [], required: [], assignLeadsTo: null, duplicates: [], automation: [], storageFull: false };
}

export function accessOf(org: Org, userId: string, recordId: string): RecordAccess {
  return org.sharing.get(`${userId}|${recordId}`) ?? 'edit';
}

/** Never goes back, and moves on only with the clock: rows of one moment share their stamp. */
export function nextStamp(org: Org): string {
  org.lastStampMs = Math.max(org.lastStampMs, org.clock.nowMs());
  return new Date(org.lastStampMs).toISOString();
}

/** As this user sees it now: null when hidden, not committed yet, or gone for good. */
export function recordFor(org: Org, userId: string, id: string): { object: string; row: Row } | null {
  const found = org.store.get(id);
  if (!found || accessOf(org, userId, id) === 'none') return null;
  const row = org.store.seen(found.row, org.clock.nowMs());
  return row ? { object: found.object, row } : null;
}

export function nameOf(org: Org, id: string | null): string | null {
  const row = id === null ? null : org.store.get(id)?.row;
  return row ? String(row.Name ?? row.Subject ?? id) : null;
}
