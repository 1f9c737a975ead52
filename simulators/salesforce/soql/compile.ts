/** A condition as a function over records, after checking that its fields exist and its literals fit them. */
import { to18 } from '@/simulators/core/salesforce-ids';
import { SalesforceError } from '@/simulators/salesforce/errors';
import type { Field, ObjectSchema } from '@/simulators/salesforce/schema/field';
import type { Row, Value } from '@/simulators/salesforce/store/store';
import type { Condition, Literal, Operator } from './ast';
import { rangeOf } from './date-ranges';
import { type Reader, resolvePath } from './paths';

export type Test = (row: Row) => boolean;
type Compare = Extract<Condition, { kind: 'compare' }>;
type Comparable = string | number | boolean | null;
type Bound = { from: Comparable; to: Comparable };

export function compileCondition(reader: Reader, schema: ObjectSchema, condition: Condition): Test {
  switch (condition.kind) {
    case 'and': {
      const parts = condition.parts.map((part) => compileCondition(reader, schema, part));
      return (row) => parts.every((part) => part(row));
    }
    case 'or': {
      const parts = condition.parts.map((part) => compileCondition(reader, schema, part));
      return (row) => parts.some((part) => part(row));
    }
    case 'not': {
      const part = compileCondition(reader, schema, condition.part);
      return (row) => !part(row);
    }
    case 'compare':
      return compileCompare(reader, schema, condition);
  }
}

function compileCompare(reader: Reader, schema: ObjectSchema, { path, operator, values }: Compare): Test {
  const resolved = resolvePath(reader, schema, path);
  const { field } = resolved;
  if (!field.filterable) {
    const message = `field '${field.name}' can not be filtered in a query call`;
    throw new SalesforceError('INVALID_FIELD', message);
  }
  const read = (row: Row) => comparable(field, resolved.read(row));
  if (operator === 'LIKE') return compileLike(field, values, read);
  const bounds = values.map((value) => boundOf(reader, field, value));
  if (operator === 'IN' || operator === 'NOT IN') return compileList(bounds, operator, read);
  refuseOrder(field, operator);
  const [bound] = bounds;
  return bound ? (row) => holds(read(row), operator, bound) : () => false;
}

/** Text without case, instants without milliseconds. */
function comparable(field: Field, value: Value): Comparable {
  if (typeof value !== 'string') return value;
  if (field.type === 'datetime' || field.type === 'date') return wholeSeconds(Date.parse(value));
  return field.type === 'id' || field.type === 'reference' || field.caseSensitive ? value : value.toLowerCase();
}

function boundOf(reader: Reader, field: Field, literal: Literal): Bound {
  if (literal.kind === 'null') return { from: null, to: null };
  if (literal.kind === 'range') {
    if (field.type !== 'date' && field.type !== 'datetime') throw wrongType(field);
    const { fromMs, toMs } = rangeOf(literal.name, literal.days, reader.nowMs);
    return { from: fromMs, to: toMs };
  }
  const value = plainBound(field, literal);
  return { from: value, to: value };
}

function plainBound(field: Field, literal: Exclude<Literal, { kind: 'null' | 'range' }>): Comparable {
  switch (field.type) {
    case 'boolean':
      if (literal.kind !== 'boolean') throw wrongType(field);
      return literal.value;
    case 'int':
    case 'currency':
      if (literal.kind !== 'number') throw wrongType(field);
      return literal.value;
    case 'date':
    case 'datetime':
      if (literal.kind !== field.type) throw wrongType(field);
      return wholeSeconds(Date.parse(literal.value.replace(/([+-]\d{2})(\d{2})$/, '$1:$2')));
    case 'id':
    case 'reference':
      return idBound(field, literal);
    default:
      if (literal.kind !== 'string') throw wrongType(field);
      return field.caseSensitive ? literal.value : literal.value.toLowerCase();
  }
}

function idBound(field: Field, literal: Literal): string {
  const text = literal.kind === 'string' ? literal.value : null;
  const id = text === null ? null : to18(text);
  if (text === null) throw wrongType(field);
  if (id === null) throw new SalesforceError('INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${text}`);
  return id;
}

function holds(value: Comparable, operator: Operator, { from, to }: Bound): boolean {
  const inside = isInside(value, { from, to });
  if (operator === '=') return inside;
  if (operator === '!=') return !inside;
  if (value === null || from === null || to === null) return false;
  const ranged = from !== to;
  switch (operator) {
    case '<':
      return value < from;
    case '<=':
      return ranged ? value < to : value <= to;
    case '>':
      return ranged ? value >= to : value > from;
    default:
      return value >= from;
  }
}

function isInside(value: Comparable, { from, to }: Bound): boolean {
  if (from === to) return value === from;
  return value !== null && from !== null && to !== null && value >= from && value < to;
}

function compileList(bounds: Bound[], operator: 'IN' | 'NOT IN', read: (row: Row) => Comparable): Test {
  const exact = new Set(bounds.filter(({ from, to }) => from === to).map(({ from }) => from));
  const ranges = bounds.filter(({ from, to }) => from !== to);
  const listed = (value: Comparable) => exact.has(value) || ranges.some((range) => isInside(value, range));
  return operator === 'IN' ? (row) => listed(read(row)) : (row) => !listed(read(row));
}

function compileLike(field: Field, values: Literal[], read: (row: Row) => Comparable): Test {
  const [literal] = values;
  if (literal?.kind !== 'string' || !['string', 'combobox', 'email', 'phone', 'url', 'picklist'].includes(field.type))
    throw new SalesforceError('INVALID_QUERY_FILTER_OPERATOR', `invalid operator LIKE for field ${field.name}`);
  const source = literal.raw.replaceAll(/\\(.)|([%_])|([^\\%_])/gs, (_, escaped, wild, plain) =>
    wild ? (wild === '%' ? '.*' : '.') : quoted(escaped ?? plain),
  );
  const pattern = new RegExp(`^${source}$`, 'is');
  return (row) => {
    const value = read(row);
    return typeof value === 'string' && pattern.test(value);
  };
}

function quoted(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function refuseOrder(field: Field, operator: Operator): void {
  const unordered = field.type === 'boolean' || field.type === 'id' || field.type === 'reference';
  if (!unordered || operator === '=' || operator === '!=') return;
  if (field.type === 'id') return;
  throw new SalesforceError('INVALID_QUERY_FILTER_OPERATOR', `invalid operator ${operator} for field ${field.name}`);
}

function wrongType(field: Field): SalesforceError {
  const quotes = ['date', 'datetime', 'boolean', 'int', 'currency'].includes(field.type) ? 'not ' : '';
  const message = `value of filter criterion for field '${field.name}' must be of type ${field.type} and should ${quotes}be enclosed in quotes`;
  return new SalesforceError('INVALID_FIELD', message);
}

function wholeSeconds(atMs: number): number {
  return Math.floor(atMs / 1000) * 1000;
}
