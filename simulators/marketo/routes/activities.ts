/** The paging token, the three feeds, and the activity types. */

import { type FeedFilter, type FeedPage, mintFeedToken, readFeed } from '@/simulators/marketo/activity-feed';
import { activityTypes, deletedLeadsTypeId, leadChangeTypeIds } from '@/simulators/marketo/activity-types';
import { activityRecord, leadChangeRecord } from '@/simulators/marketo/activity-view';
import { type ApiRequest, batchSize, csvParam, integerParams, requiredParam } from '@/simulators/marketo/api-request';
import type { CustomAttribute } from '@/simulators/marketo/custom-types';
import { parseApiDate } from '@/simulators/marketo/dates';
import { MarketoError } from '@/simulators/marketo/envelope';
import { type Instance, type Route, route } from '@/simulators/marketo/instance';

const maxTypes = 10;
const maxLeads = 30;
const maxListMembers = 10_000;

export const activityRoutes: Route[] = [
  route('GET', '/rest/v1/activities/pagingtoken.json', (instance, request) => {
    const text = requiredParam(request, 'sinceDatetime');
    const since = parseApiDate(text);
    if (!since) throw new MarketoError('1001', `Invalid value '${text}'. Required of type 'DateTime'`);
    if (since.getTime() > instance.clock.nowMs())
      throw new MarketoError('1003', 'sinceDatetime must not be in the future');
    return { body: { nextPageToken: mintFeedToken(instance, since) } };
  }),
  route('GET', '/rest/v1/activities.json', (instance, request) => {
    const typeIds = askedTypes(instance, request);
    const assetIds = new Set(integerParams(request, 'assetIds'));
    if (assetIds.size > 0 && typeIds.length !== 1)
      throw new MarketoError('1003', 'assetIds can be used with a single activity type only');
    const page = feedPage(instance, request, {
      typeIds: new Set(typeIds),
      leadIds: askedLeads(instance, request),
      accept: (row) => assetIds.size === 0 || assetIds.has(row.detail.primaryAttributeValueId ?? -1),
    });
    return answer(page, (row) => activityRecord(instance, row));
  }),
  route('GET', '/rest/v1/activities/leadchanges.json', (instance, request) => {
    requiredParam(request, 'fields');
    const fieldIds = new Map(csvParam(request, 'fields').map((name) => [fieldId(instance, name), name]));
    const page = feedPage(instance, request, {
      typeIds: new Set(leadChangeTypeIds),
      leadIds: askedLeads(instance, request),
      accept: (row) => row.typeId === 12 || fieldIds.has(row.detail.primaryAttributeValueId ?? -1),
    });
    return answer(page, (row) => leadChangeRecord(instance, row, fieldIds));
  }),
  route('GET', '/rest/v1/activities/deletedleads.json', (instance, request) => {
    const page = feedPage(instance, request, { typeIds: new Set([deletedLeadsTypeId]), leadIds: null });
    return answer(page, (row) => activityRecord(instance, row, 'offset'));
  }),
  route('GET', '/rest/v1/activities/types.json', (instance) => ({
    body: { result: [...activityTypes.map(({ retentionDays: _, ...wire }) => wire), ...customTypesOf(instance)] },
  })),
];

function feedPage(instance: Instance, request: ApiRequest, filter: FeedFilter): FeedPage {
  return readFeed(instance, { token: requiredParam(request, 'nextPageToken'), pageSize: batchSize(request), filter });
}

/** An empty page has no `result` at all; token and `moreResult` are always there. */
function answer<T>(page: FeedPage, view: (row: FeedPage['rows'][number]) => T): { body: Record<string, unknown> } {
  return {
    body: {
      nextPageToken: page.nextPageToken,
      moreResult: page.moreResult,
      ...(page.rows.length > 0 ? { result: page.rows.map(view) } : {}),
    },
  };
}

/** Approved custom types stand among the native ones, with their API names. */
function customTypesOf({ customTypes }: Instance) {
  return customTypes.list().flatMap((type) => {
    const text = customTypes.approved(type.id)?.text;
    if (!text) return [];
    const attribute = ({ apiName, name, dataType }: CustomAttribute) => ({ name, apiName, dataType });
    return {
      id: type.id,
      apiName: type.apiName,
      name: text.name,
      description: text.description,
      primaryAttribute: attribute(text.primaryAttribute),
      attributes: text.attributes.map(attribute),
    };
  });
}

function askedTypes(instance: Instance, request: ApiRequest): number[] {
  requiredParam(request, 'activityTypeIds');
  const typeIds = [...new Set(integerParams(request, 'activityTypeIds'))];
  if (typeIds.length > maxTypes)
    throw new MarketoError('1003', `Too many activity type ids; at most ${maxTypes} are allowed`);
  for (const id of typeIds)
    if (!instance.customTypes.knows(id))
      throw new MarketoError('1001', `Invalid value '${id}'. Required of type 'activityTypeId'`);
  return typeIds;
}

function askedLeads(instance: Instance, request: ApiRequest): FeedFilter['leadIds'] {
  const leadIds = integerParams(request, 'leadIds');
  const [listId] = integerParams(request, 'listId');
  if (leadIds.length > 0 && listId !== undefined)
    throw new MarketoError('1003', 'Only one of leadIds and listId may be specified');
  if (leadIds.length > maxLeads) throw new MarketoError('1003', `Too many lead ids; at most ${maxLeads} are allowed`);
  if (listId === undefined) return leadIds.length > 0 ? new Set(leadIds) : null;
  const list = instance.context.state.lists.get(listId);
  if (!list) throw new MarketoError('1013', 'Object not found');
  if (list.leadIds.size >= maxListMembers) throw new MarketoError('1003', 'List has too many members for listId');
  return list.leadIds;
}

function fieldId(instance: Instance, name: string): number {
  const field = instance.fields.find(name);
  if (!field) throw new MarketoError('1006', `Field '${name}' not found`);
  return field.id;
}
