/** SOQL by recursive descent. What real SOQL knows and the simulator does not is refused as such, never guessed. */
import type { Literal, Ordering, Query, Selected } from './ast';
import { parseCondition } from './parse-condition';
import { malformed, type Token, tokenize } from './tokens';

export type Cursor = {
  peek(): Token;
  next(): Token;
  /** Takes the word when it comes next. */
  takes(word: string): boolean;
  takesMark(mark: string): boolean;
  needs(word: string): void;
  needsMark(mark: string): void;
};

const unsupported =
  /^(GROUP|HAVING|FOR|WITH|USING|TYPEOF|FIELDS|ALL|AVG|SUM|MIN|MAX|COUNT_DISTINCT|INCLUDES|EXCLUDES|toLabel|FORMAT|convertCurrency|CALENDAR_\w+)$/i;
const rangeWords =
  /^(TODAY|YESTERDAY|TOMORROW|(THIS|LAST|NEXT)_(WEEK|MONTH|QUARTER|YEAR)|(LAST|NEXT)_N_DAYS|(LAST|NEXT)_90_DAYS)$/i;

export function parseSoql(soql: string): Query {
  const cursor = cursorOver(tokenize(soql));
  const query = parseQuery(cursor);
  const rest = cursor.peek();
  if (rest.kind !== 'end') throw unexpected(rest);
  return query;
}

export function unexpected(token: Token): Error {
  if (token.kind === 'word' && unsupported.test(token.text))
    return malformed(token.at, `not simulated: '${token.text}'`);
  return malformed(token.at, token.kind === 'end' ? "unexpected token: '<EOF>'" : `unexpected token: '${token.text}'`);
}

function parseQuery(cursor: Cursor): Query {
  cursor.needs('SELECT');
  const select = parseSelect(cursor);
  cursor.needs('FROM');
  const from = name(cursor);
  const where = cursor.takes('WHERE') ? parseCondition(cursor) : null;
  const orderBy = cursor.takes('ORDER') ? parseOrder(cursor) : [];
  const limit = cursor.takes('LIMIT') ? wholeNumber(cursor) : null;
  const offset = cursor.takes('OFFSET') ? wholeNumber(cursor) : 0;
  return { select, from, where, orderBy, limit, offset };
}

function parseSelect(cursor: Cursor): Query['select'] {
  const selected: Selected[] = [];
  do {
    if (cursor.takesMark('(')) {
      selected.push({ kind: 'children', query: parseQuery(cursor) });
      cursor.needsMark(')');
      continue;
    }
    const token = cursor.peek();
    const path = parsePath(cursor);
    if (!cursor.takesMark('(')) {
      selected.push({ kind: 'field', path });
      continue;
    }
    const counting = path.join('.').toUpperCase() === 'COUNT' && selected.length === 0;
    if (!counting || !cursor.takesMark(')')) throw malformed(token.at, `not simulated: a function, '${token.text}'`);
    return 'count';
  } while (cursor.takesMark(','));
  return selected;
}

function parseOrder(cursor: Cursor): Ordering[] {
  cursor.needs('BY');
  const orderings: Ordering[] = [];
  do {
    const path = parsePath(cursor);
    const descending = cursor.takes('DESC');
    if (!descending) cursor.takes('ASC');
    let nullsFirst = true;
    if (cursor.takes('NULLS')) {
      nullsFirst = cursor.takes('FIRST');
      if (!nullsFirst) cursor.needs('LAST');
    }
    orderings.push({ path, descending, nullsFirst });
  } while (cursor.takesMark(','));
  return orderings;
}

export function parsePath(cursor: Cursor): string[] {
  return name(cursor).split('.');
}

export function parseLiteral(cursor: Cursor): Literal {
  const token = cursor.next();
  switch (token.kind) {
    case 'string':
      return { kind: 'string', value: token.text, raw: token.raw };
    case 'number':
      return { kind: 'number', value: Number(token.text) };
    case 'date':
    case 'datetime':
      if (Number.isNaN(Date.parse(token.text))) throw unexpected(token);
      return { kind: token.kind, value: token.text };
    case 'word':
      return wordLiteral(cursor, token);
    default:
      throw unexpected(token);
  }
}

function wordLiteral(cursor: Cursor, token: Token): Literal {
  const word = token.text.toUpperCase();
  if (word === 'NULL') return { kind: 'null' };
  if (word === 'TRUE' || word === 'FALSE') return { kind: 'boolean', value: word === 'TRUE' };
  if (!rangeWords.test(word)) throw unexpected(token);
  const counted = word.endsWith('_N_DAYS');
  if (counted) cursor.needsMark(':');
  return { kind: 'range', name: word, days: counted ? wholeNumber(cursor) : 0 };
}

function name(cursor: Cursor): string {
  const token = cursor.next();
  if (token.kind !== 'word' || /^(FROM|WHERE|SELECT|ORDER|LIMIT|AND|OR|NOT)$/i.test(token.text))
    throw unexpected(token);
  if (/^(TYPEOF|FIELDS)$/i.test(token.text)) throw unexpected(token);
  return token.text;
}

function wholeNumber(cursor: Cursor): number {
  const token = cursor.next();
  if (token.kind !== 'number' || !/^\d+$/.test(token.text)) throw unexpected(token);
  return Number(token.text);
}

function cursorOver(tokens: Token[]): Cursor {
  const end = tokens.at(-1) ?? { kind: 'end', text: '', at: 0 };
  let at = 0;
  const peek = (): Token => tokens[at] ?? end;
  const is = (kind: Token['kind'], text: string) =>
    peek().kind === kind && peek().text.toUpperCase() === text.toUpperCase();
  const take = (kind: Token['kind'], text: string) => {
    const found = is(kind, text);
    if (found) at++;
    return found;
  };
  return {
    peek,
    next: () => {
      const token = peek();
      at++;
      return token;
    },
    takes: (word) => take('word', word),
    takesMark: (mark) => take('mark', mark),
    needs: (word) => {
      if (!take('word', word)) throw unexpected(peek());
    },
    needsMark: (mark) => {
      if (!take('mark', mark)) throw unexpected(peek());
    },
  };
}
