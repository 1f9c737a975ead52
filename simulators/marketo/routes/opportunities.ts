/** Opportunities and the roles people have in them: read-only, as on instances that sync with Salesforce. */
import { type ApiRequest, batchSize, csvParam, jsonBody, requiredParam } from '@/simulators/marketo/api-request';
import { MarketoError } from '@/simulators/marketo/envelope';
import { type Instance, type Route, type RouteResult, route } from '@/simulators/marketo/instance';
import type { OpportunityRole } from '@/simulators/marketo/store/state';

const maxFilterValues = 300;
const defaultRoleFields = ['marketoGUID', 'externalOpportunityId', 'leadId', 'role'] as const;
const roleFields: readonly string[] = [...defaultRoleFields, 'isPrimary', 'externalCreatedDate'];
const opportunityFields = ['marketoGUID', 'externalOpportunityId', 'name', 'stage', 'amount', 'externalCreatedDate'];

export const opportunityRoutes: Route[] = [
  route('GET', '/rest/v1/opportunities/roles.json', (instance, request) =>
    /^application\/json\b/i.test(String(request.headers['content-type'] ?? '')) && request.body
      ? compoundRoles(instance, jsonBody(request))
      : page(instance, request, findRoles(instance, request), askedFields(request, roleFields, defaultRoleFields)),
  ),
  route('GET', '/rest/v1/opportunities.json', (instance, request) => {
    const filterType = requiredParam(request, 'filterType');
    const values = filterValues(request);
    if (!['externalOpportunityId', 'marketoGUID', 'idField', 'dedupeFields'].includes(filterType))
      throw new MarketoError('1003', `Invalid filterType '${filterType}'`);
    const byGuid = filterType === 'marketoGUID' || filterType === 'idField';
    const found = [...instance.context.state.opportunities.values()].filter((item) =>
      values.has(byGuid ? item.marketoGUID : item.externalOpportunityId),
    );
    return page(instance, request, found, askedFields(request, opportunityFields, opportunityFields));
  }),
];

function findRoles(instance: Instance, request: ApiRequest): OpportunityRole[] {
  const filterType = requiredParam(request, 'filterType');
  const values = filterValues(request);
  const { roles } = instance.context.state;
  if (filterType === 'leadId')
    return [...values].flatMap((leadId) => roles.get(Number(leadId)) ?? []).sort((a, b) => a.leadId - b.leadId);
  if (filterType !== 'externalOpportunityId' && filterType !== 'marketoGUID' && filterType !== 'idField')
    throw new MarketoError('1003', `Invalid filterType '${filterType}'`);
  const key = filterType === 'externalOpportunityId' ? 'externalOpportunityId' : 'marketoGUID';
  return [...roles.values()].flat().filter((role) => values.has(role[key]));
}

/** Keys of several parts come as a JSON body on a POST with `_method=GET`. */
function compoundRoles(instance: Instance, body: Record<string, unknown>): RouteResult {
  const input: unknown[] = Array.isArray(body.input) ? body.input : [];
  const result = input.flatMap((item) => {
    const wanted = (item ?? {}) as Partial<OpportunityRole>;
    return (instance.context.state.roles.get(Number(wanted.leadId)) ?? []).filter(
      (role) => role.externalOpportunityId === wanted.externalOpportunityId && role.role === wanted.role,
    );
  });
  return { body: { result: result.map((role, seq) => ({ seq, ...role })) } };
}

function filterValues(request: ApiRequest): Set<string> {
  requiredParam(request, 'filterValues');
  const values = csvParam(request, 'filterValues');
  if (values.length > maxFilterValues)
    throw new MarketoError('1003', `Too many values in filterValues; at most ${maxFilterValues} are allowed`);
  return new Set(values);
}

function askedFields(request: ApiRequest, known: readonly string[], defaults: readonly string[]): readonly string[] {
  const names = csvParam(request, 'fields');
  for (const name of names) if (!known.includes(name)) throw new MarketoError('1006', `Field '${name}' not found`);
  return names.length > 0 ? names : defaults;
}

function page(instance: Instance, request: ApiRequest, found: object[], fields: readonly string[]): RouteResult {
  const token = request.params.get('nextPageToken');
  const start = token ? instance.pageTokens.readList(token) : 0;
  const end = start + batchSize(request);
  const wanted = new Set(fields);
  const result = found.slice(start, end).map((item, seq) => ({
    seq,
    ...Object.fromEntries(Object.entries(item).filter(([name]) => wanted.has(name))),
  }));
  return { body: { result, ...(end < found.length ? { nextPageToken: instance.pageTokens.ofList(end) } : {}) } };
}
