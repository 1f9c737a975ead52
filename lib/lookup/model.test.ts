import { describe, expect, it } from 'vitest';
import { type LookupAnswer, type LookupFacts, lookupAnswers, whyNotHere } from './model';

const ownedNotHere: LookupFacts = {
  marketoId: 4711,
  known: null,
  winnerId: null,
  isWaiting: false,
  marketo: { seen: 'owned', ownerName: 'Olive Owner' },
  sync: 'running',
  isFull: false,
};
const absent = { seen: 'absent' } as const;
const notAsked = { seen: 'not-asked', why: 'Marketo is busy' } as const;
const without = (seen: 'no owner' | 'queue' | 'Marketo only') => ({ seen, ownerName: null });

const cases: [string, Partial<LookupFacts>, LookupAnswer, string][] = [
  ['is in the list', { known: 'active' }, 'here', 'In the list'],
  ['is here and lost the owner', { known: 'active', marketo: without('no owner') }, 'leaving', 'no sales owner'],
  ['is here and no longer given out', { known: 'active', marketo: absent }, 'leaving', 'no longer gives'],
  ['has no owner', { marketo: without('no owner') }, 'unowned', 'has no sales owner in Salesforce.'],
  ['left for want of an owner', { known: 'unowned', marketo: without('no owner') }, 'unowned', 'no sales owner'],
  ['belongs to a queue', { marketo: without('queue') }, 'queue', 'a queue in Salesforce'],
  ['is only in Marketo', { marketo: without('Marketo only') }, 'marketo-only', 'only in Marketo'],
  ['was deleted', { known: 'deleted', marketo: absent }, 'deleted', 'deleted in Marketo'],
  ['was merged', { known: 'merged', winnerId: 7, marketo: absent }, 'merged', 'merged into Marketo ID 7'],
  ['was merged before it was ever here', { winnerId: 7, marketo: absent }, 'merged', 'Marketo ID 7'],
  ['vanished', { known: 'missing', marketo: absent }, 'missing', 'without saying why'],
  ['is hidden or never existed', { marketo: absent }, 'unknown', 'partition'],
  ['came after the list was full', { isFull: true }, 'over-the-cap', 'the list is full'],
  ['is owned while nothing was started', { sync: 'not-started' }, 'not-started', 'not started'],
  ['is owned while the sync is paused', { sync: 'paused' }, 'paused', 'paused'],
  ['is owned and the load is still below', { sync: 'loading' }, 'not-loaded', 'not come to Marketo ID 4711'],
  ['is owned and waits in line', { isWaiting: true }, 'waiting', 'waiting in line'],
  ['is owned and nobody told yet', {}, 'soon', 'has not announced'],
  ['cannot be asked for and is unknown here', { marketo: notAsked }, 'not-asked', 'Marketo is busy. Nothing is known'],
];

describe('why a person is not here', () => {
  it.each(cases)('%s', (_, change, answer, words) => {
    const why = whyNotHere({ ...ownedNotHere, ...change });
    expect(why.answer).toBe(answer);
    expect(why.sentence).toContain(words);
  });

  it('every answer there is has a case above', () => {
    expect(new Set(cases.map(([, , answer]) => answer))).toEqual(new Set(lookupAnswers));
  });

  it('names the owner, who may have no name', () => {
    expect(whyNotHere(ownedNotHere).sentence).toMatch(/^Olive Owner owns/);
    expect(whyNotHere({ ...ownedNotHere, marketo: { seen: 'owned', ownerName: null } }).sentence).toMatch(
      /^A user owns/,
    );
  });

  it('a person who was here before comes back although the list is full', () => {
    expect(whyNotHere({ ...ownedNotHere, known: 'unowned', isFull: true, isWaiting: true }).answer).toBe('waiting');
  });

  it.each<[LookupFacts['known'], number | null, LookupAnswer]>([
    ['active', null, 'here'],
    ['unowned', null, 'unowned'],
    ['deleted', null, 'deleted'],
    ['merged', 7, 'merged'],
    ['missing', null, 'missing'],
  ])('while Marketo cannot be asked, what is known of a person who is %s counts', (known, winnerId, answer) => {
    const why = whyNotHere({ ...ownedNotHere, known, winnerId, marketo: notAsked });
    expect(why.answer).toBe(answer);
    expect(why.sentence).toMatch(/^Marketo is busy\. /);
  });
});
