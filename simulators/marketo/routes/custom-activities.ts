/** Writing activities of approved custom types: write-once, without a key, so the same row twice is two rows. */
import { type ApiRequest, inputRecords, jsonBody } from '@/simulators/marketo/api-request';
import type { CustomTypeText } from '@/simulators/marketo/custom-types';
import { parseApiDate, toSeconds } from '@/simulators/marketo/dates';
import { rowError } from '@/simulators/marketo/injected';
import { type Instance, type Route, route } from '@/simulators/marketo/instance';
import type { AttributeValue } from '@/simulators/marketo/store/activity-log';

type Skipped = { status: 'skipped'; errors: { code: string; message: string }[] };
type Outcome = { id: number; marketoGUID: string; status: 'added' } | Skipped;
type Pairs = [string, AttributeValue][];

const mostAttributeBytes = 65_536;
const required = ['leadId', 'activityDate', 'activityTypeId', 'primaryAttributeValue', 'attributes'];

export const customActivityRoutes: Route[] = [
  route('POST', '/rest/v1/activities/external.json', (instance, request) => {
    const records = inputRecords(jsonBody(request));
    const reached = request.effects.includes('reset-midway') ? Math.floor(records.length / 2) : records.length;
    const result = records.slice(0, reached).map((record, place) => addUnlessStruck(instance, request, record, place));
    return { body: { result } };
  }),
];

function addUnlessStruck(instance: Instance, request: ApiRequest, record: Record<string, unknown>, place: number) {
  const struck = rowError(instance, request, place);
  return struck ? skipped(struck.code, struck.message) : addOne(instance, record);
}

/** Results stand in the order of the input; a record that fails is skipped, never the whole call. */
function addOne(instance: Instance, record: Record<string, unknown>): Outcome {
  const missing = required.find((name) => record[name] === undefined || record[name] === null);
  if (missing) return skipped('1002', `Missing value for required parameter '${missing}'`);
  const found = instance.customTypes.approved(Number(record.activityTypeId));
  if (!found) return skipped('1003', `Invalid activity type '${String(record.activityTypeId)}'`);
  const leadId = Number(record.leadId);
  if (!instance.context.state.leads.has(leadId)) return skipped('1004', 'Lead not found');
  const date = parseApiDate(String(record.activityDate));
  if (!date) return skipped('704', `Invalid date format '${String(record.activityDate)}'`);
  const attributes = attributePairs(found.text, record.attributes);
  if (!Array.isArray(attributes)) return attributes;
  const seq = instance.context.log.append({
    leadId,
    typeId: found.type.id,
    atSeconds: toSeconds(date.getTime()),
    detail: { primaryAttributeValue: String(record.primaryAttributeValue), attributes },
  });
  const { writtenShowAfterMs } = instance.settings.quirks;
  if (writtenShowAfterMs > 0) instance.servedFromMs.set(seq, instance.clock.nowMs() + writtenShowAfterMs);
  return { id: seq, marketoGUID: String(seq), status: 'added' };
}

/** By `apiName` or by `name`; kept under the name, as the feeds show it. */
function attributePairs(text: CustomTypeText, given: unknown): Pairs | Skipped {
  if (Buffer.byteLength(JSON.stringify(given)) > mostAttributeBytes)
    return skipped('1049', 'Failed to create activity: the attributes are longer than 65,536 bytes');
  const pairs: Pairs = [];
  for (const item of Array.isArray(given) ? (given as Record<string, unknown>[]) : []) {
    const known = text.attributes.find(({ apiName, name }) => apiName === item.apiName || name === item.name);
    if (!known) return skipped('1003', `Invalid attribute '${String(item.apiName ?? item.name)}'`);
    const { value } = item;
    const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
    pairs.push([known.name, plain]);
  }
  return pairs;
}

function skipped(code: string, message: string): Skipped {
  return { status: 'skipped', errors: [{ code, message }] };
}
