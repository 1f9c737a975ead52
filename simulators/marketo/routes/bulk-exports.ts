/** Bulk extracts over HTTP, of people and of activities. Paths have no `/rest`; the file stands outside the envelope. */
import type { Answer, StreamBody } from '@/simulators/core/http';
import { textAnswer } from '@/simulators/core/http';
import { type ApiRequest, batchSize, csvParam, jsonBody } from '@/simulators/marketo/api-request';
import {
  activityColumns,
  activityRows,
  extraActivityColumns,
  readActivityFilter,
} from '@/simulators/marketo/bulk-activity-rows';
import type { BulkFormat, BulkJob, BulkKind } from '@/simulators/marketo/bulk-jobs';
import { leadRows, readLeadFilter } from '@/simulators/marketo/bulk-rows';
import { type Cell, csvPieces } from '@/simulators/marketo/csv';
import { apiDate, toSeconds } from '@/simulators/marketo/dates';
import { MarketoError } from '@/simulators/marketo/envelope';
import { type Instance, type Route, type RouteHandler, type RouteResult, route } from '@/simulators/marketo/instance';

const formats: readonly string[] = ['CSV', 'TSV', 'SSV'];
const keptListMs = 7 * 86_400_000;

export const bulkRoutes: Route[] = [...exportRoutes('leads'), ...exportRoutes('activities')];

function exportRoutes(kind: BulkKind): Route[] {
  const at = `/bulk/v1/${kind}/export`;
  const change = (how: (instance: Instance, job: BulkJob) => void): RouteHandler =>
    gated(async (instance, request, [id = '']) => {
      const job = await existingJob(instance, request, kind, id);
      how(instance, job);
      return { body: { result: [jobRecord(job)] } };
    });
  return [
    route(
      'POST',
      `${at}/create.json`,
      gated((instance, request) => create(instance, request, kind)),
    ),
    route(
      'GET',
      `${at}.json`,
      gated((instance, request) => listJobs(instance, request, kind)),
    ),
    route(
      'POST',
      `${at}/{id}/enqueue.json`,
      change((instance, job) => instance.bulk.enqueue(job)),
    ),
    route(
      'POST',
      `${at}/{id}/cancel.json`,
      change((instance, job) => instance.bulk.cancel(job)),
    ),
    route(
      'GET',
      `${at}/{id}/status.json`,
      change(() => undefined),
    ),
    route(
      'GET',
      `${at}/{id}/file.json`,
      gated(async (instance, request, [id = '']) => ({
        answer: fileAnswer(instance, await instance.bulk.find({ kind, userId: request.userId }, id), request),
      })),
    ),
  ];
}

function gated(handler: RouteHandler): RouteHandler {
  return (instance, request, params) => {
    if (!instance.settings.capabilities.bulk) throw new MarketoError('703', 'Feature not enabled');
    return handler(instance, request, params);
  };
}

function create(instance: Instance, request: ApiRequest, kind: BulkKind): RouteResult {
  const body = jsonBody(request);
  const format = typeof body.format === 'string' ? body.format : 'CSV';
  if (!formats.includes(format)) throw new MarketoError('1001', `Invalid value '${format}'. Required of type 'format'`);
  const fields = Array.isArray(body.fields) ? body.fields.map(String) : [];
  const { columns, rows } = kind === 'leads' ? ofLeads(instance, fields, body) : ofActivities(instance, fields, body);
  const names = (body.columnHeaderNames ?? {}) as Record<string, unknown>;
  const header = columns.map((name) => String(names[name] ?? name));
  const { quirks } = instance.settings;
  const job = instance.bulk.create({
    kind,
    userId: request.userId,
    format: format as BulkFormat,
    pieces: () => csvPieces({ header, rows: rows(), format: format as BulkFormat, quirks }),
  });
  return { body: { result: [jobRecord(job)] } };
}

type Extract = { columns: string[]; rows: () => Iterable<Cell[] | null> };

function ofLeads(instance: Instance, fields: string[], body: Record<string, unknown>): Extract {
  if (fields.length === 0) throw new MarketoError('1002', "Missing value for required parameter 'fields'");
  requireFields(fields, (name) => instance.fields.find(name) !== undefined);
  const filter = readLeadFilter(instance, body.filter);
  return { columns: fields, rows: () => leadRows(instance, filter, fields) };
}

function ofActivities(instance: Instance, fields: string[], body: Record<string, unknown>): Extract {
  requireFields(fields, (name) => activityColumns.includes(name) || extraActivityColumns.includes(name));
  const filter = readActivityFilter(instance, body.filter);
  const columns = fields.length > 0 ? fields : activityColumns;
  return { columns, rows: () => activityRows(instance, filter, columns) };
}

function requireFields(fields: string[], exists: (name: string) => boolean): void {
  const unknown = fields.filter((name) => !exists(name));
  if (unknown.length > 0) throw new MarketoError('1003', `Invalid fields ${unknown.join(', ')}`);
}

async function listJobs(instance: Instance, request: ApiRequest, kind: BulkKind): Promise<RouteResult> {
  const statuses = new Set(csvParam(request, 'status'));
  const token = request.params.get('nextPageToken');
  const start = token ? instance.pageTokens.readList(token) : 0;
  const end = start + batchSize(request);
  const found = (await instance.bulk.list({ kind, userId: request.userId }))
    .filter((job) => statuses.size === 0 || statuses.has(job.status))
    .filter((job) => job.createdAtMs > instance.clock.nowMs() - keptListMs);
  return {
    body: {
      result: found.slice(start, end).map(jobRecord),
      ...(end < found.length ? { nextPageToken: instance.pageTokens.ofList(end) } : {}),
    },
  };
}

async function existingJob(instance: Instance, request: ApiRequest, kind: BulkKind, id: string): Promise<BulkJob> {
  const job = await instance.bulk.find({ kind, userId: request.userId }, id);
  if (!job) throw new MarketoError('1013', 'Object not found');
  return job;
}

/** Not ready, unknown, expired or lost: a plain 404. With `Range: bytes=a-b` a part and its place in the whole. */
function fileAnswer(instance: Instance, job: BulkJob | null, request: ApiRequest): Answer {
  if (!job?.file || job.status !== 'Completed') return textAnswer(404, 'File not found', 'text/plain');
  const { content } = job.file;
  const type = { 'content-type': instance.settings.quirks.csvCharset ? 'text/csv;charset=UTF-8' : 'text/csv' };
  const range = /^bytes=(\d+)-(\d*)$/.exec(String(request.headers.range ?? ''));
  if (!range) return { status: 200, headers: type, body: content };
  const total = content.lengthBytes;
  const from = Number(range[1]);
  const to = Math.min(range[2] ? Number(range[2]) : total - 1, total - 1);
  if (from > to) return { ...textAnswer(416, ''), headers: { 'content-range': `bytes */${total}` } };
  const headers = { ...type, 'content-range': `bytes ${from}-${to}/${total}` };
  return { status: 206, headers, body: partOf(content, from, to) };
}

function partOf(content: StreamBody, from: number, to: number): StreamBody {
  return { lengthBytes: to - from + 1, read: (start, end) => content.read(from + start, from + end) };
}

function jobRecord(job: BulkJob) {
  const at = (ms: number | null, name: string) => (ms === null ? {} : { [name]: apiDate(toSeconds(ms), 'z') });
  return {
    exportId: job.exportId,
    format: job.format,
    status: job.status,
    createdAt: apiDate(toSeconds(job.createdAtMs), 'z'),
    ...at(job.queuedAtMs, 'queuedAt'),
    ...at(job.startedAtMs, 'startedAt'),
    ...at(job.finishedAtMs, 'finishedAt'),
    ...(job.result
      ? {
          numberOfRecords: job.result.records,
          fileSize: job.result.lengthBytes,
          fileChecksum: job.result.checksum,
        }
      : {}),
    ...(job.errorMsg ? { errorMsg: job.errorMsg } : {}),
  };
}
