/**
 * `npm run bench:simulator`: how long the simulated Marketo takes to start with 10,000, 100,000 and 1,000,000 people,
 * the memory it needs, and how fast it answers over HTTP. Baseline of the same run: the same world as plain objects,
 * with 10,000 and 100,000 people measured and a million extrapolated from them. Option: --people N,N,…
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { startMarketo } from '@/simulators/marketo/index';
import { createTestClient, mintToken, type TestClient } from '@/simulators/marketo/test-client';
import { percentile, print } from './bench-database';

const { values } = parseArgs({ options: { people: { type: 'string' }, plain: { type: 'string' } } });
const sizes = (values.people ?? '10000,100000,1000000').split(',').map(Number);
const plainSizes = [10_000, 100_000];
const script = ['--conditions=react-server', '--expose-gc', '--import', 'tsx'];
const bytesPerMb = 1e6;
const pages = 100;

if (values.plain) await measurePlain(Number(values.plain));
else await run();

async function run(): Promise<void> {
  for (const people of sizes) await measureSimulator(people);
  const plain = plainSizes.map((people) => {
    const text = execFileSync(process.execPath, [...script, 'bench/simulator.ts', '--plain', String(people)]);
    return { people, ...(JSON.parse(String(text)) as Plain) };
  });
  for (const one of plain)
    print(`plain  ${count(one.people)} people: ${one.seconds.toFixed(1)} s, ${mb(one.bytes)} of objects`);
  const largest = plain.at(-1);
  if (!largest) return;
  const times = 1_000_000 / largest.people;
  print(
    `plain  1,000,000 people, extrapolated: ${(largest.seconds * times).toFixed(0)} s, ${mb(largest.bytes * times)} of objects`,
  );
}

/** The command as anybody runs it, from its start to its ready line. */
async function measureSimulator(people: number): Promise<void> {
  const began = performance.now();
  const args = [...script, 'simulators/start.ts', '--port', '0', '--people', String(people)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const peak = { bytes: 0 };
  const watch = setInterval(() => (peak.bytes = Math.max(peak.bytes, memoryOf(child))), 250);
  const url = await readyUrl(child);
  const seconds = (performance.now() - began) / 1000;
  const ready = memoryOf(child);
  print(`simulator  ${count(people)} people: ready in ${seconds.toFixed(1)} s, ${mb(ready)} then`);
  await measureAnswers(url);
  print(`simulator  ${count(people)} people: ${mb(memoryOf(child))} afterwards, ${mb(peak.bytes)} at most`);
  clearInterval(watch);
  child.kill();
}

async function measureAnswers(url: string): Promise<void> {
  const limits = { callsPer20s: 1e9, dailyQuota: 1e9, bulkQuotaBytes: 1e12 };
  await fetch(`${url}/__control/limits`, { method: 'POST', body: JSON.stringify(limits) });
  const client = createTestClient({ url, clientId: 'demo-client', clientSecret: 'demo-secret' });
  const byId = await timeEach(pages, (n) => {
    const ids = Array.from({ length: 300 }, (_, i) => 1001 + n * 300 + i);
    return client.get(`/rest/v1/leads.json?filterType=id&filterValues=${ids}&batchSize=300`);
  });
  print(`  300 people by id: p50 ${ms(byId, 0.5)}, p95 ${ms(byId, 0.95)}`);
  let token = await mintToken(client, new Date(Date.now() - 30 * 86_400_000));
  const feed = await timeEach(pages, async () => {
    const page = await client.get(
      `/rest/v1/activities.json?activityTypeIds=1,6,7&nextPageToken=${encodeURIComponent(token)}`,
    );
    token = page.nextPageToken;
  });
  print(`  a page of a feed: p50 ${ms(feed, 0.5)}, p95 ${ms(feed, 0.95)}`);
  const changed = await timeEach(1, () => control(url, 'world/churn', { args: [{ changes: 10_000 }] }));
  print(`  10,000 changes: ${ms(changed, 0.5)}`);
  await measureExtract(client);
}

/** Everybody with an owner, by the smart list: from the first status after Processing to the last byte. */
async function measureExtract(client: TestClient): Promise<void> {
  const body = {
    fields: ['id', 'firstName', 'lastName', 'email', 'title', 'company', 'phone'],
    filter: { smartListId: 1001 },
  };
  const made = await client.post('/bulk/v1/leads/export/create.json', body);
  const at = `/bulk/v1/leads/export/${made.result[0].exportId}`;
  await client.post(`${at}/enqueue.json`, {});
  const began = performance.now();
  let job = made.result[0];
  while (job.status !== 'Completed') {
    await new Promise((resolve) => setTimeout(resolve, 100));
    job = (await client.get(`${at}/status.json`)).result[0];
  }
  const madeMs = performance.now() - began;
  const file = await client.send(`${at}/file.json`);
  const totalMs = performance.now() - began;
  print(
    `  extract of ${count(job.numberOfRecords)} people, ${mb(file.text.length)}: made after ${(madeMs / 1000).toFixed(1)} s (5 s of them the job's life cycle), read in ${((totalMs - madeMs) / 1000).toFixed(1)} s`,
  );
}

type Plain = { seconds: number; bytes: number };

/** Every person and every row of the log as an object of its own, and what they take of the heap. */
async function measurePlain(people: number): Promise<void> {
  const simulator = await startMarketo();
  const began = performance.now();
  simulator.world.seedPeople({ count: people });
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const kept = { leads: simulator.world.leads().map(withoutNulls), rows: simulator.world.activities() };
  const seconds = (performance.now() - began) / 1000;
  globalThis.gc?.();
  const bytes = process.memoryUsage().heapUsed - before;
  process.stdout.write(
    JSON.stringify({ seconds, bytes, kept: kept.leads.length + kept.rows.length } satisfies Plain & { kept: number }),
  );
  await simulator.close();
}

function withoutNulls(lead: object): object {
  return Object.fromEntries(Object.entries(lead).filter(([, value]) => value !== null));
}

function readyUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      const url = /simulator on (\S+)/.exec(String(chunk))?.[1];
      if (url) resolve(url);
    });
    child.once('exit', (code) => reject(new Error(`the simulator ended with ${code}`)));
  });
}

function memoryOf(child: ChildProcess): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)])) * 1024;
}

async function control(url: string, name: string, body: unknown): Promise<void> {
  await fetch(`${url}/__control/${name}`, { method: 'POST', body: JSON.stringify(body) });
}

async function timeEach(times: number, work: (n: number) => Promise<unknown>): Promise<number[]> {
  const tookMs: number[] = [];
  for (let n = 0; n < times; n++) {
    const start = performance.now();
    await work(n);
    tookMs.push(performance.now() - start);
  }
  return tookMs;
}

function mb(bytes: number): string {
  return `${Math.round(bytes / bytesPerMb).toLocaleString('en')} MB`;
}

function ms(tookMs: number[], share: number): string {
  return `${percentile(tookMs, share).toFixed(1)} ms`;
}

function count(people: number): string {
  return people.toLocaleString('en');
}
