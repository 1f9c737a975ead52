/** Runs a parsed query for one user: which records, in which order, shown how. */
import { SalesforceError } from '@/simulators/salesforce/errors';
import type { ObjectSchema } from '@/simulators/salesforce/schema/field';
import { isArchived } from '@/simulators/salesforce/store/derived';
import { accessOf } from '@/simulators/salesforce/store/org';
import type { Row } from '@/simulators/salesforce/store/store';
import type { Ordering, Query } from './ast';
import { candidates } from './candidates';
import { compileCondition } from './compile';
import { type Reader, resolvePath } from './paths';
import { compileSelect } from './project';

export type QueryReader = Reader & {
  /** Deleted and archived records too. */
  all: boolean;
  apiPath: string;
};

export type QueryResult = { total: number; records: Record<string, unknown>[] };

const mostOffset = 2000;

export function runQuery(reader: QueryReader, query: Query): QueryResult {
  const schema = reader.org.book.object(query.from, reader.userId);
  if (!schema) throw noSuchObject(query.from);
  if (query.offset > mostOffset)
    throw new SalesforceError('NUMBER_OUTSIDE_VALID_RANGE', 'Maximum SOQL offset allowed is 2000');
  const rows = matchingRows(reader, schema, query);
  if (query.select === 'count') return { total: Math.min(rows.length, query.limit ?? rows.length), records: [] };
  const show = compileSelect(reader, schema, query.select);
  const sorted = sortRows(reader, schema, rows, query.orderBy);
  const page = sorted.slice(query.offset, query.limit === null ? undefined : query.offset + query.limit);
  return { total: page.length, records: page.map(show) };
}

export function noSuchObject(name: string): SalesforceError {
  const message = `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name.`;
  return new SalesforceError('INVALID_TYPE', message);
}

/** Everything the query names is looked at, even where no record would need it. */
export function matchingRows(reader: QueryReader, schema: ObjectSchema, query: Query): Row[] {
  const test = query.where ? compileCondition(reader, schema, query.where) : () => true;
  const found: Row[] = [];
  for (const stored of candidates(reader.org.store, schema, query.where)) {
    const row = reader.org.store.seen(stored, reader.nowMs);
    if (row && isVisible(reader, schema, row) && test(row)) found.push(row);
  }
  return found;
}

function isVisible(reader: QueryReader, schema: ObjectSchema, row: Row): boolean {
  if (accessOf(reader.org, reader.userId, String(row.Id)) === 'none') return false;
  if (reader.all) return true;
  return row.IsDeleted !== true && !(schema.name === 'Task' && isArchived(row, reader.nowMs));
}

function sortRows(reader: Reader, schema: ObjectSchema, rows: Row[], orderings: Ordering[]): Row[] {
  const keys = orderings.map((ordering) => ({ ...ordering, ...resolvePath(reader, schema, ordering.path) }));
  for (const { field } of keys)
    if (!field.sortable)
      throw new SalesforceError('MALFORMED_QUERY', `field '${field.name}' can not be sorted in a query call`);
  if (keys.length === 0) return rows;
  return rows.sort((a, b) => {
    for (const key of keys) {
      const [left, right] = [key.read(a), key.read(b)];
      if (left === right) continue;
      if (left === null || right === null) return (left === null) === key.nullsFirst ? -1 : 1;
      const before =
        typeof left === 'string' && typeof right === 'string' ? left < right : Number(left) < Number(right);
      return before === key.descending ? 1 : -1;
    }
    return 0;
  });
}
