/** Marketo's identity service: credentials in, access token out. Its answers have no envelope, and its calls are free. */
import { z } from 'zod';
import { MarketoFault, verdictOfStatus } from './errors';
import { exchange, type Fetch } from './exchange';
import type { FreshToken } from './token';

const Granted = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().min(0) });
const Denied = z.object({ error: z.string() });

export type Credentials = { clientId: string; clientSecret: string };

/**
 * The credentials travel in the body, so that no access log keeps them. Throws MarketoFault `signed-out` when Marketo
 * refuses them, `unavailable` when it cannot answer.
 */
export async function fetchToken(
  fetch: Fetch,
  input: Credentials & { origin: string; timeoutMs: number },
): Promise<FreshToken> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: input.clientId,
    client_secret: input.clientSecret,
  });
  const { status, json } = await exchange(fetch, {
    url: `${input.origin}/identity/oauth/token`,
    timeoutMs: input.timeoutMs,
    form,
  });
  const granted = Granted.safeParse(json);
  if (granted.success) return { value: granted.data.access_token, expiresInSeconds: granted.data.expires_in };
  const denied = Denied.safeParse(json);
  if (denied.success && status < 500) throw refused(denied.data.error);
  throw new MarketoFault(verdictOfStatus(status));
}

function refused(error: string): MarketoFault {
  const message = `Marketo did not accept the Client ID or the Client Secret (${error}). Copy both again from the custom service in Marketo's LaunchPoint.`;
  return new MarketoFault({ kind: 'signed-out', retry: 'never', message }, { remoteCode: '401' });
}
