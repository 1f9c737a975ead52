/** The words of deliveries: where one stands, how it may move on, and what went wrong. */
import type { FaultKind } from '../provider-fault';
import type { SkipReason } from '../sales-activities/model';

/**
 * Where a delivery stands: waiting; on its way; there; refused for good; perhaps there, so look before sending again;
 * looked for in vain until a person decides; not wanted, which is final, so that switching a kind on never sends what is old.
 */
export const deliveryStates = ['queued', 'sending', 'confirmed', 'rejected', 'unknown', 'stuck', 'skipped'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** Where a delivery is not over yet, by itself or by a person. */
export const unsettledStates = ['queued', 'sending', 'unknown', 'rejected', 'stuck'] as const satisfies DeliveryState[];

/** A delivery begins as wanted or not. */
export type InitialDeliveryState = 'queued' | 'skipped';

/** Every move there is. From `rejected` and `stuck` only a person moves it on. */
export const deliveryMoves: Record<DeliveryState, readonly DeliveryState[]> = {
  queued: ['sending', 'skipped'],
  sending: ['confirmed', 'rejected', 'queued', 'unknown', 'skipped'],
  unknown: ['confirmed', 'queued', 'unknown', 'stuck'],
  rejected: ['queued'],
  stuck: ['unknown'],
  confirmed: [],
  skipped: [],
};

/** Whether a person may let it go again: what only a person moves on, and what waits because something failed. */
export function mayRetry({ state, problemId }: { state: DeliveryState; problemId: string | null }): boolean {
  return problemId !== null && state !== 'sending' && unsettledStates.some((one) => one === state);
}

/** Whether it moves on by itself, so that a screen has to look again. */
export const isUnderWay = (state: DeliveryState) => state === 'queued' || state === 'sending' || state === 'unknown';

/** Why something failed. `code` is the provider's own, or one of ours in the same spelling. */
export type DeliveryFailure = {
  kind: FaultKind;
  code: string;
  /** In words, for admins. */
  message: string;
  /** What tells apart failures of the same code that have another remedy: a field, a rule. Empty when nothing does. */
  detail?: string;
};

/** What came of a delivery that was claimed or looked for. */
export type Settlement = {
  key: string;
  /** As it was read; a delivery that another process has taken since is left alone. */
  claims: number;
  from: Extract<DeliveryState, 'sending' | 'unknown'>;
} & (
  | { to: 'confirmed'; remoteId: string; note?: string | null }
  /** `counted` is a try that failed; else the provider did not get to it, and it was not this delivery's fault. */
  | { to: 'queued'; dueAt: Date; counted: boolean; failure: DeliveryFailure | null }
  /** `looked` is a look in vain; else it could not be looked for yet. */
  | { to: 'unknown'; dueAt: Date; failure: DeliveryFailure | null; looked?: boolean }
  | { to: 'rejected' | 'stuck'; failure: DeliveryFailure }
  | { to: 'skipped'; reason: SkipReason }
);

/** Where a delivery goes, chosen once and kept, so that a repetition finds the same place. */
export type DeliveryTarget = {
  /** Ids at the destination of the person's records. */
  records: string[];
  /** What it is also about, such as an account. */
  about: string | null;
  /** Why these, in words. */
  rule: string;
  /** What was made there already, by record. */
  made?: Record<string, string>;
  /** Where there were several records at first, each has a key of its own, also once there are fewer. */
  keyedByRecord?: boolean;
  /** What the destination refused and is left out from then on: fields, records that are gone. */
  without?: string[];
  sentAs?: SentAs;
};

/** How something was sent: so is looked for what may have arrived, whatever holds by then. */
export type SentAs = {
  orgId: string;
  /** All users of the org as whom it was tried. */
  userIds: string[];
  /** The field with its key, null for a mark; absent in rows of older versions. */
  keyField?: string | null;
  /** When it was tried last, as ISO; absent in rows of older versions. */
  at?: string;
};

/** How long a process may take from claiming deliveries to settling them. */
export const deliveryLeaseMs = 3 * 60_000;

/** Deliveries wait this long for company, so that many go in one call. */
export const lingerMs = 5_000;
