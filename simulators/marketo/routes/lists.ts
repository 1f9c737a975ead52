/** Static lists and the people on them. */
import {
  type ApiRequest,
  batchSize,
  csvParam,
  inputRecords,
  integerParams,
  jsonBody,
  toInteger,
} from '@/simulators/marketo/api-request';
import { apiDate, toSeconds } from '@/simulators/marketo/dates';
import { MarketoError } from '@/simulators/marketo/envelope';
import { type Instance, type Route, type RouteResult, route } from '@/simulators/marketo/instance';
import { pageOfLeads } from '@/simulators/marketo/lead-view';
import type { Lead, StaticList } from '@/simulators/marketo/store/state';

export const listRoutes: Route[] = [
  route('GET', '/rest/v1/lists.json', listLists),
  route('GET', '/rest/v1/lists/{id}.json', (instance, _request, [id = '']) => ({
    body: { result: [listRecord(existingList(instance, id))] },
  })),
  route('GET', '/rest/v1/lists/{id}/leads.json', listLeads),
  route('GET', '/rest/v1/list/{id}/leads.json', listLeads),
  route('POST', '/rest/v1/lists/{id}/leads.json', (instance, request, [id = '']) =>
    change(instance, existingList(instance, id), inputIds(request), 'added'),
  ),
  route('DELETE', '/rest/v1/lists/{id}/leads.json', (instance, request, [id = '']) => {
    const inQuery = integerParams(request, 'id');
    const ids = inQuery.length > 0 ? inQuery : inputIds(request);
    return change(instance, existingList(instance, id), ids, 'removed');
  }),
  route('GET', '/rest/v1/leads/{id}/listMembership.json', (instance, request, [id = '']) => {
    const leadId = toInteger('id', id);
    if (!instance.context.state.leads.has(leadId)) throw new MarketoError('1004', 'Lead not found');
    const lists = [...instance.context.state.lists.values()].filter((list) => list.leadIds.has(leadId));
    const token = request.params.get('nextPageToken');
    const start = token ? instance.pageTokens.readList(token) : 0;
    const end = start + batchSize(request);
    return {
      body: {
        result: lists.slice(start, end).map(membershipRecord),
        ...(end < lists.length ? { nextPageToken: instance.pageTokens.ofList(end) } : {}),
      },
    };
  }),
  route('GET', '/rest/v1/lists/{id}/leads/ismember.json', (instance, request, [id = '']) => {
    const list = existingList(instance, id);
    const result = integerParams(request, 'id').map((leadId) =>
      instance.context.state.leads.has(leadId)
        ? { id: leadId, status: list.leadIds.has(leadId) ? 'memberof' : 'notmemberof' }
        : unknownLead(leadId),
    );
    return { body: { result } };
  }),
];

function listLists(instance: Instance, request: ApiRequest): RouteResult {
  const ids = new Set(integerParams(request, 'id'));
  const names = new Set(csvParam(request, 'name'));
  const token = request.params.get('nextPageToken');
  const start = token ? instance.pageTokens.readList(token) : 0;
  const end = start + batchSize(request);
  const found = [...instance.context.state.lists.values()].filter(
    (list) => (ids.size === 0 || ids.has(list.id)) && (names.size === 0 || names.has(list.name)),
  );
  return {
    body: {
      result: found.slice(start, end).map(listRecord),
      ...(end < found.length ? { nextPageToken: instance.pageTokens.ofList(end) } : {}),
    },
  };
}

function listLeads(instance: Instance, request: ApiRequest, [id = '']: string[]): RouteResult {
  const list = existingList(instance, id);
  return { body: pageOfLeads(instance, request, (afterId) => membersAfter(instance, list, afterId)) };
}

function* membersAfter(instance: Instance, list: StaticList, afterId: number): Generator<Lead> {
  for (const leadId of list.leadIds.after(afterId)) {
    const lead = instance.context.state.leads.get(leadId);
    if (lead) yield lead;
  }
}

function change(instance: Instance, list: StaticList, ids: number[], status: 'added' | 'removed'): RouteResult {
  const result = ids.map((id) => {
    if (!instance.context.state.leads.has(id)) return unknownLead(id);
    if (status === 'added') instance.world.addToList(list.id, id);
    else if (!list.leadIds.delete(id))
      return { id, status: 'skipped', reasons: [{ code: '1015', message: 'Lead not in list' }] };
    return { id, status };
  });
  return { body: { result } };
}

function inputIds(request: ApiRequest): number[] {
  return inputRecords(jsonBody(request)).map((record) => toInteger('id', String(record.id)));
}

function unknownLead(id: number) {
  return { id, status: 'skipped', reasons: [{ code: '1004', message: 'Lead not found' }] };
}

function existingList(instance: Instance, id: string): StaticList {
  const list = instance.context.state.lists.get(toInteger('listId', id));
  if (!list) throw new MarketoError('1013', 'Object not found');
  return list;
}

function membershipRecord(list: StaticList) {
  const at = apiDate(toSeconds(list.createdAtMs), 'z');
  return { listId: list.id, createdAt: at, updatedAt: at };
}

function listRecord(list: StaticList) {
  const at = apiDate(toSeconds(list.createdAtMs), 'z');
  return { id: list.id, name: list.name, workspaceName: 'Default', createdAt: at, updatedAt: at };
}
