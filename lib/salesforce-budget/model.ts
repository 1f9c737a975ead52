/** The words, numbers and rules of the budget of Salesforce calls. */

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

/** How long calls rest before the org is asked again what is left. Its limit counts the last 24 hours, always. */
export const askAgainMs = 15 * 60_000;

const hourMs = 3600_000;
/** Calls are counted by the hour, for so many hours; rather one too many than one too few. */
export const hourOf = (moment: Date) => new Date(Math.floor(moment.getTime() / hourMs) * hourMs);
export const usedSince = (now: Date) => new Date(now.getTime() - 25 * hourMs);

/** What is known of an org's calls. */
export type OrgBudget = {
  /** By everybody, as the org told last. */
  used: number | null;
  limit: number | null;
  usageAt: Date | null;
  /** Calls of ours in the last 24 hours. */
  ownCalls: number;
  /** What an admin lets us use; null for the default. */
  sharePercent: number | null;
  /** Salesforce refused a call because none was left. */
  pausedUntil: Date | null;
  pausedReason: string | null;
};

export type Rest = { until: Date; why: string };

/** Why `lane` makes no calls now, and until when it is not worth asking again; null when it may. */
export function restOf(lane: SalesforceLane, org: OrgBudget, now: Date): Rest | null {
  if (lane === 'opt-outs') return null;
  const later = (ms: number) => new Date(now.getTime() + ms);
  if (org.pausedUntil && org.pausedReason) {
    return { until: org.pausedUntil > now ? org.pausedUntil : later(60_000), why: org.pausedReason };
  }
  const { used, limit, ownCalls, sharePercent } = org;
  if (used === null || !limit) return null;
  if (used / limit >= laneRestsFrom[lane]) {
    const percent = Math.floor((used / limit) * 100);
    const why = `${percent} % of the org's API calls of 24 hours are used, by all its integrations together.`;
    return { until: later(askAgainMs), why: `${why} The rest is kept for what is more urgent.` };
  }
  const share = sharePercent ?? defaultSharePercent;
  if (ownCalls >= (limit * share) / 100) {
    const why = `Sales Actions has used its ${share} % of the org's API calls of 24 hours. An admin may raise the share.`;
    return { until: later(askAgainMs), why };
  }
  return null;
}

/** Whether deliveries to the org should wait longer for company. */
export function lingers({ used, limit }: Pick<OrgBudget, 'used' | 'limit'>): boolean {
  return used !== null && limit !== null && limit > 0 && used / limit >= lingersFrom;
}

/** Whether the org is to be asked what is left: calls rest, and no answer tells that they need not any more. */
export function isToBeAsked(org: Omit<OrgBudget, 'ownCalls' | 'sharePercent'>, now: Date): boolean {
  if (org.pausedUntil) return org.pausedUntil <= now;
  const { used, limit, usageAt } = org;
  if (used === null || !limit || !usageAt) return false;
  const someRest = used / limit >= Math.min(...Object.values(laneRestsFrom));
  return someRest && now.getTime() - usageAt.getTime() >= askAgainMs;
}
