/** Connections to a simulated Salesforce, as they are after a login, for tests that are not about logging in. */
import { randomUUID } from 'node:crypto';
import { upsertSalesforceApp } from '@/db/queries/salesforce-apps';
import { upsertSalesforceConnection } from '@/db/queries/salesforce-connections';
import { upsertSalesforceOrg } from '@/db/queries/salesforce-orgs';
import type { SalesforceSimulator } from '@/simulators/salesforce/index';
import type { Ctx } from '../context';
import type { ConnectionPurpose } from '../salesforce-connections/model';
import { sealContexts } from '../seal-contexts';

type Simulated = Pick<SalesforceSimulator, 'url' | 'clientId' | 'clientSecret' | 'orgId' | 'settings' | 'tokens'>;

/** Enters the simulator's client app, as an admin would. */
export async function enterSimulatedApp(ctx: Ctx, simulator: Simulated): Promise<void> {
  await upsertSalesforceApp(ctx.db, {
    clientId: simulator.clientId,
    clientSecret: ctx.secrets.seal(simulator.clientSecret, sealContexts.salesforceSecret),
    loginUrl: simulator.url,
    changedAt: ctx.clock.now(),
  });
}

/** Connects a user of ours as a user of the simulated org, the first one unless told otherwise. Answers the id. */
export async function connectToSalesforce(
  ctx: Ctx,
  simulator: Simulated,
  of: { userId: string; sfUserId?: string; purpose?: ConnectionPurpose },
): Promise<string> {
  await enterSimulatedApp(ctx, simulator);
  const id = randomUUID();
  const user = simulator.settings.users.find((each) => !of.sfUserId || each.id === of.sfUserId);
  if (!user) throw new Error('The simulated org has no such user.');
  const { accessToken, refreshToken } = simulator.tokens.grant(user.id);
  const { orgId, url } = simulator;
  await upsertSalesforceOrg(ctx.db, { orgId, instanceUrl: url });
  await ctx.db.transaction((tx) =>
    upsertSalesforceConnection(tx, {
      id,
      purpose: of.purpose ?? 'seller',
      userId: of.userId,
      orgId,
      sfUserId: user.id,
      username: user.username,
      name: user.name,
      email: user.email,
      timeZone: 'Europe/Berlin',
      loginUrl: url,
      instanceUrl: url,
      accessToken: ctx.secrets.seal(accessToken, sealContexts.accessToken(id)),
      refreshToken: ctx.secrets.seal(refreshToken, sealContexts.refreshToken(id)),
      scope: 'api refresh_token id',
      apiVersion: '67.0',
      state: 'active',
      connectedAt: ctx.clock.now(),
    }),
  );
  return id;
}

/** What the browser comes back with after it was sent to `authorizeUrl` and its user allowed the app, or did not. */
export async function afterConsent(authorizeUrl: string): Promise<Record<string, string>> {
  const response = await fetch(authorizeUrl, { redirect: 'manual' });
  const back = response.headers.get('location');
  if (!back) throw new Error(`Salesforce sent nobody back: ${await response.text()}`);
  return Object.fromEntries(new URL(back).searchParams);
}

/** The same by the form of the page, as the user of this id, or who denies. */
export async function afterForm(
  authorizeUrl: string,
  choice: { user: string } | 'deny',
): Promise<Record<string, string>> {
  const { origin, pathname, searchParams } = new URL(authorizeUrl);
  const form = new URLSearchParams(searchParams);
  form.set('decision', choice === 'deny' ? 'deny' : 'allow');
  if (choice !== 'deny') form.set('user', choice.user);
  const response = await fetch(`${origin}${pathname}`, { method: 'POST', body: form, redirect: 'manual' });
  return Object.fromEntries(new URL(response.headers.get('location') ?? '').searchParams);
}
