/** Why a person is or is not in the list, in a sentence. Pure. */
import type { PersonState } from '../people/model';

export type Standing = {
  state: PersonState;
  isContact: boolean;
  ownerName: string | null;
  ownerSfdcId: string | null;
  /** The reason given when the person left the list last. */
  reasonLeft: string | null;
  winnerId: number | null;
};

/** The sentence that follows "In the list" or "Not in the list"; complete, for every role. */
export function standingSentence(standing: Standing): string {
  const { state, winnerId, reasonLeft } = standing;
  if (state === 'active') return `In the list, because ${whyOwned(standing)}.`;
  if (state === 'deleted') return 'Not in the list, because the record was deleted in Marketo.';
  if (state === 'merged') {
    const into = winnerId === null ? 'another one' : `Marketo ID ${winnerId}`;
    return `Not in the list, because the record was merged into ${into} in Marketo.`;
  }
  if (state === 'missing') {
    return 'Not in the list, because Marketo stopped giving this record out without saying why.';
  }
  return `Not in the list, because ${lossWords[reasonLeft ?? ''] ?? lossWords['no owner']}.`;
}

function whyOwned({ isContact, ownerName, ownerSfdcId }: Standing): string {
  const owner = ownerName ?? ownerSfdcId;
  if (owner) return `${owner} owns the ${isContact ? 'contact' : 'lead'} in Salesforce`;
  return 'the record is a Salesforce contact, and a contact always belongs to a user even where Marketo does not name one';
}

/** What each reason of the ownership rule means for a person who had an owner. */
const lossWords: Record<string, string> = {
  'no owner': 'the record has no sales owner in Salesforce any more',
  queue: 'the record belongs to a queue in Salesforce now, and to no user',
  'Marketo only': 'the record is no longer synced with Salesforce: it exists only in Marketo',
};
