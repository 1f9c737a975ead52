/** What passes by itself in Salesforce, or should: these are tried again without anybody. */
import { causesOf } from './causes-of';

const wait = 'Nothing; it is tried again by itself.';

export const salesforceIntermittent = causesOf('intermittent', {
  FAILED_WRITE: {
    title: 'Salesforce was too slow',
    meaning: 'Salesforce, or a trigger in it, took so long that the connection ended before its answer.',
    remedy: `${wait} When it happens often, let the Salesforce admin look at slow triggers on tasks.`,
    solver: 'nobody',
  },
  INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE: {
    title: 'Salesforce is under maintenance',
    meaning: 'Salesforce can be read but not written for the time being.',
    remedy: wait,
    solver: 'nobody',
  },
  INVALID_FIELD: {
    title: 'Salesforce does not know a field',
    meaning:
      'A field was renamed or removed, or is hidden from the user; Salesforce sometimes says the same when it was too slow.',
    remedy: `${wait} The fields of the org are read again before that. When it stays, review the customisations of tasks.`,
    solver: 'nobody',
  },
  QUERY_TIMEOUT: {
    title: 'A query took Salesforce too long',
    meaning: 'Salesforce gave up looking for the record.',
    remedy: wait,
    solver: 'nobody',
  },
  REQUEST_LIMIT_EXCEEDED: {
    title: 'The API calls of the org are used up',
    meaning: 'All apps together made as many calls in 24 hours as Salesforce allows the org.',
    remedy: `${wait} Calls return hour by hour. When it happens often, look which app makes so many, or buy more.`,
    solver: 'nobody',
    settings: 'salesforce',
  },
  'TOO MANY CALLS AT ONCE': {
    title: 'Salesforce is answering too many calls at once',
    meaning: 'Too many long calls of the org run at the same time, of this app or of others.',
    remedy: `${wait} Fewer are sent at once until then.`,
    solver: 'nobody',
  },
  SERVER_UNAVAILABLE: {
    title: 'Salesforce is too busy',
    meaning: 'The servers of Salesforce do not take calls at the moment.',
    remedy: wait,
    solver: 'nobody',
  },
  UNABLE_TO_LOCK_ROW: {
    title: 'Somebody else is saving the same record',
    meaning: 'The person, account or opportunity was being written at the same moment, so Salesforce did not wait.',
    remedy: wait,
    solver: 'nobody',
  },
  'AUTOMATION TOO SLOW': {
    title: 'Automation in Salesforce ran out of time or waited for a record',
    meaning: 'A trigger used up its processing time, or met a record that somebody else was saving.',
    remedy: `${wait} Fewer tasks are sent at once until then. When it stays, the Salesforce admin should look at the trigger.`,
    solver: 'nobody',
  },
  ALL_OR_NONE_OPERATION_ROLLED_BACK: {
    title: 'Another record of the same call failed',
    meaning: 'Salesforce took back a whole call because of one record in it; this one had no fault.',
    remedy: wait,
    solver: 'nobody',
  },
  INVALID_QUERY_LOCATOR: {
    title: 'Salesforce forgot where a query stood',
    meaning: 'The position in a long answer expired; the query begins anew.',
    remedy: wait,
    solver: 'nobody',
  },
  INVALID_REPLICATION_DATE: {
    title: 'Salesforce no longer tells changes since then',
    meaning: 'The list of changes does not go back so far; everything is read again instead.',
    remedy: wait,
    solver: 'nobody',
  },
  STORAGE_LIMIT_EXCEEDED: {
    title: 'The data storage of the org is full',
    meaning: 'Salesforce takes no new records until there is room; a logged task needs about 2 kB.',
    remedy: 'Delete or archive records in Salesforce, or buy storage. It is tried again by itself.',
    solver: 'salesforce-admin',
  },
  INTERNAL_SERVER_ERROR: {
    title: 'Salesforce had an error of its own',
    meaning: 'Salesforce did not say what went wrong; such errors mostly pass.',
    remedy: `${wait} When it stays, open a case with Salesforce and name the error ID of the message.`,
    solver: 'nobody',
  },
  'HTTP 5xx': {
    title: 'Salesforce answered with an error page',
    meaning: 'A gateway in front of Salesforce answered in its place, for example during maintenance.',
    remedy: wait,
    solver: 'nobody',
  },
  CONFLICT: {
    title: 'Salesforce was busy with the same record',
    meaning: 'Two calls met at one record.',
    remedy: wait,
    solver: 'nobody',
  },
});
