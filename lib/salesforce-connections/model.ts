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

/**
 * The connection that carries a seller's activities: the own one, whatever its state, else the integration user's; null
 * without either. Who has to sign in again is waited for, so that tasks stay the seller's own.
 */
export function carrierOf<C extends { purpose: ConnectionPurpose; userId: string }>(
  connections: readonly C[],
  sellerId: string,
): C | null {
  const own = connections.find(({ purpose, userId }) => purpose === 'seller' && userId === sellerId);
  return own ?? connections.find(({ purpose }) => purpose === 'integration') ?? null;
}

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

const isSalesforceHost = ({ protocol, hostname, port }: URL) =>
  protocol === 'https:' && port === '' && hostname.endsWith('.salesforce.com');

/** Where people log in, and where the client secret goes: not every host below salesforce.com is one. */
const isLoginHost = (url: URL) =>
  isSalesforceHost(url) &&
  /^(login|test|[^.]+(\.(sandbox|develop|scratch|demo|patch|trailblaze|free))?\.my)\.salesforce\.com$/.test(
    url.hostname,
  );

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
  if (!parsed || !isLoginHost(parsed)) {
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

/** What a login came to, as a word in the address of the page that people come back to. */
export const loginResults = [
  'connected',
  'denied',
  'app-not-installed',
  'wrong-client',
  'wrong-callback',
  'no-refresh-token',
  'api-disabled',
  'ip-restricted',
  'login-refused',
  'inactive-user',
  'inactive-org',
  'old-version',
  'too-late',
  'not-ours',
  'signed-out',
  'no-answer',
  'failed',
] as const;
export type LoginResult = (typeof loginResults)[number];

export const loginSentences: Record<LoginResult, string> = {
  connected: 'Connected to Salesforce.',
  denied: 'Access was not allowed on the page of Salesforce. Nothing has changed here.',
  'app-not-installed':
    'The client app is not installed in this Salesforce org. An admin of Salesforce installs it under Setup › Connected Apps OAuth Usage, or gives you the permission “Approve Uninstalled Connected Apps”.',
  'wrong-client':
    'Salesforce does not accept the consumer key or secret of the client app. An admin corrects them on this page.',
  'wrong-callback':
    'The callback address of Sales Actions is not registered in the client app. An admin copies it from this page.',
  'no-refresh-token':
    'Salesforce gave no lasting access: the client app needs the OAuth scope “Perform requests at any time (refresh_token, offline_access)”.',
  'api-disabled':
    'This Salesforce user may not use the API. An admin of Salesforce gives the permission “API Enabled”; editions below Enterprise need the API as an add-on.',
  'ip-restricted':
    'Salesforce allows no sign-in from the address of this server. An admin of Salesforce adds it to the login IP ranges, or relaxes IP restrictions for the client app.',
  'login-refused':
    'Salesforce does not let this user sign in at this address. If your company has its own domain, connect at that domain; a sandbox is connected as a sandbox.',
  'inactive-user': 'This Salesforce user is not active.',
  'inactive-org': 'This Salesforce org is not active.',
  'old-version': 'This Salesforce org speaks only API versions that are too old.',
  'too-late': 'The login took longer than ten minutes, so it no longer counts. Connect again.',
  'not-ours': 'This login was not begun here by you, or was used already. Connect again.',
  'signed-out': 'You were signed out of Sales Actions during the login. Connect again.',
  'no-answer': 'Salesforce did not answer. Try again in a little while.',
  failed: 'Salesforce refused the login. An admin finds the reason in the log of this server.',
};

/** How a connection is doing, for its user on every page; null while there is nothing to say. */
export function connectionNotice(state: ConnectionState | null, waiting: number): string | null {
  const wait = waiting === 0 ? '' : `; ${waiting} ${waiting === 1 ? 'activity waits' : 'activities wait'}`;
  if (state === 'needs-reauth') return `Salesforce needs you to sign in again${wait}.`;
  if (state === 'paused') return `Your connection to Salesforce is paused${wait}.`;
  if (state === null && waiting > 0) return `You are not connected to Salesforce${wait}.`;
  return null;
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
};

/** The objects that logging has to do with. */
export const orgObjects = ['Task', 'Lead', 'Contact', 'Account', 'Opportunity'] as const;

/** Our own field for the key, where an admin of Salesforce made it. */
export const usualKeyField = 'SalesActions_Key__c';

/** What an org offers logging, by its own description of itself; `user` differences are the connection's. */
export type OrgCapabilities = {
  keyMode: KeyMode;
  /** API name of the field that holds our key; null without one. */
  keyField: string | null;
  /** Fields that could hold it: external ids of the task that are unique. */
  keyFields: string[];
  /** Which of them an admin named; null for ours, where there is one. */
  chosenKeyField: string | null;
  /** Without those that the connection's user may not see. */
  objects: Record<string, { createable: boolean; updateable: boolean; fields: OrgField[] }>;
  /** Task statuses that mean done; the first is the usual one. */
  closedStatuses: string[];
};

/** Whether an org is to be asked again what it offers. */
export function isOutdated(describedAt: Date | null | undefined, now: Date): boolean {
  return !describedAt || now.getTime() - describedAt.getTime() >= 24 * 3600_000;
}

/** By which field tasks are found again, if by any. */
export function keyOf({
  objects,
  keyFields,
  chosenKeyField,
}: Pick<OrgCapabilities, 'objects' | 'keyFields' | 'chosenKeyField'>): Pick<OrgCapabilities, 'keyMode' | 'keyField'> {
  const keyField = keyFields.find((name) => name === (chosenKeyField ?? usualKeyField)) ?? null;
  if (!objects.Task?.createable) return { keyMode: 'read-only', keyField };
  return { keyMode: keyField ? 'external-id' : 'marker', keyField };
}

/** The field by which tasks are made and found; null where that is done by marks. */
export function keyFieldOf({ keyMode, keyField }: Pick<OrgCapabilities, 'keyMode' | 'keyField'>): string | null {
  return keyMode === 'external-id' ? keyField : null;
}
