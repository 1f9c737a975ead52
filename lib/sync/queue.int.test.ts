import { PgBoss } from 'pg-boss';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { testDatabase } from '@/db/test/database';
import { createLogger } from '../logger';
import { createJobQueue, type JobQueue } from './queue';

let database: Awaited<ReturnType<typeof testDatabase>>;
const queues: JobQueue[] = [];
const log = createLogger('silent');

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  await Promise.all(queues.map((queue) => queue.stop(1_000)));
  await database.close();
});

function aQueue(worker = false): JobQueue {
  const queue = createJobQueue({ connectionString: database.url, log, heartbeatSeconds: 10, worker });
  queues.push(queue);
  return queue;
}

describe('the queue', () => {
  it('runs a job here and hands back what it returned', async () => {
    expect(await aQueue().runNow('follow-people', 'cron', async ({ trigger }) => `ran by ${trigger}`)).toBe(
      'ran by cron',
    );
  });

  it('lets two schedulers behave as one: the second call finds the job running', async () => {
    const [one, other] = [aQueue(), aQueue()];
    const gate = new Promise<void>((open) => {
      void one.runNow('load-people', 'cron', async () => {
        open();
        await vi.waitUntil(() => finished, { timeout: 20_000 });
      });
    });
    let finished = false;
    await gate;
    expect(await other.runNow('load-people', 'cron', async () => 'twice')).toBeNull();
    finished = true;
    await vi.waitUntil(async () => (await other.runNow('load-people', 'cron', async () => 'after')) === 'after', {
      timeout: 10_000,
    });
  });

  it('frees the job when its run throws', async () => {
    const queue = aQueue();
    await expect(queue.runNow('sweep-people', 'cron', () => Promise.reject(new Error('boom')))).rejects.toThrow('boom');
    await vi.waitUntil(async () => (await queue.runNow('sweep-people', 'cron', async () => 'again')) === 'again', {
      timeout: 10_000,
    });
  });

  it('gives jobs that were sent to a worker, once', async () => {
    const sender = aQueue();
    const worker = aQueue(true);
    const ran: string[] = [];
    await sender.send('refresh-people', 'admin');
    await sender.send('refresh-people', 'admin');
    await worker.work(async (job, { trigger }) => void ran.push(`${job} ${trigger}`));
    await vi.waitUntil(() => ran.length > 0, { timeout: 20_000 });
    expect(ran).toEqual(['refresh-people admin']);
    await worker.stop(1_000);
  });

  it('takes a job back from a process that was killed', async () => {
    const killed = new PgBoss({ connectionString: database.url, supervise: false, schedule: false });
    await killed.start();
    await aQueue().send('sweep-people', 'worker');
    expect(await killed.fetch('sweep-people')).toHaveLength(1);
    await killed.stop({ graceful: false });
    const queue = aQueue();
    expect(await queue.runNow('sweep-people', 'cron', async () => 'too early')).toBeNull();
    await vi.waitUntil(
      async () => (await queue.runNow('sweep-people', 'cron', async () => 'recovered')) === 'recovered',
      {
        timeout: 40_000,
        interval: 1_000,
      },
    );
  });
});
