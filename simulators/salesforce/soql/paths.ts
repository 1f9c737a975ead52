/** From `Who.Name` to a way of reading it: relations are followed, and what the user may not see does not exist. */
import { SalesforceError } from '@/simulators/salesforce/errors';
import { type Field, field, type ObjectSchema } from '@/simulators/salesforce/schema/field';
import { isArchived } from '@/simulators/salesforce/store/derived';
import { type Org, recordFor } from '@/simulators/salesforce/store/org';
import type { Row, Value } from '@/simulators/salesforce/store/store';

export type Reader = { org: Org; userId: string; nowMs: number };
export type Path = {
  field: Field;
  read(row: Row): Value;
  /** The relations on the way, by the names that the answer shows. */
  relations: { name: string; follow(row: Row): { object: string; row: Row } | null }[];
};

/** What a reference to one of several objects shows of them. */
const sharedNames = ['Id', 'Name', 'Type', 'FirstName', 'LastName', 'Email', 'Phone', 'Title', 'Username', 'IsActive'];

export function resolvePath(reader: Reader, schema: ObjectSchema, path: string[]): Path {
  const [head = '', ...rest] = path;
  if (rest.length === 0) {
    const found = fieldOf(reader, schema, head);
    return { field: found, relations: [], read: (row) => readField(reader, schema.name, row, found.name) };
  }
  const reference = relationOf(reader, schema, head);
  const follow = (row: Row) => followReference(reader, row[reference.name]);
  const relation = { name: reference.relationshipName ?? head, follow };
  if (reference.referenceTo.length > 1) return sharedPath(reader, relation, rest);
  const target = reader.org.book.object(reference.referenceTo[0] ?? '', reader.userId);
  if (!target) throw noSuchColumn(schema.name, path.join('.'));
  const inner = resolvePath(reader, target, rest);
  const through = (row: Row) => {
    const found = follow(row);
    return found ? inner.read(found.row) : null;
  };
  return { field: inner.field, relations: [relation, ...inner.relations], read: through };
}

export function readField(reader: Reader, object: string, row: Row, name: string): Value {
  if (name === 'IsArchived') return object === 'Task' && isArchived(row, reader.nowMs);
  if (name === 'LastActivityDate') return lastActivity(reader, object, String(row.Id));
  return row[name] ?? null;
}

export function noSuchColumn(object: string, name: string): SalesforceError {
  const hint = "If you are attempting to use a custom field, be sure to append the '__c' after the custom field name.";
  return new SalesforceError('INVALID_FIELD', `No such column '${name}' on entity '${object}'. ${hint}`);
}

function fieldOf(reader: Reader, schema: ObjectSchema, name: string): Field {
  const found = reader.org.book.field(schema, name, reader.userId);
  if (!found) throw noSuchColumn(schema.name, name);
  return found;
}

function relationOf(reader: Reader, schema: ObjectSchema, name: string): Field {
  const found = schema.fields.find((each) => each.relationshipName?.toLowerCase() === name.toLowerCase());
  if (found && reader.org.book.field(schema, found.name, reader.userId)) return found;
  const message = `Didn't understand relationship '${name}' in field path of ${schema.name}.`;
  throw new SalesforceError('INVALID_FIELD', message);
}

function sharedPath(reader: Reader, relation: Path['relations'][number], rest: string[]): Path {
  const [wanted = ''] = rest;
  const name = sharedNames.find((each) => each.toLowerCase() === wanted.toLowerCase());
  if (!name || rest.length > 1) throw noSuchColumn('Name', rest.join('.'));
  const read = (row: Row) => {
    const found = relation.follow(row);
    if (!found) return null;
    return name === 'Type' ? found.object : readField(reader, found.object, found.row, name);
  };
  return { field: field(name, 'string'), relations: [relation], read };
}

function followReference(reader: Reader, id: Value | undefined): { object: string; row: Row } | null {
  return typeof id === 'string' ? recordFor(reader.org, reader.userId, id) : null;
}

/** The latest date of a closed activity. */
function lastActivity(reader: Reader, object: string, id: string): Value {
  const by = object === 'Lead' || object === 'Contact' ? 'WhoId' : 'WhatId';
  let latest: string | null = null;
  for (const task of reader.org.store.lookUp('Task', by, id, true)) {
    const day = task.IsClosed === true && task.IsDeleted !== true ? task.ActivityDate : null;
    if (typeof day === 'string' && (latest === null || day > latest)) latest = day;
  }
  return latest;
}
