import { describe, expect, it } from 'vitest';
import { faultKinds } from '../provider-fault';
import { causeOf, givenUp, knownCause } from './catalogue';
import { marketoCauses } from './causes/marketo';
import { ourCauses } from './causes/ours';
import { salesforceAccess } from './causes/salesforce-access';
import { salesforceAuthentication } from './causes/salesforce-authentication';
import { salesforceIntermittent } from './causes/salesforce-intermittent';
import { salesforceOther } from './causes/salesforce-other';
import { type Category, solvers } from './model';

const salesforce = (code: string, message = '') => knownCause({ destination: 'salesforce', code, message });
const marketo = (code: string) => knownCause({ destination: 'marketo', code, message: '' });

// The table of the product that sellers know, row by row.
const documented: [code: string, category: Category][] = [
  ['API_CURRENTLY_DISABLED', 'access'],
  ['AUTHENTICATION_FAILURE', 'authentication'],
  ['CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', 'access'],
  ['CANNOT_UPDATE_CONVERTED_LEAD', 'other'],
  ['ENTITY_IS_LOCKED', 'access'],
  ['EXPIRED_ACCESS', 'authentication'],
  ['FAILED_WRITE', 'intermittent'],
  ['FIELD_CUSTOM_VALIDATION_EXCEPTION', 'access'],
  ['FIELD_FILTER_VALIDATION_EXCEPTION', 'access'],
  ['FIELD_INTEGRITY_EXCEPTION', 'access'],
  ['INACTIVE_ORGANIZATION', 'authentication'],
  ['INACTIVE_USER', 'authentication'],
  ['INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE', 'intermittent'],
  ['INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY', 'access'],
  ['INSUFFICIENT_ACCESS_OR_READONLY', 'access'],
  ['INVALID_FIELD', 'intermittent'],
  ['INVALID_FIELD_FOR_INSERT_UPDATE', 'access'],
  ['INVALID_GRANT', 'authentication'],
  ['INVALID_TYPE', 'access'],
  ['QUERY_TIMEOUT', 'intermittent'],
  ['REQUEST_LIMIT_EXCEEDED', 'intermittent'],
  ['REQUIRED_FIELD_MISSING', 'access'],
  ['SERVER_UNAVAILABLE', 'intermittent'],
  ['TXN_SECURITY_NO_ACCESS', 'access'],
  ['UNABLE_TO_LOCK_ROW', 'intermittent'],
  ['UNKNOWN_EXCEPTION', 'other'],
];

// What else Salesforce, its token endpoint, jsforce and the way there can say.
const further = `INVALID_SESSION_ID INVALID_AUTH_HEADER invalid_grant API_DISABLED_FOR_ORG
  EXCEEDED_MAX_SEMIJOIN_SUBSELECTS MALFORMED_QUERY INVALID_QUERY_FILTER_OPERATOR INVALID_QUERY_LOCATOR
  INVALID_REPLICATION_DATE EXCEEDED_ID_LIMIT NOT_FOUND GONE ENTITY_IS_DELETED INVALID_CROSS_REFERENCE_KEY
  INSUFFICIENT_ACCESS STRING_TOO_LONG INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST INVALID_PICKLIST_VALUE
  CANNOT_EXECUTE_FLOW_TRIGGER DUPLICATE_VALUE DUPLICATES_DETECTED ALL_OR_NONE_OPERATION_ROLLED_BACK PROCESSING_HALTED
  TXN_SECURITY_METERING_ERROR INACTIVE_OWNER_OR_USER OPERATION_WITH_INACTIVE_USER_EXCEPTION STORAGE_LIMIT_EXCEEDED
  MALFORMED_ID JSON_PARSER_ERROR INVALID_ID_FIELD BAD_REQUEST INTERNAL_SERVER_ERROR MULTIPLE_CHOICES
  MULTIPLE_API_ERRORS ERROR_HTTP_400 ERROR_HTTP_401 ERROR_HTTP_403 ERROR_HTTP_409 ERROR_HTTP_410 ERROR_HTTP_414
  ERROR_HTTP_420 ERROR_HTTP_429 ERROR_HTTP_431 ERROR_HTTP_500 ERROR_HTTP_503 HTTP_401 HTTP_403 HTTP_429 HTTP_503 METHOD_NOT_ALLOWED
  UNSUPPORTED_MEDIA_TYPE IP_RESTRICTED APP_NOT_INSTALLED EXPIRED_CODE INVALID_VERIFIER FOREIGN_INSTANCE
  DUPLICATE_EXTERNAL_ID invalid_client invalid_client_id
  unsupported_grant_type invalid_request redirect_uri_mismatch access_denied OAUTH_APPROVAL_ERROR_GENERIC
  unsupported_token_type invalid_token`;
const transport = `ECONNRESET ECONNREFUSED ENOTFOUND EAI_AGAIN EHOSTUNREACH ENETUNREACH ETIMEDOUT EPIPE UND_ERR_SOCKET
  UND_ERR_CONNECT_TIMEOUT UND_ERR_HEADERS_TIMEOUT UND_ERR_BODY_TIMEOUT AbortError FetchError TypeError
  CERT_HAS_EXPIRED DEPTH_ZERO_SELF_SIGNED_CERT SELF_SIGNED_CERT_IN_CHAIN UNABLE_TO_VERIFY_LEAF_SIGNATURE
  ERR_TLS_CERT_ALTNAME_INVALID`;
const ours = `NO_MATCH AMBIGUOUS_MATCH LOOKED_IN_VAIN PERSON_DELETED PERSON_MERGED NOT_CONNECTED TOKEN_UNREADABLE REFRESH_STORM
  CALLS_REST SESSION_BUSY READ_ONLY TYPES_MISSING NO_ANSWER UNREADABLE TIMEOUT UNREACHABLE`;
const ofMarketo = `413 414 500 502 600 601 602 603 604 605 606 607 608 609 610 611 612 613 614 615 616 701 703 704 713
  719 1001 1002 1003 1004 1005 1006 1007 1008 1011 1013 1014 1018 1027 1028 1049 invalid_client NOT_MARKETO REFUSED
  NO_TURN`;
const words = (list: string) => list.split(/\s+/);

describe('the catalogue', () => {
  it('has the 26 documented codes, each in its category', () => {
    expect(documented).toHaveLength(26);
    expect(documented.map(([code]) => [code, salesforce(code)?.category])).toEqual(documented);
  });

  it('knows whatever else Salesforce, its token endpoint, jsforce and the way there say', () => {
    expect(words(`${further} ${transport} ${ours}`).filter((code) => !salesforce(code))).toEqual([]);
  });

  it('knows what Marketo says of a delivery, and what we and the way there say', () => {
    expect(words(`${ofMarketo} ${transport} ${ours}`).filter((code) => !marketo(code))).toEqual([]);
  });

  it('says of every cause what it means, what to do and whose job it is', () => {
    const everything = [
      ...[ourCauses, marketoCauses, salesforceAuthentication, salesforceAccess, salesforceIntermittent],
      salesforceOther,
    ].flatMap((causes) => Object.entries(causes));
    for (const [code, { title, meaning, remedy, solver, category }] of everything) {
      expect(title, code).not.toMatch(/\.$/);
      expect(title.length, code).toBeLessThan(75);
      expect(`${meaning} ${remedy}`, code).toMatch(/^\p{Lu}.+\. \p{Lu}.+\.$/u);
      expect(solvers).toContain(solver);
      // Nobody has to act only where it is tried again without anybody.
      if (solver === 'nobody') expect(category, code).toBe('intermittent');
    }
  });

  it.each([
    ['invalid_grant', 'expired access/refresh token', 'EXPIRED_ACCESS'],
    ['invalid_grant', 'expired authorization code', 'EXPIRED_ACCESS'],
    ['invalid_grant', 'inactive user', 'INACTIVE_USER'],
    ['invalid_grant', 'inactive organization', 'INACTIVE_ORGANIZATION'],
    ['invalid_grant', 'authentication failure', 'AUTHENTICATION_FAILURE'],
    ['invalid_grant', 'ip restricted', 'INVALID_GRANT'],
    ['invalid_grant', "user hasn't approved this consumer", 'OAUTH_APPROVAL_ERROR_GENERIC'],
    ['invalid_client', 'app must be installed into org', 'OAUTH_APPROVAL_ERROR_GENERIC'],
    ['ERROR_HTTP_410', '', 'GONE'],
    ['PROCESSING_HALTED', '', 'ALL_OR_NONE_OPERATION_ROLLED_BACK'],
  ])('takes %s “%s” for %s', (code, message, as) => {
    expect(salesforce(code, message)).toEqual(salesforce(as));
  });

  it.each([
    ['REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.', 'The API calls of the org are used up'],
    ['REQUEST_LIMIT_EXCEEDED', 'ConcurrentPerOrgLongTxn Limit exceeded.', 'Salesforce is answering too many calls'],
    ['CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', 'Trigger: UNABLE_TO_LOCK_ROW, unable', 'Automation in Salesforce ran out'],
    ['CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', 'INVALID_SESSION_ID, session expired', 'Automation in Salesforce stopped'],
    ['INVALID_SESSION_ID', 'This session is not valid for use with the REST API', 'The session is not good'],
    ['ERROR_HTTP_503', '<html>', 'Salesforce answered with an error page'],
  ])('tells apart by its words: %s “%s”', (code, message, begins) => {
    expect(salesforce(code, message)?.title.startsWith(begins)).toBe(true);
  });

  it.each(faultKinds)('is honest about an unknown code that is %s', (kind) => {
    const cause = causeOf({ destination: 'salesforce', code: 'BRAND_NEW', kind, message: 'Something new' });
    expect(cause.title).toBe('Salesforce answered with BRAND_NEW');
    expect(cause.meaning).toContain('Nothing has been written about this code yet');
  });

  it('calls what should have passed somebody’s job once it was given up, and changes nothing else', () => {
    const locked = causeOf({ destination: 'salesforce', code: 'UNABLE_TO_LOCK_ROW', kind: 'unavailable', message: '' });
    expect(givenUp(locked)).toMatchObject({ title: locked.title, category: 'intermittent', solver: 'admin' });
    expect(givenUp(locked).remedy).toContain('Try again');
    const rule = causeOf({ destination: 'marketo', code: '603', kind: 'forbidden', message: '' });
    expect(givenUp(rule)).toBe(rule);
  });

  it('takes no code for a name of JavaScript’s own', () => {
    for (const code of ['constructor', '__proto__', 'toString']) expect(salesforce(code)).toBeNull();
  });
});
