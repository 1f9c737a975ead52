import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';
import { browserArgs, findBrowser } from './e2e/browser.ts';
import { appUrl } from './e2e/world.ts';
import { freePort } from './scripts/ports.mjs';

// Playwright reads this file again in every worker; the first reading decides, through the inherited environment.
process.env.E2E_APP_PORT ??= String(await freePort());
process.env.E2E_MARKETO_PORT ??= String(await freePort());
process.env.E2E_SALESFORCE_PORT ??= String(await freePort());

if (!existsSync('.next/BUILD_ID')) throw new Error('The app is not built: run `npm run build`, or `npm run test:e2e`.');

export default defineConfig({
  testDir: './e2e',
  timeout: 30_000,
  expect: { timeout: 10_000 },
  retries: 0,
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  use: {
    baseURL: appUrl(),
    trace: 'retain-on-failure',
    launchOptions: { ...(await findBrowser()), args: browserArgs },
  },
  projects: [
    { name: 'sign in', testMatch: 'auth.setup.ts' },
    // These share one stack, so one after another; the kills have a stack of their own and run beside them.
    { name: 'browser', testMatch: '*.spec.ts', testIgnore: 'kill*.spec.ts', dependencies: ['sign in'], workers: 1 },
    { name: 'kill', testMatch: 'kill*.spec.ts', dependencies: ['sign in'], workers: 1 },
  ],
  webServer: {
    command: 'node --import tsx e2e/serve.ts',
    url: `${appUrl()}/api/healthz`,
    timeout: 240_000,
    stdout: 'pipe',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 },
  },
});
