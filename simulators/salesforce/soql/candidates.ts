/** Records that can match at all: found by an index when the condition demands one of a few values of a field. */
import { to18 } from '@/simulators/core/salesforce-ids';
import type { ObjectSchema } from '@/simulators/salesforce/schema/field';
import type { Row, Store } from '@/simulators/salesforce/store/store';
import type { Condition } from './ast';

type Compare = Extract<Condition, { kind: 'compare' }>;

export function candidates(store: Store, schema: ObjectSchema, where: Condition | null): Iterable<Row> {
  const demanded = where === null ? [] : where.kind === 'and' ? where.parts : [where];
  for (const part of demanded) {
    const rows = part.kind === 'compare' ? indexed(store, schema, part) : null;
    if (rows) return rows;
  }
  return store.rows(schema.name);
}

function indexed(store: Store, schema: ObjectSchema, { path, operator, values }: Compare): Row[] | null {
  if (path.length > 1 || (operator !== '=' && operator !== 'IN')) return null;
  const field = schema.fields.find((each) => each.name.toLowerCase() === path[0]?.toLowerCase());
  const texts = values.flatMap((value) => (value.kind === 'string' ? [value.value] : []));
  if (!field || texts.length !== values.length) return null;
  const isId = field.type === 'id' || field.type === 'reference';
  if (!isId && !field.idLookup) return null;
  const wanted = new Set(isId ? texts.map((text) => to18(text) ?? text) : texts.map((text) => foldCase(text, field)));
  if (field.type === 'id')
    return [...wanted].flatMap((id) => {
      const found = store.get(id);
      return found?.object === schema.name ? [found.row] : [];
    });
  return [...wanted].flatMap((text) => store.lookUp(schema.name, field.name, text, isId || field.caseSensitive));
}

function foldCase(text: string, { caseSensitive }: { caseSensitive: boolean }): string {
  return caseSensitive ? text : text.toLowerCase();
}
