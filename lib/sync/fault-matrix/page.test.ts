import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const docs = path.resolve(import.meta.dirname, '../../../docs');
const lines = readFileSync(path.join(docs, 'fault-matrix.md'), 'utf8').split('\n');
const named = lines.flatMap((line) => {
  const [, file, titles = ''] = /^ {2}- \[[^\]]+\]\(([^)]+)\): (.*)$/.exec(line) ?? [];
  return file ? [{ file, titles: [...titles.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '') }] : [];
});

it('docs/fault-matrix.md names tests that exist, and gives each fault at least one', () => {
  for (const { file, titles } of named) {
    const source = readFileSync(path.join(docs, file), 'utf8');
    expect(titles.filter((title) => !source.includes(title))).toEqual([]);
    expect(titles).not.toEqual([]);
  }
  const faults = lines.filter((line) => /^- \*\*[^*]+\*\*$/.test(line));
  const untested = faults.filter((fault) => !lines[lines.indexOf(fault) + 1]?.startsWith('  - ['));
  expect(faults.length).toBeGreaterThan(15);
  expect(untested).toEqual([]);
});
