/** What we find ourselves, and failures of the way there, for every destination. */
import { type Causes, causesOf } from './causes-of';

const lookedFor = 'It is tried again by itself. What may have arrived is looked for first.';
const certificate = {
  title: 'The certificate of the provider is not trusted',
  meaning: 'The encrypted connection could not be trusted: the certificate expired, or something stands in between.',
  remedy: 'Let whoever runs this server look at its clock, its certificates and its proxy.',
  solver: 'admin',
} as const;
const noConnection = {
  title: 'The provider cannot be reached',
  meaning: 'No connection could be made, so nothing was sent.',
  remedy: 'It is tried again by itself. When it stays, look at the network of this server.',
  solver: 'nobody',
} as const;
const cutOff = {
  title: 'The connection ended before the answer',
  meaning: 'The provider may have done what was asked; its answer did not come.',
  remedy: lookedFor,
  solver: 'nobody',
} as const;

export const ourCauses: Causes = {
  ...causesOf('authentication', {
    NOT_CONNECTED: {
      title: 'Nobody is connected',
      meaning: 'There is no connection by which this could be sent.',
      remedy: 'Connect Salesforce; what waits is then sent by itself.',
      solver: 'seller',
      settings: 'salesforce',
    },
    TOKEN_UNREADABLE: {
      title: 'The stored connection cannot be read',
      meaning: 'Its tokens were stored with a key that is no longer in ENCRYPTION_KEY.',
      remedy: 'Put the missing key back and restart, or connect Salesforce again.',
      solver: 'admin',
      settings: 'salesforce',
    },
    REFRESH_STORM: {
      title: 'The sign-in does not last',
      meaning: 'Salesforce gave new sessions again and again and refused each of them, so we stopped asking.',
      remedy: 'Connect Salesforce again.',
      solver: 'seller',
      settings: 'salesforce',
    },
  }),
  ...causesOf('access', {
    READ_ONLY: {
      title: 'Salesforce may only be read',
      meaning: 'The user by whom this is sent may not create tasks.',
      remedy: 'Give the user the right to create tasks, or connect Salesforce as another user.',
      solver: 'salesforce-admin',
      settings: 'salesforce',
    },
    TYPES_MISSING: {
      title: 'Marketo lacks our activity types',
      meaning: 'Sales activities arrive in Marketo as custom activity types, and these are not there or not approved.',
      remedy: 'Let them be made, or let the Marketo admin make and approve them.',
      solver: 'admin',
      settings: 'activity-types',
    },
    NO_MATCH: {
      title: 'No record fits the person',
      meaning: 'Neither the Salesforce ID nor the e-mail address of the person leads to a lead or contact.',
      remedy: 'Look at the person in Salesforce and correct the address or the ID; then try again.',
      solver: 'seller',
    },
    AMBIGUOUS_MATCH: {
      title: 'Several records fit the person',
      meaning: 'Several leads or contacts have the e-mail address, and an admin chose to log on none of them then.',
      remedy: 'Merge the duplicates in Salesforce, or choose another way with duplicates; then try again.',
      solver: 'salesforce-admin',
      settings: 'salesforce',
    },
    CERT_HAS_EXPIRED: certificate,
    DEPTH_ZERO_SELF_SIGNED_CERT: certificate,
    SELF_SIGNED_CERT_IN_CHAIN: certificate,
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: certificate,
    ERR_TLS_CERT_ALTNAME_INVALID: certificate,
  }),
  ...causesOf('intermittent', {
    CALLS_REST: {
      title: 'Calls to the Salesforce org rest',
      meaning: 'The API calls of the org, or our share of them, are used for now, so that others have some left.',
      remedy: 'Nothing; it goes on by itself as calls return. The share is set under Settings › Salesforce.',
      solver: 'nobody',
      settings: 'salesforce',
    },
    SESSION_BUSY: {
      title: 'The session with Salesforce is being renewed',
      meaning: 'Another process was asking for a new session, and took long.',
      remedy: 'Nothing; it is tried again by itself.',
      solver: 'nobody',
    },
    NO_ANSWER: cutOff,
    UNREADABLE: { ...cutOff, title: 'The answer could not be read' },
    TIMEOUT: { ...cutOff, title: 'The provider took too long' },
    ETIMEDOUT: { ...cutOff, title: 'The provider took too long' },
    ABORTERROR: { ...cutOff, title: 'The provider took too long' },
    UND_ERR_HEADERS_TIMEOUT: { ...cutOff, title: 'The provider took too long' },
    UND_ERR_BODY_TIMEOUT: { ...cutOff, title: 'The provider took too long' },
    ECONNRESET: cutOff,
    EPIPE: cutOff,
    UND_ERR_SOCKET: cutOff,
    FETCHERROR: cutOff,
    TYPEERROR: cutOff,
    UNREACHABLE: noConnection,
    ECONNREFUSED: noConnection,
    ENOTFOUND: noConnection,
    EAI_AGAIN: noConnection,
    EHOSTUNREACH: noConnection,
    ENETUNREACH: noConnection,
    UND_ERR_CONNECT_TIMEOUT: noConnection,
  }),
  ...causesOf('other', {
    LOOKED_IN_VAIN: {
      title: 'It may have arrived, and is not found',
      meaning:
        'The answer to the sending was lost, and it was looked for again and again in vain. To send it again could make a second one.',
      remedy: 'Look for the activity at the person. Trying again looks for it once more before it is sent again.',
      solver: 'seller',
    },
    PERSON_DELETED: {
      title: 'The person was deleted',
      meaning: 'The person is gone in Marketo, so there is nobody to deliver the activity to.',
      remedy: 'Nothing, unless the person comes back; then try again.',
      solver: 'marketo-admin',
    },
    PERSON_MERGED: {
      title: 'The person was merged into another one',
      meaning: 'The record that was kept is not known here yet.',
      remedy: 'Try again once the person who was kept is in the list.',
      solver: 'admin',
    },
  }),
};
