/** Reading people: by filter, by id, and the partitions they lie in. */
import { type ApiRequest, csvParam, requiredParam, toInteger } from '@/simulators/marketo/api-request';
import { MarketoError } from '@/simulators/marketo/envelope';
import { lookupOnlyKeys } from '@/simulators/marketo/fields';
import { type Instance, type Route, route } from '@/simulators/marketo/instance';
import { askedFields, leadRecord, leadValue, pageOfLeads } from '@/simulators/marketo/lead-view';
import type { Lead } from '@/simulators/marketo/store/state';

const maxFilterValues = 300;
const maxMatches = 1000;

export const leadRoutes: Route[] = [
  route('GET', '/rest/v1/leads.json', (instance, request) => ({
    body: leadsPage(instance, request),
  })),
  route('GET', '/rest/v1/lead/{id}.json', (instance, request, [id = '']) => {
    const fields = askedFields(instance, request);
    const lead = instance.context.state.leads.get(toInteger('id', id));
    if (!lead) throw new MarketoError('1004', `Lead not found`);
    return { body: { result: [leadRecord(instance, lead, fields)] } };
  }),
  route('GET', '/rest/v1/leads/partitions.json', () => ({
    body: { result: [{ id: 1, name: 'Default', description: 'Initial system lead partition' }] },
  })),
];

function leadsPage(instance: Instance, request: ApiRequest): Record<string, unknown> {
  const found = findLeads(instance, request).sort((a, b) => a.id - b.id);
  return pageOfLeads(instance, request, (afterId) => found.filter((lead) => lead.id > afterId));
}

function findLeads(instance: Instance, request: ApiRequest): Lead[] {
  const filterType = requiredParam(request, 'filterType');
  requiredParam(request, 'filterValues');
  const values = csvParam(request, 'filterValues');
  if (values.length > maxFilterValues)
    throw new MarketoError('1003', `Too many values in filterValues; at most ${maxFilterValues} are allowed`);
  if (!isSearchable(instance, filterType)) throw new MarketoError('1011', `Field '${filterType}' not supported`);
  const found = filterType === 'id' ? byId(instance, values) : byField(instance, filterType, values);
  if (found.length > maxMatches) throw new MarketoError('1003', 'Too many results match the filter');
  return found;
}

function isSearchable(instance: Instance, filterType: string): boolean {
  if (filterType === 'sfdcOpptyId') return instance.settings.capabilities.sfdc;
  return lookupOnlyKeys.includes(filterType) || instance.fields.find(filterType)?.searchable === true;
}

function byId(instance: Instance, values: string[]): Lead[] {
  const ids = new Set(values.map((value) => toInteger('filterValues', value)));
  return [...ids].flatMap((id) => instance.context.state.leads.get(id) ?? []);
}

/** Text is compared without case, as e-mail addresses are. */
function byField(instance: Instance, filterType: string, values: string[]): Lead[] {
  const { leads, roles } = instance.context.state;
  const wanted = new Set(values.map((value) => value.toLowerCase()));
  const found: Lead[] = [];
  if (filterType === 'sfdcOpptyId') {
    for (const held of roles.values()) {
      const role = held.find((one) => wanted.has(one.externalOpportunityId.toLowerCase()));
      const lead = role && leads.get(role.leadId);
      if (lead) found.push(lead);
    }
    return found;
  }
  for (const lead of leads.candidates(filterType, wanted)) {
    const value = leadValue(instance, lead, filterType);
    if (value !== null && wanted.has(String(value).toLowerCase())) found.push(lead);
    if (found.length > maxMatches) break;
  }
  return found;
}
