/** The tabs of the grid after "All"; every shown activity belongs to exactly one. */
export const activityKinds = ['email', 'call', 'interesting-moment', 'web', 'score'] as const;
export type ActivityKind = (typeof activityKinds)[number];

/** One activity as Marketo recorded it, ready to show. */
export type Activity = {
  marketoGuid: string;
  marketoId: number;
  kind: ActivityKind;
  /** Marketo's own name of the activity type, e.g. "Open Email". */
  type: string;
  occurredAt: Date;
  title: string;
  attributes: Record<string, string>;
};
