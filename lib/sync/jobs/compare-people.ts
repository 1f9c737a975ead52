/** How a person in Marketo and the same person here are told apart: by one checksum per range, then field by field. Pure. */
import { createHash } from 'node:crypto';
import type { StoredPerson } from '@/db/queries/reconcile';
import { type PersonReading, type WatchedField, watchedFields } from '../../people/model';
import { type Drift, notInMarketo } from '../../reconcile/model';
import type { PeopleRead } from './read-people';

/** The fields that are compared: all, or all but the opportunity, which costs a call of its own. */
export function comparedFields(opportunities: boolean): WatchedField[] {
  return watchedFields.filter((field) => opportunities || field !== 'sfdcOpportunityId');
}

/** The checksum that `selectListedChecksum` makes of the same people, were they stored here. */
export function checksumOf(people: PersonReading[], fields: WatchedField[]): string {
  const cell = (value: string | null) => (value === null ? '-' : `${Buffer.byteLength(value)}:${value}`);
  const lines = people
    .toSorted((a, b) => a.marketoId - b.marketoId)
    .map((person) => [person.marketoId, ...fields.map((field) => cell(fieldOf(person, field)))].join(','));
  return createHash('md5').update(lines.join(';')).digest('hex');
}

/** Who of `ids` is not here as in Marketo. Tombstones are as good as people who were never here. */
export function driftBetween(ids: number[], stored: StoredPerson[], read: PeopleRead, fields: WatchedField[]): Drift[] {
  const here = new Map(stored.map((person) => [person.marketoId, person]));
  const owned = new Map(read.owned.map((person) => [person.marketoId, person]));
  const notOwned = new Map(read.notOwned.map((person) => [person.marketoId, person.reason]));
  return ids.flatMap((marketoId): Drift[] => {
    const ours = here.get(marketoId);
    const theirs = owned.get(marketoId);
    const listed = ours?.state === 'active' ? ours : undefined;
    if (listed && theirs) {
      const changes = changesBetween(listed, theirs, fields);
      return changes.length > 0 ? [{ marketoId, kind: 'different', changes, reason: null }] : [];
    }
    if (theirs) {
      return [
        { marketoId, kind: 'missing', changes: [], reason: ours ? `here as ${ours.state}` : 'never listed here' },
      ];
    }
    if (!listed) return [];
    return [{ marketoId, kind: 'extra', changes: [], reason: notOwned.get(marketoId) ?? notInMarketo }];
  });
}

function changesBetween(ours: StoredPerson, theirs: PersonReading, fields: WatchedField[]) {
  return fields
    .filter((field) => field !== 'sfdcOpportunityId' || ours.readsOpportunity)
    .map((field) => ({ field, from: ours[field], to: fieldOf(theirs, field) }))
    .filter(({ from, to }) => from !== to);
}

function fieldOf(person: PersonReading, field: WatchedField): string | null {
  if (field === 'ownerId') return person.owner.sfdcId;
  if (field === 'ownerName') return person.owner.name;
  return person[field] ?? null;
}
