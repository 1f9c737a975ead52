import { describe, expect, it } from 'vitest';
import { type Standing, standingSentence } from './model';

const owned: Standing = {
  state: 'active',
  isContact: true,
  ownerName: 'Olive Owner',
  ownerSfdcId: '0055g00000XyZaBAAV',
  reasonLeft: null,
  winnerId: null,
};

describe('why a person is or is not here', () => {
  it.each<[string, Partial<Standing>, string]>([
    ['an owned contact', {}, 'In the list, because Olive Owner owns the contact in Salesforce.'],
    ['an owned lead', { isContact: false }, 'In the list, because Olive Owner owns the lead in Salesforce.'],
    ['an owner without a name', { ownerName: null }, '0055g00000XyZaBAAV owns the contact'],
    ['a contact whose owner Marketo does not name', { ownerName: null, ownerSfdcId: null }, 'always belongs to a user'],
    ['deleted', { state: 'deleted' }, 'because the record was deleted in Marketo.'],
    ['merged', { state: 'merged', winnerId: 42 }, 'was merged into Marketo ID 42 in Marketo.'],
    ['merged into nobody we know', { state: 'merged' }, 'was merged into another one in Marketo.'],
    ['missing', { state: 'missing' }, 'Marketo stopped giving this record out'],
    ['unowned', { state: 'unowned', reasonLeft: 'no owner' }, 'has no sales owner in Salesforce any more.'],
    ['given to a queue', { state: 'unowned', reasonLeft: 'queue' }, 'belongs to a queue in Salesforce now'],
    ['gone from Salesforce', { state: 'unowned', reasonLeft: 'Marketo only' }, 'exists only in Marketo.'],
    ['unowned for a reason of a newer version', { state: 'unowned', reasonLeft: 'x' }, 'has no sales owner'],
  ])('%s', (_, change, sentence) => {
    expect(standingSentence({ ...owned, ...change })).toContain(sentence);
  });
});
