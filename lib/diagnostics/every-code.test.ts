/** Whatever code our own source can give a failure, somebody has written what it means. Read off the source. */
import path from 'node:path';
import { expect, it } from 'vitest';
import type { Destination } from '../sales-activities/model';
import { salesforceRules } from '../salesforce/error-table';
import { readSourceTree } from '../test/source-tree';
import { knownCause } from './catalogue';

const production = readSourceTree(path.resolve(import.meta.dirname, '../..')).filter(
  ({ file }) => /^lib\//.test(file) && !/\.test\.ts$|\/test\//.test(file),
);
const ways: Record<Destination, RegExp> = {
  salesforce: /^lib\/(salesforce|sync\/salesforce\/)/,
  marketo: /^lib\/(marketo\/|sync\/jobs\/marketo-)/,
};
const spellings = [
  /\b(?:remoteCode|code|refuse): ('(?:[A-Z][A-Z_]+|\d{3,4})'(?: \| '[A-Z_]+')*)/g,
  /\bcode === ('\d{3,4}')/g,
  /\bfault\(\s*'[\w-]+',\s*('[A-Z_]+')/g,
  /\bconst notMarketo = ('[A-Z_]+')/g,
  // The keys of tables of codes.
  /^ {2}'?(\d{3,4})'?: /gm,
];

/** Of logins, exports and types; these never come to a delivery. */
const elsewhere = ['NO_REFRESH_TOKEN', 'OLD_VERSION', '1017', '1029', '1035'];

/** Every code that is spelled out in the source of one way, with the file it stands in. */
function codesOf(destination: Destination): Map<string, string> {
  const files = production.filter(({ file }) => ways[destination].test(file));
  return new Map(
    files.flatMap(({ file, text }) =>
      spellings
        .flatMap((spelling) => [...text.matchAll(spelling)])
        .flatMap(([, said = '']) => said.match(/\w+/g) ?? [])
        // Salesforce has words for codes; a number is the status of an answer that is not its own.
        .map((code) => (destination === 'salesforce' && /^\d+$/.test(code) ? `HTTP_${code}` : code))
        .filter((code) => !elsewhere.includes(code))
        .map((code) => [code, file] as const),
    ),
  );
}

it.each(['salesforce', 'marketo'] as const)('of %s is known to diagnostics, as the source spells it', (destination) => {
  const codes = codesOf(destination);
  expect(codes.size).toBeGreaterThan(20);
  const unknown = [...codes].filter(([code]) => !knownCause({ destination, code, message: '' }));
  expect(unknown).toEqual([]);
});

it('of Salesforce’s error table is known to diagnostics', () => {
  const unknown = Object.keys(salesforceRules).filter(
    (code) => !knownCause({ destination: 'salesforce', code, message: '' }),
  );
  expect(unknown).toEqual([]);
});
