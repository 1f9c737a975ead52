import type { SalesforceConnection } from '@/db/queries/salesforce-connections';
import type { Ctx } from '../context';
import { ProviderFault } from '../provider-fault';
import { sealContexts } from '../seal-contexts';

/** Ends a consent in Salesforce as far as Salesforce answers; false when it does not, and the consent ends by itself. */
export async function revokeQuietly(ctx: Ctx, { id, loginUrl, refreshToken }: SalesforceConnection): Promise<boolean> {
  try {
    const token = ctx.secrets.open(refreshToken, sealContexts.refreshToken(id));
    await ctx.salesforceLogin.revoke({ loginUrl, refreshToken: token });
    return true;
  } catch (error) {
    // A token of a key that is gone cannot be revoked either; neither keeps anybody from leaving.
    const reason = error instanceof ProviderFault ? error.message : 'its token could not be opened';
    ctx.log.warn({ reason }, 'a consent in Salesforce was not revoked');
    return false;
  }
}
