/** Writing people: sync leads, delete, merge. The product never calls these; tests and public clients do. */
import { type ApiRequest, csvParam, inputRecords, jsonBody, toInteger } from '@/simulators/marketo/api-request';
import { MarketoError } from '@/simulators/marketo/envelope';
import { type Instance, type Route, type RouteResult, route } from '@/simulators/marketo/instance';
import { leadValue } from '@/simulators/marketo/lead-view';
import { maxMergeLosers } from '@/simulators/marketo/store/merge';
import type { Lead, LeadFields } from '@/simulators/marketo/store/state';

type Outcome = { id?: number; status: string; reasons?: { code: string; message: string }[] };

const actions = ['createOrUpdate', 'createOnly', 'updateOnly', 'createDuplicate'];

export const leadWriteRoutes: Route[] = [
  route('POST', '/rest/v1/leads.json', syncLeads),
  route('POST', '/rest/v1/leads/delete.json', deleteLeads),
  route('DELETE', '/rest/v1/leads.json', deleteLeads),
  route('POST', '/rest/v1/leads/{id}/merge.json', mergeLeads),
];

/** Results stand in the order of the input; a record that fails is skipped, never the whole call. */
function syncLeads(instance: Instance, request: ApiRequest): RouteResult {
  const body = jsonBody(request);
  const action = typeof body.action === 'string' ? body.action : 'createOrUpdate';
  const lookupField = typeof body.lookupField === 'string' ? body.lookupField : 'email';
  if (!actions.includes(action)) throw new MarketoError('1001', `Invalid value '${action}'. Required of type 'action'`);
  if (!instance.fields.find(lookupField)) throw new MarketoError('1006', `Field '${lookupField}' not found`);
  const { partitionName } = body;
  if (partitionName !== undefined && partitionName !== 'Default')
    throw new MarketoError('1008', `Access to partition '${String(partitionName)}' denied`);
  const records = inputRecords(body);
  for (const name of new Set(records.flatMap((record) => Object.keys(record))))
    if (!instance.fields.find(name)) throw new MarketoError('1006', `Field '${name}' not found`);
  return { body: { result: records.map((record) => syncOne(instance, record, { action, lookupField })) } };
}

function syncOne(
  instance: Instance,
  record: Record<string, unknown>,
  how: { action: string; lookupField: string },
): Outcome {
  const key = record[how.lookupField];
  if (how.action !== 'createDuplicate' && (key === undefined || key === null || key === ''))
    return skipped('1002', `Missing value for required parameter '${how.lookupField}'`);
  const matches = how.action === 'createDuplicate' ? [] : matching(instance, how.lookupField, String(key));
  if (matches.length > 1) return skipped('1007', 'Multiple leads match lookup criteria');
  const [match] = matches;
  if (match && how.action === 'createOnly') return skipped('1005', 'Lead already exists');
  if (!match && (how.action === 'updateOnly' || how.lookupField === 'id')) return skipped('1004', 'Lead not found');
  const fields = writableValues(instance, record);
  if (!match) return { id: instance.world.createLead(fields), status: 'created' };
  instance.world.updateLead(match.id, fields);
  return { id: match.id, status: 'updated' };
}

function matching(instance: Instance, field: string, key: string): Lead[] {
  const wanted = key.toLowerCase();
  return [...instance.context.state.leads.candidates(field, [wanted])].filter(
    (lead) => String(leadValue(instance, lead, field) ?? '').toLowerCase() === wanted,
  );
}

/** Read-only fields in the input are ignored. */
function writableValues(instance: Instance, record: Record<string, unknown>): LeadFields {
  const values: LeadFields = {};
  for (const [name, value] of Object.entries(record)) {
    if (instance.fields.find(name)?.readOnly !== false) continue;
    values[name] = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
  }
  return values;
}

function deleteLeads(instance: Instance, request: ApiRequest): RouteResult {
  const inQuery = csvParam(request, 'id');
  const ids = inQuery.length > 0 ? inQuery : inputRecords(jsonBody(request)).map((record) => String(record.id));
  return {
    body: {
      result: ids.map((text): Outcome => {
        const id = toInteger('id', text);
        if (!instance.context.state.leads.has(id)) return skipped('1004', 'Lead not found');
        instance.world.deleteLead(id);
        return { id, status: 'deleted' };
      }),
    },
  };
}

function mergeLeads(instance: Instance, request: ApiRequest, [winner = '']: string[]): RouteResult {
  const losers = [...csvParam(request, 'leadIds'), ...csvParam(request, 'leadId')].map((id) =>
    toInteger('leadIds', id),
  );
  if (losers.length === 0) throw new MarketoError('1003', 'Losing lead ids not specified');
  if (losers.length > maxMergeLosers)
    throw new MarketoError('1080', `At most ${maxMergeLosers} leads can be merged at once`);
  const winnerId = toInteger('id', winner);
  for (const id of [winnerId, ...losers])
    if (!instance.context.state.leads.has(id)) throw new MarketoError('1004', `Lead not found`);
  if (losers.includes(winnerId)) throw new MarketoError('1003', 'The winning lead is among the losing ones');
  instance.world.mergeLeads(winnerId, losers);
  return { body: {} };
}

function skipped(code: string, message: string): Outcome {
  return { status: 'skipped', reasons: [{ code, message }] };
}
