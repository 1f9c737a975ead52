/** What is neither a matter of rights nor passes: records that moved on, and requests that should not have been made. */
import { causesOf } from './causes-of';

const wrongRequest = {
  meaning: 'Salesforce does not understand a request of this app. That should not happen.',
  remedy: 'Report it with the words of Salesforce.',
  solver: 'us',
} as const;

export const salesforceOther = causesOf('other', {
  CANNOT_UPDATE_CONVERTED_LEAD: {
    title: 'The lead was converted',
    meaning: 'The lead lives on as a contact, and Salesforce takes nothing more for it.',
    remedy: 'The contact is used instead, by itself. When this stays, report it.',
    solver: 'us',
  },
  UNKNOWN_EXCEPTION: {
    title: 'Salesforce had an unknown error',
    meaning: 'Salesforce does not say what went wrong. It was tried again a few times.',
    remedy: 'Try again. When it comes back, open a case with Salesforce and name the error ID of the message.',
    solver: 'salesforce-admin',
  },
  ENTITY_IS_DELETED: {
    title: 'The record was deleted in Salesforce',
    meaning: 'The person’s record was deleted or merged, and no other stands for it.',
    remedy: 'Restore the record, or correct the person in Marketo and Salesforce; then try again.',
    solver: 'salesforce-admin',
  },
  INVALID_CROSS_REFERENCE_KEY: {
    title: 'A record that the task points to is not there',
    meaning: 'The person, account, opportunity or owner of the task does not exist, or not for this user.',
    remedy: 'Look at the record of the person in Salesforce, then try again: the record is chosen anew.',
    solver: 'salesforce-admin',
  },
  DUPLICATE_VALUE: {
    title: 'The task is there, and the user cannot see it',
    meaning: 'Salesforce has a task with our key already, or another unique field holds the same value.',
    remedy: 'Look at the record that the message names. When it is the task, nothing is missing.',
    solver: 'salesforce-admin',
  },
  MULTIPLE_API_ERRORS: {
    title: 'Salesforce named several errors at once',
    meaning: 'One call broke several rules of Salesforce; the message has the first of them.',
    remedy: 'Solve what the message names, then try again; what is left is named after that.',
    solver: 'salesforce-admin',
  },
  INVALID_AUTH_HEADER: { title: 'A request without a usable session', ...wrongRequest },
  MALFORMED_QUERY: { title: 'A query that Salesforce does not understand', ...wrongRequest },
  METHOD_NOT_ALLOWED: { title: 'A request by the wrong method', ...wrongRequest },
  UNSUPPORTED_MEDIA_TYPE: { title: 'A request of the wrong content type', ...wrongRequest },
  MALFORMED_ID: { title: 'An ID that is none', ...wrongRequest },
  INVALID_ID_FIELD: { title: 'An ID in the wrong place', ...wrongRequest },
  JSON_PARSER_ERROR: { title: 'A request that Salesforce cannot read', ...wrongRequest },
  BAD_REQUEST: { title: 'A request that Salesforce does not take', ...wrongRequest },
  EXCEEDED_ID_LIMIT: { title: 'Too many records in one call', ...wrongRequest },
  URI_TOO_LONG: { title: 'A request that is too long', ...wrongRequest },
  UNSUPPORTED_TOKEN_TYPE: { title: 'A token of the wrong kind', ...wrongRequest },
});
