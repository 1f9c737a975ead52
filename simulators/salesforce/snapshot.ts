/** The whole org as text, and back: records, deletions and consents. What the admin set up stays as it is. */

import type { Instance } from './instance';
import type { Grant } from './oauth/grants';
import { loadOrgRecords } from './seed/org-records';
import { noRules } from './store/org';
import type { Deletion, Row } from './store/store';

type Snapshot = {
  version: 1;
  nowMs: number;
  records: [object: string, rows: Row[]][];
  deletions: Deletion[];
  serial: number;
  lastStampMs: number;
  grants: Grant[];
};

export function takeSnapshot({ org, clock, grants }: Instance): string {
  const snapshot: Snapshot = {
    version: 1,
    nowMs: clock.nowMs(),
    records: org.book.objects().map(({ name }) => [name, [...org.store.rows(name)]]),
    deletions: org.store.deletions,
    serial: org.store.serial(),
    lastStampMs: org.lastStampMs,
    grants: grants.dump(),
  };
  return JSON.stringify(snapshot);
}

export function loadSnapshot(instance: Instance, text: string): void {
  const snapshot = JSON.parse(text) as Snapshot;
  if (snapshot.version !== 1) throw new Error('it was saved by another version');
  const { org, grants } = instance;
  org.store.clear();
  org.locks.clear();
  for (const [object, rows] of snapshot.records) for (const row of rows) org.store.put(object, row);
  org.store.deletions.push(...snapshot.deletions);
  org.store.setSerial(snapshot.serial);
  org.lastStampMs = snapshot.lastStampMs;
  grants.load(snapshot.grants);
}

export function resetInstance(instance: Instance): void {
  const { org, grants, usage, cursors, faults, clock, settings } = instance;
  clock.reset();
  org.store.clear();
  org.locks.clear();
  org.book.reset();
  org.sharing.clear();
  org.approvals.clear();
  Object.assign(org.rules, noRules());
  org.deleteLogFromMs = 0;
  org.lastStampMs = 0;
  loadOrgRecords(org, settings);
  grants.clear();
  usage.clear();
  cursors.expireAll();
  faults.clear();
  instance.moveTo = null;
  instance.calls.length = 0;
  instance.unknownRequests.length = 0;
}
