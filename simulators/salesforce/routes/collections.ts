/** Up to 200 records in one call: one outcome for each, in the order of the request. Errors here carry `statusCode`. */
import { to18 } from '@/simulators/core/salesforce-ids';
import { failedItem, SalesforceError } from '@/simulators/salesforce/errors';
import { rowError } from '@/simulators/salesforce/injected';
import { type ApiRequest, type Instance, type Route, type RouteResult, route } from '@/simulators/salesforce/instance';
import type { ObjectSchema } from '@/simulators/salesforce/schema/field';
import { noSuchObject } from '@/simulators/salesforce/soql/run';
import { createRow, deleteRow, type Input, updateRow } from '@/simulators/salesforce/store/write';
import { schemaFor } from './describe';
import { externalField, matchesOf, refuseRace } from './external-id';
import { retrieve } from './retrieve';

const mostRecords = 200;
const mostChunks = 10;

type Outcome = Record<string, unknown>;

export const collectionRoutes: Route[] = [
  route('POST', '/composite/sobjects', (instance, request) => {
    const { records, allOrNone } = recordsIn(request);
    const schemas = schemasOf(instance, request, records);
    return each(instance, request, { places: records, allOrNone }, (input, place) => {
      const schema = schemas[place] as ObjectSchema;
      return { id: createRow(instance.org, request.writer, schema, input), success: true, errors: [] };
    });
  }),
  route('PATCH', '/composite/sobjects', (instance, request) => {
    const { records, allOrNone } = recordsIn(request);
    const schemas = schemasOf(instance, request, records);
    return each(instance, request, { places: records, allOrNone }, (input, place) => {
      const id = idOf(input.id ?? input.Id);
      updateRow(instance.org, request.writer, schemas[place] as ObjectSchema, id, input);
      return { id, success: true, errors: [] };
    });
  }),
  route('DELETE', '/composite/sobjects', (instance, request) => {
    const ids = (request.query.get('ids') ?? '').split(',').filter(Boolean);
    if (ids.length > mostRecords) throw new SalesforceError('EXCEEDED_ID_LIMIT');
    const allOrNone = request.query.get('allOrNone') === 'true';
    return each(instance, request, { places: ids, allOrNone }, (text) => {
      const id = idOf(text);
      const object = instance.org.store.get(id)?.object;
      const schema = object ? instance.org.book.object(object, request.userId) : null;
      if (!schema) throw new SalesforceError('INVALID_CROSS_REFERENCE_KEY');
      deleteRow(instance.org, request.writer, schema, id);
      return { id, success: true, errors: [] };
    });
  }),
  route('PATCH', '/composite/sobjects/{object}/{field}', upsertAll),
  route('POST', '/composite/sobjects/{object}', retrieve),
  route('GET', '/composite/sobjects/{object}', retrieve),
];

function upsertAll(instance: Instance, request: ApiRequest, [name = '', fieldName = '']: string[]): RouteResult {
  const schema = schemaFor(instance, request, name);
  const field = externalField(instance, request, schema, fieldName);
  const { records, allOrNone } = recordsIn(request);
  if (schemasOf(instance, request, records).some((each) => each.name !== schema.name))
    throw new SalesforceError('INVALID_TYPE', 'All records of an upsert must have the type of its address');
  const seen = new Set<string>();
  return each(instance, request, { places: records, allOrNone }, (input) => {
    const given = Object.entries(input).find(([key]) => key.toLowerCase() === field.name.toLowerCase())?.[1];
    if (typeof given !== 'string' || given === '')
      throw new SalesforceError('MISSING_ARGUMENT', `${field.name} not specified`);
    const key = field.caseSensitive ? given : given.toLowerCase();
    if (seen.has(key)) throw new SalesforceError('DUPLICATE_VALUE', `Duplicate external id specified: ${given}`);
    seen.add(key);
    const matches = matchesOf(instance, schema, field, given);
    if (matches.length > 1) throw new SalesforceError('DUPLICATE_EXTERNAL_ID');
    const [row] = matches;
    if (!row) {
      const id = createRow(instance.org, request.writer, schema, input);
      return { id, success: true, errors: [], created: true };
    }
    refuseRace(instance, request, field, row);
    updateRow(instance.org, request.writer, schema, String(row.Id), input);
    return { id: row.Id, success: true, errors: [], created: false };
  });
}

class RolledBack extends Error {}

/** Runs each record by itself, or all of them as one: then one failure undoes the others. */
function each<T>(
  instance: Instance,
  request: ApiRequest,
  { places, allOrNone }: { places: T[]; allOrNone: boolean },
  work: (item: T, place: number) => Outcome,
): RouteResult {
  let outcomes: Outcome[] = [];
  try {
    instance.org.store.atomically(() => {
      outcomes = places.map((item, place) => outcomeOf(instance, request, place, () => work(item, place)));
      if (allOrNone && outcomes.some(({ success }) => success === false)) throw new RolledBack();
    });
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error;
    const undone = failedItem(new SalesforceError('ALL_OR_NONE_OPERATION_ROLLED_BACK'));
    outcomes = outcomes.map((outcome) => (outcome.success === false ? outcome : undone));
  }
  return { status: 200, body: outcomes };
}

function outcomeOf(instance: Instance, request: ApiRequest, place: number, work: () => Outcome): Outcome {
  try {
    const before = rowError(instance, request.effects, place, 'before');
    if (before) throw before;
    const outcome = instance.org.store.atomically(work);
    const after = rowError(instance, request.effects, place, 'applied');
    return after ? failedItem(after) : outcome;
  } catch (error) {
    if (!(error instanceof SalesforceError) || error.whole) throw error;
    return failedItem(error);
  }
}

function recordsIn({ body }: ApiRequest): { records: Input[]; allOrNone: boolean } {
  const { records, allOrNone } = (body ?? {}) as { records?: unknown; allOrNone?: unknown };
  if (!Array.isArray(records)) throw new SalesforceError('JSON_PARSER_ERROR', 'The request has no list of records');
  if (records.length > mostRecords) throw new SalesforceError('EXCEEDED_ID_LIMIT');
  return { records: records as Input[], allOrNone: allOrNone === true };
}

/** Records are worked on in runs of one type, and there are only so many runs. */
function schemasOf(instance: Instance, request: ApiRequest, records: Input[]): ObjectSchema[] {
  const names = records.map((record) => {
    const type = (record.attributes as { type?: unknown } | undefined)?.type;
    if (typeof type !== 'string') throw new SalesforceError('INVALID_TYPE', 'A record has no attributes with a type');
    return type;
  });
  const chunks = names.filter((name, place) => name !== names[place - 1]).length;
  if (chunks > mostChunks) {
    const message = `Cannot have more than ${mostChunks} chunks in a single operation. Please rearrange the data.`;
    throw new SalesforceError('LIMIT_EXCEEDED', message);
  }
  return names.map((name) => {
    const schema = instance.org.book.object(name, request.userId);
    if (!schema) throw noSuchObject(name);
    return schema;
  });
}

function idOf(given: unknown): string {
  const id = typeof given === 'string' ? to18(given) : null;
  if (id === null) throw new SalesforceError('MALFORMED_ID', `malformed id ${String(given)}`);
  return id;
}
