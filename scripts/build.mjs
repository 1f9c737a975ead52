/** The production build, skipped when nothing that goes into it has changed. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { mustRun } from './family.mjs';
import { root } from './setup.mjs';

const sources = [
  'app',
  'components',
  'db',
  'lib',
  'public',
  'instrumentation.ts',
  'next.config.js',
  'package-lock.json',
  'postcss.config.mjs',
  'proxy.ts',
  'tsconfig.json',
];
const buildId = path.join(root, '.next', 'BUILD_ID');
const stampFile = path.join(root, '.next', 'built-from');

/** @param {import('./family.mjs').Family} family @param {{ env: NodeJS.ProcessEnv, log?: string, onStart?: () => void }} options @returns {Promise<boolean>} false when the last build still holds */
export async function buildIfChanged(family, { env, log, onStart }) {
  const fingerprint = fingerprintOf(sources);
  if (existsSync(buildId) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stampOf(fingerprint)) {
    return false;
  }
  onStart?.();
  const next = path.join(root, 'node_modules/next/dist/bin/next');
  const { PORT: _omitted, ...buildEnv } = env;
  await mustRun(family, {
    name: 'next build',
    args: [next, 'build'],
    env: { ...buildEnv, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    log,
  });
  writeFileSync(stampFile, stampOf(fingerprint));
  return true;
}

/** Names the build as well: one made since from other sources does not count. */
const stampOf = (/** @type {string} */ fingerprint) => `${readFileSync(buildId, 'utf8')} ${fingerprint}`;

function fingerprintOf(/** @type {string[]} */ names) {
  const hash = createHash('sha256');
  for (const file of names.flatMap((name) => filesOf(path.join(root, name)))) {
    hash.update(path.relative(root, file)).update(readFileSync(file));
  }
  return hash.digest('hex');
}

/** @param {string} place @returns {string[]} */
function filesOf(place) {
  if (!existsSync(place)) return [];
  if (!statSync(place).isDirectory()) return place.includes('.test.') ? [] : [place];
  return readdirSync(place)
    .sort()
    .flatMap((name) => filesOf(path.join(place, name)));
}
