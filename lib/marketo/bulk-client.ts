/** Bulk lead extract: a file of people made by Marketo in its own time. */
import type { CallFeature, CallLane } from '@/lib/call-budget/model';
import { WireLeadExport } from './api-types';
import { wholeSeconds } from './dates';
import { MarketoFault, unreachable } from './errors';
import type { MarketoTransport } from './transport';

/** Exactly one per export. Both ends of a time belong to it, in whole seconds, and lie at most 31 days apart. */
export type BulkFilter =
  | { kind: 'smart-list' | 'static-list'; id: number }
  | { kind: 'created-at' | 'updated-at'; from: Date; to: Date };

export type LeadExport = {
  exportId: string;
  status: WireLeadExport['status'];
  numberOfRecords: number | null;
  fileSizeBytes: number | null;
  /** SHA-256 of the file in hex; null before it is there. */
  checksum: string | null;
  /** Marketo's words when it failed. */
  errorMessage: string | null;
  createdAt: Date | null;
  startedAt: Date | null;
  finishedAt: Date | null;
};

export type BulkClient = {
  /** Nothing runs before it is enqueued. 1035 when this instance lacks the filter, 1003 for fields it does not have. */
  createLeadExport(input: { fields: string[]; filter: BulkFilter }): Promise<string>;
  /** Also when it was enqueued before. Throws `throttled` when the queue is full, `quota` when the day's bytes are out. */
  enqueueLeadExport(exportId: string): Promise<void>;
  /** Marketo refreshes a status once a minute. A failed export is an answer, not a fault. */
  getLeadExport(exportId: string): Promise<LeadExport>;
  /** The exports of the last seven days that this API user made. */
  getLeadExports(): Promise<LeadExport[]>;
  cancelLeadExport(exportId: string): Promise<void>;
  /**
   * Hands on the bytes of a completed export from `fromByte` to its end, each chunk awaited; a cut connection or an
   * expired token goes on at the byte it had. Fault `file-gone` when Marketo no longer has the file.
   */
  readLeadExportFile(input: {
    exportId: string;
    fromByte: number;
    fileSizeBytes: number | null;
    onChunk(bytes: Uint8Array): Promise<void>;
    signal?: AbortSignal;
  }): Promise<void>;
};

const exportsPath = '/bulk/v1/leads/export';

/** The bulk part of a MarketoClient. Every call throws ProviderFault. */
export function createBulkClient(deps: {
  transport: MarketoTransport;
  lane: CallLane;
  feature: CallFeature;
  onCall: () => void;
}): BulkClient {
  const { transport, ...payer } = deps;

  return {
    async createLeadExport({ fields, filter }) {
      const post = { json: { fields, format: 'CSV', filter: wireFilter(filter) } };
      return only(await call({ path: `${exportsPath}/create.json`, post })).exportId;
    },
    async enqueueLeadExport(exportId) {
      await call({ path: pathOf(exportId, 'enqueue'), post: {} });
    },
    async getLeadExport(exportId) {
      return leadExportFrom(only(await call({ path: pathOf(exportId, 'status') })));
    },
    async getLeadExports() {
      const all: LeadExport[] = [];
      for (let token: string | null = ''; token !== null; ) {
        const query: Record<string, string> = token ? { nextPageToken: token } : {};
        const page = await call({ path: `${exportsPath}.json`, query });
        all.push(...page.rows.map(leadExportFrom));
        token = page.rows.length > 0 ? page.nextPageToken : null;
      }
      return all;
    },
    async cancelLeadExport(exportId) {
      await call({ path: pathOf(exportId, 'cancel'), post: {} });
    },
    readLeadExportFile({ exportId, ...input }) {
      return transport.download({ path: pathOf(exportId, 'file'), ...input, ...payer });
    },
  };

  function call(input: { path: string; query?: Record<string, string>; post?: { json?: unknown } }) {
    return transport.request({ query: {}, row: WireLeadExport, patience: 'otherMs', ...input, ...payer });
  }
}

function pathOf(exportId: string, verb: 'enqueue' | 'status' | 'cancel' | 'file'): string {
  return `${exportsPath}/${encodeURIComponent(exportId)}/${verb}.json`;
}

function wireFilter(filter: BulkFilter) {
  switch (filter.kind) {
    case 'smart-list':
      return { smartListId: filter.id };
    case 'static-list':
      return { staticListId: filter.id };
    case 'created-at':
      return { createdAt: range(filter) };
    case 'updated-at':
      return { updatedAt: range(filter) };
  }
}

function range({ from, to }: { from: Date; to: Date }) {
  return { startAt: wholeSeconds(from), endAt: wholeSeconds(to) };
}

function leadExportFrom(wire: WireLeadExport): LeadExport {
  return {
    exportId: wire.exportId,
    status: wire.status,
    numberOfRecords: wire.numberOfRecords ?? null,
    fileSizeBytes: wire.fileSize ?? null,
    checksum: wire.fileChecksum?.replace(/^sha256:/i, '').toLowerCase() ?? null,
    errorMessage: wire.errorMsg ?? null,
    createdAt: wire.createdAt ?? null,
    startedAt: wire.startedAt ?? null,
    finishedAt: wire.finishedAt ?? null,
  };
}

// Seen in production: success, and no result. A later call has it.
function only({ rows }: { rows: WireLeadExport[] }): WireLeadExport {
  const [row] = rows;
  if (!row) throw new MarketoFault(unreachable('Marketo answered without saying which export it means.'));
  return row;
}
