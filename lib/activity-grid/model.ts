import type { DeliveryState } from '../deliveries/model';
import type { SalesActivityKind } from '../sales-activities/model';

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

/** Sales activities that the tabs show, by the names of Marketo's custom activity types that they are delivered as. */
export const salesActivityTypeNames = {
  'email-sent': 'Sales Actions Send Sales Email',
  'email-opened': 'Sales Actions Open Sales Email',
  'email-clicked': 'Sales Actions Click Sales Email',
  'email-replied': 'Sales Actions Reply Sales Email',
  'email-bounced': 'Sales Actions Bounce Sales Email',
  call: 'Sales Actions Call',
} as const satisfies Partial<Record<SalesActivityKind, string>>;
export type ShownSalesActivityKind = keyof typeof salesActivityTypeNames;

/** Stands for the five of e-mails in an instance that has no room for eight types; its attribute Event tells them apart. */
export const compactEmailTypeName = 'Sales Actions Email Activity';

/** The attribute in which an activity of ours names its delivery. */
export const deliveryKeyAttribute = 'External Activity ID';

/** How a line of the journal that Marketo has not returned stands there; `not-sent` was not wanted there. */
export const standingsInMarketo = ['waiting', 'delivered', 'undelivered', 'not-sent'] as const;
export type StandingInMarketo = (typeof standingsInMarketo)[number];

const standings: Record<DeliveryState, StandingInMarketo> = {
  queued: 'waiting',
  sending: 'waiting',
  unknown: 'waiting',
  confirmed: 'delivered',
  rejected: 'undelivered',
  stuck: 'undelivered',
  skipped: 'not-sent',
};

/** Where a delivery to Marketo that is in this state leaves its activity. */
export const standingInMarketo = (state: DeliveryState) => standings[state];
