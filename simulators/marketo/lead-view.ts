/** How a person is written into an answer, and paging over a list of people by id. */

import type { Lead, LeadValue } from '@/simulators/marketo/store/state';
import { type ApiRequest, batchSize, csvParam } from './api-request';
import { apiDate, toSeconds } from './dates';
import { MarketoError } from './envelope';
import { defaultLeadFields } from './fields';
import type { Instance } from './instance';

export type WireRecord = Record<string, LeadValue | null>;

/** The fields asked for, or the default six; 1006 for one that does not exist here. */
export function askedFields(instance: Instance, request: ApiRequest): string[] {
  const names = csvParam(request, 'fields');
  for (const name of names)
    if (!instance.fields.find(name)) throw new MarketoError('1006', `Field '${name}' not found`);
  return names.length > 0 ? names : defaultLeadFields;
}

/** `id` is always there; an empty field is `null` or left out, as the instance's quirk says. */
export function leadRecord(instance: Instance, lead: Lead, fields: string[]): WireRecord {
  const record: WireRecord = { id: lead.id };
  for (const name of fields) {
    const value = leadValue(instance, lead, name);
    if (value !== null || instance.settings.quirks.nulls === 'explicit') record[name] = value;
  }
  return record;
}

export function leadValue(instance: Instance, lead: Lead, name: string): LeadValue | null {
  const { dates } = instance.settings.quirks;
  if (name === 'id') return lead.id;
  if (name === 'createdAt') return apiDate(toSeconds(lead.createdAtMs), 'z', dates);
  if (name === 'updatedAt') return apiDate(toSeconds(lead.updatedAtMs), 'z', dates);
  if (name === 'isAnonymous') return false;
  return lead.values[name] ?? null;
}

/**
 * One page in id order; `found` gives the people above an id, ascending. A token only where more follow, and no
 * `moreResult`: as in the samples of these endpoints.
 */
export function pageOfLeads(
  instance: Instance,
  request: ApiRequest,
  found: (afterId: number) => Iterable<Lead>,
): Record<string, unknown> {
  const fields = askedFields(instance, request);
  const token = request.params.get('nextPageToken');
  const size = batchSize(request);
  const page: Lead[] = [];
  let more = false;
  for (const lead of found(token ? instance.pageTokens.readList(token) : 0)) {
    more = page.length === size;
    if (more) break;
    page.push(lead);
  }
  const last = page.at(-1);
  return {
    result: page.map((lead) => leadRecord(instance, lead, fields)),
    ...(last && more ? { nextPageToken: instance.pageTokens.ofList(last.id) } : {}),
  };
}
