/** Queries, and the next pages of those that are too long for one. */
import { SalesforceError } from '@/simulators/salesforce/errors';
import { type ApiRequest, type Instance, type Route, type RouteResult, route } from '@/simulators/salesforce/instance';
import { parseSoql } from '@/simulators/salesforce/soql/parse';
import { runQuery } from '@/simulators/salesforce/soql/run';

const fewestRows = 200;

export const queryRoutes: Route[] = [
  route('GET', '/query', (instance, request) => firstPage(instance, request, false)),
  route('GET', '/queryAll', (instance, request) => firstPage(instance, request, true)),
  route('GET', '/query/{locator}', nextPage),
  route('GET', '/queryAll/{locator}', nextPage),
];

function firstPage(instance: Instance, request: ApiRequest, all: boolean): RouteResult {
  const { org, clock, settings } = instance;
  const soql = request.query.get('q');
  if (!soql) throw new SalesforceError('MALFORMED_QUERY', 'SOQL statements cannot be empty or null');
  const reader = { org, userId: request.userId, nowMs: clock.nowMs(), all, apiPath: request.apiPath };
  const { total, records } = noteUnsimulated(instance, soql, () => runQuery(reader, parseSoql(soql)));
  const pageRows = Math.min(settings.limits.pageRows, askedRows(request) ?? settings.limits.pageRows);
  if (records.length <= pageRows) return { status: 200, body: { totalSize: total, done: true, records } };
  const locator = instance.cursors.open(request.userId, records, pageRows);
  const nextRecordsUrl = `${request.apiPath}/query/${locator}-${pageRows}`;
  return { status: 200, body: { totalSize: total, done: false, nextRecordsUrl, records: records.slice(0, pageRows) } };
}

function nextPage(instance: Instance, request: ApiRequest, [text = '']: string[]): RouteResult {
  const [locator = '', offset = ''] = text.split('-');
  const { rows, total, pageRows } = instance.cursors.page(request.userId, locator, Number(offset));
  const next = Number(offset) + pageRows;
  const more =
    next < total ? { done: false, nextRecordsUrl: `${request.apiPath}/query/${locator}-${next}` } : { done: true };
  return { status: 200, body: { totalSize: total, ...more, records: rows } };
}

function askedRows({ headers }: ApiRequest): number | null {
  const asked = /batchSize\s*=\s*(\d+)/i.exec(String(headers['sforce-query-options'] ?? ''))?.[1];
  return asked === undefined ? null : Math.max(fewestRows, Number(asked));
}

/** SOQL that a real server might know stands among the unknown requests, so that a test cannot miss it. */
function noteUnsimulated<T>(instance: Instance, soql: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof SalesforceError && error.message.includes('not simulated'))
      instance.unknownRequests.push(`SOQL ${soql}`);
    throw error;
  }
}
