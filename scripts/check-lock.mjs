/**
 * Finds what makes `npm ci` fail on another machine: an optional platform package that the registry did not
 * have when package-lock.json was written is silently left out of it.
 */
import { readFileSync } from 'node:fs';
import { fail } from './say.mjs';

/** @typedef {{ version?: string, link?: boolean, optionalDependencies?: Record<string, string> }} LockedPackage */

/** @type {{ packages: Record<string, LockedPackage> }} */
const { packages } = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));

const problems = Object.entries(packages).flatMap(([location, locked]) => [
  ...(location && !locked.version && !locked.link ? [`${location} has no version`] : []),
  ...Object.keys(locked.optionalDependencies ?? {})
    .filter((name) => !isLocked(location, name))
    .map((name) => `${location || 'the project'} wants ${name}, which is not in the lock file`),
]);

if (problems.length > 0) fail(`package-lock.json is incomplete:\n${problems.map((p) => `  ${p}`).join('\n')}`);
process.stdout.write('package-lock.json is complete.\n');

/** Looks `name` up as Node would from `location`: there, then in every folder above. */
function isLocked(/** @type {string} */ location, /** @type {string} */ name) {
  for (let folder = location; ; folder = parentPackage(folder)) {
    if (packages[folder ? `${folder}/node_modules/${name}` : `node_modules/${name}`]) return true;
    if (!folder) return false;
  }
}

function parentPackage(/** @type {string} */ location) {
  const end = location.lastIndexOf('/node_modules/');
  return end === -1 ? '' : location.slice(0, end);
}
