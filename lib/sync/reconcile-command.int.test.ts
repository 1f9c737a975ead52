import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { updateJobs } from '@/db/queries/sync';
import { people } from '@/db/schema';
import { testDatabase } from '@/db/test/database';
import { type MarketoSimulator, startMarketo } from '@/simulators/marketo/index';
import { connectToSimulator, testCtx } from '../test/context';
import { enableJobs, runToEnd } from '../test/sync-driver';

let database: Awaited<ReturnType<typeof testDatabase>>;
let marketo: MarketoSimulator;

beforeAll(async () => {
  database = await testDatabase();
  marketo = await startMarketo({ seed: 5, limits: { callsPer20s: 100_000, concurrent: 50, dailyQuota: 100_000 } });
  marketo.world.seedPeople({ count: 40, seed: 5 });
  const ctx = testCtx({ database });
  await connectToSimulator(ctx, marketo);
  await enableJobs(ctx);
  await runToEnd(ctx, 'load-people', () => {});
  await runToEnd(ctx, 'read-opportunities', () => {});
});
afterAll(async () => {
  await marketo.close();
  await database.close();
});

describe('npm run reconcile', () => {
  it('prints what it compared, and ends with 0 when both sides are equal', async () => {
    const { code, output } = await reconcile();
    expect(output).toMatch(/people compared +\d*[1-9]\d*\n/);
    expect(output).toMatch(/ranges that differed +0\n/);
    expect(code).toBe(0);
  });

  it('ends with 2 and names who differs, and with --repair gives them to the refresh, which ends it', async () => {
    const [id] = marketo.world.eligible().map((person) => person.marketoId);
    if (!id) throw new Error('The seeded world has nobody');
    await database.db.update(people).set({ title: 'Not in Marketo' }).where(eq(people.marketoId, id));
    const found = await reconcile();
    expect(found.output).toMatch(/different +1\n/);
    expect(found.output).toMatch(/given to the refresh +0\n/);
    expect(found.output).toContain(`${id} different: title: "Not in Marketo" here`);
    expect(found.code).toBe(2);

    const repaired = await reconcile('--repair');
    expect(repaired.output).toMatch(/given to the refresh +1\n/);
    expect(repaired.code).toBe(2);
    const ctx = testCtx({ database });
    await runToEnd(ctx, 'refresh-people', () => {});
    expect(await reconcile()).toMatchObject({ code: 0 });
  });

  it('ends with 1 and a sentence when it cannot compare', async () => {
    expect(await reconcile('--from', '-3x')).toMatchObject({
      code: 1,
      output: expect.stringMatching(/Marketo ID|from/),
    });
    await updateJobs(database.db, ['reconcile-people'], { enabled: false });
    expect(await reconcile()).toMatchObject({ code: 1, output: expect.stringContaining('The sync is off.') });
  });
});

/** Runs the command as npm would, in a process of its own. */
async function reconcile(...args: string[]): Promise<{ code: number; output: string }> {
  const root = path.resolve(import.meta.dirname, '../..');
  const env = {
    ...process.env,
    NODE_ENV: 'test' as const,
    DATABASE_URL: database.url,
    AUTH_SECRET: 'a'.repeat(32),
    CRON_SECRET: 'c'.repeat(16),
    ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    LOG_LEVEL: 'silent',
  };
  // What differs is looked at again after five minutes.
  const preload = ['--import', './lib/test/leaping-clock.ts'];
  const command = ['--conditions=react-server', '--import', 'tsx', ...preload, 'lib/sync/reconcile.ts', ...args];
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, command, { cwd: root, env });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: stdout + stderr };
  }
}
