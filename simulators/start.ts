/** Runs the simulators from the shell: `npm run simulators -- --port 4400 --people 5000 --alive --state .data/marketo.json`. */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { replaceFile } from '@/simulators/core/replace-file';
import { type MarketoSimulator, startMarketo } from '@/simulators/marketo/index';
import { type SalesforceSimulator, startSalesforce } from '@/simulators/salesforce/index';
import { seedDemoWorld, startLife } from '@/simulators/scenarios/demo';
import { keepSamePeople } from '@/simulators/scenarios/same-people';

const saveEveryMs = 30_000;
const parentCheckMs = 500;
const lifeEveryMs = 2000;
const samePeopleEveryMs = 5000;

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4400' },
    host: { type: 'string', default: '127.0.0.1' },
    people: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '1' },
    owned: { type: 'string', default: '0.6' },
    'id-gaps': { type: 'string', default: '0.14' },
    activities: { type: 'string', default: '10' },
    'latency-ms': { type: 'string', default: '0' },
    'scan-block': { type: 'string', default: '1000' },
    alive: { type: 'boolean', default: false },
    state: { type: 'string' },
    'salesforce-port': { type: 'string' },
    'salesforce-state': { type: 'string' },
  },
});

await run().catch((error: unknown) => {
  console.error(explain(error));
  process.exit(1);
});

async function run(): Promise<void> {
  const seed = wholeNumber('seed');
  const saved = await readState(values.state);
  const simulator = await startMarketo({
    port: wholeNumber('port'),
    host: values.host,
    latencyMs: wholeNumber('latency-ms'),
    limits: { scanBlock: wholeNumber('scan-block') },
    seed,
  });
  // Without a pause after listening: the first answer must already know the world.
  if (saved === null)
    seedDemoWorld(simulator, {
      people: wholeNumber('people'),
      seed,
      owned: share('owned'),
      idGaps: share('id-gaps'),
      activitiesPerPerson: wholeNumber('activities'),
    });
  else restoreState('state', () => simulator.restore(saved));
  const life = values.alive ? startLife(simulator, { seed, everyMs: lifeEveryMs }) : null;
  const salesforce = values['salesforce-port'] === undefined ? null : await openSalesforce(seed);
  const inStep = salesforce ? keepSamePeople(simulator, salesforce, samePeopleEveryMs) : null;
  const save = async () => {
    await saveMarketo(simulator);
    if (salesforce) await saveSalesforce(salesforce);
  };
  const saving = setInterval(() => void save(), saveEveryMs);
  closeWithTheProcess(async () => {
    clearInterval(saving);
    life?.stop();
    inStep?.stop();
    await save();
    await Promise.all([simulator.close(), salesforce?.close()]);
  });
  console.log(`marketo simulator on ${simulator.url}`);
  if (salesforce) console.log(`salesforce simulator on ${salesforce.url}`);
}

/** With the people of the same seed, under the ids that Marketo shows. */
async function openSalesforce(seed: number): Promise<SalesforceSimulator> {
  const saved = await readState(values['salesforce-state']);
  const salesforce = await startSalesforce({
    port: wholeNumber('salesforce-port'),
    host: values.host,
    latencyMs: wholeNumber('latency-ms'),
    seed,
  });
  if (saved === null)
    salesforce.world.seedPeople({
      count: wholeNumber('people'),
      seed,
      owned: share('owned'),
      idGaps: share('id-gaps'),
    });
  else restoreState('salesforce-state', () => salesforce.restore(saved.toString('utf8')));
  return salesforce;
}

/** Null when there is nothing to load. */
async function readState(file: string | undefined): Promise<Buffer | null> {
  return file === undefined ? null : readFile(file).catch(() => null);
}

function restoreState(option: 'state' | 'salesforce-state', restore: () => void): void {
  try {
    restore();
  } catch (error) {
    const file = values[option];
    throw new Error(`the state file ${file} cannot be used (${String(error)}); delete it to begin anew`);
  }
}

async function saveMarketo(simulator: MarketoSimulator): Promise<void> {
  // Drawn at once, for the world goes on while it is written; in lines, for one text has a longest length.
  if (values.state) await replaceFile(values.state, [...simulator.snapshotLines()]);
}

async function saveSalesforce(salesforce: SalesforceSimulator): Promise<void> {
  const file = values['salesforce-state'];
  if (file) await replaceFile(file, [salesforce.snapshot()]);
}

/** On a signal, and when the parent is gone: npm passes a signal only to its shell, which dies without passing it on. */
function closeWithTheProcess(close: () => Promise<void>): void {
  let closing = false;
  const stop = () => {
    if (closing) return;
    closing = true;
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(explain(error));
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && stop(), parentCheckMs).unref();
}

type NumberOption = 'port' | 'people' | 'seed' | 'activities' | 'latency-ms' | 'scan-block' | 'salesforce-port';

function wholeNumber(name: NumberOption): number {
  const value = values[name] ?? '';
  if (!/^\d{1,9}$/.test(value)) throw new Error(`--${name} must be a whole number, not ${value}`);
  return Number(value);
}

function share(name: 'owned' | 'id-gaps'): number {
  const value = values[name];
  if (!/^(0(\.\d+)?|1(\.0+)?)$/.test(value)) throw new Error(`--${name} must be between 0 and 1, not ${value}`);
  return Number(value);
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE' && 'port' in error) {
    const option = String(error.port) === values.port ? '--port' : '--salesforce-port';
    return `port ${error.port} is taken; choose another with ${option}`;
  }
  return error.message;
}
