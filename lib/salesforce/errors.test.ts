import { describe, expect, it } from 'vitest';
import { standardErrors } from '@/simulators/salesforce/errors';
import type { FaultKind } from '../provider-fault';
import { salesforceRules } from './error-table';
import { failureOfRecord, faultOfAnswer } from './errors';

const kinds: [string, FaultKind, FaultKind?][] = [
  ['API_CURRENTLY_DISABLED', 'forbidden'],
  ['API_DISABLED_FOR_ORG', 'forbidden'],
  ['ALL_OR_NONE_OPERATION_ROLLED_BACK', 'unavailable'],
  ['AUTHENTICATION_FAILURE', 'signed-out'],
  ['BAD_REQUEST', 'rejected'],
  ['CANNOT_EXECUTE_FLOW_TRIGGER', 'forbidden'],
  ['CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', 'forbidden'],
  ['CANNOT_UPDATE_CONVERTED_LEAD', 'gone'],
  ['DUPLICATES_DETECTED', 'forbidden'],
  ['DUPLICATE_EXTERNAL_ID', 'forbidden'],
  ['DUPLICATE_VALUE', 'rejected'],
  ['ENTITY_IS_DELETED', 'gone'],
  ['ENTITY_IS_LOCKED', 'forbidden'],
  ['EXCEEDED_ID_LIMIT', 'rejected'],
  ['EXCEEDED_MAX_SEMIJOIN_SUBSELECTS', 'rejected'],
  ['EXPIRED_ACCESS', 'signed-out'],
  ['FAILED_WRITE', 'unknown', 'unavailable'],
  ['FIELD_CUSTOM_VALIDATION_EXCEPTION', 'forbidden'],
  ['FIELD_FILTER_VALIDATION_EXCEPTION', 'forbidden'],
  ['FIELD_INTEGRITY_EXCEPTION', 'rejected'],
  ['GONE', 'forbidden'],
  ['INACTIVE_ORGANIZATION', 'signed-out'],
  ['INACTIVE_OWNER_OR_USER', 'forbidden'],
  ['INACTIVE_USER', 'signed-out'],
  ['INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE', 'unavailable'],
  ['INSUFFICIENT_ACCESS', 'forbidden'],
  ['INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY', 'forbidden'],
  ['INSUFFICIENT_ACCESS_OR_READONLY', 'forbidden'],
  ['INTERNAL_SERVER_ERROR', 'unavailable'],
  ['INVALID_AUTH_HEADER', 'rejected'],
  ['INVALID_CROSS_REFERENCE_KEY', 'gone'],
  ['INVALID_FIELD', 'forbidden'],
  ['INVALID_FIELD_FOR_INSERT_UPDATE', 'forbidden'],
  ['INVALID_GRANT', 'signed-out'],
  ['INVALID_ID_FIELD', 'rejected'],
  ['INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', 'forbidden'],
  ['INVALID_PICKLIST_VALUE', 'forbidden'],
  ['INVALID_QUERY_FILTER_OPERATOR', 'rejected'],
  ['INVALID_QUERY_LOCATOR', 'unavailable'],
  ['INVALID_REPLICATION_DATE', 'rejected'],
  ['INVALID_SESSION_ID', 'signed-out'],
  ['INVALID_TYPE', 'forbidden'],
  ['JSON_PARSER_ERROR', 'rejected'],
  ['MALFORMED_ID', 'rejected'],
  ['MALFORMED_QUERY', 'rejected'],
  ['METHOD_NOT_ALLOWED', 'rejected'],
  ['MULTIPLE_CHOICES', 'forbidden'],
  ['NOT_FOUND', 'forbidden', 'gone'],
  ['OPERATION_WITH_INACTIVE_USER_EXCEPTION', 'forbidden'],
  ['PROCESSING_HALTED', 'unavailable'],
  ['QUERY_TIMEOUT', 'unavailable'],
  ['REQUEST_LIMIT_EXCEEDED', 'quota'],
  ['REQUIRED_FIELD_MISSING', 'forbidden'],
  ['SERVER_UNAVAILABLE', 'unavailable'],
  ['STORAGE_LIMIT_EXCEEDED', 'forbidden'],
  ['STRING_TOO_LONG', 'rejected'],
  ['TXN_SECURITY_METERING_ERROR', 'forbidden'],
  ['TXN_SECURITY_NO_ACCESS', 'forbidden'],
  ['UNABLE_TO_LOCK_ROW', 'unavailable'],
  ['UNKNOWN_EXCEPTION', 'unavailable'],
  ['UNSUPPORTED_MEDIA_TYPE', 'rejected'],
];

const answered = (status: number, body: unknown, safe = true) =>
  faultOfAnswer(
    { status, body: typeof body === 'string' ? body : JSON.stringify(body) },
    { safe, requestId: 'r-1', random: () => 0.5 },
  );
const refusal = (errorCode: string, message = 'as it is said', fields?: string[]) => [{ errorCode, message, fields }];
const failedRecord = (code: string, message = 'as it is said', fields: string[] = []) =>
  failureOfRecord({ code, message, fields });

describe('the table of codes', () => {
  it.each(kinds)('%s: a call %s, a record %s', (code, call, record = call) => {
    expect(answered(400, refusal(code))).toMatchObject({ kind: call, remoteCode: code, requestId: 'r-1' });
    expect(failedRecord(code)).toMatchObject({ kind: record, code });
  });

  it('has every code that the simulated Salesforce knows, and a sentence for each of its own', () => {
    const tested = kinds.map(([code]) => code);
    expect(Object.keys(standardErrors).filter((code) => !tested.includes(code))).toEqual([]);
    const unfinished = Object.entries(salesforceRules).filter(([, { says }]) => !/^[A-Z].{15,}\.$/.test(says));
    expect(unfinished).toEqual([]);
  });

  it('quotes Salesforce after its own sentence', () => {
    expect(failedRecord('FIELD_CUSTOM_VALIDATION_EXCEPTION', 'A phone number is needed.').message).toBe(
      'A validation rule of the org refuses the record. (FIELD_CUSTOM_VALIDATION_EXCEPTION: A phone number is needed.)',
    );
    expect(failedRecord('NEVER_HEARD_OF', 'x'.repeat(1_000)).message.length).toBeLessThan(400);
    expect(failedRecord('UNKNOWN_EXCEPTION', '<html><body>Oops</body></html>').message).not.toContain('html');
  });

  it('tells apart what has another remedy', () => {
    expect(failedRecord('REQUIRED_FIELD_MISSING', 'Required fields are missing: [X__c]', ['X__c']).detail).toBe('X__c');
    expect(failedRecord('FIELD_CUSTOM_VALIDATION_EXCEPTION', 'Rule A').detail).toBe('Rule A');
    expect(failedRecord('UNABLE_TO_LOCK_ROW', 'records 001, 002').detail).toBe('');
  });
});

describe('codes of two meanings', () => {
  it.each([
    ['TotalRequests Limit exceeded.', 'quota'],
    ['ConcurrentRequests (Concurrent API Requests) Limit exceeded.', 'throttled'],
    ['ConcurrentPerOrgLongTxn Limit exceeded.', 'throttled'],
  ] as const)('REQUEST_LIMIT_EXCEEDED: %s', (message, kind) => {
    expect(answered(403, refusal('REQUEST_LIMIT_EXCEEDED', message))).toMatchObject({ kind });
  });

  it('waits half a minute to two for a place among the long calls', () => {
    expect(answered(403, refusal('REQUEST_LIMIT_EXCEEDED', 'ConcurrentRequests')).retryAfterMs).toBe(75_000);
  });

  it.each([
    ['CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', 'T: caused by: UNABLE_TO_LOCK_ROW', 'unavailable'],
    ['CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', 'Apex CPU time limit exceeded', 'unavailable'],
    ['CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', 'INVALID_SESSION_ID', 'forbidden'],
    ['INVALID_FIELD', 'Net::ReadTimeout', 'unavailable'],
  ] as const)('%s: %s', (code, message, kind) => {
    expect(failedRecord(code, message).kind).toBe(kind);
  });
});

describe('answers that are not Salesforce’s own', () => {
  it.each([
    [300, 'forbidden', 'forbidden'],
    [302, 'forbidden', 'forbidden'],
    [403, 'forbidden', 'forbidden'],
    [409, 'unavailable', 'unavailable'],
    [410, 'forbidden', 'forbidden'],
    [414, 'rejected', 'rejected'],
    [420, 'forbidden', 'forbidden'],
    [429, 'throttled', 'throttled'],
    [431, 'rejected', 'rejected'],
    [500, 'unavailable', 'unknown'],
    [502, 'unavailable', 'unknown'],
    [503, 'unavailable', 'unknown'],
  ] as const)('HTTP %i: a read %s, a write %s', (status, read, write) => {
    expect(answered(status, '<html>A page</html>', true).kind).toBe(read);
    expect(answered(status, '<html>A page</html>', false).kind).toBe(write);
  });

  it('a write that Salesforce itself broke off may have been executed', () => {
    expect(answered(500, refusal('UNKNOWN_EXCEPTION'), false).kind).toBe('unknown');
    expect(answered(503, refusal('SERVER_UNAVAILABLE'), false).kind).toBe('unknown');
    expect(answered(400, refusal('UNABLE_TO_LOCK_ROW'), false).kind).toBe('unavailable');
    expect(answered(403, refusal('REQUEST_LIMIT_EXCEEDED'), false).kind).toBe('quota');
  });
});

it('of several errors the one counts that needs a person', () => {
  const several = [
    ...refusal('UNABLE_TO_LOCK_ROW'),
    ...refusal('REQUIRED_FIELD_MISSING'),
    ...refusal('NEVER_HEARD_OF'),
  ];
  expect(answered(400, several)).toMatchObject({ kind: 'forbidden', remoteCode: 'REQUIRED_FIELD_MISSING' });
});
