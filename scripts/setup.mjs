/** Makes a fresh clone runnable; imports nothing that has to be installed first. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail } from './say.mjs';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

const stampFile = path.join(root, 'node_modules', '.install-stamp');

/** Ends the process with one sentence when this Node is too old for the project. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`Node 20.19 or newer is needed (24 is recommended); this is ${process.version}.`);
}

/** Runs `npm ci` when package-lock.json is not the one that was installed last; ends the process when that fails. */
export function ensureInstalled() {
  checkNode();
  const wanted = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return;
  process.stdout.write('Installing dependencies with npm ci; this takes about a minute.\n');
  if (npmCi() !== 0) fail('npm ci failed: its own message above says why.');
  writeFileSync(stampFile, wanted);
}

function npmCi() {
  const { NODE_ENV: _omitted, ...env } = process.env; // NODE_ENV=production would leave devDependencies out
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
  const npmCli = process.env.npm_execpath; // set by `npm run`; started with node it needs no shell on Windows
  const viaNode = npmCli?.endsWith('npm-cli.js');
  const options = /** @type {const} */ ({ cwd: root, env, stdio: 'inherit' });
  const { status } = viaNode
    ? spawnSync(process.execPath, [npmCli, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
  return status;
}
