import type { Db } from '@/db/client';
import { type LoadReport, newReport } from './load';

type Turn = { key: string; report: LoadReport; done: Promise<void> };

// Per database, so that two installations in one process never wait for each other.
const turnsOf = new WeakMap<Db, Map<number, Turn[]>>();

/**
 * Loads of one person take turns within this process: they would ask Marketo for the same pages. A load with the same
 * `key` as one that has not ended joins it. `done` never rejects: what went wrong is the report's `fault`.
 */
export function takeTurn(
  db: Db,
  marketoId: number,
  load: { key: string; run(report: LoadReport): Promise<void> },
): Turn & { joined: boolean } {
  const people = turnsOf.get(db) ?? new Map<number, Turn[]>();
  turnsOf.set(db, people);
  const waiting = people.get(marketoId) ?? [];
  const same = waiting.find((turn) => turn.key === load.key);
  if (same) return { ...same, joined: true };
  const report = newReport();
  const ahead = waiting.at(-1)?.done ?? Promise.resolve();
  const done = ahead
    .then(() => load.run(report))
    .catch((fault: unknown) => {
      report.fault = fault;
    })
    .finally(() => leave(people, marketoId, turn));
  const turn: Turn = { key: load.key, report, done };
  people.set(marketoId, [...waiting, turn]);
  return { ...turn, joined: false };
}

function leave(people: Map<number, Turn[]>, marketoId: number, turn: Turn) {
  const left = (people.get(marketoId) ?? []).filter((other) => other !== turn);
  if (left.length > 0) people.set(marketoId, left);
  else people.delete(marketoId);
}
