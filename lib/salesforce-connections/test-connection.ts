import 'server-only';
import { selectUnconnectedUsers } from '@/db/queries/salesforce-connections';
import type { Ctx } from '../context';
import { ProviderFault } from '../provider-fault';
import type { SalesforceClient } from '../salesforce/client';
import { findOwners } from '../salesforce/find-owners';
import { requireConnection } from './access';
import type { ConnectionTest } from './contract';

type Check = { name: string; run(client: SalesforceClient): Promise<{ ok: boolean; message: string }> };

const good = (message: string) => ({ ok: true, message });
const bad = (message: string) => ({ ok: false, message });

const checks: Check[] = [
  {
    name: 'Sign in and use the API',
    run: async (client) => {
      const { used, limit } = await client.limits();
      const percent = limit > 0 ? Math.round((used / limit) * 100) : 0;
      const [spent, all] = [used, limit].map((value) => value.toLocaleString('en'));
      return good(`${spent} of ${all} API calls of 24 hours are used by all integrations of the org (${percent} %).`);
    },
  },
  { name: 'Read leads', run: (client) => readable(client, 'Lead') },
  { name: 'Read contacts', run: (client) => readable(client, 'Contact') },
  {
    name: 'Write tasks',
    run: async (client) => {
      const { createable, updateable } = await client.describe('Task');
      return createable && updateable
        ? good('Tasks can be made and changed.')
        : bad('This user may not make or change tasks; an admin of Salesforce gives the permission “Edit Tasks”.');
    },
  },
];

/** Tries a connection, one check after the other; a check that fails is an answer, not an exception. */
export async function testConnection(ctx: Ctx, id: string): Promise<ConnectionTest> {
  const { purpose } = await requireConnection(ctx, id);
  const wanted = purpose === 'integration' ? [...checks, ownersCheck(ctx)] : checks;
  let client: SalesforceClient;
  try {
    client = await ctx.salesforce(id, 'reads');
  } catch (error) {
    return { ok: false, checks: [{ name: 'Sign in and use the API', ...failed(error) }], apiCalls: 0 };
  }
  const results: ConnectionTest['checks'] = [];
  for (const { name, run } of wanted) results.push({ name, ...(await run(client).catch(failed)) });
  return { ok: results.every(({ ok }) => ok), checks: results, apiCalls: client.callsMade() };
}

async function readable(client: SalesforceClient, object: string) {
  const { fields } = await client.describe(object);
  return good(`${fields.length} fields can be read.`);
}

/** The integration user logs for others: each has to be somebody in Salesforce. */
function ownersCheck(ctx: Ctx): Check {
  return {
    name: 'Find sellers in Salesforce',
    run: async (client) => {
      const sellers = await selectUnconnectedUsers(ctx.db);
      const owners = await findOwners(
        client,
        sellers.map(({ email }) => email),
      );
      const unknown = sellers.filter(({ email }) => !owners.has(email.toLowerCase()));
      if (unknown.length === 0) return good(`All ${sellers.length} people without a connection are users there.`);
      const names = unknown.slice(0, 5).map(({ name, email }) => `${name} (${email})`);
      return bad(
        `Not active users there by their e-mail addresses: ${names.join(', ')}${unknown.length > 5 ? ' …' : ''}`,
      );
    },
  };
}

function failed(error: unknown): { ok: false; message: string } {
  if (!(error instanceof ProviderFault)) throw error;
  return { ok: false, message: error.message };
}
