/** From what JSON brought to what the record keeps: types, lengths, picklists; each refusal as the API words it. */
import { to18 } from '@/simulators/core/salesforce-ids';
import { SalesforceError } from '@/simulators/salesforce/errors';
import type { Field } from '@/simulators/salesforce/schema/field';
import type { Value } from './store';

const datePattern = /^\d{4}-\d{2}-\d{2}$/;
const dateTimePattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

/** Empty text is null, as on the server. */
export function storedValue(field: Field, given: unknown): Value {
  if (given === null || given === undefined || given === '') return field.type === 'boolean' ? false : null;
  switch (field.type) {
    case 'boolean':
      if (typeof given !== 'boolean') throw unreadable('boolean', given);
      return given;
    case 'int':
      if (!Number.isInteger(Number(given))) throw unreadable('int', given);
      return Number(given);
    case 'currency':
      if (Number.isNaN(Number(given))) throw unreadable('double', given);
      return Number(given);
    case 'date':
      return dateOf(given);
    case 'datetime':
      return dateTimeOf(given);
    case 'id':
    case 'reference':
      return idOf(field, given);
    default:
      return textOf(field, given);
  }
}

function textOf(field: Field, given: unknown): string {
  if (typeof given === 'object' || typeof given === 'boolean') throw unreadable('string', given);
  const text = String(given);
  if (text.length > field.length) {
    const message = `${field.label}: data value too large: ${text.slice(0, 255)} (max length=${field.length})`;
    throw new SalesforceError('STRING_TOO_LONG', message, { fields: [field.name] });
  }
  const listed = field.picklistValues.some((each) => each.active && each.value === text);
  if (field.restricted && field.type === 'picklist' && !listed) {
    const message = `${field.label}: bad value for restricted picklist field: ${text}`;
    throw new SalesforceError('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', message, { fields: [field.name] });
  }
  if (field.type === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) {
    const message = `${field.label}: invalid email address: ${text}`;
    throw new SalesforceError('INVALID_EMAIL_ADDRESS', message, { fields: [field.name] });
  }
  return text;
}

function dateOf(given: unknown): string {
  const day = typeof given === 'string' && datePattern.test(given) ? given : null;
  if (!day || Number.isNaN(Date.parse(day))) throw unreadable('date', given);
  return day;
}

function dateTimeOf(given: unknown): string {
  const atMs = typeof given === 'string' && dateTimePattern.test(given) ? Date.parse(given) : Number.NaN;
  if (Number.isNaN(atMs)) throw unreadable('datetime', given);
  return new Date(atMs).toISOString();
}

function idOf(field: Field, given: unknown): string {
  const id = typeof given === 'string' ? to18(given) : null;
  if (id) return id;
  const message = `${field.label}: id value of incorrect type: ${String(given)}`;
  throw new SalesforceError('MALFORMED_ID', message, { fields: [field.name] });
}

/** The reader of the request gives up: no record of it is written. */
function unreadable(type: string, given: unknown): SalesforceError {
  const shape = { string: 'VALUE_STRING', number: 'VALUE_NUMBER', boolean: 'VALUE_TRUE', object: 'START_OBJECT' };
  const seen = shape[typeof given as keyof typeof shape] ?? 'VALUE';
  const message = `Cannot deserialize instance of ${type} from ${seen} value ${String(given)} or request may be missing a required field`;
  return new SalesforceError('JSON_PARSER_ERROR', message, { whole: true });
}
