/** What an admin lets sellers say of a call. */
export const outcomeTypes = ['answered', 'not-answered'] as const;
export type OutcomeType = (typeof outcomeTypes)[number];

/** Most outcomes, and most reasons, there may be. */
export const mostChoices = 15;
/** Marketo and Salesforce keep no longer names. */
export const longestChoiceName = 50;
