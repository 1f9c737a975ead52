/** Which field may serve as a key, and which records have the value. */
import { SalesforceError } from '@/simulators/salesforce/errors';
import type { ApiRequest, Instance } from '@/simulators/salesforce/instance';
import type { Field, ObjectSchema } from '@/simulators/salesforce/schema/field';
import type { Row } from '@/simulators/salesforce/store/store';

export function externalField(instance: Instance, request: ApiRequest, schema: ObjectSchema, name: string): Field {
  const field = instance.org.book.field(schema, name, request.userId);
  if (field?.externalId) return field;
  const message = `Provided external ID field does not exist or is not accessible: ${name}`;
  throw new SalesforceError('NOT_FOUND', message);
}

/** Deleted records do not count; those of others do, even where this user sees nothing of them. */
export function matchesOf({ org }: Instance, schema: ObjectSchema, field: Field, value: string): Row[] {
  const found = org.store.lookUp(schema.name, field.name, value, field.caseSensitive);
  return found.filter((row) => row.IsDeleted !== true);
}
