import { describe, expect, it } from 'vitest';
import { holderOfKey, isKeyTaken, isThereAlready, type Refused, repairOf } from './repair';

const who = '00Q000000000001AAA';
const what = '001000000000001AAA';
const sent = {
  Subject: 'Hi',
  Status: 'Completed',
  WhoId: who,
  WhatId: what,
  OwnerId: '005000000000001AAA',
  Type: 'Email',
  MSE_Viewed__c: true,
};
const refused = (code: string, fields: string[] = [], message = ''): Refused => ({ ok: false, code, message, fields });

describe('mending a refused task', () => {
  it.each([
    [
      'leaves out a field that the user may not write',
      refused('INVALID_FIELD_FOR_INSERT_UPDATE', ['MSE_Viewed__c']),
      ['MSE_Viewed__c'],
    ],
    [
      'reads the field from the message',
      refused(
        'INVALID_FIELD_FOR_INSERT_UPDATE',
        [],
        'Unable to create/update fields: MSE_Viewed__c, Type. Please check',
      ),
      ['MSE_Viewed__c', 'Type'],
    ],
    [
      'leaves out a column that is not there',
      refused('INVALID_FIELD', [], "No such column 'MSE_Viewed__c' on sobject of type Task"),
      ['MSE_Viewed__c'],
    ],
    [
      'leaves out a value that the list does not have',
      refused('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', ['Type']),
      ['Type'],
    ],
    [
      'leaves out the account that the user may not see',
      refused(
        'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
        [],
        `insufficient access rights on cross-reference id: ${what.slice(0, 15)}`,
      ),
      ['WhatId'],
    ],
    ['leaves out the account beside a lead', refused('FIELD_INTEGRITY_EXCEPTION', ['WhoId', 'WhatId']), ['WhatId']],
    [
      'leaves out what it is related to before the person when nothing is named',
      refused('INVALID_CROSS_REFERENCE_KEY'),
      ['WhatId'],
    ],
    ['looks for another record of a converted lead', refused('CANNOT_UPDATE_CONVERTED_LEAD', ['WhoId']), [who]],
    ['looks for another record of a deleted one', refused('ENTITY_IS_DELETED', ['WhoId']), [who]],
    ['leaves out an owner who is inactive', refused('INACTIVE_OWNER_OR_USER', ['OwnerId']), ['OwnerId']],
  ])('%s', (_, failure, without) => {
    expect(repairOf(failure, sent, null)?.without).toEqual(without);
  });

  it.each([
    ['a field that a task cannot do without', refused('STRING_TOO_LONG', ['Subject'])],
    [
      'a person whom the user may not see',
      refused('INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY', ['WhoId'], `id: ${who.slice(0, 15)}`),
    ],
    ['a rule of the org', refused('FIELD_CUSTOM_VALIDATION_EXCEPTION', ['Type'])],
    ['a locked row', refused('UNABLE_TO_LOCK_ROW')],
  ])('mends nothing about %s', (_, failure) => {
    expect(repairOf(failure, sent, null)).toBeNull();
  });

  it('knows that the task is there when only its unchangeable field is refused', () => {
    expect(isThereAlready(refused('INVALID_FIELD_FOR_INSERT_UPDATE', ['TaskSubtype']))).toBe(true);
    expect(isThereAlready(refused('INVALID_FIELD_FOR_INSERT_UPDATE', ['Type']))).toBe(false);
  });

  it('reads whose key is taken, as far as it is told', () => {
    const taken = (id: string) =>
      refused(
        'DUPLICATE_VALUE',
        [],
        `duplicate value found: SalesActions_Key__c duplicates value on record with id: ${id}`,
      );
    expect(isKeyTaken(taken('<unknown>'), 'SalesActions_Key__c')).toBe(true);
    expect(isKeyTaken(taken('<unknown>'), 'Other_Key__c')).toBe(false);
    expect(
      isKeyTaken(refused('DUPLICATE_VALUE', [], 'Duplicate external id specified: x'), 'SalesActions_Key__c'),
    ).toBe(false);
    expect(holderOfKey(taken('00T000000000001'))).toBe('00T000000000001');
    expect(holderOfKey(taken('<unknown>'))).toBeNull();
  });
});
