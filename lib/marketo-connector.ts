import { createHash } from 'node:crypto';
import type { Db } from '@/db/client';
import { selectMarketoConnection } from '@/db/queries/settings';
import { createCallLimiter } from './call-budget/limiter';
import { type CallLimiter, politeLimits } from './call-budget/model';
import type { Clock } from './clock';
import type { Ctx, SecretBox } from './context';
import { AppError } from './errors';
import { createMarketoClient } from './marketo/client';
import { createTransport, type MarketoTransport } from './marketo/transport';
import { sealContexts } from './seal-contexts';
import { tracedFetch } from './tracing/traced-fetch';

type Deps = { db: Db; clock: Clock; secrets: SecretBox; fetch?: typeof globalThis.fetch; limiter?: CallLimiter };

/** The stored Marketo connection as a client per lane; a changed connection takes effect on the next call. */
export function marketoConnector({ db, clock, secrets, ...given }: Deps): Pick<Ctx, 'marketo' | 'marketoWith'> {
  const fetch = tracedFetch('Marketo', given.fetch);
  let current: { fingerprint: string; transport: MarketoTransport } | undefined;
  let limits = politeLimits;
  const limiter = given.limiter ?? createCallLimiter({ db, clock, provider: 'marketo', limits: () => limits });
  return {
    async marketo(lane, feature = 'other') {
      const stored = await selectMarketoConnection(db);
      if (!stored) {
        throw new AppError('not_configured', 'Marketo is not connected yet. An admin connects it in the settings.');
      }
      const { callsPerWindow, concurrent, dailyCalls, loadsDayPercent } = stored;
      limits = { ...politeLimits, callsPerWindow, concurrent, dailyCalls, loadsDayPercent };
      const { baseUrl, clientId } = stored;
      const fingerprint = createHash('sha256').update(`${baseUrl}\n${clientId}\n${stored.clientSecret}`).digest('hex');
      if (current?.fingerprint !== fingerprint) {
        const clientSecret = secrets.open(stored.clientSecret, sealContexts.marketoSecret);
        current = {
          fingerprint,
          transport: createTransport({ baseUrl, clientId, clientSecret, limiter, clock, fetch }),
        };
      }
      return createMarketoClient({ transport: current.transport, lane, feature });
    },
    marketoWith(credentials) {
      const transport = createTransport({ ...credentials, limiter, clock, fetch });
      return createMarketoClient({ transport, lane: 'live-grid', feature: 'settings' });
    },
  };
}
