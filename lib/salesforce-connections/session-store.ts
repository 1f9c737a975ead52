/** The sessions of Salesforce connections in Postgres: renewed by one process at a time, and adopted by the others. */
import type { Db, Tx } from '@/db/client';
import { selectSalesforceApp } from '@/db/queries/salesforce-apps';
import {
  isLockTimeout,
  lockSalesforceConnection,
  type SalesforceConnection,
  selectSalesforceConnection,
  updateSalesforceSession,
  updateSalesforceState,
  updateSalesforceUsed,
} from '@/db/queries/salesforce-connections';
import { upsertSalesforceOrg } from '@/db/queries/salesforce-orgs';
import type { Clock } from '../clock';
import type { SecretBox } from '../context';
import { ProviderFault } from '../provider-fault';
import type { SalesforceOAuth } from '../salesforce/oauth';
import type { Renewal, Session, SessionStore } from '../salesforce/session';
import { sealContexts } from '../seal-contexts';
import { type ConnectionState, isStorm, mostRenewals } from './model';

type Deps = { db: Db; clock: Clock; secrets: SecretBox; oauth: Pick<SalesforceOAuth, 'refresh'> };
type Renewed = { row: SalesforceConnection; renewal: Renewal };
/** What became of a renewal that Salesforce, or we, refused: a `state` other than null is the connection's from now on. */
type Refused = { row: SalesforceConnection; fault: ProviderFault; state: ConnectionState | null };

const noteUseEveryMs = 60_000;

/** The store of one connection, for this process. */
export function createSessionStore({ db, clock, secrets, oauth }: Deps, id: string): SessionStore {
  let notedAtMs = 0;
  const read = async () => {
    const row = working(await selectSalesforceConnection(db, id));
    const accessToken = opened(row.accessToken, sealContexts.accessToken(id));
    // The connection stays as it is: it may be this process alone that lacks the key.
    if (accessToken === null) throw unreadable();
    return sessionFrom(row, accessToken);
  };

  return {
    read,
    async renew(refusedVersion) {
      let renewed: Renewed | null = null;
      const outcome = await db
        .transaction(async (tx) => {
          const row = working(await lockSalesforceConnection(tx, id));
          if (row.tokenVersion !== refusedVersion) return null;
          const answer = await ask(tx, row);
          if ('fault' in answer) return answer;
          renewed = answer;
          await keep(tx, answer);
          return null;
        })
        .catch(async (error: unknown) => {
          if (!renewed) throw isLockTimeout(error) ? busy() : error;
          // The database lost us meanwhile. The old refresh token may be dead by now, so the new one must not be lost.
          await keep(db, renewed);
          return null;
        });
      if (outcome === null) return read();
      return afterRefusal(outcome);
    },
    async used() {
      const now = clock.now();
      if (now.getTime() - notedAtMs < noteUseEveryMs) return;
      notedAtMs = now.getTime();
      await updateSalesforceUsed(db, id, now);
    },
  };

  async function ask(tx: Tx, row: SalesforceConnection): Promise<Renewed | Refused> {
    if (isStorm(row.refreshedAt, clock.now())) return { row, fault: storm(), state: 'paused' };
    const app = await selectSalesforceApp(tx);
    if (!app) return { row, fault: noApp(), state: null };
    const clientSecret = opened(app.clientSecret, sealContexts.salesforceSecret);
    const refreshToken = opened(row.refreshToken, sealContexts.refreshToken(id));
    if (clientSecret === null || refreshToken === null) return { row, fault: unreadable(), state: null };
    const input = { app: { clientId: app.clientId, clientSecret }, loginUrl: row.loginUrl, refreshToken };
    try {
      // An answer that was lost may be had once more; where it may not, the consent is over either way.
      const renewal = await oauth.refresh(input).catch((error: unknown) => {
        if (!(error instanceof ProviderFault) || error.kind !== 'unavailable') throw error;
        return oauth.refresh(input);
      });
      return { row, renewal };
    } catch (error) {
      if (!(error instanceof ProviderFault)) throw error;
      return { row, fault: error, state: stateAfter(error) };
    }
  }

  async function keep(tx: Tx, { row, renewal }: Renewed): Promise<void> {
    const { accessToken, refreshToken, instanceUrl } = renewal;
    await updateSalesforceSession(tx, {
      id,
      tokenVersion: row.tokenVersion,
      renewed: {
        accessToken: secrets.seal(accessToken, sealContexts.accessToken(id)),
        refreshToken: refreshToken ? secrets.seal(refreshToken, sealContexts.refreshToken(id)) : row.refreshToken,
        instanceUrl,
        refreshedAt: [...row.refreshedAt, clock.now()].slice(-mostRenewals),
      },
    });
    if (instanceUrl !== row.instanceUrl) await upsertSalesforceOrg(tx, { orgId: row.orgId, instanceUrl });
  }

  /** Who lost the lock with the connection to the database may have been refused because another process was faster. */
  async function afterRefusal({ row, fault: refused, state }: Refused): Promise<Session> {
    if (state === null) throw refused;
    const { tokenVersion } = row;
    const noted = await updateSalesforceState(db, { id, tokenVersion, state, reason: refused.message });
    if (noted) throw refused;
    return read();
  }

  /** Null for what was stored with a key that is not there any more. */
  function opened(sealed: string, context: string): string | null {
    try {
      return secrets.open(sealed, context);
    } catch {
      return null;
    }
  }
}

function sessionFrom({ instanceUrl, apiVersion, tokenVersion }: SalesforceConnection, accessToken: string): Session {
  return { accessToken, instanceUrl, apiVersion, version: tokenVersion };
}

function working(row: SalesforceConnection | null): SalesforceConnection {
  if (!row) throw fault('signed-out', 'NOT_CONNECTED', 'This Salesforce connection was removed.');
  if (row.state !== 'active')
    throw fault('signed-out', 'NOT_CONNECTED', row.stateReason ?? 'This Salesforce connection needs its user.');
  return row;
}

/** What a refused renewal makes of the connection; null when it is nothing that its user could mend. */
function stateAfter({ kind, remoteCode }: ProviderFault): ConnectionState | null {
  if (kind === 'signed-out') return 'needs-reauth';
  return remoteCode === 'IP_RESTRICTED' || remoteCode === 'FOREIGN_INSTANCE' ? 'paused' : null;
}

function busy(): ProviderFault {
  return fault(
    'unavailable',
    'SESSION_BUSY',
    'Another process is renewing this session of Salesforce, and takes long.',
  );
}

function storm(): ProviderFault {
  const message = `Salesforce refused ${mostRenewals} new sessions within ten minutes, so no more are asked for. Try again later; if it stays, an admin of Salesforce checks the policies of the client app.`;
  return fault('signed-out', 'REFRESH_STORM', message);
}

function unreadable(): ProviderFault {
  const message =
    'What is stored of this connection cannot be read with the keys in ENCRYPTION_KEY of this process. Whoever runs the server puts the missing key back, or its user connects again.';
  return fault('signed-out', 'TOKEN_UNREADABLE', message);
}

function noApp(): ProviderFault {
  return fault('forbidden', 'INVALID_CLIENT', 'No client app is entered under Settings › Salesforce.');
}

/** `remoteCode` is one of ours, in Salesforce's spelling: diagnostics knows both. */
function fault(kind: ProviderFault['kind'], remoteCode: string, message: string): ProviderFault {
  return new ProviderFault({ provider: 'salesforce', kind, remoteCode, message });
}
