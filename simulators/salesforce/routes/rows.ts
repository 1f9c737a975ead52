/** One record at a time, by its id or by an external id. Errors here carry `errorCode`. */
import { to18 } from '@/simulators/core/salesforce-ids';
import { SalesforceError } from '@/simulators/salesforce/errors';
import { rowError } from '@/simulators/salesforce/injected';
import { type ApiRequest, type Instance, type Route, type RouteResult, route } from '@/simulators/salesforce/instance';
import type { Field, ObjectSchema } from '@/simulators/salesforce/schema/field';
import { noSuchColumn } from '@/simulators/salesforce/soql/paths';
import { showRow } from '@/simulators/salesforce/soql/project';
import { recordFor } from '@/simulators/salesforce/store/org';
import type { Row } from '@/simulators/salesforce/store/store';
import { createRow, deleteRow, type Input, updateRow } from '@/simulators/salesforce/store/write';
import { schemaFor } from './describe';
import { externalField, matchesOf, refuseRace } from './external-id';

export const rowRoutes: Route[] = [
  route('POST', '/sobjects/{object}', (instance, request, [name = '']) => {
    const schema = schemaFor(instance, request, name);
    const id = write(instance, request, () => createRow(instance.org, request.writer, schema, inputOf(request)));
    const location = `${request.apiPath}/sobjects/${schema.name}/${id}`;
    return { status: 201, body: { id, success: true, errors: [] }, headers: { location } };
  }),
  route('GET', '/sobjects/{object}/{id}', (instance, request, [name = '', id = '']) => {
    const schema = schemaFor(instance, request, name);
    return { status: 200, body: shown(instance, request, schema, existing(instance, request, schema, id)) };
  }),
  route('PATCH', '/sobjects/{object}/{id}', (instance, request, [name = '', id = '']) => {
    const schema = schemaFor(instance, request, name);
    const row = existing(instance, request, schema, id, 'with-deleted');
    const given = inputOf(request);
    write(instance, request, () => updateRow(instance.org, request.writer, schema, String(row.Id), given));
    return { status: 204 };
  }),
  route('DELETE', '/sobjects/{object}/{id}', (instance, request, [name = '', id = '']) => {
    const schema = schemaFor(instance, request, name);
    const row = existing(instance, request, schema, id, 'with-deleted');
    write(instance, request, () => deleteRow(instance.org, request.writer, schema, String(row.Id)));
    return { status: 204 };
  }),
  route('GET', '/sobjects/{object}/{field}/{value}', (instance, request, params) => {
    const { schema, matches } = byExternalId(instance, request, params);
    const [row] = matches;
    if (matches.length > 1) return severalFound(request, schema, matches);
    if (!row) throw new SalesforceError('NOT_FOUND');
    return { status: 200, body: shown(instance, request, schema, row) };
  }),
  route('PATCH', '/sobjects/{object}/{field}/{value}', upsert),
  route('DELETE', '/sobjects/{object}/{field}/{value}', (instance, request, params) => {
    const { schema, matches } = byExternalId(instance, request, params);
    const [row] = matches;
    if (matches.length > 1) return severalFound(request, schema, matches);
    if (!row) throw new SalesforceError('NOT_FOUND');
    write(instance, request, () => deleteRow(instance.org, request.writer, schema, String(row.Id)));
    return { status: 204 };
  }),
];

function upsert(instance: Instance, request: ApiRequest, params: string[]): RouteResult {
  const { schema, field, matches, value } = byExternalId(instance, request, params);
  if (matches.length > 1) return severalFound(request, schema, matches);
  const [row] = matches;
  const given = { ...inputOf(request), [field.name]: value };
  const { org } = instance;
  if (row) {
    refuseRace(instance, request, field, row);
    const id = String(row.Id);
    write(instance, request, () => updateRow(org, request.writer, schema, id, given));
    if (instance.settings.quirks.upsertWithoutBody) return { status: 204 };
    return { status: 200, body: { id, success: true, errors: [], created: false } };
  }
  const id = write(instance, request, () => createRow(org, request.writer, schema, given));
  return { status: 201, body: { id, success: true, errors: [], created: true } };
}

function byExternalId(instance: Instance, request: ApiRequest, [name = '', fieldName = '', value = '']: string[]) {
  const schema = schemaFor(instance, request, name);
  const field: Field = externalField(instance, request, schema, fieldName);
  return { schema, field, value, matches: matchesOf(instance, schema, field, value) };
}

function severalFound({ apiPath }: ApiRequest, { name }: ObjectSchema, matches: Row[]): RouteResult {
  return { status: 300, body: matches.map((row) => `${apiPath}/sobjects/${name}/${String(row.Id)}`) };
}

/** A record written at this place of a request that has only one. */
function write<T>(instance: Instance, request: ApiRequest, work: () => T): T {
  const before = rowError(instance, request.effects, 0, 'before');
  if (before) throw before;
  const result = instance.org.store.atomically(work);
  const after = rowError(instance, request.effects, 0, 'applied');
  if (after) throw after;
  return result;
}

function existing(instance: Instance, request: ApiRequest, schema: ObjectSchema, id: string, deleted?: 'with-deleted') {
  const id18 = to18(id);
  const found = id18 ? recordFor(instance.org, request.userId, id18) : null;
  if (!found || found.object !== schema.name) throw new SalesforceError('NOT_FOUND');
  if (found.row.IsDeleted === true && !deleted) throw new SalesforceError('ENTITY_IS_DELETED');
  return found.row;
}

function shown(instance: Instance, request: ApiRequest, schema: ObjectSchema, row: Row) {
  const { org } = instance;
  const wanted = request.query.get('fields')?.split(',');
  const fields = wanted
    ? wanted.map((name) => {
        const field = org.book.field(schema, name.trim(), request.userId);
        if (!field) throw noSuchColumn(schema.name, name);
        return field;
      })
    : org.book.visibleFields(schema, request.userId);
  const reader = { org, userId: request.userId, nowMs: instance.clock.nowMs(), apiPath: request.apiPath };
  return showRow(reader, schema, row, fields);
}

function inputOf({ body }: ApiRequest): Input {
  if (body !== null && typeof body === 'object' && !Array.isArray(body)) return body as Input;
  throw new SalesforceError('JSON_PARSER_ERROR', 'The request body must be one record');
}
