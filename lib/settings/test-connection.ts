import 'server-only';
import { selectMarketoConnection, updateMarketoHealth } from '@/db/queries/settings';
import type { Ctx } from '../context';
import { AppError } from '../errors';
import type { MarketoClient } from '../marketo/client';
import { ProviderFault } from '../provider-fault';
import type { MarketoTest } from './contract';

type Check = { name: string; run(client: MarketoClient): Promise<string> };

const checks: Check[] = [
  {
    name: 'Sign in and read fields',
    run: async (client) => `${(await client.describeLeads()).fields.length} person fields can be read.`,
  },
  {
    name: 'Read people',
    run: async (client) => {
      await client.getLeadsById({ ids: [1], fields: ['id'] });
      return 'The role may read people.';
    },
  },
  {
    name: 'Read activities',
    run: async (client) => `${(await client.getActivityTypes()).length} activity types exist.`,
  },
  {
    name: 'Read opportunities',
    run: async (client) => {
      await client.getOpportunityRoles({ leadIds: [1] });
      return 'Opportunity IDs can be read.';
    },
  },
  {
    name: 'Call usage',
    run: async (client) => `${(await client.getUsage())[0]?.total ?? 0} calls were made by all integrations today.`,
  },
];

/** Tries the stored connection, one check after the other; a check that fails is an answer, not an exception. */
export async function testMarketo(ctx: Ctx): Promise<MarketoTest> {
  const stored = await selectMarketoConnection(ctx.db);
  if (!stored) throw new AppError('not_configured', 'Save the connection first, then test it.');
  const client = await ctx.marketo('live-grid', 'settings');
  const results: MarketoTest['checks'] = [];
  for (const check of checks) results.push(await outcomeOf(check, client));
  const first = results[0];
  const health = first?.ok ? ({ ok: true } as const) : { ok: false as const, fault: first?.message ?? 'No answer.' };
  await updateMarketoHealth(ctx.db, { at: ctx.clock.now(), ...health });
  return { ok: results.every((result) => result.ok), checks: results, apiCalls: client.callsMade() };
}

async function outcomeOf(check: Check, client: MarketoClient): Promise<MarketoTest['checks'][number]> {
  try {
    return { name: check.name, ok: true, message: await check.run(client) };
  } catch (error) {
    if (!(error instanceof ProviderFault)) throw error;
    return { name: check.name, ok: false, message: error.message };
  }
}
