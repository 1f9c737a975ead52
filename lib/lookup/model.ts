/** Why a Marketo record is or is not in the people list, as a word and a sentence. Pure. */
import type { PersonState } from '../people/model';

export const lookupAnswers = [
  'here',
  'leaving',
  'unowned',
  'queue',
  'marketo-only',
  'deleted',
  'merged',
  'missing',
  'unknown',
  'over-the-cap',
  'not-started',
  'paused',
  'not-loaded',
  'waiting',
  'soon',
  'not-asked',
] as const;
export type LookupAnswer = (typeof lookupAnswers)[number];

/** What Marketo shows of a record now, judged by the rule of ownership. */
export type SeenInMarketo = 'owned' | 'no owner' | 'queue' | 'Marketo only';

export type LookupFacts = {
  marketoId: number;
  /** The row here; null when the person was never listed. */
  known: PersonState | null;
  /** The record this one lives on as. */
  winnerId: number | null;
  /** A reading of this person is waiting in line. */
  isWaiting: boolean;
  marketo: { seen: SeenInMarketo; ownerName: string | null } | { seen: 'absent' } | { seen: 'not-asked'; why: string };
  /** Where the sync stands; `loading` while the first load has not come to this record yet. */
  sync: 'not-started' | 'paused' | 'loading' | 'running';
  /** As many people are listed as can be. */
  isFull: boolean;
};

export type Why = { answer: LookupAnswer; sentence: string };

/** The one answer to "why is this person not here?". What Marketo shows now outranks what was known before. */
export function whyNotHere(facts: LookupFacts): Why {
  const { marketo, known } = facts;
  if (marketo.seen === 'not-asked') return fromMemory(facts, marketo.why);
  if (marketo.seen === 'absent') return whyAbsent(facts);
  if (marketo.seen === 'owned') return known === 'active' ? here : whyOwnedButNotHere(facts, marketo.ownerName);
  const why = lacks[marketo.seen];
  if (known === 'active') {
    return { answer: 'leaving', sentence: `Still in the list, but not for long: ${why.because}.` };
  }
  return { answer: why.answer, sentence: `Not in the list, because ${why.because}. ${comesBack}` };
}

const here: Why = { answer: 'here', sentence: 'In the list: Marketo gives this record out and it has a sales owner.' };
const comesBack = 'It appears by itself within minutes of getting a user as its owner.';

const lacks: Record<Exclude<SeenInMarketo, 'owned'>, { answer: LookupAnswer; because: string }> = {
  'no owner': { answer: 'unowned', because: 'the record has no sales owner in Salesforce' },
  queue: { answer: 'queue', because: 'the record belongs to a queue in Salesforce, and to no user' },
  'Marketo only': {
    answer: 'marketo-only',
    because: 'the record exists only in Marketo: it is neither a lead nor a contact in Salesforce',
  },
};

function whyAbsent({ known, winnerId }: LookupFacts): Why {
  if (winnerId !== null) return merged(winnerId);
  if (known === 'active') {
    return {
      answer: 'leaving',
      sentence:
        'Still in the list, but Marketo no longer gives this record out. It leaves once Marketo has said so for a day.',
    };
  }
  if (known === 'deleted') return deleted;
  if (known) return missing;
  return {
    answer: 'unknown',
    sentence:
      'Marketo does not give such a record out: it never existed, was deleted long ago, or is in a workspace or partition that the API user of this app may not see.',
  };
}

function whyOwnedButNotHere({ known, sync, isFull, isWaiting, marketoId }: LookupFacts, ownerName: string | null): Why {
  const owned = `${ownerName ?? 'A user'} owns the record in Salesforce`;
  if (isFull && known === null) {
    return {
      answer: 'over-the-cap',
      sentence: `${owned}, but the list is full: new people are not added, known ones go on being updated.`,
    };
  }
  if (sync === 'not-started') return { answer: 'not-started', sentence: `${owned}, but the sync was not started yet.` };
  if (sync === 'paused') {
    return { answer: 'paused', sentence: `${owned}, but the sync is paused. The person appears once it goes on.` };
  }
  if (sync === 'loading') {
    return {
      answer: 'not-loaded',
      sentence: `${owned}. The first load is still going on and has not come to Marketo ID ${marketoId} yet.`,
    };
  }
  if (isWaiting) {
    return { answer: 'waiting', sentence: `${owned}, and the person is waiting in line to be read: within minutes.` };
  }
  return {
    answer: 'soon',
    sentence: `${owned}, which Marketo has not announced yet. The person appears with the next change, at the latest with the next search for new owners.`,
  };
}

/** Marketo could not be asked: only what is known here counts, and the sentence says so. */
function fromMemory({ known, winnerId }: LookupFacts, why: string): Why {
  const { answer, sentence } = remembered(known, winnerId);
  return { answer, sentence: `${why}. ${sentence}` };
}

function remembered(known: PersonState | null, winnerId: number | null): Why {
  if (known === 'active') return { answer: 'here', sentence: 'As last read, the person is in the list.' };
  if (winnerId !== null) return merged(winnerId);
  if (known === 'deleted') return deleted;
  if (known === 'missing') return missing;
  if (known === 'unowned') {
    return { answer: 'unowned', sentence: `As last read, ${lacks['no owner'].because}. ${comesBack}` };
  }
  return { answer: 'not-asked', sentence: 'Nothing is known here about this record. Ask again in a minute.' };
}

const deleted: Why = { answer: 'deleted', sentence: 'Not in the list, because the record was deleted in Marketo.' };
const missing: Why = {
  answer: 'missing',
  sentence: 'Not in the list, because Marketo no longer gives this record out, without saying why.',
};
const merged = (winnerId: number): Why => ({
  answer: 'merged',
  sentence: `Not in the list, because the record was merged into Marketo ID ${winnerId}.`,
});
