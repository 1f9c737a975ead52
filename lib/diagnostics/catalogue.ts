/** Why a delivery fails, for people: the cause behind a provider's code and words. Pure. */
import type { FaultKind } from '../provider-fault';
import { type Destination, destinationTitles } from '../sales-activities/model';
import type { Causes } from './causes/causes-of';
import { marketoCauses } from './causes/marketo';
import { ourCauses } from './causes/ours';
import { salesforceAccess } from './causes/salesforce-access';
import { salesforceAuthentication } from './causes/salesforce-authentication';
import { salesforceIntermittent } from './causes/salesforce-intermittent';
import { salesforceOther } from './causes/salesforce-other';
import type { Category, Cause, Solver } from './model';

const causes: Record<Destination, Causes> = {
  marketo: { ...ourCauses, ...marketoCauses },
  salesforce: {
    ...ourCauses,
    ...salesforceAuthentication,
    ...salesforceAccess,
    ...salesforceIntermittent,
    ...salesforceOther,
  },
};

export type Failed = { destination: Destination; code: string; kind: FaultKind; message: string };

/** What stands behind a failure. A code that nobody has written about gets an honest answer by its kind. */
export function causeOf(failed: Failed): Cause {
  return knownCause(failed) ?? unknownCause(failed);
}

/** The same cause once nothing is tried by itself any more: what should have passed has not, and somebody has to act. */
export function givenUp(cause: Cause): Cause {
  if (cause.solver !== 'nobody') return cause;
  return { ...cause, remedy: 'It was tried again and again in vain. Try again once it has passed.', solver: 'admin' };
}

/** The cause that was written for this code and these words; null for a code nobody has written about. */
export function knownCause({ destination, code, message }: Omit<Failed, 'kind'>): Cause | null {
  const name = code.toUpperCase();
  const written = causes[destination];
  const variant = destination === 'salesforce' ? variantOf(name, message) : null;
  const found = variant ?? name;
  return Object.hasOwn(written, found) ? (written[found] ?? null) : null;
}

/** Codes of Salesforce that mean several things, told apart by its words, and families of codes that mean one. */
function variantOf(code: string, message: string): string | null {
  const variant = variants.find((one) => one.code.test(code) && (one.words?.test(message) ?? true));
  return variant?.cause ?? null;
}

const variants: { code: RegExp; words?: RegExp; cause: string }[] = [
  { code: /^INVALID_GRANT$/, words: /expired (access|authorization)|invalid code verifier/i, cause: 'EXPIRED_ACCESS' },
  { code: /^INVALID_GRANT$/, words: /inactive user/i, cause: 'INACTIVE_USER' },
  { code: /^INVALID_GRANT$/, words: /inactive organi[sz]ation/i, cause: 'INACTIVE_ORGANIZATION' },
  { code: /^INVALID_GRANT$/, words: /authentication failure/i, cause: 'AUTHENTICATION_FAILURE' },
  { code: /^INVALID_GRANT$/, words: /hasn't approved|not approved/i, cause: 'OAUTH_APPROVAL_ERROR_GENERIC' },
  { code: /^INVALID_CLIENT/, words: /must be installed/i, cause: 'OAUTH_APPROVAL_ERROR_GENERIC' },
  { code: /^INVALID_CLIENT/, cause: 'INVALID_CLIENT' },
  { code: /^INVALID_SESSION_ID$/, words: /not valid for use|not attached/i, cause: 'SESSION NOT FOR THE API' },
  { code: /^REQUEST_LIMIT_EXCEEDED$/, words: /concurrent/i, cause: 'TOO MANY CALLS AT ONCE' },
  {
    code: /^CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY$/,
    words: /UNABLE_TO_LOCK_ROW|Apex CPU|exclusive access/i,
    cause: 'AUTOMATION TOO SLOW',
  },
  { code: /^TXN_SECURITY_/, cause: 'TXN_SECURITY_NO_ACCESS' },
  { code: /^INVALID_PICKLIST/, cause: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST' },
  { code: /^(EXCEEDED_MAX_SEMIJOIN|INVALID_QUERY_FILTER_OPERATOR)/, cause: 'MALFORMED_QUERY' },
  { code: /^OPERATION_WITH_INACTIVE_USER_EXCEPTION$/, cause: 'INACTIVE_OWNER_OR_USER' },
  { code: /^PROCESSING_HALTED$/, cause: 'ALL_OR_NONE_OPERATION_ROLLED_BACK' },
  { code: /^APP_NOT_INSTALLED$/, cause: 'OAUTH_APPROVAL_ERROR_GENERIC' },
  { code: /^DUPLICATE_EXTERNAL_ID$/, cause: 'MULTIPLE_CHOICES' },
  { code: /^(ERROR_)?HTTP_300$/, cause: 'MULTIPLE_CHOICES' },
  { code: /^(ERROR_)?HTTP_401$/, cause: 'INVALID_SESSION_ID' },
  { code: /^(ERROR_)?HTTP_420$/, cause: 'INACTIVE_ORGANIZATION' },
  { code: /^(ERROR_)?HTTP_409$/, cause: 'CONFLICT' },
  { code: /^(ERROR_)?HTTP_410$/, cause: 'GONE' },
  { code: /^(ERROR_)?HTTP_(413|414|431)$/, cause: 'URI_TOO_LONG' },
  { code: /^(ERROR_)?HTTP_429$/, cause: 'TOO MANY CALLS AT ONCE' },
  { code: /^(ERROR_)?HTTP_[34]\d\d$/, cause: 'HTTP 4xx' },
  { code: /^(ERROR_)?HTTP_5\d\d$/, cause: 'HTTP 5xx' },
];

function unknownCause({ destination, code, kind }: Failed): Cause {
  const where = destinationTitles[destination];
  const { category, remedy, solver } = byKind[kind];
  return {
    title: `${where} answered with ${code}`,
    category,
    meaning: `Nothing has been written about this code yet; below it says what ${where} said.`,
    remedy,
    solver: solver ?? (destination === 'salesforce' ? 'salesforce-admin' : 'marketo-admin'),
    settings: category === 'authentication' ? destination : undefined,
  };
}

const byItself = 'It is tried again by itself.';
/** `solver` null: whoever looks after the destination. */
const byKind: Record<FaultKind, { category: Category; remedy: string; solver: Solver | null }> = {
  throttled: { category: 'intermittent', remedy: byItself, solver: 'nobody' },
  quota: { category: 'intermittent', remedy: byItself, solver: 'nobody' },
  unavailable: { category: 'intermittent', remedy: byItself, solver: 'nobody' },
  unknown: {
    category: 'intermittent',
    remedy: 'It may have arrived, so it is looked for before it is sent again.',
    solver: 'nobody',
  },
  'signed-out': { category: 'authentication', remedy: 'Look at the connection, and make it again.', solver: 'admin' },
  forbidden: { category: 'access', remedy: 'Give the right that the message names; then try again.', solver: null },
  rejected: { category: 'other', remedy: 'Correct what the message names; then try again.', solver: null },
  gone: { category: 'other', remedy: 'Look whether the record is there; then try again.', solver: null },
};
