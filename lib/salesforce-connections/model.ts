/** The words of Salesforce connections. */

/** A seller's own, or the one that serves everybody without one. */
export const connectionPurposes = ['seller', 'integration'] as const;
export type ConnectionPurpose = (typeof connectionPurposes)[number];

/**
 * `active` works; `needs-reauth` was refused for good and waits for its user; `paused` was refused again and again in a
 * short time, and is tried anew when its user, or an admin, says so.
 */
export const connectionStates = ['active', 'needs-reauth', 'paused'] as const;
export type ConnectionState = (typeof connectionStates)[number];

/** Where Salesforce sends people back to; it is registered in the client app. */
export const callbackPath = '/api/salesforce-connections/callback';

/** More renewals than `mostRenewals` in this time mean that new sessions are refused like old ones. */
export const stormMs = 10 * 60_000;
export const mostRenewals = 3;

/** Whether renewing has become pointless: it was done again and again, and the session is refused still. */
export function isStorm(renewedAt: readonly Date[], now: Date): boolean {
  return renewedAt.filter((at) => now.getTime() - at.getTime() < stormMs).length >= mostRenewals;
}

/** Where people log in. */
export const loginHosts = {
  production: 'https://login.salesforce.com',
  sandbox: 'https://test.salesforce.com',
} as const;
export type LoginChoice = keyof typeof loginHosts | 'custom';

const isSalesforceHost = ({ protocol, hostname, port }: URL) =>
  protocol === 'https:' && port === '' && hostname.endsWith('.salesforce.com');

/**
 * The address at which people log in, in one spelling, or a sentence why it is none. Beside Salesforce's own hosts only
 * `alsoAllowed` is one: the simulated Salesforce of a demo.
 */
export function loginUrlOf(address: string, alsoAllowed: string | null): { url: string } | { problem: string } {
  const text = address.trim().replace(/\/+$/, '');
  if (alsoAllowed !== null && text === alsoAllowed) return { url: alsoAllowed };
  const parsed = URL.canParse(text) ? new URL(text) : null;
  if (parsed?.hostname.endsWith('.lightning.force.com')) {
    return { problem: 'This is the address of Lightning pages. Enter the one that ends in .my.salesforce.com.' };
  }
  if (!parsed || !isSalesforceHost(parsed)) {
    return { problem: 'Expected an address such as https://example.my.salesforce.com' };
  }
  return { url: parsed.origin };
}

/** Whether an org may answer at this address, which it named itself. A login elsewhere than at Salesforce is a demo's. */
export function isInstanceUrl(address: string, loginUrl: string): boolean {
  const url = new URL(address);
  if (isSalesforceHost(new URL(loginUrl))) return isSalesforceHost(url);
  return ['localhost', '127.0.0.1'].includes(url.hostname);
}

/** How a task is found again: by an external id of the org's, else by a mark in its description. */
export const keyModes = ['external-id', 'marker', 'read-only'] as const;
export type KeyMode = (typeof keyModes)[number];

/** One field of an object of the org, as far as logging needs to know. */
export type OrgField = {
  name: string;
  label: string;
  type: string;
  length: number | null;
  createable: boolean;
  updateable: boolean;
  /** Active values of a picklist, and the one that is taken when none is given. */
  values: string[];
  defaultValue: string | null;
  /** Only the listed values are taken. */
  restricted: boolean;
};

/** What an org offers logging, by its own description of itself; `user` differences are the connection's. */
export type OrgCapabilities = {
  keyMode: KeyMode;
  /** API name of the field that holds our key; null without one. */
  keyField: string | null;
  objects: Record<string, { createable: boolean; updateable: boolean; fields: OrgField[] }>;
  /** Task statuses that mean done; the first is the usual one. */
  closedStatuses: string[];
};
