/** Creating, changing and deleting one record, with everything the server checks and fills on the way. */
import { SalesforceError } from '@/simulators/salesforce/errors';
import type { Field, ObjectSchema } from '@/simulators/salesforce/schema/field';
import { refuseByAdmin, refuseDuplicates, refuseRequired, runFlows } from './admin-rules';
import { closeOpportunity, deriveTask, refuseTask, rowsToLock } from './derived';
import { accessOf, nextStamp, type Org, recycleBinMs, type Writer } from './org';
import { checkReferences } from './references';
import type { Row, Value } from './store';
import { storedValue } from './values';

export type Input = Record<string, unknown>;

/** The new id. Throws a `SalesforceError` when the record is refused. */
export function createRow(org: Org, writer: Writer, schema: ObjectSchema, input: Input): string {
  if (!schema.createable || !schema.keyPrefix)
    throw new SalesforceError('INVALID_TYPE', `entity type cannot be inserted: ${schema.label}`);
  if (org.rules.storageFull) throw new SalesforceError('STORAGE_LIMIT_EXCEEDED');
  const given = readInput(org, writer, schema, input, 'createable');
  const row: Row = { ...defaultsOf(schema, writer), ...given };
  refuseRequired(org, schema, row, 'create');
  return save(org, writer, { schema, row: { ...row, ...createdNow(org, writer, schema) }, before: null, given });
}

export function updateRow(org: Org, writer: Writer, schema: ObjectSchema, id: string, input: Input): void {
  const before = rowToWrite(org, writer, schema, id);
  const given = readInput(org, writer, schema, input, 'updateable');
  if (before.IsConverted === true) throw new SalesforceError('CANNOT_UPDATE_CONVERTED_LEAD');
  if (org.approvals.has(id)) throw new SalesforceError('ENTITY_IS_LOCKED');
  const row: Row = { ...before, ...given };
  refuseRequired(org, schema, row, 'update');
  save(org, writer, { schema, row, before, given });
}

/** Into the recycle bin; the activities of a deleted person go with it. */
export function deleteRow(org: Org, writer: Writer, schema: ObjectSchema, id: string): void {
  const before = rowToWrite(org, writer, schema, id);
  lock(org, writer, [id, ...rowsToLock(org, schema.name, before, before)]);
  const stamp = nextStamp(org);
  markDeleted(org, schema.name, before, stamp, writer.userId);
}

export function markDeleted(org: Org, object: string, row: Row, stamp: string, userId: string): void {
  const id = String(row.Id);
  org.store.put(object, { ...row, IsDeleted: true, ...changed(stamp, userId) });
  org.store.deletions.push({ object, id, atMs: Date.parse(stamp) });
  if (object !== 'Lead' && object !== 'Contact') return;
  for (const task of org.store.lookUp('Task', 'WhoId', id, true))
    if (task.IsDeleted !== true) markDeleted(org, 'Task', task, stamp, userId);
}

/** The row behind an id that may be written, or why not. */
export function rowToWrite(org: Org, writer: Writer, schema: ObjectSchema, id: string): Row {
  const found = org.store.get(id);
  if (!found || found.object !== schema.name || accessOf(org, writer.userId, id) === 'none')
    throw new SalesforceError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  if (found.row.IsDeleted === true) throw new SalesforceError('ENTITY_IS_DELETED');
  if (accessOf(org, writer.userId, id) === 'read') throw new SalesforceError('INSUFFICIENT_ACCESS_OR_READONLY');
  return found.row;
}

type Saving = { schema: ObjectSchema; row: Row; before: Row | null; given: Row };

function save(org: Org, writer: Writer, { schema, row, before, given }: Saving): string {
  const id = String(row.Id);
  checkReferences(org, writer, schema, given);
  refuseTask(schema, row);
  refuseUnique(org, writer, schema, row, given);
  refuseByAdmin(org, schema, row, before ? 'update' : 'create');
  refuseDuplicates(org, writer, schema, row);
  lock(org, writer, [...(before ? [] : [id]), ...rowsToLock(org, schema.name, row, before)]);
  const stamp = nextStamp(org);
  const named = withName({ ...row, ...changed(stamp, writer.userId) });
  const assigned = assign(org, writer, schema, named);
  org.store.put(schema.name, closeOpportunity(schema, deriveTask(org, schema, assigned, before, stamp)));
  runFlows(org, schema, id, before ? 'update' : 'create');
  return id;
}

function readInput(
  org: Org,
  writer: Writer,
  schema: ObjectSchema,
  input: Input,
  right: 'createable' | 'updateable',
): Row {
  const values: Row = {};
  for (const [name, value] of Object.entries(input)) {
    if (name === 'attributes' || name.toLowerCase() === 'id') continue;
    const field = fieldToWrite(org, writer, schema, name);
    if (!field[right]) throw forbidden([field.name]);
    values[field.name] = storedValue(field, value);
  }
  return values;
}

/** A field that does not exist stops the whole request; one that security hides fails its record. */
function fieldToWrite(org: Org, writer: Writer, schema: ObjectSchema, name: string): Field {
  const field = org.book.field(schema, name, writer.userId);
  if (field) return field;
  const hidden = schema.fields.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (hidden) throw forbidden([hidden.name]);
  throw new SalesforceError('INVALID_FIELD', `No such column '${name}' on sobject of type ${schema.name}`, {
    whole: true,
  });
}

function forbidden(fields: string[]): SalesforceError {
  const message =
    `Unable to create/update fields: ${fields.join(', ')}. Please check the security settings of this field and ` +
    'verify that it is read/write for your profile or permission set.';
  return new SalesforceError('INVALID_FIELD_FOR_INSERT_UPDATE', message, { fields });
}

function defaultsOf(schema: ObjectSchema, writer: Writer): Row {
  const row: Row = {};
  for (const field of schema.fields) {
    if (field.type === 'boolean') row[field.name] = false;
    else if (field.name === 'OwnerId') row.OwnerId = writer.userId;
    else row[field.name] = field.picklistValues.find((each) => each.defaultValue)?.value ?? null;
  }
  return row;
}

function createdNow(org: Org, writer: Writer, schema: ObjectSchema): Row {
  const stamp = nextStamp(org);
  return {
    Id: org.store.newId(schema.keyPrefix ?? ''),
    IsDeleted: false,
    CreatedDate: stamp,
    CreatedById: writer.userId,
  };
}

export function changed(stamp: string, userId: string): Row {
  return { LastModifiedDate: stamp, LastModifiedById: userId, SystemModstamp: stamp };
}

function withName(row: Row): Row {
  if (!('LastName' in row)) return row;
  return { ...row, Name: [row.FirstName, row.LastName].filter(Boolean).join(' ') };
}

/** The lead assignment rule runs on every write of a lead that does not forbid it. */
function assign(org: Org, writer: Writer, schema: ObjectSchema, row: Row): Row {
  const { assignLeadsTo } = org.rules;
  if (schema.name !== 'Lead' || !assignLeadsTo || !writer.autoAssign) return row;
  return { ...row, OwnerId: assignLeadsTo };
}

function refuseUnique(org: Org, writer: Writer, schema: ObjectSchema, row: Row, given: Row): void {
  for (const field of schema.fields) {
    const value: Value = given[field.name] ?? null;
    if (!field.unique || value === null) continue;
    const other = org.store
      .lookUp(schema.name, field.name, value, field.caseSensitive)
      .find((each) => each.Id !== row.Id && !binned(each));
    if (!other) continue;
    throw duplicateOf(org, writer, field, other);
  }
}

/** The other record is named by 15 characters, or not at all when this user may not see it. */
export function duplicateOf(org: Org, writer: Writer, field: Field, other: Row): SalesforceError {
  const visible = accessOf(org, writer.userId, String(other.Id)) !== 'none';
  const id = visible ? String(other.Id).slice(0, 15) : '<unknown>';
  const message = `duplicate value found: ${field.name} duplicates value on record with id: ${id}`;
  return new SalesforceError('DUPLICATE_VALUE', message);
}

function binned(row: Row): boolean {
  return row.IsDeleted === true;
}

function lock(org: Org, writer: Writer, ids: string[]): void {
  const taken = org.locks.take(ids, writer.holder);
  if (taken.length === 0) return;
  const names = taken.map((id) => id.slice(0, 15)).join(', ');
  const message = `unable to obtain exclusive access to this record or ${taken.length} records: ${names}`;
  throw new SalesforceError('UNABLE_TO_LOCK_ROW', message);
}

/** What is too old for the recycle bin is gone. */
export function emptyBin(org: Org): void {
  const oldestMs = org.clock.nowMs() - recycleBinMs;
  const { deletions } = org.store;
  while (deletions[0] && deletions[0].atMs < oldestMs) {
    const { id } = deletions.shift() ?? { id: '' };
    const found = org.store.get(id);
    if (found?.row.IsDeleted === true && Date.parse(String(found.row.SystemModstamp)) < oldestMs) org.store.remove(id);
  }
}
