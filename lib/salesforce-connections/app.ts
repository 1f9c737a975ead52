/** The client app by which everybody connects, as an admin of Salesforce made it in the org. */
import {
  deleteSalesforceLogins,
  type SalesforceApp,
  selectSalesforceApp,
  upsertSalesforceApp,
} from '@/db/queries/salesforce-apps';
import { endSalesforceConnections } from '@/db/queries/salesforce-connections';
import type { Ctx } from '../context';
import { AppError } from '../errors';
import type { ClientApp } from '../salesforce/oauth';
import { sealContexts } from '../seal-contexts';
import type { SalesforceAppInput, SalesforceAppView } from './contract';
import { loginHosts, loginUrlOf } from './model';

/** The client app as an admin sees it; never its secret. */
export async function readSalesforceApp(ctx: Ctx): Promise<SalesforceAppView> {
  const stored = await selectSalesforceApp(ctx.db);
  return {
    clientId: stored?.clientId ?? null,
    hasSecret: stored !== null,
    loginUrl: stored?.loginUrl ?? loginHosts.production,
    callbackUrl: ctx.salesforceLogin.callbackUrl,
    changedAt: stored?.changedAt.toISOString() ?? null,
  };
}

/** Stores the client app. Consents were given to one app: with another, everybody has to sign in again. */
export async function saveSalesforceApp(ctx: Ctx, input: SalesforceAppInput): Promise<SalesforceAppView> {
  const stored = await selectSalesforceApp(ctx.db);
  const login = loginUrlOf(input.loginUrl, ctx.salesforceLogin.demoLoginUrl);
  if ('problem' in login) throw wrongField('loginUrl', login.problem);
  const clientSecret = sealedSecret(ctx, input, stored);
  await ctx.db.transaction(async (tx) => {
    if (stored && stored.clientId !== input.clientId) {
      await deleteSalesforceLogins(tx);
      await endSalesforceConnections(tx, 'The client app was replaced by another one.');
    }
    await upsertSalesforceApp(tx, {
      clientId: input.clientId,
      clientSecret,
      loginUrl: login.url,
      changedAt: ctx.clock.now(),
    });
  });
  ctx.log.info({ clientId: input.clientId, loginUrl: login.url }, 'Salesforce client app saved');
  return readSalesforceApp(ctx);
}

/** The client app with its secret. Throws AppError `not_configured` before an admin entered one. */
export async function requireApp(ctx: Ctx): Promise<ClientApp> {
  const stored = await selectSalesforceApp(ctx.db);
  if (!stored) throw new AppError('not_configured', 'No client app is entered yet. An admin enters it first.');
  return {
    clientId: stored.clientId,
    clientSecret: ctx.secrets.open(stored.clientSecret, sealContexts.salesforceSecret),
  };
}

type Given = { SALESFORCE_CLIENT_ID?: string; SALESFORCE_CLIENT_SECRET?: string; SALESFORCE_LOGIN_URL?: string };

/** Enters the client app named in the environment when there is none yet; from then on the settings page owns it. */
export async function ensureFirstSalesforceApp(ctx: Ctx, given: Given): Promise<void> {
  const { SALESFORCE_CLIENT_ID: clientId, SALESFORCE_CLIENT_SECRET: clientSecret } = given;
  if (!clientId || !clientSecret || (await selectSalesforceApp(ctx.db))) return;
  const loginUrl = given.SALESFORCE_LOGIN_URL ?? loginHosts.production;
  await saveSalesforceApp(ctx, { clientId, clientSecret, loginUrl });
}

function sealedSecret(ctx: Ctx, input: SalesforceAppInput, stored: SalesforceApp | null): string {
  if (input.clientSecret) return ctx.secrets.seal(input.clientSecret, sealContexts.salesforceSecret);
  if (!stored) throw wrongField('clientSecret', 'Expected the consumer secret of the client app');
  if (stored.clientId !== input.clientId) throw wrongField('clientSecret', 'Expected that of the other client app');
  return stored.clientSecret;
}

function wrongField(field: string, expected: string): AppError {
  return new AppError('bad_request', `Check ${field}: ${expected}`, { fields: { [field]: expected } });
}
