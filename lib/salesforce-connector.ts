import type { Db } from '@/db/client';
import { selectUsableConnection } from '@/db/queries/salesforce-connections';
import type { Clock } from './clock';
import type { Ctx, SecretBox } from './context';
import { AppError } from './errors';
import { createSalesforceClient, type SalesforceBudget } from './salesforce/client';
import { createSalesforceOAuth } from './salesforce/oauth';
import { type SharedSession, shareSession } from './salesforce/session';
import { createSalesforceBudget } from './salesforce-budget/guard';
import { createSessionStore } from './salesforce-connections/session-store';
import { tracedFetch } from './tracing/traced-fetch';

type Deps = {
  db: Db;
  clock: Clock;
  secrets: SecretBox;
  /** Where people come back to after a login, on our own address. */
  callbackUrl: string;
  /** The simulated Salesforce of a demo; null for real orgs only. */
  demoLoginUrl: string | null;
  fetch?: typeof globalThis.fetch;
};

/** The stored Salesforce connections as clients, and the way to new ones. */
export function salesforceConnector(deps: Deps): Pick<Ctx, 'salesforce' | 'salesforceLogin'> {
  const { db, clock, callbackUrl, demoLoginUrl } = deps;
  const fetch = tracedFetch('Salesforce', deps.fetch);
  const oauth = createSalesforceOAuth({ fetch });
  const sessions = new Map<string, SharedSession>();
  const budgets = new Map<string, SalesforceBudget>();

  return {
    async salesforce(connectionId, lane) {
      const row = await selectUsableConnection(db, connectionId);
      if (!row) {
        sessions.delete(connectionId);
        throw new AppError(
          'not_found',
          'There is no such Salesforce connection any more, or its user was deactivated here.',
        );
      }
      const session = await sessionOf(connectionId);
      const budget = budgets.get(row.orgId) ?? createSalesforceBudget({ db, clock, orgId: row.orgId });
      budgets.set(row.orgId, budget);
      return createSalesforceClient({ session, budget, lane, clock, fetch });
    },
    salesforceLogin: { ...oauth, callbackUrl, demoLoginUrl },
  };

  /** What other processes renewed meanwhile is taken over; throws ProviderFault where the connection does not work. */
  async function sessionOf(connectionId: string): Promise<SharedSession> {
    const store = createSessionStore({ ...deps, oauth }, connectionId);
    const stored = await store.read();
    const known = sessions.get(connectionId);
    if (known) {
      known.adopt(stored);
      return known;
    }
    const shared = shareSession(store, stored);
    sessions.set(connectionId, shared);
    return shared;
  }
}
