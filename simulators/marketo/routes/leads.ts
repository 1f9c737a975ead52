/** Reading people: by filter, by id, and the partitions they lie in. */
import { type ApiRequest, csvParam, requiredParam, toInteger } from '@/simulators/marketo/api-request';
import { MarketoError } from '@/simulators/marketo/envelope';
import { lookupOnlyKeys } from '@/simulators/marketo/fields';
import { type Instance, type Route, route } from '@/simulators/marketo/instance';
import { askedFields, leadRecord, leadValue, pageOfLeads } from '@/simulators/marketo/lead-view';

const maxFilterValues = 300;
const maxMatches = 1000;

export const leadRoutes: Route[] = [
  route('GET', '/rest/v1/leads.json', (instance, request) => ({
    body: pageOfLeads(instance, request, findLeads(instance, request)),
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

function findLeads(instance: Instance, request: ApiRequest): number[] {
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

function byId(instance: Instance, values: string[]): number[] {
  const ids = new Set(values.map((value) => toInteger('filterValues', value)));
  return [...ids].filter((id) => instance.context.state.leads.has(id));
}

/** Text is compared without case, as e-mail addresses are. */
function byField(instance: Instance, filterType: string, values: string[]): number[] {
  const { leads, roles } = instance.context.state;
  const wanted = new Set(values.map((value) => value.toLowerCase()));
  if (filterType === 'sfdcOpptyId')
    return [...leads.values()]
      .filter((lead) => (roles.get(lead.id) ?? []).some((role) => wanted.has(role.externalOpportunityId.toLowerCase())))
      .map((lead) => lead.id);
  const found: number[] = [];
  for (const lead of leads.values()) {
    const value = leadValue(instance, lead, filterType);
    if (value !== null && wanted.has(String(value).toLowerCase())) found.push(lead.id);
  }
  return found;
}
