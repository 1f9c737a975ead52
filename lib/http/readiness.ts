import { z } from 'zod';
import { pendingMigrations, selectDatabaseTime } from '@/db/queries/database-state';
import { countSalesforceConnections } from '@/db/queries/salesforce-connections';
import { selectMarketoConnection } from '@/db/queries/settings';
import type { Ctx } from '../context';

const Part = z.looseObject({ ok: z.boolean(), message: z.string() });
type Part = z.infer<typeof Part>;
export const Readiness = z.object({
  ready: z.boolean(),
  parts: z.object({ database: Part, migrations: Part, queue: Part, marketo: Part, salesforce: Part, clock: Part }),
});
export type Readiness = z.infer<typeof Readiness>;

const allowedSkewMs = 60_000;
const patienceMs = 3_000;

/**
 * Whether this process can do its work, part by part. Neither Marketo nor Salesforce makes it unready: the workspace
 * serves what it knows, and keeps what is to be sent, while they are away.
 */
export async function readiness(ctx: Ctx): Promise<Readiness> {
  const [database, migrations, queue, marketo, salesforce, clock] = await Promise.all([
    part(async () => {
      await selectDatabaseTime(ctx.db);
      return { ok: true, message: 'answers' };
    }),
    part(async () => {
      const pending = await pendingMigrations(ctx.db);
      return pending === 0
        ? { ok: true, message: 'up to date' }
        : { ok: false, message: `${pending} not applied: run npm run db:migrate` };
    }),
    part(async () => {
      const ok = await ctx.queue.isReady();
      return { ok, message: ok ? 'ready' : 'not installed' };
    }),
    part(() => marketoPart(ctx)),
    part(() => salesforcePart(ctx)),
    part(() => clockPart(ctx)),
  ]);
  const ready = [database, migrations, queue, clock].every((p) => p.ok);
  return { ready, parts: { database, migrations, queue, marketo, salesforce, clock } };
}

async function marketoPart(ctx: Ctx): Promise<Part> {
  const connection = await selectMarketoConnection(ctx.db);
  if (!connection) return { ok: false, message: 'not connected', tokenAgeSeconds: null, lastOkAt: null };
  const issuedAt = connection.tokenIssuedAt?.getTime();
  return {
    ok: connection.lastFault === null,
    // Anybody may read this; admins find the reason under Settings › Marketo.
    message: connection.lastFault ? 'the last calls failed' : 'connected',
    tokenAgeSeconds: issuedAt === undefined ? null : Math.round((ctx.clock.now().getTime() - issuedAt) / 1000),
    lastOkAt: connection.lastOkAt?.toISOString() ?? null,
  };
}

async function salesforcePart(ctx: Ctx): Promise<Part> {
  const states = new Map((await countSalesforceConnections(ctx.db)).map((row) => [row.state, row.connections]));
  const active = states.get('active') ?? 0;
  const failing = (states.get('needs-reauth') ?? 0) + (states.get('paused') ?? 0);
  const message = failing > 0 ? 'some connections need their users' : active > 0 ? 'connected' : 'nobody is connected';
  return { ok: failing === 0 && active > 0, message, active, failing };
}

// Leases and due times are compared across machines; a wrong clock makes them lie.
async function clockPart(ctx: Ctx): Promise<Part> {
  const skewMs = ctx.clock.now().getTime() - (await selectDatabaseTime(ctx.db)).getTime();
  const ok = Math.abs(skewMs) <= allowedSkewMs;
  return { ok, message: ok ? 'agrees with the database' : 'differs from the database by more than a minute', skewMs };
}

async function part(check: () => Promise<Part>): Promise<Part> {
  const timeout = new Promise<Part>((resolve) => {
    setTimeout(() => resolve({ ok: false, message: `no answer within ${patienceMs / 1000} s` }), patienceMs).unref();
  });
  const answer = check().catch((): Part => ({ ok: false, message: 'does not answer' }));
  return Promise.race([answer, timeout]);
}
