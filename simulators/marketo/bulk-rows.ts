/** Which people a bulk extract holds, and its rows as delimited text. */

import { hasSalesOwner } from '@/simulators/marketo/store/eligible';
import type { Lead } from '@/simulators/marketo/store/state';
import type { BulkFormat } from './bulk-jobs';
import { parseApiDate, toSeconds } from './dates';
import { MarketoError } from './envelope';
import type { Instance } from './instance';
import { leadValue } from './lead-view';

export type BulkFilter =
  | { by: 'createdAt' | 'updatedAt'; fromSeconds: number; toSeconds: number }
  | { by: 'list'; listId: number }
  | { by: 'owned' };

/** The one smart list that exists here: everybody with a sales owner. */
export const ownedSmartList = { id: 1001, name: 'Sales Owner Email is not empty' };

const longestRangeSeconds = 31 * 86_400;
const separators: Record<BulkFormat, string> = { CSV: ',', TSV: '\t', SSV: ';' };

/** Exactly one filter; 1003 when it is malformed, 1035 when this instance cannot do it. */
export function readFilter(instance: Instance, value: unknown): BulkFilter {
  const entries = value !== null && typeof value === 'object' ? Object.entries(value) : [];
  const [entry] = entries;
  if (!entry || entries.length > 1) throw new MarketoError('1003', 'Exactly one filter must be specified');
  const [name, setting] = entry;
  if (name === 'createdAt') return readRange('createdAt', setting);
  if (name === 'updatedAt') {
    requireCapability(instance.settings.capabilities.updatedAtFilter);
    return readRange('updatedAt', setting);
  }
  if (name === 'staticListId' || name === 'staticListName') {
    const lists = [...instance.context.state.lists.values()];
    const list = lists.find((known) =>
      name === 'staticListId' ? known.id === Number(setting) : known.name === setting,
    );
    if (!list) throw new MarketoError('1013', 'Object not found');
    return { by: 'list', listId: list.id };
  }
  if (name === 'smartListId' || name === 'smartListName') {
    requireCapability(instance.settings.capabilities.smartLists);
    if (Number(setting) !== ownedSmartList.id && setting !== ownedSmartList.name)
      throw new MarketoError('1013', 'Object not found');
    return { by: 'owned' };
  }
  throw new MarketoError('1003', `Invalid filter '${name}'`);
}

/** Drawn when the job is processed, so later changes are not in it; in id order, deleted people left out. */
export function matchingLeads(instance: Instance, filter: BulkFilter): Lead[] {
  const { leads, lists } = instance.context.state;
  const found = [...leads.values()].filter((lead) => {
    if (filter.by === 'owned') return hasSalesOwner(lead);
    if (filter.by === 'list') return lists.get(filter.listId)?.leadIds.has(lead.id) ?? false;
    const at = toSeconds(filter.by === 'createdAt' ? lead.createdAtMs : lead.updatedAtMs);
    return at >= filter.fromSeconds && at <= filter.toSeconds;
  });
  return found.sort((a, b) => a.id - b.id);
}

export function renderRows(
  instance: Instance,
  input: { leads: Lead[]; fields: string[]; header: string[]; format: BulkFormat },
): string {
  const separator = separators[input.format];
  const lines = [input.header.map((name) => cell(name, separator)).join(separator)];
  for (const lead of input.leads)
    lines.push(input.fields.map((name) => cell(leadValue(instance, lead, name), separator)).join(separator));
  return `${lines.join('\n')}\n`;
}

/** Both ends belong to the range; milliseconds are refused. */
function readRange(by: 'createdAt' | 'updatedAt', setting: unknown): BulkFilter {
  const { startAt, endAt } = (setting ?? {}) as { startAt?: unknown; endAt?: unknown };
  const [from, to] = [startAt, endAt].map((text) => {
    const date = typeof text === 'string' && !/\.\d/.test(text) ? parseApiDate(text) : null;
    if (!date) throw new MarketoError('1003', `Invalid date in filter '${by}'`);
    return toSeconds(date.getTime());
  });
  if (from === undefined || to === undefined || to < from) throw new MarketoError('1003', `Invalid range in '${by}'`);
  if (to - from > longestRangeSeconds) throw new MarketoError('1003', `The range of '${by}' is longer than 31 days`);
  return { by, fromSeconds: from, toSeconds: to };
}

/** An empty value is the word `null`; quotes where RFC 4180 asks for them. */
function cell(value: string | number | boolean | null, separator: string): string {
  if (value === null) return 'null';
  const text = String(value);
  return text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function requireCapability(has: boolean): void {
  if (!has) throw new MarketoError('1035', 'Unsupported filter type for target subscription');
}
