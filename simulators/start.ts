/** Runs the simulators from the shell: `npm run simulators -- --port 4400 --people 5000 --alive --state .data/marketo.json`. */
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type MarketoSimulator, startMarketo } from '@/simulators/marketo/index';
import { type Life, seedDemoWorld, startLife } from '@/simulators/scenarios/demo';

const saveEveryMs = 30_000;
const parentCheckMs = 500;
const lifeEveryMs = 2000;

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
  },
});

await run().catch((error: unknown) => {
  console.error(explain(error));
  process.exit(1);
});

async function run(): Promise<void> {
  const seed = wholeNumber('seed');
  const saved = await readState();
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
  else restoreState(simulator, saved);
  const life = values.alive ? startLife(simulator, { seed, everyMs: lifeEveryMs }) : null;
  const saving = values.state ? setInterval(() => void saveState(simulator), saveEveryMs) : undefined;
  closeWithTheProcess(async () => close(simulator, life, saving));
  console.log(`marketo simulator on ${simulator.url}`);
}

async function close(
  simulator: MarketoSimulator,
  life: Life | null,
  saving: NodeJS.Timeout | undefined,
): Promise<void> {
  clearInterval(saving);
  life?.stop();
  await saveState(simulator);
  await simulator.close();
}

/** Null when there is nothing to load. */
async function readState(): Promise<Buffer | null> {
  if (!values.state) return null;
  return readFile(values.state).catch(() => null);
}

function restoreState(simulator: MarketoSimulator, saved: Buffer): void {
  try {
    simulator.restore(saved);
  } catch (error) {
    throw new Error(`the state file ${values.state} cannot be used (${String(error)}); delete it to begin anew`);
  }
}

/** Written beside the old file and moved over it, so that a crash leaves one of the two whole. */
async function saveState(simulator: MarketoSimulator): Promise<void> {
  if (!values.state) return;
  await mkdir(path.dirname(path.resolve(values.state)), { recursive: true });
  const half = `${values.state}.${process.pid}.tmp`;
  const file = await open(half, 'w');
  // Drawn at once, for the world goes on while it is written; in lines, for one text has a longest length.
  for (const line of [...simulator.snapshotLines()]) await file.write(line);
  await file.close();
  await rename(half, values.state);
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

function wholeNumber(name: 'port' | 'people' | 'seed' | 'activities' | 'latency-ms' | 'scan-block'): number {
  const value = values[name];
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
  if ('code' in error && error.code === 'EADDRINUSE') return `port ${values.port} is taken; choose another with --port`;
  return error.message;
}
