import { selectMarketoConnection, upsertMarketoConnection } from '@/db/queries/settings';
import { politeLimits } from '../call-budget/model';
import type { Ctx } from '../context';
import { ProviderFault } from '../provider-fault';
import { connectMarketo } from './connect';
import { endpointOf, webUrlOf } from './web-url';

type Given = { MARKETO_BASE_URL?: string; MARKETO_CLIENT_ID?: string; MARKETO_CLIENT_SECRET?: string };

/**
 * Connects the Marketo instance named in the environment when none is connected yet. Once there is a connection the
 * settings page owns it. A Marketo that does not answer is logged; the next start tries again.
 */
export async function ensureFirstConnection(ctx: Ctx, given: Given): Promise<void> {
  const { MARKETO_BASE_URL: address, MARKETO_CLIENT_ID: clientId, MARKETO_CLIENT_SECRET: clientSecret } = given;
  if (!address || !clientId || !clientSecret) return;
  if (await selectMarketoConnection(ctx.db)) return;
  const baseUrl = endpointOf(address);
  try {
    const discovered = await connectMarketo(ctx, { baseUrl, clientId, clientSecret }, {});
    const { callsPerWindow, concurrent } = politeLimits;
    const webUrl = webUrlOf(baseUrl);
    await upsertMarketoConnection(ctx.db, {
      ...discovered,
      webUrl,
      callsPerWindow,
      concurrent,
      connectedAt: ctx.clock.now(),
    });
    ctx.log.info({ baseUrl }, 'connected the Marketo instance named in the environment');
  } catch (error) {
    if (!(error instanceof ProviderFault)) throw error;
    ctx.log.warn({ baseUrl, reason: error.message }, 'the Marketo instance named in the environment was not connected');
  }
}
