/** Every error of the API that the product must understand, with its usual words and HTTP status. */
type Usual = { status: number; message: string };

export class SalesforceError extends Error {
  readonly code: string;
  readonly fields: string[];
  readonly status: number;
  /** Refuses the whole request, even where single records could fail. */
  readonly whole: boolean;

  constructor(code: string, message?: string, extra: { fields?: string[]; status?: number; whole?: boolean } = {}) {
    super(message ?? standardErrors[code]?.message ?? 'Injected fault');
    this.code = code;
    this.fields = extra.fields ?? [];
    this.status = extra.status ?? standardErrors[code]?.status ?? 400;
    this.whole = extra.whole ?? false;
  }
}

/** The body of a refused request. */
export function requestErrors(error: SalesforceError): unknown[] {
  const { message, code, fields } = error;
  return [fields.length > 0 ? { message, errorCode: code, fields } : { message, errorCode: code }];
}

/** The outcome of one record among many: the code has another name there. */
export function failedItem(error: SalesforceError, id: string | null = null): Record<string, unknown> {
  const failed = { success: false, errors: [{ statusCode: error.code, message: error.message, fields: error.fields }] };
  return id === null ? failed : { id, ...failed };
}

const bad = (message: string): Usual => ({ status: 400, message });
const refused = (message: string): Usual => ({ status: 403, message });

export const standardErrors: Record<string, Usual> = {
  INVALID_SESSION_ID: { status: 401, message: 'Session expired or invalid' },
  INVALID_AUTH_HEADER: { status: 401, message: 'INVALID_HEADER_TYPE' },
  API_DISABLED_FOR_ORG: refused('API is not enabled for this Organization or Partner'),
  API_CURRENTLY_DISABLED: refused('API is currently disabled for this user'),
  REQUEST_LIMIT_EXCEEDED: refused('TotalRequests Limit exceeded.'),
  MALFORMED_QUERY: bad('unexpected token'),
  INVALID_QUERY_FILTER_OPERATOR: bad('invalid operator for this field'),
  EXCEEDED_MAX_SEMIJOIN_SUBSELECTS: bad('too many semi joins'),
  QUERY_TIMEOUT: bad('Your query request was running for too long.'),
  INVALID_QUERY_LOCATOR: bad('invalid query locator'),
  INVALID_REPLICATION_DATE: bad('startDate before org replication enabled date'),
  EXCEEDED_ID_LIMIT: bad('record limit reached. cannot submit more than 200 records into this call'),
  INVALID_FIELD: bad("No such column on the entity. If you are using a custom field, append the '__c' to its name."),
  INVALID_FIELD_FOR_INSERT_UPDATE: bad('Unable to create/update fields. Please check the security settings.'),
  INVALID_TYPE: bad('sObject type is not supported.'),
  NOT_FOUND: { status: 404, message: 'The requested resource does not exist' },
  METHOD_NOT_ALLOWED: { status: 405, message: 'HTTP Method not allowed.' },
  GONE: { status: 410, message: 'The requested API version has been retired' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, message: 'Content-Type header specified in HTTP request is not supported' },
  ENTITY_IS_DELETED: { status: 404, message: 'entity is deleted' },
  INVALID_CROSS_REFERENCE_KEY: bad('invalid cross reference id'),
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: bad('insufficient access rights on cross-reference id'),
  INSUFFICIENT_ACCESS_OR_READONLY: refused('insufficient access rights on object id'),
  INSUFFICIENT_ACCESS: refused('insufficient access rights on object id'),
  CANNOT_UPDATE_CONVERTED_LEAD: bad('cannot reference converted lead'),
  FIELD_INTEGRITY_EXCEPTION: bad('There is a problem with the related records of this activity: WhoId, WhatId'),
  STRING_TOO_LONG: bad('data value too large'),
  INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: bad('bad value for restricted picklist field'),
  INVALID_PICKLIST_VALUE: bad('invalid picklist value'),
  REQUIRED_FIELD_MISSING: bad('Required fields are missing'),
  FIELD_CUSTOM_VALIDATION_EXCEPTION: bad('A rule of your administrator forbids this.'),
  FIELD_FILTER_VALIDATION_EXCEPTION: bad('Value does not exist or does not match filter criteria.'),
  CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: bad('TaskTrigger: execution of BeforeInsert caused by: an exception'),
  CANNOT_EXECUTE_FLOW_TRIGGER: bad("We can't save this record because a process failed."),
  DUPLICATE_VALUE: bad('duplicate value found'),
  DUPLICATE_EXTERNAL_ID: bad('The external id matches more than one record'),
  DUPLICATES_DETECTED: bad('Use one of these records?'),
  UNABLE_TO_LOCK_ROW: bad('unable to obtain exclusive access to this record'),
  ENTITY_IS_LOCKED: bad('the entity is locked for editing'),
  ALL_OR_NONE_OPERATION_ROLLED_BACK: bad(
    'Record rolled back because not all records were valid and the request was using AllOrNone header',
  ),
  PROCESSING_HALTED: bad('The transaction was rolled back since another operation in the same transaction failed.'),
  TXN_SECURITY_NO_ACCESS: refused("The operation you requested isn't allowed due to a security policy."),
  TXN_SECURITY_METERING_ERROR: refused("The operation isn't allowed due to a security policy."),
  INACTIVE_OWNER_OR_USER: bad('owner or user is inactive.'),
  OPERATION_WITH_INACTIVE_USER_EXCEPTION: bad('operation performed with inactive user'),
  STORAGE_LIMIT_EXCEEDED: refused('storage limit exceeded'),
  MALFORMED_ID: bad('malformed id'),
  JSON_PARSER_ERROR: bad('Unexpected character in the request body'),
  INVALID_ID_FIELD: bad('The id given is not the id of this object'),
  BAD_REQUEST: bad('bad request'),
  INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE: bad(
    'insert, update and delete are not allowed during maintenance',
  ),
  SERVER_UNAVAILABLE: { status: 503, message: 'server too busy' },
  UNKNOWN_EXCEPTION: {
    status: 500,
    message: 'An unexpected error occurred. Please include this ErrorId if you contact support: 1234567890-123 (1)',
  },
  INTERNAL_SERVER_ERROR: { status: 500, message: 'An unexpected error occurred' },
};
