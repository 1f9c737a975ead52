/** Up to 2,000 records of one object by their ids; null for each that this user cannot find. */
import { to18 } from '@/simulators/core/salesforce-ids';
import { SalesforceError } from '@/simulators/salesforce/errors';
import type { ApiRequest, Instance, RouteResult } from '@/simulators/salesforce/instance';
import { noSuchColumn } from '@/simulators/salesforce/soql/paths';
import { showRow } from '@/simulators/salesforce/soql/project';
import { recordFor } from '@/simulators/salesforce/store/org';
import { schemaFor } from './describe';

const mostIds = 2000;

export function retrieve(instance: Instance, request: ApiRequest, [name = '']: string[]): RouteResult {
  const { org } = instance;
  const schema = schemaFor(instance, request, name);
  const { ids, fields } = wanted(request);
  if (ids.length > mostIds) throw new SalesforceError('EXCEEDED_ID_LIMIT');
  const shown = fields.map((fieldName) => {
    const field = org.book.field(schema, fieldName, request.userId);
    if (!field) throw noSuchColumn(schema.name, fieldName);
    return field;
  });
  const reader = { org, userId: request.userId, nowMs: instance.clock.nowMs(), apiPath: request.apiPath };
  const records = ids.map((text) => {
    const id = to18(text);
    if (id === null) throw new SalesforceError('MALFORMED_ID', `malformed id ${text}`);
    const found = recordFor(org, request.userId, id);
    if (!found || found.object !== schema.name || found.row.IsDeleted === true) return null;
    return showRow(reader, schema, found.row, shown);
  });
  return { status: 200, body: records };
}

function wanted({ method, query, body }: ApiRequest): { ids: string[]; fields: string[] } {
  const list = (name: string) => (query.get(name) ?? '').split(',').filter(Boolean);
  const given = method === 'GET' ? { ids: list('ids'), fields: list('fields') } : (body as Record<string, unknown>);
  const { ids, fields } = given ?? {};
  if (Array.isArray(ids) && Array.isArray(fields) && fields.length > 0) return { ids, fields };
  throw new SalesforceError('JSON_PARSER_ERROR', 'The request needs ids and fields');
}
