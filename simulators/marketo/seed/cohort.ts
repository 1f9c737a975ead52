/**
 * People who were seeded together. Each is a function of the recipe and its number, so nothing is kept but the ids:
 * the same recipe gives the same people in every process.
 */
import { createRandom, mix32, type Random } from '@/simulators/core/random';
import type { Lead, LeadValue, OpportunityRole } from '@/simulators/marketo/store/state';
import { drawCrm, drawFields, drawIdentity, type Identity, isUnknown } from './draw-person';
import { drawRoles } from './draw-roles';

export type CohortRecipe = {
  seed: number;
  count: number;
  /** When they were seeded; their history lies before. */
  atMs: number;
  firstId: number;
  firstSerial: number;
  /** Share of people with a sales owner. */
  owned: number;
  /** Share of ids that belong to nobody. */
  idGaps: number;
  activitiesPerPerson: number;
};

export type Cohort = {
  recipe: CohortRecipe;
  /** Ascending; the older people first. */
  ids: Uint32Array;
  /** −1 when this id is not one of theirs. */
  indexOf(id: number): number;
  /** As it was when it was seeded. */
  lead(index: number): Lead;
  createdAtMs(index: number): number;
  hasEmail(index: number): boolean;
  /** What the Salesforce sync had filled, a cheap part of `lead`. */
  crm(index: number): Record<string, LeadValue>;
  roles(index: number): OpportunityRole[];
  /** Whose Salesforce id or GUID has this serial; −1 when nobody's. */
  indexOfSerial(serial: number): number;
};

/** Serials that every seeded person owns: three Salesforce ids, and three for each of up to three opportunities. */
export const serialsPerPerson = 12;

const yearsOfHistory = 3;
const yearMs = 365 * 86_400_000;
const newestAgeMs = 10 * 60_000;
const salts = { gaps: 1, fields: 2, crm: 3, dates: 4, roles: 5 };

export function createCohort(recipe: CohortRecipe, knowsField: (name: string) => boolean): Cohort {
  const ids = drawIds(recipe);
  const random = (index: number, salt: number) => createRandom(mix32(mix32(recipe.seed * 8 + salt) ^ index));
  const ageMs = (index: number) => newestAgeMs + yearsOfHistory * yearMs * (1 - (index + 1) / recipe.count);
  const createdAtMs = (index: number) => Math.floor(recipe.atMs - ageMs(index));
  const serialOf = (index: number) => recipe.firstSerial + index * serialsPerPerson;

  function identity(index: number): { random: Random; who: Identity | null } {
    const own = random(index, salts.fields);
    const who = drawIdentity(own, ids[index] ?? 0, () => (index > 0 ? (identity(index - 1).who?.email ?? null) : null));
    return { random: own, who };
  }

  const hasCrm = knowsField('sfdcLeadId');
  const crm = (index: number) =>
    hasCrm ? drawCrm(random(index, salts.crm), serialOf(index), recipe.owned) : ({} as Record<string, LeadValue>);

  function lead(index: number): Lead {
    const id = ids[index] ?? 0;
    const { random: own, who } = identity(index);
    const values: Record<string, LeadValue> = who ? drawFields(own, id, who) : {};
    Object.assign(values, crm(index));
    for (const name in values) if (!knowsField(name)) delete values[name];
    const bornMs = createdAtMs(index);
    const updatedAtMs = Math.floor(bornMs + random(index, salts.dates).next() * ageMs(index));
    return { id, createdAtMs: bornMs, updatedAtMs, values };
  }

  return {
    recipe,
    ids,
    indexOf: (id) => search(ids, id),
    lead,
    createdAtMs,
    hasEmail: (index) => !isUnknown(random(index, salts.fields)),
    crm,
    roles: (index) =>
      crm(index).sfdcContactId
        ? drawRoles(random(index, salts.roles), {
            leadId: ids[index] ?? 0,
            firstSerial: serialOf(index) + 3,
            atMs: recipe.atMs,
          })
        : [],
    indexOfSerial: (serial) => {
      const index = Math.floor((serial - recipe.firstSerial) / serialsPerPerson);
      return serial >= recipe.firstSerial && index < recipe.count ? index : -1;
    },
  };
}

/** Gaps are people deleted long ago; their lengths are geometric, so that no id space is regular. */
function drawIds({ seed, count, firstId, idGaps }: CohortRecipe): Uint32Array {
  const random = createRandom(mix32(seed * 8 + salts.gaps));
  const ids = new Uint32Array(count);
  let id = firstId;
  for (let index = 0; index < count; index++) {
    if (idGaps > 0) id += Math.floor(Math.log(1 - random.next()) / Math.log(idGaps));
    ids[index] = id++;
  }
  return ids;
}

function search(ids: Uint32Array, id: number): number {
  let low = 0;
  let high = ids.length - 1;
  if (high < 0 || id < (ids[0] ?? 0) || id > (ids[high] ?? 0)) return -1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ids[middle] ?? 0) < id) low = middle + 1;
    else high = middle;
  }
  return ids[low] === id ? low : -1;
}
