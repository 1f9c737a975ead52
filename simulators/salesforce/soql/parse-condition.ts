/** The WHERE clause: AND and OR never mix without parentheses, as on the server. */
import type { Condition, Operator } from './ast';
import { type Cursor, parseLiteral, parsePath, unexpected } from './parse';
import { malformed } from './tokens';

const operators = new Set<string>(['=', '!=', '<', '<=', '>', '>=']);

export function parseCondition(cursor: Cursor): Condition {
  const parts = [parseTerm(cursor)];
  let kind: 'and' | 'or' | null = null;
  for (;;) {
    const token = cursor.peek();
    const found = cursor.takes('AND') ? 'and' : cursor.takes('OR') ? 'or' : null;
    if (found === null) break;
    if (kind !== null && found !== kind) throw unexpected(token);
    kind = found;
    parts.push(parseTerm(cursor));
  }
  const [only] = parts;
  return kind === null && only ? only : { kind: kind ?? 'and', parts };
}

function parseTerm(cursor: Cursor): Condition {
  if (cursor.takes('NOT')) return { kind: 'not', part: parseTerm(cursor) };
  if (cursor.takesMark('(')) {
    const inner = parseCondition(cursor);
    cursor.needsMark(')');
    return inner;
  }
  const path = parsePath(cursor);
  const operator = parseOperator(cursor);
  const listed = operator === 'IN' || operator === 'NOT IN';
  const values = listed ? parseList(cursor) : [parseLiteral(cursor)];
  return { kind: 'compare', path, operator, values };
}

function parseOperator(cursor: Cursor): Operator {
  if (cursor.takes('LIKE')) return 'LIKE';
  if (cursor.takes('IN')) return 'IN';
  if (cursor.takes('NOT')) {
    cursor.needs('IN');
    return 'NOT IN';
  }
  const token = cursor.next();
  if (token.kind === 'mark' && token.text === '<>') return '!=';
  if (token.kind !== 'mark' || !operators.has(token.text)) throw unexpected(token);
  return token.text as Operator;
}

function parseList(cursor: Cursor) {
  cursor.needsMark('(');
  const token = cursor.peek();
  if (cursor.takes('SELECT')) throw malformed(token.at, "not simulated: a query inside 'IN'");
  const values = [parseLiteral(cursor)];
  while (cursor.takesMark(',')) values.push(parseLiteral(cursor));
  cursor.needsMark(')');
  return values;
}
