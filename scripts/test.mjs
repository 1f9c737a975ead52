/** `npm test`: every check on a fresh clone, one after another, and one total. `-- --only NAME` runs one of them. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfChanged } from './build.mjs';
import { createFamily, runMain } from './family.mjs';
import { startPostgres } from './postgres.mjs';
import { fail, say, sentenceOf } from './say.mjs';
import { ensureInstalled, root } from './setup.mjs';

/** @typedef {{ passed: number, failed: number }} Total */

const order = /** @type {const} */ (['lint', 'types', 'pure', 'int', 'build', 'e2e']);
const chosen = checksToRun();
ensureInstalled();

const family = createFamily();
const scratch = mkdtempSync(path.join(os.tmpdir(), 'sales-actions-'));
chmodSync(scratch, 0o755); // PostgreSQL drops to another user when started by root
family.atEnd(async () => rmSync(scratch, { recursive: true, force: true }));

const tool = (/** @type {string} */ file) => path.join(root, 'node_modules', file);
const next = tool('next/dist/bin/next');
const vitest = tool('vitest/vitest.mjs');
const env = {
  ...process.env,
  NEXT_TELEMETRY_DISABLED: '1',
  PATH: `${tool('.bin')}${path.delimiter}${process.env.PATH}`,
};

/** @type {Record<(typeof order)[number], () => Promise<Total & { ok: boolean }>>} */
const checks = {
  lint: () => check([tool('@biomejs/biome/bin/biome'), 'check', '.']),
  types: async () => {
    const typed = await check([next, 'typegen']);
    return typed.ok ? check([tool('typescript/bin/tsc'), '--noEmit']) : typed;
  },
  pure: () => vitestProject('pure'),
  int: () => vitestProject('int'),
  build: async () => {
    try {
      await buildIfChanged(family, { env });
      return { passed: 0, failed: 0, ok: true };
    } catch (error) {
      process.stderr.write(`${sentenceOf(error)}\n`);
      return { passed: 0, failed: 0, ok: false };
    }
  },
  e2e: browserTests,
};

await runMain(family, async () => {
  if (chosen.includes('int') || chosen.includes('e2e')) await givePostgres();
  /** @type {Total} */
  const total = { passed: 0, failed: 0 };
  /** @type {string[]} */
  const broken = [];
  for (const name of chosen) {
    say(`── ${name}`);
    if (name === 'e2e' && broken.includes('build')) continue;
    const { passed, failed, ok } = await checks[name]();
    total.passed += passed;
    total.failed += ok ? failed : Math.max(failed, 1);
    if (!ok) broken.push(name);
  }
  if (broken.length > 0) process.stdout.write(`\nNot in order: ${broken.join(', ')}\n`);
  const nothingRan = total.passed === 0 && chosen.some((name) => ['pure', 'int', 'e2e'].includes(name));
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
  await family.end(broken.length > 0 || nothingRan ? 1 : 0);
});

/** @param {string[]} args @param {NodeJS.ProcessEnv} [more] */
async function check(args, more = {}) {
  const code = await family.run({ name: args[0] ?? '', args, env: { ...env, ...more } });
  return { passed: 0, failed: 0, ok: code === 0 };
}

async function vitestProject(/** @type {string} */ project) {
  const report = path.join(scratch, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { ok } = await check([vitest, 'run', '--project', project, ...reporters]);
  const counts = reportOf(report);
  const passed = counts?.numPassedTests ?? 0;
  return { passed, failed: counts?.numFailedTests ?? 0, ok: ok && passed > 0 };
}

/** Two runs at once, with a stack each. */
async function browserTests() {
  const runs = await Promise.all([browserRun('second half'), browserRun('first half', 'kill')]);
  const sum = (/** @type {'passed' | 'failed'} */ of) => runs.reduce((all, run) => all + run[of], 0);
  return { passed: sum('passed'), failed: sum('failed'), ok: runs.every((run) => run.ok) };
}

async function browserRun(/** @type {string[]} */ ...projects) {
  const name = projects.join('-').replaceAll(' ', '-');
  const report = path.join(scratch, `${name}.json`);
  const args = [tool('@playwright/test/cli.js'), 'test', ...projects.map((project) => `--project=${project}`)];
  const { ok } = await check([...args, '--workers=3', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    E2E_RESULTS: path.join('test-results', name),
  });
  const stats = reportOf(report)?.stats;
  const passed = stats?.expected ?? 0;
  return { passed, failed: (stats?.unexpected ?? 0) + (stats?.flaky ?? 0), ok: ok && passed > 0 };
}

/** Null when the runner died before it wrote one; its exit code then speaks. */
function reportOf(/** @type {string} */ file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

/** One throw-away server for all tests; each makes its own databases on it. */
async function givePostgres() {
  if (process.env.TEST_DATABASE_URL) return;
  const server = await startPostgres({ dataDir: path.join(scratch, 'postgres'), durable: false });
  family.atEnd(server.stop);
  Object.assign(env, { TEST_DATABASE_URL: server.url() });
}

function checksToRun() {
  const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
  const unknown = values.only?.find((name) => !order.some((known) => known === name));
  if (unknown) fail(`--only takes one of ${order.join(', ')}; it was "${unknown}".`);
  const wanted = values.only ?? order;
  return order.filter((name) => wanted.includes(name) || (name === 'build' && wanted.includes('e2e')));
}
