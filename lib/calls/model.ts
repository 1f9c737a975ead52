/** What an admin lets sellers say of a call, and what follows from it. */
import type { CallStatus } from '../sales-activities/model';

export const outcomeTypes = ['answered', 'not-answered'] as const;
export type OutcomeType = (typeof outcomeTypes)[number];

export const outcomeTypeTitles: Record<OutcomeType, string> = {
  answered: 'Answered',
  'not-answered': 'Not answered',
};

/** Both are lists of names that an admin keeps. */
export const choiceLists = ['outcomes', 'reasons'] as const;
export type ChoiceList = (typeof choiceLists)[number];

/** One of a list, as it is spoken of. */
export const choiceWords: Record<ChoiceList, string> = { outcomes: 'outcome', reasons: 'reason' };

/** Most outcomes, and most reasons, there may be. */
export const mostChoices = 15;
/** Marketo and Salesforce keep no longer names. */
export const longestChoiceName = 50;

/** What has to be given can only be asked for while there is something to choose from. */
export function hasToBeGiven(list: { enabled: boolean; required: boolean; choices: unknown[] }): boolean {
  return list.enabled && list.required && list.choices.length > 0;
}

/** The status of a call of which only the outcome is known, or nothing. */
export function statusFollowing(outcomeType: OutcomeType | null): CallStatus {
  return outcomeType === 'not-answered' ? 'no answer' : 'completed';
}

/** Whether somebody answered: the outcome says so, and the status where it says nothing. */
export function wasAnswered({ outcomeType, status }: { outcomeType: OutcomeType | null; status: CallStatus }): boolean {
  return outcomeType === null ? status === 'completed' : outcomeType === 'answered';
}
