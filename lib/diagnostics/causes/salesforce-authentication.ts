/** What Salesforce says when it does not let somebody in, also at its token endpoint. */
import { causesOf } from './causes-of';

const reconnect = 'Connect Salesforce again; what waits is then sent by itself.';

export const salesforceAuthentication = causesOf('authentication', {
  AUTHENTICATION_FAILURE: {
    title: 'Salesforce did not accept the sign-in',
    meaning: 'Salesforce refuses the consent that was given to this app.',
    remedy: reconnect,
    solver: 'seller',
    settings: 'salesforce',
  },
  EXPIRED_ACCESS: {
    title: 'The consent to use Salesforce has ended',
    meaning:
      'It expired, was revoked in Salesforce, or was replaced: a user may give an app consent five times, then the oldest ends.',
    remedy: reconnect,
    solver: 'seller',
    settings: 'salesforce',
  },
  INACTIVE_ORGANIZATION: {
    title: 'The Salesforce org is not active',
    meaning: 'The org was suspended, moved or closed, so nobody can sign in to it.',
    remedy: 'Ask the Salesforce admin about the org. Once it is active, connect Salesforce again.',
    solver: 'salesforce-admin',
    settings: 'salesforce',
  },
  INACTIVE_USER: {
    title: 'The Salesforce user is not active',
    meaning: 'The user by whom this is sent was deactivated or frozen in Salesforce.',
    remedy: 'Let the Salesforce admin activate the user, or connect Salesforce as another user.',
    solver: 'salesforce-admin',
    settings: 'salesforce',
  },
  INVALID_GRANT: {
    title: 'Salesforce refuses the connection from here',
    meaning:
      'The consent is not taken; with “ip restricted” because the network address of this server is not among those that Salesforce allows.',
    remedy:
      'Let the Salesforce admin allow the addresses of this server for the profile and the connected app, then connect Salesforce again.',
    solver: 'salesforce-admin',
    settings: 'salesforce',
  },
  INVALID_SESSION_ID: {
    title: 'The Salesforce session ended',
    meaning: 'Salesforce ended the session, and a new one could not be had in its place.',
    remedy: 'A new session is asked for by itself. When that does not help, connect Salesforce again.',
    solver: 'seller',
    settings: 'salesforce',
  },
  INVALID_CLIENT: {
    title: 'Salesforce does not know this app',
    meaning: 'The client ID or the client secret of the connected app is wrong, or the app was removed in Salesforce.',
    remedy: 'Enter the client ID and the secret of the connected app again.',
    solver: 'admin',
    settings: 'salesforce',
  },
  ACCESS_DENIED: {
    title: 'The consent was declined',
    meaning: 'Whoever connected Salesforce chose “Deny”, or may not give the consent.',
    remedy: 'Connect Salesforce again and choose “Allow”.',
    solver: 'seller',
    settings: 'salesforce',
  },
  OAUTH_APPROVAL_ERROR_GENERIC: {
    title: 'The user may not use this app in Salesforce',
    meaning: 'The connected app is not installed in the org, or the user may not approve apps that are not.',
    remedy:
      'Let the Salesforce admin install the connected app, or give the user “Approve Uninstalled Connected Apps”.',
    solver: 'salesforce-admin',
  },
  REDIRECT_URI_MISMATCH: {
    title: 'The callback address is not the one of the connected app',
    meaning: 'Salesforce sends people back only to addresses that are entered in the connected app.',
    remedy: 'Enter the callback address of this app in the connected app in Salesforce.',
    solver: 'salesforce-admin',
    settings: 'salesforce',
  },
  UNSUPPORTED_GRANT_TYPE: {
    title: 'Salesforce does not take this way of signing in',
    meaning: 'The way in which a new session was asked for is not allowed for the connected app, or in the org.',
    remedy: 'Let the Salesforce admin allow the web server flow and refresh tokens for the connected app.',
    solver: 'salesforce-admin',
  },
  INVALID_REQUEST: {
    title: 'Salesforce did not understand the sign-in',
    meaning: 'Salesforce missed something in the request for a session, such as a code challenge.',
    remedy: 'Connect Salesforce again. When it comes back, report it with the words of Salesforce.',
    solver: 'us',
  },
  IP_RESTRICTED: {
    title: 'Salesforce takes no sign-in from this server',
    meaning: 'The network address of this server is not among those that Salesforce allows for the user or the app.',
    remedy:
      'Let the Salesforce admin add the address to the login ranges, or relax IP restrictions for the app. Then press “Try again”.',
    solver: 'salesforce-admin',
    settings: 'salesforce',
  },
  EXPIRED_CODE: {
    title: 'The login took too long',
    meaning: 'What Salesforce sent the browser back with is good for some minutes, and once.',
    remedy: reconnect,
    solver: 'seller',
    settings: 'salesforce',
  },
  INVALID_VERIFIER: {
    title: 'The login was begun elsewhere',
    meaning: 'What Salesforce sent the browser back with belongs to another login.',
    remedy: reconnect,
    solver: 'seller',
    settings: 'salesforce',
  },
  FOREIGN_INSTANCE: {
    title: 'Salesforce named an address that is not its own',
    meaning: 'The session was to be used at an address outside of Salesforce, and was not.',
    remedy: 'Let whoever runs this server look for something that changes answers on the way. Then press “Try again”.',
    solver: 'admin',
    settings: 'salesforce',
  },
  INVALID_TOKEN: {
    title: 'Salesforce does not know the token',
    meaning: 'The token was revoked before, or is of another org.',
    remedy: reconnect,
    solver: 'seller',
    settings: 'salesforce',
  },
});
