/** Whether a record may point where it wants to point. */
import { SalesforceError } from '@/simulators/salesforce/errors';
import type { Field, ObjectSchema } from '@/simulators/salesforce/schema/field';
import { accessOf, type Org, type Writer } from './org';
import type { Row } from './store';

/** Only what this write sets is looked at: an old reference may have died since. */
export function checkReferences(org: Org, writer: Writer, schema: ObjectSchema, given: Row): void {
  for (const field of schema.fields) {
    const id = given[field.name];
    if (field.type === 'reference' && typeof id === 'string') checkOne(org, writer, field, id);
  }
}

function checkOne(org: Org, writer: Writer, field: Field, id: string): void {
  const fields = [field.name];
  const fits = org.book
    .objects()
    .some((each) => each.keyPrefix === id.slice(0, 3) && field.referenceTo.includes(each.name));
  if (!fits) throw new SalesforceError('MALFORMED_ID', `${field.label}: id value of incorrect type: ${id}`, { fields });
  const found = org.store.get(id);
  if (!found) throw new SalesforceError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', { fields });
  if (accessOf(org, writer.userId, id) === 'none') {
    const message = `insufficient access rights on cross-reference id: ${id.slice(0, 15)}`;
    throw new SalesforceError('INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY', message, { fields });
  }
  if (found.row.IsDeleted === true) throw new SalesforceError('ENTITY_IS_DELETED', undefined, { fields });
  if (found.row.IsConverted === true) throw new SalesforceError('CANNOT_UPDATE_CONVERTED_LEAD', undefined, { fields });
  if (found.object === 'User' && found.row.IsActive === false)
    throw new SalesforceError('INACTIVE_OWNER_OR_USER', undefined, { fields });
}
