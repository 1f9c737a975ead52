/** Every code of Salesforce that we know: what it means for a whole call, and for one record among others. */
import type { FaultKind } from '@/lib/provider-fault';

export type ErrorRule = {
  call: FaultKind;
  /** Of one record among others. */
  record: FaultKind;
  says: string;
  retryAfterMs?: number;
  /** What tells apart failures of this code that have another remedy. */
  differsBy?: 'fields' | 'message';
};

const all = (kind: FaultKind, says: string, more: Partial<ErrorRule> = {}): ErrorRule => ({
  call: kind,
  record: kind,
  says,
  ...more,
});
/** Passes by itself. */
const soon = (says: string, retryAfterMs?: number) => all('unavailable', says, { retryAfterMs });
/** Somebody has to allow it, or to mend it in Salesforce. */
const mend = (says: string, differsBy?: ErrorRule['differsBy']) => all('forbidden', says, { differsBy });
/** This record is wrong, or our request. */
const wrong = (says: string, differsBy?: ErrorRule['differsBy']) => all('rejected', says, { differsBy });
const signedOut = (says: string) => all('signed-out', says);
const missing = (says: string) => all('gone', says);

const readAgain = 'Reading has to begin anew.';
const ourMistake = 'Salesforce found a mistake in our request; it is not tried again.';

export const salesforceRules: Record<string, ErrorRule> = {
  INVALID_SESSION_ID: signedOut('The session with Salesforce is over.'),
  INVALID_AUTH_HEADER: wrong(ourMistake),
  API_DISABLED_FOR_ORG: mend(
    'The API is switched off in this Salesforce org: its edition or its admin does not allow it.',
  ),
  API_CURRENTLY_DISABLED: mend(
    'The Salesforce user lacks the permission "API Enabled"; an admin of Salesforce gives it.',
  ),
  REQUEST_LIMIT_EXCEEDED: all(
    'quota',
    "The org's API calls of 24 hours are used up, by all its integrations together.",
    {
      retryAfterMs: 15 * 60_000,
    },
  ),
  EXCEEDED_MAX_SEMIJOIN_SUBSELECTS: wrong(ourMistake),
  MALFORMED_QUERY: wrong(ourMistake),
  INVALID_QUERY_FILTER_OPERATOR: wrong(ourMistake),
  QUERY_TIMEOUT: soon('A query took Salesforce too long.'),
  INVALID_QUERY_LOCATOR: soon(`Salesforce no longer has the pages of this query. ${readAgain}`),
  INVALID_REPLICATION_DATE: wrong(`The list of changes in Salesforce does not reach back so far. ${readAgain}`),
  EXCEEDED_ID_LIMIT: wrong(ourMistake),
  INVALID_FIELD: mend('A field does not exist in Salesforce, or its user may not see it.', 'message'),
  INVALID_FIELD_FOR_INSERT_UPDATE: mend(
    'The Salesforce user may not write a field; field-level security decides.',
    'fields',
  ),
  INVALID_TYPE: mend('The Salesforce user may not use this object; an admin of Salesforce has to allow it.', 'message'),
  NOT_FOUND: {
    call: 'forbidden',
    record: 'gone',
    says: 'It does not exist in Salesforce, or its user may not see it.',
  },
  METHOD_NOT_ALLOWED: wrong(ourMistake),
  UNSUPPORTED_MEDIA_TYPE: wrong(ourMistake),
  GONE: mend('Salesforce has retired the API version that was used. Connect again to use a newer one.'),
  ENTITY_IS_DELETED: missing('The record was deleted in Salesforce.'),
  INVALID_CROSS_REFERENCE_KEY: missing('A record that it belongs to is not in Salesforce, or not to be seen.'),
  CANNOT_UPDATE_CONVERTED_LEAD: missing('The lead was converted in Salesforce.'),
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: mend('The Salesforce user may not use a record that it belongs to.'),
  INSUFFICIENT_ACCESS_OR_READONLY: mend('The Salesforce user may not change this record.'),
  INSUFFICIENT_ACCESS: mend('The Salesforce user may not change this record.'),
  FIELD_INTEGRITY_EXCEPTION: wrong('Values of the record do not fit together.', 'fields'),
  STRING_TOO_LONG: wrong('A value is too long for its field.', 'fields'),
  INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: mend('A picklist of the org does not have this value.', 'fields'),
  INVALID_PICKLIST_VALUE: mend('A picklist of the org does not have this value.', 'fields'),
  REQUIRED_FIELD_MISSING: mend('The org requires a field that is empty.', 'fields'),
  FIELD_CUSTOM_VALIDATION_EXCEPTION: mend('A validation rule of the org refuses the record.', 'message'),
  FIELD_FILTER_VALIDATION_EXCEPTION: mend('A lookup filter of the org refuses the record.', 'message'),
  CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: mend(
    'A trigger or flow of the org failed, or the right to write is missing.',
    'message',
  ),
  CANNOT_EXECUTE_FLOW_TRIGGER: mend('A flow of the org failed.', 'message'),
  DUPLICATE_VALUE: wrong('The value of a unique field exists already.', 'fields'),
  DUPLICATE_EXTERNAL_ID: mend('The key fits more than one record: its field has to be unique.', 'fields'),
  MULTIPLE_CHOICES: mend('The key fits more than one record: its field has to be unique.'),
  DUPLICATES_DETECTED: mend('A duplicate rule of the org refuses the record.', 'message'),
  UNABLE_TO_LOCK_ROW: soon('Somebody else was changing the record, or its account, at the same time.'),
  ENTITY_IS_LOCKED: mend('The record is locked by an approval process.'),
  ALL_OR_NONE_OPERATION_ROLLED_BACK: soon('It was taken back because another record of the same request failed.'),
  PROCESSING_HALTED: soon('It was taken back because another part of the same request failed.'),
  TXN_SECURITY_NO_ACCESS: mend('A transaction security policy of the org forbids this.'),
  INACTIVE_OWNER_OR_USER: mend('The owner is not an active user of Salesforce.'),
  OPERATION_WITH_INACTIVE_USER_EXCEPTION: mend('The owner is not an active user of Salesforce.'),
  STORAGE_LIMIT_EXCEEDED: mend('The data storage of the org is full.'),
  MALFORMED_ID: wrong(ourMistake),
  INVALID_ID_FIELD: wrong(ourMistake),
  JSON_PARSER_ERROR: wrong(ourMistake),
  BAD_REQUEST: wrong(ourMistake),
  INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE: soon(
    'Salesforce takes no changes during maintenance.',
    15 * 60_000,
  ),
  SERVER_UNAVAILABLE: soon('Salesforce is too busy.'),
  UNKNOWN_EXCEPTION: soon('Salesforce had an unexpected error.'),
  INTERNAL_SERVER_ERROR: soon('Salesforce had an unexpected error.'),
  FAILED_WRITE: { call: 'unknown', record: 'unavailable', says: 'Salesforce broke off while it was writing.' },
  // What the login endpoints say, in the same spelling.
  EXPIRED_ACCESS: signedOut('The consent in Salesforce is over: it expired, or was revoked there.'),
  AUTHENTICATION_FAILURE: signedOut('Salesforce does not let this user sign in here.'),
  INACTIVE_USER: signedOut('The Salesforce user is not active.'),
  INACTIVE_ORGANIZATION: signedOut('The Salesforce org is not active.'),
  INVALID_GRANT: signedOut('Salesforce does not accept the consent any more.'),
  IP_RESTRICTED: mend(
    "Salesforce allows no sign-in from the address of this server: an admin of Salesforce adds it to the profile's login ranges, or relaxes IP restrictions for the app.",
  ),
  INVALID_CLIENT: mend(
    'Salesforce does not accept the consumer key or secret of the client app; an admin corrects them under Settings › Salesforce.',
  ),
  APP_NOT_INSTALLED: mend(
    'The client app is not installed in the org: an admin of Salesforce installs it under Connected Apps OAuth Usage, or lets its users approve uninstalled apps.',
  ),
  REDIRECT_URI_MISMATCH: mend('The callback address is not registered in the client app.'),
  ACCESS_DENIED: mend('Access was not allowed on the page of Salesforce.'),
  EXPIRED_CODE: wrong('The login took too long, or was used twice.'),
  INVALID_VERIFIER: wrong('The login does not belong to this browser.'),
  UNSUPPORTED_GRANT_TYPE: wrong(ourMistake),
};

/** What `code` means. A few mean two things, and the text tells which; where it tells nothing the table's meaning stands. */
export function ruleOf(code: string, text: string, random: () => number): ErrorRule {
  const usual = code.startsWith('TXN_SECURITY_') ? salesforceRules.TXN_SECURITY_NO_ACCESS : salesforceRules[code];
  return special(code, text, random) ?? usual ?? unheardOf;
}
const unheardOf = wrong('Salesforce refused it.', 'message');

function special(code: string, text: string, random: () => number): ErrorRule | null {
  if (code === 'REQUEST_LIMIT_EXCEEDED' && /concurrent/i.test(text)) {
    const says = 'Salesforce is already answering as many long calls at once as it allows.';
    return all('throttled', says, { retryAfterMs: Math.round(30_000 + random() * 90_000) });
  }
  if (code === 'INVALID_FIELD' && /timeout/i.test(text)) return soon('Salesforce took too long.');
  if (code === 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY' && /UNABLE_TO_LOCK_ROW|CPU time limit/i.test(text)) {
    return soon("Triggers or flows of the org got in each other's way, or took too long.");
  }
  return null;
}
