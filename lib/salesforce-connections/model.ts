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

/** Where people log in. */
export const loginHosts = {
  production: 'https://login.salesforce.com',
  sandbox: 'https://test.salesforce.com',
} as const;
export type LoginChoice = keyof typeof loginHosts | 'custom';

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
