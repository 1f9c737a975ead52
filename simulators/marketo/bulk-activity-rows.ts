/** Which activities a bulk activity extract holds, and their rows. Every cell is text. */
import type { ActivityRow } from '@/simulators/marketo/store/activity-log';
import { isServed } from './activity-feed';
import { deletedLeadsTypeId } from './activity-types';
import { rangeHolds, readRange, type SecondRange } from './bulk-range';
import type { Cell } from './csv';
import { apiDate } from './dates';
import { MarketoError } from './envelope';
import type { Instance } from './instance';

export type ActivityFilter = {
  range: SecondRange;
  /** Null: all but deletions. */
  typeIds: Set<number> | null;
  valueIds: Set<number> | null;
  values: Set<string> | null;
};

export const activityColumns = [
  'marketoGUID',
  'leadId',
  'activityDate',
  'activityTypeId',
  'campaignId',
  'primaryAttributeValueId',
  'primaryAttributeValue',
  'attributes',
];
/** May be asked for by name, and is not there otherwise. */
export const extraActivityColumns = ['actionResult'];

const typesWithValueFilter = new Set([2, 13, 22, 24, 25, 104]);
const mostValues = 50;

/** `createdAt`, which means the date of the activity, is a must. */
export function readActivityFilter(instance: Instance, value: unknown): ActivityFilter {
  const filter = (value ?? {}) as Record<string, unknown>;
  if (!filter.createdAt) throw new MarketoError('1003', "The filter 'createdAt' must be specified");
  const typeIds = numbersOf(filter.activityTypeIds);
  if (typeIds?.has(deletedLeadsTypeId))
    throw new MarketoError('1003', `Activity type ${deletedLeadsTypeId} cannot be extracted`);
  for (const id of typeIds ?? [])
    if (!instance.customTypes.knows(id)) throw new MarketoError('1003', `Invalid activity type ${id}`);
  const valueIds = numbersOf(filter.primaryAttributeValueIds);
  const values = Array.isArray(filter.primaryAttributeValues)
    ? new Set(filter.primaryAttributeValues.map(String))
    : null;
  requireValueFilterFits(typeIds, valueIds, values);
  return { range: readRange('createdAt', filter.createdAt), typeIds, valueIds, values };
}

export function* activityRows(instance: Instance, filter: ActivityFilter, columns: string[]): Generator<Cell[] | null> {
  const { log } = instance.context;
  const { bulkEdgeSeconds } = instance.settings.quirks;
  const typeIds = filter.typeIds ?? instance.customTypes.extractable();
  const last = log.size();
  for (let seq = log.firstSince(filter.range.from - bulkEdgeSeconds); seq <= last; seq++) {
    if (!rangeHolds(filter.range, log.atSecondsAt(seq), bulkEdgeSeconds)) continue;
    if (!isServed(instance, seq, 0, { typeIds, leadIds: null })) continue;
    const row = log.row(seq);
    if (filter.valueIds && !filter.valueIds.has(row.detail.primaryAttributeValueId ?? -1)) continue;
    if (filter.values && !filter.values.has(row.detail.primaryAttributeValue ?? '')) continue;
    yield cellsOf(instance, row, columns);
  }
}

/** `attributes` is a JSON object by name, not the list of pairs that the feeds have. */
function cellsOf(instance: Instance, row: ActivityRow, columns: string[]): Cell[] {
  const { detail } = row;
  const cells: Record<string, Cell> = {
    marketoGUID: String(row.seq),
    leadId: row.leadId,
    activityDate: apiDate(row.atSeconds, 'z', instance.settings.quirks.dates),
    activityTypeId: row.typeId,
    campaignId: detail.campaignId ?? null,
    primaryAttributeValueId: detail.primaryAttributeValueId ?? null,
    primaryAttributeValue: detail.primaryAttributeValue ?? null,
    attributes: JSON.stringify(Object.fromEntries(detail.attributes.filter(([, value]) => value !== null))),
    actionResult: 'succeeded',
  };
  return columns.map((name) => cells[name] ?? null);
}

function requireValueFilterFits(
  typeIds: Set<number> | null,
  valueIds: Set<number> | null,
  values: Set<string> | null,
): void {
  if (!valueIds && !values) return;
  if (valueIds && values)
    throw new MarketoError('1003', 'Only one of primaryAttributeValueIds and primaryAttributeValues may be specified');
  const [only, ...more] = typeIds ?? [];
  if (only === undefined || more.length > 0 || !typesWithValueFilter.has(only))
    throw new MarketoError('1003', 'The primary attribute can be filtered for a single activity type of a few');
  if ((valueIds?.size ?? values?.size ?? 0) > mostValues)
    throw new MarketoError('1003', `At most ${mostValues} primary attribute values are allowed`);
}

function numbersOf(value: unknown): Set<number> | null {
  return Array.isArray(value) && value.length > 0 ? new Set(value.map(Number)) : null;
}
