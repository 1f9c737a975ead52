/** Which people a bulk lead extract holds, and their rows. */

import { hasSalesOwner } from '@/simulators/marketo/store/eligible';
import { rangeHolds, readRange, type SecondRange } from './bulk-range';
import type { Cell } from './csv';
import { toSeconds } from './dates';
import { MarketoError } from './envelope';
import type { Instance } from './instance';
import { leadValue } from './lead-view';
import { findSmartList } from './smart-lists';

export type BulkFilter =
  | { by: 'createdAt' | 'updatedAt'; range: SecondRange }
  | { by: 'list'; listId: number }
  | { by: 'owned' };

/** Exactly one filter; 1003 when it is malformed, 1035 when this instance cannot do it. */
export function readLeadFilter(instance: Instance, value: unknown): BulkFilter {
  const entries = value !== null && typeof value === 'object' ? Object.entries(value) : [];
  const [entry] = entries;
  if (!entry || entries.length > 1) throw new MarketoError('1003', 'Exactly one filter must be specified');
  const [name, setting] = entry;
  const { updatedAtFilter, smartLists } = instance.settings.capabilities;
  if (name === 'createdAt' || name === 'updatedAt') {
    if (name === 'updatedAt') requireCapability(updatedAtFilter);
    return { by: name, range: readRange(name, setting) };
  }
  if (name === 'staticListId' || name === 'staticListName') {
    const list = [...instance.context.state.lists.values()].find((known) =>
      name === 'staticListId' ? known.id === Number(setting) : known.name === setting,
    );
    if (!list) throw new MarketoError('1013', 'Object not found');
    return { by: 'list', listId: list.id };
  }
  if (name === 'smartListId' || name === 'smartListName') {
    requireCapability(smartLists);
    const wanted = name === 'smartListId' ? { id: Number(setting) } : { name: String(setting) };
    const list = findSmartList(instance.settings, wanted);
    if (!list) throw new MarketoError('1013', 'Object not found');
    if (list.holds === 'everybody') return { by: 'createdAt', range: { from: 0, to: Number.POSITIVE_INFINITY } };
    return { by: 'owned' };
  }
  throw new MarketoError('1003', `Invalid filter '${name}'`);
}

/** Drawn when the job is found done, so later changes are not in it; in id order. */
export function* leadRows(instance: Instance, filter: BulkFilter, fields: string[]): Generator<Cell[] | null> {
  const { leads } = instance.context.state;
  for (const id of matchingIds(instance, filter)) {
    const lead = leads.get(id);
    yield lead ? fields.map((name) => leadValue(instance, lead, name)) : null;
  }
}

function matchingIds(instance: Instance, filter: BulkFilter): number[] {
  const { leads, lists } = instance.context.state;
  if (filter.by === 'list') return [...(lists.get(filter.listId)?.leadIds ?? [])];
  const ids: number[] = [];
  for (const lead of leads.values()) {
    const { bulkEdgeSeconds } = instance.settings.quirks;
    const fits =
      filter.by === 'owned'
        ? hasSalesOwner(lead.values)
        : rangeHolds(
            filter.range,
            toSeconds(filter.by === 'createdAt' ? lead.createdAtMs : lead.updatedAtMs),
            bulkEdgeSeconds,
          );
    if (fits) ids.push(lead.id);
  }
  return ids;
}

function requireCapability(has: boolean): void {
  if (!has) throw new MarketoError('1035', 'Unsupported filter type for target subscription');
}
