/** What the admin of the org put in the way of a write: required fields, validation, duplicate rules, flows. */
import { SalesforceError } from '@/simulators/salesforce/errors';
import type { ObjectSchema } from '@/simulators/salesforce/schema/field';
import { type Automation, nextStamp, type Org, type Writer } from './org';
import type { Row, Value } from './store';

export function refuseRequired(org: Org, schema: ObjectSchema, row: Row, on: 'create' | 'update'): void {
  const bySchema = schema.fields.filter(
    (field) => field[on === 'create' ? 'createable' : 'updateable'] && !field.nillable && field.type !== 'boolean',
  );
  const byAdmin = org.rules.required.filter((rule) => rule.object === schema.name).map((rule) => rule.field);
  const missing = [...bySchema.map((field) => field.name), ...byAdmin].filter((name) => isBlank(row[name]));
  if (missing.length === 0) return;
  const message = `Required fields are missing: [${missing.join(', ')}]`;
  throw new SalesforceError('REQUIRED_FIELD_MISSING', message, { fields: missing });
}

/** Validation rules, and triggers that throw. */
export function refuseByAdmin(org: Org, schema: ObjectSchema, row: Row, on: Automation['on']): void {
  for (const rule of org.rules.validation) {
    if (rule.object !== schema.name) continue;
    const value = row[rule.field];
    const broken = rule.equals === undefined ? isBlank(value) : (value ?? null) === rule.equals;
    if (broken) throw new SalesforceError('FIELD_CUSTOM_VALIDATION_EXCEPTION', rule.message);
  }
  const thrown = org.rules.automation.find((each) => each.object === schema.name && each.on === on && each.error);
  if (thrown?.error) throw new SalesforceError(thrown.error.code, thrown.error.message);
}

export function refuseDuplicates(org: Org, writer: Writer, schema: ObjectSchema, row: Row): void {
  const rule = org.rules.duplicates.find((each) => each.object === schema.name);
  if (!rule || isBlank(row.Email) || (rule.kind === 'alert' && writer.allowDuplicates)) return;
  const others = org.store.lookUp(schema.name, 'Email', row.Email ?? null, false);
  if (others.some((other) => other.Id !== row.Id && other.IsDeleted !== true))
    throw new SalesforceError('DUPLICATES_DETECTED');
}

/** Flows run after the commit and leave a later change, by the same user as the record's last. */
export function runFlows(org: Org, schema: ObjectSchema, id: string, on: Automation['on']): void {
  for (const flow of org.rules.automation) {
    const row = org.store.get(id)?.row;
    if (!row || flow.object !== schema.name || flow.on !== on || !flow.set) continue;
    const stamp = nextStamp(org);
    org.store.put(schema.name, { ...row, ...flow.set, LastModifiedDate: stamp, SystemModstamp: stamp });
  }
}

function isBlank(value: Value | undefined): boolean {
  return value === null || value === undefined || value === '';
}
