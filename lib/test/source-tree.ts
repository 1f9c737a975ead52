/** Reads the project's own source files and what they import, for the test of the house rules. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export type Import = {
  /** `@/lib/people/model` for a file of ours, without extension; else the package or built-in as written. */
  target: string;
  typeOnly: boolean;
  /** As it stands in the file. */
  written: string;
};
export type SourceFile = { file: string; text: string; imports: Import[] };

const folders = ['app', 'bench', 'components', 'db', 'e2e', 'lib', 'scripts', 'simulators'];
const sourceName = /\.(ts|tsx|mjs|js)$/;

/** Every source file of `root`, its path relative to it with forward slashes. */
export function readSourceTree(root: string): SourceFile[] {
  const atRoot = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
  const inFolders = folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
      path.posix.join(folder, name.replaceAll('\\', '/')),
    ),
  );
  return [...atRoot, ...inFolders]
    .filter((file) => sourceName.test(file) && !file.endsWith('.d.ts'))
    .map((file) => {
      const text = readFileSync(path.join(root, file), 'utf8');
      return { file, text, imports: importsOf(file, text) };
    });
}

/** The chain of value imports from `start` to something matching `goal`, as text; null when there is none. */
export function pathTo(tree: SourceFile[], start: SourceFile, goal: RegExp): string | null {
  const byTarget = new Map(tree.map((source) => [`@/${source.file.replace(/(\/index)?\.\w+$/, '')}`, source]));
  const seen = new Set<string>();
  return search(start, []);

  function search(source: SourceFile, chain: string[]): string | null {
    if (seen.has(source.file)) return null;
    seen.add(source.file);
    for (const { target } of source.imports.filter(({ typeOnly }) => !typeOnly)) {
      if (goal.test(target)) return [...chain, source.file, target].join(' → ');
      const next = byTarget.get(target);
      const reached = next && search(next, [...chain, source.file]);
      if (reached) return reached;
    }
    return null;
  }
}

const statement = /^[ \t]*(import|export)\b([^;'"`]*?)\bfrom\s*['"]([^'"]+)['"]/gm;
const sideEffect = /^[ \t]*import\s*['"]([^'"]+)['"]/gm;
const call = /\b(?:import|require)\(\s*['"]([^'"]+)['"]\s*\)/g;

/** Static, side-effect, dynamic and `import('…').Type` imports of one file's text. */
export function importsOf(file: string, text: string): Import[] {
  const found = (written: string, typeOnly: boolean) => ({ target: resolve(file, written), typeOnly, written });
  return [
    ...[...text.matchAll(statement)].map(([, , names = '', written = '']) => found(written, isTypeOnly(names))),
    ...[...text.matchAll(sideEffect)].map(([, written = '']) => found(written, false)),
    ...[...text.matchAll(call)].map(([, written = '']) => found(written, false)),
  ];
}

/** `import type { … }`, or every single name marked with `type`. */
function isTypeOnly(names: string): boolean {
  if (/^\s*type\b/.test(names)) return true;
  const braced = /^\s*\{([^}]*)\}\s*$/.exec(names)?.[1];
  const each = (braced ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  return each.length > 0 && each.every((name) => name.startsWith('type '));
}

function resolve(file: string, written: string): string {
  const ours = written.startsWith('.') ? `@/${path.posix.join(path.posix.dirname(file), written)}` : written;
  return ours.startsWith('@/') ? ours.replace(sourceName, '') : ours;
}
