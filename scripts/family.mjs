/** The processes a script starts: they end with it, whichever way it ends. */
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ExpectedError, sentenceOf } from './say.mjs';
import { root } from './setup.mjs';

const endWithParent = new URL('./end-with-parent.mjs', import.meta.url).href;
const killAfterMs = 8_000;

/** @typedef {import('node:child_process').ChildProcess} Child */
/**
 * `log` is a file for its output, `input` what it finds on standard input.
 * @typedef {{ name: string, args: string[], env: NodeJS.ProcessEnv, log?: string, input?: string }} Program
 */

/** @param {{ onEnd?: () => Promise<unknown> }} [options] `onEnd` runs last, when every child has gone. */
export function createFamily({ onEnd = async () => {} } = {}) {
  /** @type {Set<Child>} */
  const children = new Set();
  /** @type {(() => Promise<unknown>)[]} */
  const last = [onEnd];
  /** @type {Promise<never> | undefined} */
  let ending;

  /** Ends every child, newest first, and then this process. @param {number} exitCode */
  const end = (exitCode) => {
    ending ??= (async () => {
      for (const child of [...children].reverse()) await endChild(child);
      for (const step of last.reverse()) await step();
      process.exit(exitCode);
    })();
    return ending;
  };

  const launch = (/** @type {Program} */ program) => {
    const child = spawnNode(program);
    children.add(child);
    child.once('exit', () => children.delete(child));
    return child;
  };

  /** Runs a program to its end. @param {Program} program @returns {Promise<number>} its exit code */
  const run = (program) =>
    new Promise((resolve) => launch(program).once('exit', (code) => !ending && resolve(code ?? 1)));

  /** Starts a program that has to stay; when it stops by itself, everything ends. @param {Program} program */
  const start = (program) => {
    const child = launch(program);
    child.once('exit', (code) => {
      if (ending) return;
      process.stderr.write(`\n${program.name} stopped (exit code ${code}).${tailOf(program.log)}\n`);
      void end(1);
    });
    return child;
  };

  endOnSignals(end);
  return { run, start, end, atEnd: (/** @type {() => Promise<unknown>} */ step) => void last.push(step) };
}

/** @typedef {ReturnType<typeof createFamily>} Family */

/** Runs `main`; whatever goes wrong in it is printed and ends the family. @param {Family} family @param {() => Promise<unknown>} main */
export async function runMain(family, main) {
  try {
    await main();
  } catch (error) {
    process.stderr.write(`\n${sentenceOf(error)}\n`);
    await family.end(1);
  }
}

/** Like `run`, but a failure is an ExpectedError with the last lines of the log. @param {Family} family @param {Program} program */
export async function mustRun(family, program) {
  const code = await family.run(program);
  if (code !== 0) throw new ExpectedError(`${program.name} failed (exit code ${code}).${tailOf(program.log)}`);
}

/** @param {Program} program */
function spawnNode({ args, env, log, input }) {
  const output = log ? logTo(log) : 'inherit';
  const child = spawn(process.execPath, ['--import', endWithParent, ...args], {
    cwd: root,
    env,
    detached: process.platform !== 'win32', // its own group: Ctrl-C reaches only us, and we end things in order
    stdio: [input === undefined ? 'ignore' : 'pipe', output, output],
  });
  child.stdin?.end(input);
  if (typeof output === 'number') closeSync(output);
  return child;
}

function logTo(/** @type {string} */ file) {
  mkdirSync(path.dirname(file), { recursive: true });
  return openSync(file, 'w');
}

async function endChild(/** @type {Child} */ child) {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  if (child.exitCode !== null || child.signalCode !== null) return;
  signalGroup(child, 'SIGTERM');
  const tooLong = new AbortController();
  await Promise.race([gone, sleep(killAfterMs, undefined, { signal: tooLong.signal }).catch(() => {})]);
  tooLong.abort();
  signalGroup(child, 'SIGKILL');
  await gone;
}

function signalGroup(/** @type {Child} */ child, /** @type {NodeJS.Signals} */ name) {
  if (!child.pid) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, name);
  } catch {
    // The whole group has ended.
  }
}

/** npm passes SIGTERM only to its shell, which dies without passing it on: a changed parent means "end" too. */
function endOnSignals(/** @type {(exitCode: number) => Promise<never>} */ end) {
  for (const [name, exitCode] of /** @type {const} */ ([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ])) {
    process.on(name, () => void end(exitCode));
  }
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && void end(1), 500).unref();
}

function tailOf(/** @type {string | undefined} */ log) {
  if (!log) return '';
  const lines = readFileSync(log, 'utf8').trim().split('\n').slice(-15).join('\n');
  return ` The end of ${path.relative(root, log)}:\n${lines}`;
}
