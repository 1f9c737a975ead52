/**
 * The instance's activity log: append-only, in commit order. Rows lie in typed arrays, details are packed, and those of
 * seeded rows are worked out when read, so that tens of millions of rows stay cheap.
 */
import { newColumns, numbersOfText, textOfNumbers, withRoomFor } from './columns';
import { createDetails } from './details';

export type AttributeValue = string | number | boolean | number[] | null;
export type ActivityDetail = {
  primaryAttributeValueId?: number;
  primaryAttributeValue?: string;
  campaignId?: number;
  attributes: [name: string, value: AttributeValue][];
};
export type ActivityRow = { seq: number; leadId: number; typeId: number; atSeconds: number; detail: ActivityDetail };
export type NewActivity = { leadId: number; typeId: number; atSeconds: number; detail: ActivityDetail };
type Waiting = { dueMs: number; activity: NewActivity };
/** Some rows in commit order; `variants` are details to derive, `details` texts by their place among these rows. */
export type RowsDump = {
  leadIds: string;
  typeIds: number[];
  atSeconds: string;
  variants: string;
  details: [number, string][];
};
/** Rows that seeding wrote are named only, the rest is there. */
export type LogPart = { seededCohort: number } | { rows: RowsDump };
export type LogEnd = { waiting: Waiting[]; merges: [from: number, to: number][] };

export type ActivityLog = {
  /** The number of the last committed row; rows are numbered from 1. */
  size(): number;
  append(activity: NewActivity): number;
  /** A row whose detail is derived from `variant` whenever it is read. */
  appendDerived(leadId: number, typeId: number, atSeconds: number, variant: number): void;
  /** Makes room at once for so many more rows. */
  reserve(rows: number): void;
  /** The rows after `fromSeq` were written by seeding this cohort, and need not be kept in a dump. */
  markSeeded(fromSeq: number, cohort: number): void;
  /** Commits the row only once the clock has reached `dueMs`, as when a mail leaves the server late. */
  appendLater(dueMs: number, activity: NewActivity): void;
  commitDue(nowMs: number): void;
  row(seq: number): ActivityRow;
  leadIdAt(seq: number): number;
  typeIdAt(seq: number): number;
  atSecondsAt(seq: number): number;
  /** The first row, in commit order, that happened at or after this second; `size + 1` if none. */
  firstSince(atSeconds: number): number;
  /** A merge: the losers' rows become the winner's, keeping their place. */
  reassign(from: Set<number>, to: number): void;
  dump(): Generator<LogPart>;
  dumpEnd(): LogEnd;
  loadRows(rows: RowsDump): void;
  loadEnd(end: LogEnd): void;
};

const rowsPerPart = 50_000;
/** The newest date is kept once a block: enough to find where a token starts. */
const blockBits = 8;

export function createActivityLog(derive: (typeId: number, variant: number) => ActivityDetail): ActivityLog {
  let size = 0;
  let columns = newColumns(1024);
  const details = createDetails();
  const newestByBlock: number[] = [];
  const typeIds: number[] = [];
  const typeNumbers = new Map<number, number>();
  const seededRanges: { from: number; to: number; cohort: number }[] = [];
  const merges: [from: number, to: number][] = [];
  let waiting: Waiting[] = [];

  const leadIdAt = (seq: number) => columns.leadIds[seq] ?? 0;
  const atSecondsAt = (seq: number) => columns.atSeconds[seq] ?? 0;
  const typeIdAt = (seq: number) => typeIds[(columns.kinds[seq] ?? 0) >> 1] ?? 0;
  const isPacked = (seq: number) => ((columns.kinds[seq] ?? 0) & 1) === 1;

  function numberOfType(typeId: number): number {
    const known = typeNumbers.get(typeId);
    if (known !== undefined) return known;
    typeNumbers.set(typeId, typeIds.push(typeId) - 1);
    return typeIds.length - 1;
  }

  function put(leadId: number, kind: number, atSeconds: number, detail: number): number {
    columns = withRoomFor(columns, ++size + 1);
    columns.leadIds[size] = leadId;
    columns.kinds[size] = kind;
    columns.atSeconds[size] = atSeconds;
    columns.details[size] = detail;
    const block = size >> blockBits;
    newestByBlock[block] = Math.max(newestByBlock[block] ?? newestByBlock[block - 1] ?? 0, atSeconds);
    return size;
  }

  const append = ({ leadId, typeId, atSeconds, detail }: NewActivity) =>
    put(leadId, numberOfType(typeId) * 2 + 1, atSeconds, details.add(detail));
  const appendDerived = (leadId: number, typeId: number, atSeconds: number, variant: number) => {
    put(leadId, numberOfType(typeId) * 2, atSeconds, variant);
  };

  function reassign(from: Set<number>, to: number): void {
    for (let seq = 1; seq <= size; seq++) if (from.has(columns.leadIds[seq] ?? 0)) columns.leadIds[seq] = to;
    for (const item of waiting) if (from.has(item.activity.leadId)) item.activity.leadId = to;
    for (const id of from) merges.push([id, to]);
  }

  function firstSince(atSeconds: number): number {
    let low = 0;
    let high = newestByBlock.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((newestByBlock[middle] ?? 0) >= atSeconds) high = middle;
      else low = middle + 1;
    }
    let seq = Math.max(1, low << blockBits);
    while (seq <= size && atSecondsAt(seq) < atSeconds) seq++;
    return Math.min(seq, size + 1);
  }

  function rowsDump(from: number, to: number): RowsDump {
    const rows: RowsDump = {
      leadIds: textOfNumbers(columns.leadIds.subarray(from, to + 1)),
      typeIds: [],
      atSeconds: textOfNumbers(columns.atSeconds.subarray(from, to + 1)),
      variants: textOfNumbers(columns.details.subarray(from, to + 1)),
      details: [],
    };
    for (let seq = from; seq <= to; seq++) {
      rows.typeIds.push(typeIdAt(seq));
      if (isPacked(seq)) rows.details.push([seq - from, details.textAt(columns.details[seq] ?? 0)]);
    }
    return rows;
  }

  function* dump(): Generator<LogPart> {
    let next = 1;
    for (const range of [...seededRanges, { from: size + 1, to: size, cohort: -1 }]) {
      for (; next < range.from; next += rowsPerPart)
        yield { rows: rowsDump(next, Math.min(range.from - 1, next + rowsPerPart - 1)) };
      if (range.cohort >= 0) yield { seededCohort: range.cohort };
      next = range.to + 1;
    }
  }

  return {
    size: () => size,
    append,
    appendDerived,
    reserve: (rows) => {
      columns = withRoomFor(columns, size + rows + 1);
    },
    markSeeded: (fromSeq, cohort) => {
      seededRanges.push({ from: fromSeq + 1, to: size, cohort });
    },
    appendLater: (dueMs, activity) => {
      waiting.push({ dueMs, activity });
    },
    commitDue: (nowMs) => {
      if (!waiting.some((item) => item.dueMs <= nowMs)) return;
      const due = waiting.filter((item) => item.dueMs <= nowMs).sort((a, b) => a.dueMs - b.dueMs);
      waiting = waiting.filter((item) => item.dueMs > nowMs);
      for (const item of due) append(item.activity);
    },
    row: (seq) => ({
      seq,
      leadId: leadIdAt(seq),
      typeId: typeIdAt(seq),
      atSeconds: atSecondsAt(seq),
      detail: isPacked(seq) ? details.at(columns.details[seq] ?? 0) : derive(typeIdAt(seq), columns.details[seq] ?? 0),
    }),
    leadIdAt,
    typeIdAt,
    atSecondsAt,
    firstSince,
    reassign,
    dump,
    dumpEnd: () => ({ waiting, merges }),
    loadRows: (rows) => {
      const [leadIds, seconds, variants] = [rows.leadIds, rows.atSeconds, rows.variants].map(numbersOfText);
      const packed = new Map(rows.details);
      rows.typeIds.forEach((typeId, index) => {
        const text = packed.get(index);
        const kind = numberOfType(typeId) * 2 + (text === undefined ? 0 : 1);
        const detail = text === undefined ? (variants?.[index] ?? 0) : details.addText(text);
        put(leadIds?.[index] ?? 0, kind, seconds?.[index] ?? 0, detail);
      });
    },
    loadEnd: (end) => {
      waiting = end.waiting;
      merges.push(...end.merges);
      const winners = new Map(merges);
      for (let seq = 1; seq <= size; seq++) columns.leadIds[seq] = lastWinner(winners, leadIdAt(seq));
    },
  };
}

/** Winners lose in their turn. */
function lastWinner(winners: Map<number, number>, leadId: number): number {
  let id = leadId;
  for (let next = winners.get(id); next !== undefined; next = winners.get(id)) id = next;
  return id;
}
