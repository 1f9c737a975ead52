/** One API request as the routes see it: parameters from query and form merged, `_method=GET` resolved. */
import type { IncomingMessage } from 'node:http';
import { MarketoError } from './envelope';
import type { MarketoEffect } from './instance';

export type ApiRequest = {
  method: string;
  /** Without the query, `..` resolved. */
  path: string;
  params: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: string;
  /** The e-mail address of the API user who calls; empty until the token is checked. */
  userId: string;
  /** What shall go wrong with it. */
  effects: MarketoEffect[];
};

const formType = 'application/x-www-form-urlencoded';

/** A POST with `_method=GET` (in the query or the form) becomes a GET; form parameters join the query's. */
export function toApiRequest(message: IncomingMessage, url: URL, body: string): ApiRequest {
  const params = new URLSearchParams(url.searchParams);
  const contentType = String(message.headers['content-type'] ?? '');
  if (contentType.toLowerCase().startsWith(formType))
    for (const [name, value] of new URLSearchParams(body)) params.append(name, value);
  const asked = params.get('_method')?.toUpperCase();
  const method = message.method === 'POST' && asked === 'GET' ? 'GET' : (message.method ?? 'GET');
  return { method, path: url.pathname, params, headers: message.headers, body, userId: '', effects: [] };
}

/** The parameter, or 1002 when it is missing or blank. */
export function requiredParam(request: ApiRequest, name: string): string {
  const value = request.params.get(name);
  if (value === null || value === '') throw new MarketoError('1002', `Missing value for required parameter '${name}'`);
  return value;
}

/** `a=1,2`, `a=1&a=2` and both at once; blanks are dropped. */
export function csvParam(request: ApiRequest, name: string): string[] {
  return request.params
    .getAll(name)
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
    .filter(Boolean);
}

/** Whole numbers, or 1001. */
export function integerParams(request: ApiRequest, name: string): number[] {
  return csvParam(request, name).map((value) => toInteger(name, value));
}

export function toInteger(name: string, value: string): number {
  if (!/^\d{1,15}$/.test(value))
    throw new MarketoError('1001', `Invalid value '${value}' for '${name}'. Required of type 'Integer'`);
  return Number(value);
}

/** Page size; the largest allowed one when absent or too large. */
export function batchSize(request: ApiRequest, largest = 300): number {
  const value = request.params.get('batchSize');
  if (value === null || value === '') return largest;
  const size = toInteger('batchSize', value);
  return size < 1 ? largest : Math.min(size, largest);
}

/** The JSON body as an object: 612 for another content type, 609 when it cannot be parsed. */
export function jsonBody(request: ApiRequest): Record<string, unknown> {
  if (!/^application\/json\b/i.test(String(request.headers['content-type'] ?? '')))
    throw new MarketoError('612', 'Invalid content type');
  try {
    const value: unknown = JSON.parse(request.body);
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return { ...value };
  } catch {
    // Falls through to the same answer as a body of another shape.
  }
  throw new MarketoError('609', 'Invalid JSON');
}

/** The `input` array of a write, at most 300 records. */
export function inputRecords(body: Record<string, unknown>): Record<string, unknown>[] {
  const { input } = body;
  if (!Array.isArray(input) || input.length === 0) throw new MarketoError('1003', 'Leads not specified');
  if (input.length > 300) throw new MarketoError('1003', 'Too many records in input; at most 300 are allowed');
  return input.map((item: unknown) => (item !== null && typeof item === 'object' ? { ...item } : {}));
}
