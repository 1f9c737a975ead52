/** Learns what an org offers logging: objects, fields, what a task can be found by, which statuses mean done. */
import {
  type SalesforceOrg,
  selectOrgSpokesmen,
  selectSalesforceOrg,
  updateOrgCapabilities,
} from '@/db/queries/salesforce-orgs';
import type { Ctx } from '../context';
import { AppError } from '../errors';
import { ProviderFault } from '../provider-fault';
import { type WireObjectDescription, WireTaskStatus } from '../salesforce/api-types';
import { capabilitiesFrom } from '../salesforce/map-org';
import { keyOf, orgObjects } from './model';

/** Six calls. What the connection's user may not see does not exist. Throws ProviderFault. */
export async function describeOrg(
  ctx: Ctx,
  { orgId, connectionId }: { orgId: string; connectionId: string },
): Promise<void> {
  const client = await ctx.salesforce(connectionId, 'reads');
  const descriptions: WireObjectDescription[] = [];
  for (const object of orgObjects) {
    const description = await unlessHidden(client.describe(object), null);
    if (description) descriptions.push(description);
  }
  const soql = 'SELECT MasterLabel, ApiName, IsClosed FROM TaskStatus ORDER BY SortOrder';
  const statuses = await unlessHidden(client.query({ soql, row: WireTaskStatus }), []);
  const known = await selectSalesforceOrg(ctx.db, orgId);
  const chosenKeyField = known?.capabilities?.chosenKeyField ?? null;
  const capabilities = capabilitiesFrom({ descriptions, statuses, chosenKeyField });
  await updateOrgCapabilities(ctx.db, { orgId, capabilities, describedAt: ctx.clock.now() });
}

/** The same by the connection that speaks for the org. Throws AppError where none works. */
export async function describeOrgAgain(ctx: Ctx, orgId: string): Promise<void> {
  await requireOrg(ctx, orgId);
  const spokesman = (await selectOrgSpokesmen(ctx.db)).find((one) => one.orgId === orgId);
  if (!spokesman) throw new AppError('conflict', 'No connection to this org works at the moment.');
  await describeOrg(ctx, spokesman);
}

/**
 * Names the field that holds our key; null for our own. What was sent under the field of before is also looked for there.
 * Throws AppError where the org has no such field.
 */
export async function chooseKeyField(ctx: Ctx, orgId: string, keyField: string | null): Promise<void> {
  const { capabilities, describedAt } = await requireOrg(ctx, orgId);
  if (!capabilities || !describedAt)
    throw new AppError('conflict', 'The org has not been described yet. Check it first.');
  if (keyField !== null && !capabilities.keyFields.includes(keyField)) {
    const message = 'Expected a text field of the task that is an External ID, unique, and at least 36 characters long';
    throw new AppError('bad_request', `Check keyField: ${message}.`, { fields: { keyField: message } });
  }
  if (keyField === capabilities.chosenKeyField) return;
  const chosen = { ...capabilities, chosenKeyField: keyField };
  await updateOrgCapabilities(ctx.db, { orgId, capabilities: { ...chosen, ...keyOf(chosen) }, describedAt });
}

async function requireOrg(ctx: Ctx, orgId: string): Promise<SalesforceOrg> {
  const org = await selectSalesforceOrg(ctx.db, orgId);
  if (!org) throw new AppError('not_found', 'Nobody is connected to this org.');
  return org;
}

async function unlessHidden<T, D>(answer: Promise<T>, otherwise: D): Promise<T | D> {
  return answer.catch((error: unknown) => {
    const isHidden = error instanceof ProviderFault && ['INVALID_TYPE', 'NOT_FOUND'].includes(error.remoteCode ?? '');
    if (!isHidden) throw error;
    return otherwise;
  });
}
