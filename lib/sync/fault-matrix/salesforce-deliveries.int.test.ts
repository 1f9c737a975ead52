/** Whatever Salesforce says of a task: diagnostics shows it in a sentence, nothing spins, and once mended it arrives once. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deliveries, deliveryProblems, deliveryRetries, salesforceConnections, salesforceOrgs } from '@/db/schema';
import { letGoAgain } from '../../deliveries/retry';
import { readSalesActivity } from '../../deliveries/service';
import { DiagnosticsQuery } from '../../diagnostics/contract';
import { readDiagnostics } from '../../diagnostics/service';
import { type LoggingWorld, startLoggingWorld } from '../../test/logging-world';
import { enableJobs } from '../../test/sync-driver';

type Fault = Parameters<LoggingWorld['org']['faults']['add']>[0];
type Expected = { code: string; state?: string };

const forever = 100_000;
const tasks = { match: 'composite/sobjects', object: 'Task', times: forever };
const words = (list: string) => list.trim().split(/\s+/);

/** The codes that sellers know from the product's list, and what else Salesforce says of records and requests. */
const ofRecords = words(`
  API_CURRENTLY_DISABLED CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY CANNOT_UPDATE_CONVERTED_LEAD ENTITY_IS_LOCKED FAILED_WRITE
  FIELD_CUSTOM_VALIDATION_EXCEPTION FIELD_FILTER_VALIDATION_EXCEPTION FIELD_INTEGRITY_EXCEPTION
  INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY
  INSUFFICIENT_ACCESS_OR_READONLY INVALID_FIELD INVALID_FIELD_FOR_INSERT_UPDATE INVALID_TYPE QUERY_TIMEOUT
  REQUEST_LIMIT_EXCEEDED REQUIRED_FIELD_MISSING SERVER_UNAVAILABLE TXN_SECURITY_NO_ACCESS UNABLE_TO_LOCK_ROW
  UNKNOWN_EXCEPTION API_DISABLED_FOR_ORG EXCEEDED_MAX_SEMIJOIN_SUBSELECTS MALFORMED_QUERY
  INVALID_QUERY_FILTER_OPERATOR INVALID_QUERY_LOCATOR INVALID_REPLICATION_DATE EXCEEDED_ID_LIMIT NOT_FOUND
  METHOD_NOT_ALLOWED UNSUPPORTED_MEDIA_TYPE GONE ENTITY_IS_DELETED INVALID_CROSS_REFERENCE_KEY INSUFFICIENT_ACCESS
  STRING_TOO_LONG INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST INVALID_PICKLIST_VALUE CANNOT_EXECUTE_FLOW_TRIGGER
  DUPLICATE_EXTERNAL_ID MULTIPLE_CHOICES DUPLICATES_DETECTED ALL_OR_NONE_OPERATION_ROLLED_BACK PROCESSING_HALTED
  TXN_SECURITY_METERING_ERROR INACTIVE_OWNER_OR_USER OPERATION_WITH_INACTIVE_USER_EXCEPTION STORAGE_LIMIT_EXCEEDED
  MALFORMED_ID INVALID_ID_FIELD JSON_PARSER_ERROR BAD_REQUEST INTERNAL_SERVER_ERROR DUPLICATE_VALUE`);
/** What its login endpoint says, with the words that tell its meanings apart. */
const ofLogins: [code: string, message: string, as: string][] = [
  ['invalid_grant', 'expired access/refresh token', 'EXPIRED_ACCESS'],
  ['invalid_grant', 'inactive user', 'INACTIVE_USER'],
  ['invalid_grant', 'inactive organization', 'INACTIVE_ORGANIZATION'],
  ['invalid_grant', 'authentication failure', 'AUTHENTICATION_FAILURE'],
  ['invalid_grant', 'ip restricted', 'IP_RESTRICTED'],
  ['invalid_grant', 'something new', 'INVALID_GRANT'],
  ['invalid_client', 'invalid client credentials', 'INVALID_CLIENT'],
  ['invalid_client', 'app must be installed into org', 'APP_NOT_INSTALLED'],
  ['unsupported_grant_type', 'grant type not supported', 'UNSUPPORTED_GRANT_TYPE'],
];

let w: LoggingWorld;
beforeAll(async () => {
  w = await startLoggingWorld();
});
beforeEach(async () => {
  w.org.faults.clear();
  w.advance(3_600_000);
  await mend();
  for (const table of [deliveries, deliveryRetries, deliveryProblems]) await w.database.db.delete(table);
});
afterAll(() => w.close());

describe('of a whole call', () => {
  it.each(ofRecords)('%s', (code) => expectInWords({ ...tasks, effect: { code } }, { code }));
});

describe('of one record', () => {
  it.each(ofRecords)('%s', (code) => expectInWords({ ...tasks, effect: { rowCode: code } }, { code }));
});

describe('of a session', () => {
  it.each(ofLogins)('%s: %s', async (code, message, as) => {
    w.org.tokens.expireAccess();
    await expectInWords({ match: 'oauth2/token', times: forever, effect: { code, message } }, { code: as });
  });

  it.each([{ code: 'INVALID_SESSION_ID' }, { status: 401 }])(
    'that is refused, and whatever comes in its place: %o',
    (effect) => expectInWords({ ...tasks, effect }, { code: 'REFRESH_STORM', state: 'queued' }),
  );

  it('of which only a record says so', () =>
    expectInWords({ ...tasks, effect: { rowCode: 'INVALID_SESSION_ID' } }, { code: 'INVALID_SESSION_ID' }));
});

describe('on the way', () => {
  it.each([
    ['html-502', 'HTTP_502'],
    ['html-502-after', 'HTTP_502'],
    ['html-200', 'UNREADABLE'],
    ['truncate', 'UNREADABLE'],
    ['gzip-cut', 'UNREADABLE'],
    ['reset-before', 'UND_ERR_SOCKET'],
    ['reset-after', 'UND_ERR_SOCKET'],
    ['reset-body', 'UND_ERR_SOCKET'],
  ] as const)('%s', (effect, code) => expectInWords({ ...tasks, effect }, { code, state: 'unknown' }));

  it.each([403, 404, 409, 410, 414, 420, 429, 431, 500, 503])('a page with status %i', (status) =>
    expectInWords({ ...tasks, effect: { status } }, { code: `HTTP_${status}` }),
  );
});

/** One call meets `fault` until somebody mends it. */
async function expectInWords(fault: Fault, { code, state }: Expected) {
  const { marketoId, record } = await w.person('Contact');
  const id = await w.call(marketoId);
  w.org.faults.add(fault);
  const before = w.org.calls.length;
  await w.deliver();
  expect(w.org.calls.length - before, 'calls of one run').toBeLessThan(25);

  const row = await w.deliveryOf(id);
  expect(row.faultCode).toBe(code);
  expect(['queued', 'unknown', 'rejected']).toContain(row.state);
  if (state) expect(row.state).toBe(state);
  const { problems } = await readDiagnostics(w.asAdmin, DiagnosticsQuery.parse({}));
  expect(problems).toMatchObject([{ code, destination: 'salesforce', deliveries: 1 }]);
  const [problem] = problems;
  // A cause that somebody has written, not the one for codes that nobody has heard of.
  expect(problem?.cause.meaning).not.toContain('Nothing has been written about this code');
  expect(problem?.message).toMatch(/^\p{Lu}.*\w{3,}.*[.)]$/u);
  const seen = await readSalesActivity(w.asAdmin, id);
  const there = seen.deliveries.find(({ destination }) => destination === 'salesforce');
  expect(there?.failure?.cause.title).toBe(problem?.cause.title);
  expect(there?.next).toMatch(/\w{3,}/);

  w.org.faults.clear();
  await mend();
  for (let runs = 0; runs < 4 && (await w.deliveryOf(id)).state !== 'confirmed'; runs += 1) {
    for (const { id: problemId } of (await readDiagnostics(w.asAdmin, DiagnosticsQuery.parse({}))).problems) {
      await letGoAgain(w.ctx, { where: { problemId }, problemId, by: w.asAdmin.actor?.userId ?? '' });
    }
    w.advance(6 * 60_000);
    await w.deliver();
  }
  expect((await w.deliveryOf(id)).state).toBe('confirmed');
  expect(w.tasks().filter(({ WhoId }) => WhoId === record)).toHaveLength(1);
  expect((await readDiagnostics(w.asAdmin, DiagnosticsQuery.parse({}))).problems).toEqual([]);
}

/** What people do about it: an admin resumes the job, whoever was signed out signs in again, the org has calls again. */
async function mend() {
  await enableJobs(w.ctx);
  await w.database.db.update(salesforceConnections).set({ state: 'active', refreshedAt: [], stateReason: null });
  await w.database.db.update(salesforceOrgs).set({ pausedUntil: null, pausedReason: null });
}
