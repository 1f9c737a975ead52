/**
 * The instance's activity log: append-only, in commit order. Columns are typed arrays and the details of seeded rows
 * are worked out when read, so that millions of rows stay cheap.
 */
export type AttributeValue = string | number | boolean | number[] | null;
export type ActivityDetail = {
  primaryAttributeValueId?: number;
  primaryAttributeValue?: string;
  campaignId?: number;
  attributes: [name: string, value: AttributeValue][];
};
export type ActivityRow = { seq: number; leadId: number; typeId: number; atSeconds: number; detail: ActivityDetail };
/** `variant` stands for a detail that can be derived again; a `detail` is kept as it is. */
export type NewActivity = { leadId: number; typeId: number; atSeconds: number } & (
  | { variant: number }
  | { detail: ActivityDetail }
);
export type LogState = {
  size: number;
  leadIds: string;
  typeIds: string;
  atSeconds: string;
  variants: string;
  details: [number, ActivityDetail][];
  waiting: { dueMs: number; activity: NewActivity }[];
};

export type ActivityLog = {
  /** The number of the last committed row; rows are numbered from 1. */
  size(): number;
  append(activity: NewActivity): number;
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
  dump(): LogState;
  load(state: LogState): void;
  clear(): void;
};

export function createActivityLog(derive: (typeId: number, variant: number) => ActivityDetail): ActivityLog {
  let size = 0;
  let columns = newColumns(1024);
  let details = new Map<number, ActivityDetail>();
  let waiting: { dueMs: number; activity: NewActivity }[] = [];

  function append(activity: NewActivity): number {
    if (size + 1 >= columns.leadIds.length) columns = grow(columns);
    size++;
    columns.leadIds[size] = activity.leadId;
    columns.typeIds[size] = activity.typeId;
    columns.atSeconds[size] = activity.atSeconds;
    columns.newestSoFar[size] = Math.max(columns.newestSoFar[size - 1] ?? 0, activity.atSeconds);
    if ('variant' in activity) columns.variants[size] = activity.variant;
    else details.set(size, activity.detail);
    return size;
  }

  const typeIdAt = (seq: number) => columns.typeIds[seq] ?? 0;

  return {
    size: () => size,
    append,
    appendLater: (dueMs, activity) => {
      waiting.push({ dueMs, activity });
    },
    commitDue: (nowMs) => {
      if (waiting.length === 0) return;
      const due = waiting.filter((item) => item.dueMs <= nowMs).sort((a, b) => a.dueMs - b.dueMs);
      waiting = waiting.filter((item) => item.dueMs > nowMs);
      for (const item of due) append(item.activity);
    },
    row: (seq) => ({
      seq,
      leadId: columns.leadIds[seq] ?? 0,
      typeId: typeIdAt(seq),
      atSeconds: columns.atSeconds[seq] ?? 0,
      detail: details.get(seq) ?? derive(typeIdAt(seq), columns.variants[seq] ?? 0),
    }),
    leadIdAt: (seq) => columns.leadIds[seq] ?? 0,
    typeIdAt,
    atSecondsAt: (seq) => columns.atSeconds[seq] ?? 0,
    firstSince: (atSeconds) => {
      let low = 1;
      let high = size + 1;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((columns.newestSoFar[middle] ?? 0) >= atSeconds) high = middle;
        else low = middle + 1;
      }
      return low;
    },
    reassign: (from, to) => {
      for (let seq = 1; seq <= size; seq++) if (from.has(columns.leadIds[seq] ?? 0)) columns.leadIds[seq] = to;
      for (const item of waiting) if (from.has(item.activity.leadId)) item.activity.leadId = to;
    },
    dump: () => ({
      size,
      leadIds: toText(columns.leadIds, size),
      typeIds: toText(columns.typeIds, size),
      atSeconds: toText(columns.atSeconds, size),
      variants: toText(columns.variants, size),
      details: [...details],
      waiting,
    }),
    load: (state) => {
      size = state.size;
      columns = newColumns(size + 1024);
      fill(columns.leadIds, state.leadIds);
      fill(columns.typeIds, state.typeIds);
      fill(columns.atSeconds, state.atSeconds);
      fill(columns.variants, state.variants);
      for (let seq = 1; seq <= size; seq++)
        columns.newestSoFar[seq] = Math.max(columns.newestSoFar[seq - 1] ?? 0, columns.atSeconds[seq] ?? 0);
      details = new Map(state.details);
      waiting = state.waiting;
    },
    clear: () => {
      size = 0;
      columns = newColumns(1024);
      details = new Map();
      waiting = [];
    },
  };
}

type Columns = {
  leadIds: Uint32Array;
  typeIds: Uint32Array;
  atSeconds: Uint32Array;
  variants: Uint32Array;
  newestSoFar: Uint32Array;
};

function newColumns(length: number): Columns {
  const column = () => new Uint32Array(length);
  return {
    leadIds: column(),
    typeIds: column(),
    atSeconds: column(),
    variants: column(),
    newestSoFar: column(),
  };
}

function grow(columns: Columns): Columns {
  const larger = newColumns(columns.leadIds.length * 2);
  larger.leadIds.set(columns.leadIds);
  larger.typeIds.set(columns.typeIds);
  larger.atSeconds.set(columns.atSeconds);
  larger.variants.set(columns.variants);
  larger.newestSoFar.set(columns.newestSoFar);
  return larger;
}

function toText(column: Uint32Array, size: number): string {
  return Buffer.from(column.buffer, column.byteOffset, (size + 1) * 4).toString('base64');
}

function fill(column: Uint32Array, text: string): void {
  const bytes = Buffer.from(text, 'base64');
  new Uint8Array(column.buffer).set(bytes);
}
