import type { CallRow } from '@/db/queries/calls';
import { displayName } from '../people/model';
import { salesActivityPayloads } from '../sales-activities/model';
import type { CallView } from './contract';
import { wasAnswered } from './model';

/** Who tells the journal of calls that were logged here. */
export const reporter = 'calls';

/** A call as it is shown. Lines of earlier versions lack what came later; that is not known of them. */
export function callViewFrom({ id, marketoId, person, seller, occurredAt, recordedAt, ...row }: CallRow): CallView {
  const { phoneNumber, outcome, reason, notes, durationSeconds, answeredBy, recordingUrl, ...call } =
    salesActivityPayloads.call.parse(row.payload);
  return {
    id,
    person: {
      marketoId,
      name: displayName({ marketoId, firstName: null, lastName: null, email: null, ...person }),
      company: person?.company ?? null,
    },
    seller,
    occurredAt: occurredAt.toISOString(),
    recordedAt: recordedAt.toISOString(),
    phoneNumber,
    outcome,
    reason,
    status: call.status,
    answered: wasAnswered(call),
    notes,
    durationSeconds,
    answeredBy,
    recordingUrl,
    campaignName: call.campaignName,
    loggedHere: row.reporter === reporter,
  };
}
