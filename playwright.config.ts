import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';
import { browserArgs, findBrowser } from './e2e/browser.ts';
import { appUrl, results } from './e2e/world.ts';
import { freePort } from './scripts/ports.mjs';

// Playwright reads this file again in every worker; the first reading decides, through the inherited environment.
process.env.E2E_APP_PORT ??= String(await freePort());
process.env.E2E_MARKETO_PORT ??= String(await freePort());
process.env.E2E_SALESFORCE_PORT ??= String(await freePort());

if (!existsSync('.next/BUILD_ID')) throw new Error('The app is not built: run `npm run build`, or `npm run test:e2e`.');

const kills = 'kill*.spec.ts';
// With a stack each, `npm test` runs these beside the others: they take as long.
const secondHalf = ['accessibility*.spec.ts', 'live-sync.spec.ts'];
const half = { dependencies: ['sign in'], workers: 1 };

export default defineConfig({
  testDir: './e2e',
  outputDir: results,
  timeout: 30_000,
  expect: { timeout: 10_000 },
  retries: 0,
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  use: {
    baseURL: appUrl(),
    // What the page was, without films of it: two cores are busy enough.
    trace: { mode: 'retain-on-failure', screenshots: false },
    launchOptions: { ...(await findBrowser()), args: browserArgs },
  },
  projects: [
    { name: 'sign in', testMatch: 'auth.setup.ts' },
    // Those of one run share a stack, so one after another; unless `--workers` says more, so does everything.
    { ...half, name: 'first half', testMatch: '*.spec.ts', testIgnore: [kills, ...secondHalf] },
    { ...half, name: 'second half', testMatch: secondHalf },
    // Each has a stack for itself.
    { name: 'kill', testMatch: kills, dependencies: ['sign in'], workers: 2 },
  ],
  webServer: {
    command: 'node --import tsx e2e/serve.ts',
    url: `${appUrl()}/api/healthz`,
    timeout: 240_000,
    stdout: 'pipe',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 },
  },
});
