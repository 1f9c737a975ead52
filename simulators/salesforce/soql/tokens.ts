/** Cuts SOQL text into tokens; whatever fits nowhere is refused with its place. */
import { SalesforceError } from '@/simulators/salesforce/errors';

export type Token =
  | { kind: 'word'; text: string; at: number }
  | { kind: 'number'; text: string; at: number }
  | { kind: 'date' | 'datetime'; text: string; at: number }
  | { kind: 'string'; text: string; raw: string; at: number }
  | { kind: 'mark'; text: string; at: number }
  | { kind: 'end'; text: ''; at: number };

const escapes: Record<string, string> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  '"': '"',
  "'": "'",
  '\\': '\\',
  _: '_',
  '%': '%',
};
const patterns: [Token['kind'], RegExp][] = [
  ['datetime', /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2})/iy],
  ['date', /\d{4}-\d{2}-\d{2}(?![\dT])/iy],
  ['number', /[+-]?\d+(\.\d+)?(?![\w.])/y],
  ['word', /[A-Za-z_]\w*(\.[A-Za-z_]\w*)*/y],
  ['mark', /<=|>=|!=|<>|[=<>(),:]/y],
];

export function tokenize(soql: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < soql.length) {
    if (/\s/.test(soql.charAt(at))) {
      at++;
      continue;
    }
    const token = soql.charAt(at) === "'" ? readString(soql, at) : readPlain(soql, at);
    tokens.push(token.token);
    at = token.next;
  }
  return [...tokens, { kind: 'end', text: '', at: soql.length }];
}

/** A `MALFORMED_QUERY` that points at the place. */
export function malformed(at: number, message: string): SalesforceError {
  return new SalesforceError('MALFORMED_QUERY', `ERROR at Row:1:Column:${at + 1}\n${message}`);
}

function readPlain(soql: string, at: number): { token: Token; next: number } {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const text = pattern.exec(soql)?.[0];
    if (text !== undefined) return { token: { kind, text, at } as Token, next: at + text.length };
  }
  throw malformed(at, `unexpected token: '${soql.charAt(at)}'`);
}

function readString(soql: string, start: number): { token: Token; next: number } {
  let text = '';
  let at = start + 1;
  while (at < soql.length) {
    const char = soql.charAt(at);
    if (char === "'")
      return { token: { kind: 'string', text, raw: soql.slice(start + 1, at), at: start }, next: at + 1 };
    if (char !== '\\') {
      text += char;
      at++;
      continue;
    }
    const escaped = readEscape(soql, at);
    text += escaped.text;
    at = escaped.next;
  }
  throw malformed(start, 'line breaks not allowed in string literals, or the closing quote is missing');
}

function readEscape(soql: string, at: number): { text: string; next: number } {
  const unicode = /^u([0-9a-f]{4})/i.exec(soql.slice(at + 1, at + 6))?.[1];
  if (unicode) return { text: String.fromCharCode(Number.parseInt(unicode, 16)), next: at + 6 };
  const text = escapes[soql.charAt(at + 1)];
  if (text === undefined) throw malformed(at, `Illegal escape sequence in string literal: \\${soql.charAt(at + 1)}`);
  return { text, next: at + 2 };
}
