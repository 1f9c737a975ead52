import { describe, expect, it } from 'vitest';
import { importsOf, pathTo } from './source-tree';

describe('reading imports', () => {
  it.each([
    ["import { a } from './b';", '@/lib/x/b', false],
    ["import type { A } from '../y/model';", '@/lib/y/model', true],
    ["import { type A, type B } from '@/db/client';", '@/db/client', true],
    ["import { type A, b } from '@/db/client';", '@/db/client', false],
    ["import {\n  a,\n  b,\n} from 'react';", 'react', false],
    ["export { a } from './b.ts';", '@/lib/x/b', false],
    ["import 'server-only';", 'server-only', false],
    ["const a = await import('@/lib/env');", '@/lib/env', false],
    ["type A = import('../../db/client').Db;", '@/db/client', false],
  ])('%s', (text, target, typeOnly) => {
    expect(importsOf('lib/x/a.ts', text)).toEqual([expect.objectContaining({ target, typeOnly })]);
  });
});

describe('following imports', () => {
  const source = (file: string, text: string) => ({ file, text, imports: importsOf(file, text) });
  const start = source('components/a.tsx', "import { b } from './b';");
  const tree = [
    start,
    source('components/b.ts', "import { c } from '@/lib/c';\nimport type { Db } from '@/db/client';"),
    source('lib/c.ts', "import 'server-only';\nimport '../components/a';"),
  ];

  it('finds what is reached through others, and says how', () => {
    expect(pathTo(tree, start, /^server-only$/)).toBe('components/a.tsx → components/b.ts → lib/c.ts → server-only');
  });

  it('takes types for nothing', () => {
    expect(pathTo(tree, start, /^@\/db\//)).toBeNull();
  });
});
