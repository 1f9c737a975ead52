/** The words and numbers of the budget of Salesforce calls. */

/** What calls are for, most urgent first. Opt-outs are refused by nobody but Salesforce. */
export const salesforceLanes = ['opt-outs', 'activities', 'updates', 'reads'] as const;
export type SalesforceLane = (typeof salesforceLanes)[number];

/**
 * Parts (0 to 1) of the org's daily limit, counted over everybody who calls the org, from which a lane rests. Past
 * `lingersFrom` deliveries wait longer for company.
 */
export const laneRestsFrom: Record<SalesforceLane, number> = {
  'opt-outs': 1,
  activities: 0.95,
  updates: 0.85,
  reads: 0.9,
};
export const lingersFrom = 0.7;
export const longLingerMs = 60_000;

/** Of the org's daily limit, what we may use ourselves unless an admin chose otherwise, in percent. */
export const defaultSharePercent = 30;
