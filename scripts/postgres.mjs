/** A real PostgreSQL from an npm package, for the demo and for tests. It listens on 127.0.0.1 only. */
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './ports.mjs';
import { postgresPrograms, unprivilegedUser } from './postgres-binaries.mjs';
import { ExpectedError } from './say.mjs';

/** @typedef {{ dataDir: string, durable?: boolean, port?: number }} PostgresOptions */
/** @typedef {Awaited<ReturnType<typeof postgresPrograms>>} Programs */
/** @typedef {import('./postgres-binaries.mjs').RunAs | null} RunAs */

/**
 * Starts the server of `dataDir`, creating it the first time, or adopts one that an earlier process left running.
 * `durable: false` trades safety against power loss for speed. Throws ExpectedError with a sentence.
 * @param {PostgresOptions} options
 */
export async function startPostgres({ dataDir, durable = true, port }) {
  const runAs = unprivilegedUser();
  const programs = await postgresPrograms(runAs);
  const folder = ownedFolder(dataDir, runAs);
  const password = passwordOf(folder);
  if (!fs.existsSync(path.join(folder, 'PG_VERSION'))) createCluster({ folder, programs, runAs, password });
  const living = await livingServer(folder);
  const server = living ?? (await launch({ folder, programs, runAs, durable, port: port ?? (await freePort()) }));
  const url = (database = 'postgres') => `postgres://postgres:${password}@127.0.0.1:${server.port}/${database}`;
  return {
    adopted: living !== null,
    url,
    /** Creates the database unless it is there; gives its URL. */
    ensureDatabase: (/** @type {string} */ name) => ensureDatabase(url, name),
    stop: () => stopServer({ pid: server.pid, folder, programs }),
  };
}

/** The folder, or where it cannot be reached by the user PostgreSQL runs as, one in /var/tmp. */
function ownedFolder(/** @type {string} */ dataDir, /** @type {RunAs} */ runAs) {
  fs.mkdirSync(path.dirname(dataDir), { recursive: true });
  if (!runAs) return makePrivate(dataDir, runAs);
  const reachable = spawnSync('/bin/sh', ['-c', 'cd "$0"', path.dirname(dataDir)], runAs).status === 0;
  if (reachable) return makePrivate(dataDir, runAs);
  const name = Buffer.from(dataDir).toString('base64url').slice(-32);
  return makePrivate(`/var/tmp/sales-actions-${name}`, runAs);
}

function makePrivate(/** @type {string} */ folder, /** @type {RunAs} */ runAs) {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (runAs) fs.chownSync(folder, runAs.uid, runAs.gid);
  return folder;
}

function passwordOf(/** @type {string} */ folder) {
  const file = `${folder}.password`;
  if (fs.existsSync(file)) return fs.readFileSync(file, 'utf8');
  if (fs.existsSync(path.join(folder, 'PG_VERSION'))) {
    throw new ExpectedError(
      `${file} is missing, so the database in ${folder} cannot be opened. Remove both to begin anew.`,
    );
  }
  const password = randomBytes(18).toString('base64url');
  fs.writeFileSync(file, password, { mode: 0o600 });
  return password;
}

// Sorts by code point everywhere; knows the letters of every script, so that Ü is found by ü and 山 by the word index.
const locale = [
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  ...({ linux: ['--lc-ctype=C.UTF-8'], darwin: ['--lc-ctype=en_US.UTF-8'] }[process.platform] ?? []),
];

/** @param {{ folder: string, programs: Programs, runAs: RunAs, password: string }} input */
function createCluster({ folder, programs, runAs, password }) {
  fs.rmSync(folder, { recursive: true, force: true });
  const unfinished = makePrivate(`${folder}.new`, runAs); // a half-made cluster never gets the real name
  const passwordFile = path.join(unfinished, '..', `${path.basename(folder)}.initial`);
  fs.writeFileSync(passwordFile, password, { mode: 0o600 });
  if (runAs) fs.chownSync(passwordFile, runAs.uid, runAs.gid);
  const flags = ['-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8', ...locale];
  try {
    fs.readdirSync(unfinished).forEach((name) => {
      fs.rmSync(path.join(unfinished, name), { recursive: true });
    });
    const made = spawnSync(programs.initdb, ['-D', unfinished, ...flags], { ...runAs, encoding: 'utf8' });
    if (made.status !== 0) throw new ExpectedError(`The database could not be created: ${made.error ?? made.stderr}`);
    fs.renameSync(unfinished, folder);
  } finally {
    fs.rmSync(passwordFile, { force: true });
  }
}

/** postmaster.pid: line 1 is the process, line 4 the port. A server of an earlier, killed run still answers there. */
async function livingServer(/** @type {string} */ folder) {
  const pidFile = path.join(folder, 'postmaster.pid');
  if (!fs.existsSync(pidFile)) return null;
  const lines = fs.readFileSync(pidFile, 'utf8').split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return (await answers(port)) ? { pid, port } : null;
}

function answers(/** @type {number} */ port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => resolve(true));
    socket.on('error', () => resolve(false)).on('connect', () => socket.destroy());
  });
}

// A quarter of the memory, as PostgreSQL's own manual advises, up to what a million people take with all their indexes.
function sharedMegabytes() {
  return Math.max(128, Math.min(1_024, Math.floor(os.totalmem() / 4 / 2 ** 20)));
}

/** @param {{ folder: string, programs: Programs, runAs: RunAs, durable: boolean, port: number }} input */
function launch({ folder, programs, runAs, durable, port }) {
  const settings = [`unix_socket_directories=${durable ? '' : socketFolder(folder)}`, 'max_connections=200'];
  settings.push(`shared_buffers=${sharedMegabytes()}MB`);
  if (!durable) settings.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off');
  const flags = ['-D', folder, '-h', '127.0.0.1', '-p', String(port), ...settings.flatMap((s) => ['-c', s])];
  const server = spawn(programs.postgres, flags, {
    ...runAs,
    detached: process.platform !== 'win32', // Ctrl-C reaches the whole group; the database must outlive the app
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
  });
  return new Promise((resolve, reject) => {
    let log = '';
    const onExit = () => reject(new ExpectedError(`The database in ${folder} does not start: ${lastComplaint(log)}.`));
    server.once('error', reject).once('exit', onExit);
    const onLog = (/** @type {Buffer} */ chunk) => {
      log = (log + chunk).slice(-4000);
      if (!log.includes('ready to accept connections')) return;
      server.off('exit', onExit).unref();
      server.stderr.off('data', onLog).resume();
      guard(server.pid ?? 0);
      resolve({ pid: server.pid ?? 0, port });
    };
    server.stderr.on('data', onLog);
  });
}

// Quicker than TCP for those who know of it. Its path must fit into 100 bytes, and a comma would make it two.
const socketFolder = (/** @type {string} */ folder) =>
  process.platform === 'win32' || folder.length > 70 || folder.includes(',') ? '' : folder;

function guard(/** @type {number} */ pid) {
  const script = fileURLToPath(new URL('./postgres-guard.mjs', import.meta.url));
  const detached = process.platform !== 'win32';
  spawn(process.execPath, [script, String(pid)], { detached, stdio: 'ignore' }).unref();
}

function lastComplaint(/** @type {string} */ log) {
  const lines = log.trim().split('\n');
  const complaint = lines.findLast((line) => /FATAL|PANIC|ERROR/.test(line)) ?? lines.at(-1) ?? 'no reason given';
  return complaint.replace(/^.*?(FATAL|PANIC|ERROR):\s*/, '');
}

/** @param {(database?: string) => string} url @param {string} name */
async function ensureDatabase(url, name) {
  const { default: postgres } = await import('postgres');
  const sql = postgres(url(), { max: 1, onnotice: () => {} });
  try {
    const [found] = await sql`select 1 from pg_database where datname = ${name}`;
    if (!found) await sql`create database ${sql(name)}`;
  } finally {
    await sql.end({ timeout: 5 });
  }
  return url(name);
}

/** @param {{ pid: number, folder: string, programs: Programs }} input */
async function stopServer({ pid, folder, programs }) {
  const pidFile = path.join(folder, 'postmaster.pid');
  if (process.platform === 'win32') spawnSync(programs.pgCtl, ['stop', '-m', 'fast', '-D', folder]);
  else signal(pid, 'SIGINT');
  for (let waitedMs = 0; waitedMs < 10_000 && fs.existsSync(pidFile); waitedMs += 25) {
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

function signal(/** @type {number} */ pid, /** @type {NodeJS.Signals} */ name) {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended by itself.
  }
}
