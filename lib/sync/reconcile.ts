/**
 * `npm run reconcile [-- --repair] [--from ID] [--to ID]`: compares the list with Marketo here and prints what differs.
 * Ends with 0 when nothing does, 2 when something does, 1 when it could not compare.
 */
import { parseArgs } from 'node:util';
import { type Reconciliation, selectDrift, selectReconciliation } from '@/db/queries/reconcile';
import { selectJob } from '@/db/queries/sync';
import { env } from '../env';
import { driftCount } from '../reconcile/model';
import { startReconcile } from '../reconcile/service';
import { startFailure } from '../start-failure';
import { createWiring, type Wiring } from '../wiring';
import { runRegistered } from './run-registered';

const runMs = 10 * 60_000;
const mostShown = 20;
const job = 'reconcile-people';

await main().catch((error: unknown) => {
  say(startFailure('The comparison cannot run', error));
  process.exit(1);
});

async function main() {
  const options = { repair: { type: 'boolean' }, from: { type: 'string' }, to: { type: 'string' } } as const;
  const { values } = parseArgs({ options });
  const parts = createWiring(env(), { worker: false });
  const asked = { repairs: values.repair ?? false, fromId: idFrom(values.from), toId: idFrom(values.to) };
  const id = await startReconcile(parts.ctxFor(null), asked);
  const result = await runUntilFinished(parts, id);
  await report(parts, result);
  await parts.queue.stop();
  await parts.database.close();
  process.exitCode = result.state === 'done' ? (driftCount(result) > 0 ? 2 : 0) : 1;
}

/** A worker may take turns with us: whoever runs the job, the row tells how far it is. */
async function runUntilFinished(parts: Wiring, id: number): Promise<Reconciliation> {
  const { database, clock, queue } = parts;
  for (;;) {
    const result = await queue.runNow(job, 'command', () =>
      runRegistered(parts.ctxFor(null), job, {
        trigger: 'command',
        deadline: new Date(clock.now().getTime() + runMs),
        onStep: ({ read }) => say(`${read} people compared`),
      }),
    );
    const row = await selectReconciliation(database.db, id);
    if (!row) throw new Error('The comparison was forgotten meanwhile.');
    if (row.finishedAt) return row;
    if (result?.outcome === 'failed') throw new Error(result.message ?? 'The comparison failed.');
    const state = await selectJob(database.db, job);
    if (!state.enabled) throw new Error(state.pausedReason ?? 'The sync is off.');
    if (result?.message) say(result.message);
    const waitMs = state.waitUntil ? state.waitUntil.getTime() - clock.now().getTime() : 0;
    await clock.sleep(Math.max(1000, waitMs));
  }
}

async function report({ database }: Wiring, row: Reconciliation) {
  const rows = [
    ['people compared', row.people],
    ['ranges', row.ranges],
    ['ranges that differed', row.rangesDiffering],
    ['missing here', row.missing],
    ['extra here', row.extra],
    ['different', row.different],
    ['settled by themselves', row.settled],
    ['over the cap', row.overTheCap],
    ['given to the refresh', row.repaired],
  ];
  for (const [title, value] of rows) say(`${String(title).padEnd(24)}${String(value).padStart(10)}`);
  const samples = await selectDrift(database.db, { reconciliationId: row.id, confirmed: true, limit: mostShown });
  for (const { marketoId, kind, reason, changes } of samples) {
    const told = changes.map(
      ({ field, from, to }) => `${field}: ${JSON.stringify(from)} here, ${JSON.stringify(to)} in Marketo`,
    );
    say(`${marketoId} ${kind}: ${reason ?? told.join('; ')}`);
  }
}

function idFrom(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new Error(`"${text}" is not a Marketo ID.`);
  return Number(text);
}

function say(line: string) {
  process.stdout.write(`${line}\n`);
}
