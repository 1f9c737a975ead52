/** Which field may serve as a key, and which records have the value. */
import { SalesforceError } from '@/simulators/salesforce/errors';
import type { ApiRequest, Instance } from '@/simulators/salesforce/instance';
import type { Field, ObjectSchema } from '@/simulators/salesforce/schema/field';
import type { Row } from '@/simulators/salesforce/store/store';
import { duplicateOf } from '@/simulators/salesforce/store/write';

export function externalField(instance: Instance, request: ApiRequest, schema: ObjectSchema, name: string): Field {
  const field = instance.org.book.field(schema, name, request.userId);
  if (field?.externalId) return field;
  const message = `Provided external ID field does not exist or is not accessible: ${name}`;
  throw new SalesforceError('NOT_FOUND', message);
}

/** Two requests insert one key at the same time: whoever comes second finds it taken, not there to be changed. */
export function refuseRace({ org }: Instance, { writer }: ApiRequest, field: Field, row: Row): void {
  if (org.locks.heldFrom(String(row.Id), writer.holder)) throw duplicateOf(org, writer, field, row);
}

/** Deleted records do not count; those of others do, even where this user sees nothing of them. */
export function matchesOf({ org }: Instance, schema: ObjectSchema, field: Field, value: string): Row[] {
  const found = org.store.lookUp(schema.name, field.name, value, field.caseSensitive);
  return found.filter((row) => row.IsDeleted !== true);
}
