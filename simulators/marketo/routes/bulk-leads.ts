/** Bulk lead extract over HTTP. Paths have no `/rest`; the file is the only answer outside the envelope. */
import { type Answer, textAnswer } from '@/simulators/core/http';
import { type ApiRequest, batchSize, csvParam, jsonBody } from '@/simulators/marketo/api-request';
import type { BulkFormat, BulkJob } from '@/simulators/marketo/bulk-jobs';
import { matchingLeads, readFilter, renderRows } from '@/simulators/marketo/bulk-rows';
import { apiDate, toSeconds } from '@/simulators/marketo/dates';
import { MarketoError } from '@/simulators/marketo/envelope';
import { type Instance, type Route, type RouteResult, route } from '@/simulators/marketo/instance';
import { listToken, readListToken } from '@/simulators/marketo/position-tokens';

const formats: readonly string[] = ['CSV', 'TSV', 'SSV'];
const keptListMs = 7 * 86_400_000;

export const bulkLeadRoutes: Route[] = [
  route('POST', '/bulk/v1/leads/export/create.json', create),
  route('GET', '/bulk/v1/leads/export.json', listJobs),
  route('POST', '/bulk/v1/leads/export/{id}/enqueue.json', (instance, _request, [id = '']) => {
    const job = existingJob(instance, id);
    instance.bulk.enqueue(job);
    return { body: { result: [jobRecord(job)] } };
  }),
  route('GET', '/bulk/v1/leads/export/{id}/status.json', (instance, _request, [id = '']) => ({
    body: { result: [jobRecord(existingJob(instance, id))] },
  })),
  route('POST', '/bulk/v1/leads/export/{id}/cancel.json', (instance, _request, [id = '']) => {
    const job = existingJob(instance, id);
    instance.bulk.cancel(job);
    return { body: { result: [jobRecord(job)] } };
  }),
  route('GET', '/bulk/v1/leads/export/{id}/file.json', (instance, request, [id = '']) => ({
    answer: fileAnswer(instance.bulk.find(id), request),
  })),
];

function create(instance: Instance, request: ApiRequest): RouteResult {
  const body = jsonBody(request);
  const fields = Array.isArray(body.fields) ? body.fields.map(String) : [];
  if (fields.length === 0) throw new MarketoError('1002', "Missing value for required parameter 'fields'");
  const unknown = fields.filter((name) => !instance.fields.find(name));
  if (unknown.length > 0) throw new MarketoError('1003', `Invalid fields ${unknown.join(', ')}`);
  const format = typeof body.format === 'string' ? body.format : 'CSV';
  if (!formats.includes(format)) throw new MarketoError('1001', `Invalid value '${format}'. Required of type 'format'`);
  const filter = readFilter(instance, body.filter);
  const headers = (body.columnHeaderNames ?? {}) as Record<string, unknown>;
  const job = instance.bulk.create(format as BulkFormat, () => {
    const leads = matchingLeads(instance, filter);
    const header = fields.map((name) => String(headers[name] ?? name));
    return {
      text: renderRows(instance, { leads, fields, header, format: format as BulkFormat }),
      records: leads.length,
    };
  });
  return { body: { result: [jobRecord(job)] } };
}

function listJobs(instance: Instance, request: ApiRequest): RouteResult {
  const statuses = new Set(csvParam(request, 'status'));
  const token = request.params.get('nextPageToken');
  const start = token ? readListToken(token) : 0;
  const end = start + batchSize(request);
  const found = instance.bulk
    .list()
    .filter((job) => statuses.size === 0 || statuses.has(job.status))
    .filter((job) => job.createdAtMs > instance.clock.nowMs() - keptListMs);
  return {
    body: {
      result: found.slice(start, end).map(jobRecord),
      ...(end < found.length ? { nextPageToken: listToken(end) } : {}),
    },
  };
}

function existingJob(instance: Instance, id: string): BulkJob {
  const job = instance.bulk.find(id);
  if (!job) throw new MarketoError('1013', 'Object not found');
  return job;
}

/** Not ready, unknown or lost: a plain 404. With `Range: bytes=a-b` a part and its place in the whole. */
function fileAnswer(job: BulkJob | null, request: ApiRequest): Answer {
  if (!job?.file || job.status !== 'Completed') return textAnswer(404, 'File not found', 'text/plain');
  const { text } = job.file;
  const type = 'text/csv;charset=UTF-8';
  const range = /^bytes=(\d+)-(\d*)$/.exec(String(request.headers.range ?? ''));
  if (!range) return { status: 200, headers: { 'content-type': type }, body: text };
  const from = Number(range[1]);
  const to = Math.min(range[2] ? Number(range[2]) : text.length - 1, text.length - 1);
  if (from > to) return { ...textAnswer(416, ''), headers: { 'content-range': `bytes */${text.length}` } };
  return {
    status: 206,
    headers: { 'content-type': type, 'content-range': `bytes ${from}-${to}/${text.length}` },
    body: text.subarray(from, to + 1),
  };
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
    ...(job.file
      ? { numberOfRecords: job.file.records, fileSize: job.file.text.length, fileChecksum: job.file.checksum }
      : {}),
    ...(job.errorMsg ? { errorMsg: job.errorMsg } : {}),
  };
}
