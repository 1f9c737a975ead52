/** Which records changed or were deleted in a span of time: seconds are cut off, and the memory is limited. */
import { SalesforceError } from '@/simulators/salesforce/errors';
import { type ApiRequest, type Instance, type Route, route } from '@/simulators/salesforce/instance';
import { accessOf, recycleBinMs } from '@/simulators/salesforce/store/org';
import { schemaFor } from './describe';

const minuteMs = 60_000;
const updatedMs = 30 * 86_400_000;
const mostIds = 600_000;

export const replicationRoutes: Route[] = [
  route('GET', '/sobjects/{object}/updated', (instance, request, [name = '']) => {
    const schema = schemaFor(instance, request, name);
    const span = spanOf(instance, request, { oldestMs: updatedMs, leastMs: 1 });
    const nowMs = instance.clock.nowMs();
    const ids: string[] = [];
    for (const stored of instance.org.store.rows(schema.name)) {
      const row = instance.org.store.seen(stored, nowMs);
      if (!row || row.IsDeleted === true || hidden(instance, request, String(row.Id))) continue;
      if (within(Date.parse(String(row.SystemModstamp)), span)) ids.push(String(row.Id));
    }
    if (ids.length > mostIds) throw new SalesforceError('EXCEEDED_ID_LIMIT', 'too many ids: ask for a shorter span');
    return { status: 200, body: { ids, latestDateCovered: shown(coveredMs(instance, span.endMs)) } };
  }),
  route('GET', '/sobjects/{object}/deleted', (instance, request, [name = '']) => {
    const schema = schemaFor(instance, request, name);
    const span = spanOf(instance, request, { oldestMs: recycleBinMs, leastMs: minuteMs });
    const { deletions } = instance.org.store;
    const found = deletions.filter(({ object, atMs }) => object === schema.name && within(atMs, span));
    const deletedRecords = found
      .filter(({ id }) => instance.org.store.get(id)?.row.IsDeleted !== false)
      .map(({ id, atMs }) => ({ id, deletedDate: shown(atMs) }));
    const earliestMs = Math.max(instance.org.deleteLogFromMs, instance.clock.nowMs() - recycleBinMs);
    const latestDateCovered = shown(coveredMs(instance, span.endMs));
    return { status: 200, body: { deletedRecords, earliestDateAvailable: shown(earliestMs), latestDateCovered } };
  }),
];

type Span = { startMs: number; endMs: number };

function spanOf(instance: Instance, { query, path }: ApiRequest, rules: { oldestMs: number; leastMs: number }): Span {
  const [startMs, endMs] = [wholeMinute(query.get('start')), wholeMinute(query.get('end'))];
  const message = (text: string) => new SalesforceError('INVALID_REPLICATION_DATE', text);
  if (startMs === null || endMs === null) throw message('startDate and endDate must be dates with a time zone');
  if (endMs - startMs < rules.leastMs) throw message('startDate must precede endDate by at least one minute');
  const oldestMs = instance.clock.nowMs() - rules.oldestMs;
  if (startMs < oldestMs - minuteMs)
    throw message(`startDate cannot be more than ${rules.oldestMs / 86_400_000} days ago`);
  if (path.endsWith('/deleted') && startMs < instance.org.deleteLogFromMs)
    throw message('startDate before org replication enabled date: the deleted records were purged');
  return { startMs, endMs };
}

function wholeMinute(text: string | null): number | null {
  const atMs = text && /(Z|[+-]\d{2}:?\d{2})$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(atMs) ? null : Math.floor(atMs / minuteMs) * minuteMs;
}

function within(atMs: number, { startMs, endMs }: Span): boolean {
  return atMs >= startMs && atMs < endMs;
}

/** Up to where the next call may begin: before the oldest transaction that is still open. */
function coveredMs(instance: Instance, endMs: number): number {
  const nowMs = instance.clock.nowMs();
  const openMs = instance.org.store.oldestOpenMs(nowMs);
  return Math.floor(Math.min(endMs, nowMs, openMs) / minuteMs) * minuteMs;
}

function hidden(instance: Instance, { userId }: ApiRequest, id: string): boolean {
  return accessOf(instance.org, userId, id) === 'none';
}

function shown(atMs: number): string {
  return new Date(atMs).toISOString().replace('Z', '+0000');
}
