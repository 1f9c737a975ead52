/** What becomes of a delivery by Marketo's answer to it. Pure. */
import type { DeliveryRow } from '@/db/queries/sales-activities';
import { isSameType } from '../../activity-types/compare-types';
import { definitionOf, isUsable, type StandingTypes } from '../../activity-types/model';
import type { DeliveryFailure, Settlement } from '../../deliveries/model';
import type { WireAddedActivity } from '../../marketo/api-types';
import { verdictOf } from '../../marketo/errors';
import type { PersonState } from '../../people/model';
import type { FaultKind, ProviderFault } from '../../provider-fault';
import { settlementAfter } from '../delivery-policy';

type Taken = Pick<DeliveryRow, 'key' | 'claims' | 'attempts' | 'faultCode' | 'kind'>;

export type Known = {
  now: Date;
  /** 0 to 1; spreads the tries of many. */
  random: number;
  /** What is known here of the person it was sent to: into whom merged, and how he or she stands. */
  winnerId: number | undefined;
  state: PersonState | undefined;
  /** The types it was sent by, and as they were found when Marketo refused one; null when nobody could look. */
  types: { sentBy: StandingTypes; found: StandingTypes | null };
};

/** Settles one delivery by its own answer; none at all, or one that says neither, means that nobody knows. */
export function settlementFrom(taken: Taken, answer: WireAddedActivity | undefined, known: Known): Settlement {
  const { key, claims } = taken;
  const error = (answer?.errors ?? answer?.reasons ?? [])[0];
  if (answer?.status === 'added' && answer.marketoGUID)
    return { key, claims, from: 'sending', to: 'confirmed', remoteId: answer.marketoGUID };
  if (!error) return settlementAfter(taken, nobodyKnows, known);
  const { code, message } = error;
  if (code === personUnknown) return afterUnknownPerson(taken, known);
  const said = verdictOf({ code, message: message ?? '' }, known.now, () => known.random);
  const failure = { kind: said?.kind ?? 'rejected', code, message: said?.message ?? `Marketo skipped it (${code}).` };
  return isAboutTypes(code) ? afterRefusedType(taken, failure, known) : settlementAfter(taken, failure, known);
}

/** The fault of a whole call, as the reason of each of its deliveries. */
export function failureFrom({ kind, remoteCode, message, retryAfterMs }: ProviderFault) {
  return { kind, code: remoteCode ?? wordless[kind] ?? 'NO_ANSWER', message, retryAfterMs };
}

/** What is said of a call that Marketo gave no code for. */
const wordless: Partial<Record<FaultKind, string>> = {
  unavailable: 'UNREACHABLE',
  throttled: 'NO_TURN',
  rejected: 'REFUSED',
};

/** Whether Marketo may have refused a type or an attribute that it took before: somebody changes them there. */
export const isAboutTypes = (code: string | null) => code === '1003' || code === '610' || code === '1013';

const personUnknown = '1004';
const personMerged = 'PERSON_MERGED';
/** Whether the last try was refused because Marketo does not know the person. */
export const isAboutPerson = (code: string | null) => code === personUnknown || code === personMerged;
const nobodyKnows: DeliveryFailure = {
  kind: 'unknown',
  code: 'NO_ANSWER',
  message: 'Marketo did not say what came of it.',
};

const minuteMs = 60_000;
/** A merge or a deletion may not have come here by the feeds yet. */
const personWaitsMs = [1, 3, 10, 30].map((minutes) => minutes * minuteMs);

function afterUnknownPerson(taken: Taken, { now, winnerId, state }: Known): Settlement {
  const { key, claims, attempts, faultCode } = taken;
  const failure = (code: string, message: string): DeliveryFailure => ({ kind: 'gone', code, message });
  const from = { key, claims, from: 'sending' } as const;
  if (winnerId !== undefined) {
    const moved = failure(personMerged, `Marketo has merged this person into ${winnerId}. It goes there.`);
    return { ...from, to: 'queued', dueAt: now, counted: true, failure: moved };
  }
  if (state === 'deleted')
    return { ...from, to: 'rejected', failure: failure('PERSON_DELETED', 'This person was deleted in Marketo.') };
  const last = personWaitsMs.at(-1) ?? minuteMs;
  const waitMs = personWaitsMs[attempts] ?? (faultCode === personUnknown ? null : last);
  const message =
    'Marketo does not know this person (any more), or does not show it to the API user (Marketo code 1004).';
  if (waitMs === null) return { ...from, to: 'rejected', failure: failure(personUnknown, message) };
  return {
    ...from,
    to: 'queued',
    dueAt: new Date(now.getTime() + waitMs),
    counted: true,
    failure: failure(personUnknown, message),
  };
}

/** As the types stand now it is sent otherwise, or waits for an admin; where they are as they were, it is refused. */
function afterRefusedType(taken: Taken, failure: DeliveryFailure, known: Known): Settlement {
  const { key, claims, kind } = taken;
  const { now, types } = known;
  const { sentBy, found } = types;
  if (!found) return settlementAfter(taken, { ...failure, kind: 'unavailable' }, known);
  const { apiName, name } = definitionOf(found.layout, kind);
  const type = found.types.find((one) => one.apiName === apiName);
  const again = { key, claims, from: 'sending', to: 'queued', dueAt: now } as const;
  if (!isUsable(type)) {
    const message = `The activity type “${name}” cannot be used in Marketo any more. An admin makes it again under Settings › Marketo activities.`;
    const missing: DeliveryFailure = { kind: 'forbidden', code: 'TYPES_MISSING', message, detail: apiName };
    return { ...again, counted: false, failure: missing };
  }
  const before = sentBy.types.find((one) => one.apiName === apiName);
  if (!isSameType(type, before) && taken.attempts < mostTypeTries) return { ...again, counted: true, failure: null };
  return { key, claims, from: 'sending', to: 'rejected', failure: { ...failure, detail: apiName } };
}
const mostTypeTries = 5;
