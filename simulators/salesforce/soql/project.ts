/** How a record is shown: `attributes` on every one, relations nested, empty fields as null. */
import { SalesforceError } from '@/simulators/salesforce/errors';
import type { Field, ObjectSchema } from '@/simulators/salesforce/schema/field';
import type { Row, Value } from '@/simulators/salesforce/store/store';
import type { Condition, Query, Selected } from './ast';
import { noSuchColumn, type Path, type Reader, readField, resolvePath } from './paths';
import { type QueryReader, runQuery } from './run';

type Shown = Record<string, unknown>;

export function compileSelect(reader: QueryReader, schema: ObjectSchema, selected: Selected[]): (row: Row) => Shown {
  const writers = selected.map((item) =>
    item.kind === 'field' ? writeField(reader, schema, item.path) : writeChildren(reader, schema, item.query),
  );
  return (row) => {
    const shown: Shown = { attributes: attributesOf(reader.apiPath, schema.name, String(row.Id)) };
    for (const write of writers) write(row, shown);
    return shown;
  };
}

export function showRow(reader: Reader & { apiPath: string }, schema: ObjectSchema, row: Row, fields: Field[]): Shown {
  const shown: Shown = { attributes: attributesOf(reader.apiPath, schema.name, String(row.Id)) };
  for (const field of fields) shown[field.name] = shownValue(field, readField(reader, schema.name, row, field.name));
  return shown;
}

function attributesOf(apiPath: string, type: string, id: string): Shown {
  return { type, url: `${apiPath}/sobjects/${type}/${id}` };
}

function shownValue(field: Field, value: Value): Value {
  return field.type === 'datetime' && typeof value === 'string' ? value.replace(/Z$/, '+0000') : value;
}

function writeField(reader: QueryReader, schema: ObjectSchema, path: string[]): (row: Row, shown: Shown) => void {
  const resolved = resolvePath(reader, schema, path);
  const { field, relations } = resolved;
  return (row, shown) => {
    const place = descend(reader, relations, row, shown);
    if (place) place[field.name] = shownValue(field, resolved.read(row));
  };
}

/** The nested object in which the field stands; an empty relation is null as a whole. */
function descend(reader: QueryReader, relations: Path['relations'], row: Row, shown: Shown): Shown | null {
  let place = shown;
  let at = row;
  for (const { name, follow } of relations) {
    const found = follow(at);
    if (!found) {
      place[name] = null;
      return null;
    }
    const known = place[name] as Shown | undefined;
    const inner = known ?? { attributes: attributesOf(reader.apiPath, found.object, String(found.row.Id)) };
    place[name] = inner;
    place = inner;
    at = found.row;
  }
  return place;
}

function writeChildren(reader: QueryReader, schema: ObjectSchema, query: Query): (row: Row, shown: Shown) => void {
  const relation = schema.childRelationships.find(
    (each) => each.relationshipName.toLowerCase() === query.from.toLowerCase(),
  );
  if (!relation) throw noSuchColumn(schema.name, query.from);
  if (query.select === 'count' || query.select.some((item) => item.kind === 'children'))
    throw new SalesforceError('MALFORMED_QUERY', 'not simulated: a count or a further query inside a relationship');
  return (row, shown) => {
    const ours: Condition = {
      kind: 'compare',
      path: [relation.field],
      operator: '=',
      values: [text(String(row.Id))],
    };
    const parts = query.where ? [ours, query.where] : [ours];
    const where: Condition = { kind: 'and', parts };
    const { total, records } = runQuery(reader, { ...query, from: relation.childSObject, where });
    shown[relation.relationshipName] = total === 0 ? null : { totalSize: total, done: true, records };
  };
}

function text(value: string) {
  return { kind: 'string' as const, value, raw: value };
}
