/**
 * Changes for measurements: so many people, of chosen kinds, spread evenly over simulated time. The same seed in the
 * same world makes the same choices.
 */
import { createRandom, type Random } from '@/simulators/core/random';
import { deriveDetail } from '@/simulators/marketo/seed/activity-details';
import { sellerIds } from '@/simulators/marketo/seed/draw-person';
import { companies, firstNames, lastNames, sources, titles } from '@/simulators/marketo/seed/words';
import { createIdSet, type IdSet } from './id-set';
import { mergeLeads } from './merge';
import { convertLead, setOwner } from './ownership';
import { createLead, deleteLead, updateLead } from './people';
import { existingLead, type LeadFields, logNow, type WorldContext } from './state';

export const churnKinds = [
  'field',
  'score',
  'own',
  'disown',
  'own-silently',
  'convert',
  'create',
  'delete',
  'merge',
  'visit',
] as const;
export type ChurnKind = (typeof churnKinds)[number];
/** Weights; a kind without one does not happen. */
export type ChurnMix = Partial<Record<ChurnKind, number>>;
export type ChurnOptions = {
  changes: number;
  /** Simulated time over which they are spread: the clock moves on with every change; 0. */
  overMs?: number;
  seed?: number;
  /** Changed fields only, unless said otherwise. */
  mix?: ChurnMix;
  /** Nobody is chosen twice. */
  distinct?: boolean;
};
export type ChurnReport = { changes: number; byKind: ChurnMix };

const mostTries = 10_000;

export function churn(context: WorldContext, options: ChurnOptions): ChurnReport {
  const { changes, overMs = 0 } = options;
  const change = createChurn(context, options);
  const byKind: ChurnMix = {};
  for (let done = 0; done < changes; done++) {
    context.clock.advance(Math.floor(((done + 1) * overMs) / changes) - Math.floor((done * overMs) / changes));
    const kind = change();
    byKind[kind] = (byKind[kind] ?? 0) + 1;
  }
  return { changes, byKind };
}

/** Makes one change at every call and answers its kind. */
export function createChurn(
  context: WorldContext,
  { seed = 1, mix = { field: 1 }, distinct = false }: Omit<ChurnOptions, 'changes' | 'overMs'>,
): () => ChurnKind {
  const random = createRandom(seed ^ 0xc4a2);
  const weights = Object.entries(mix) as [ChurnKind, number][];
  for (const [kind] of weights) if (!churnKinds.includes(kind)) throw new Error(`unknown kind of change ${kind}`);
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
  if (!(total > 0)) throw new Error('a mix of changes needs a weight above 0');
  const chosen = distinct ? createIdSet() : null;
  return () => happen(context, drawKind(weights, random.next() * total), pickPerson(context, random, chosen), random);
}

function drawKind(weights: [ChurnKind, number][], dice: number): ChurnKind {
  let left = dice;
  for (const [kind, weight] of weights) {
    left -= weight;
    if (left < 0) return kind;
  }
  return 'field';
}

/** A kind that does not fit the person becomes a changed field, so that every change is one. */
function happen(context: WorldContext, kind: ChurnKind, id: number, random: Random): ChurnKind {
  const { values } = existingLead(context, id);
  switch (kind) {
    case 'score':
      updateLead(context, id, { leadScore: Number(values.leadScore ?? 0) + random.int(1, 10) });
      return kind;
    case 'own':
    case 'own-silently': {
      const others = sellerIds.filter((owner) => owner !== values.sfdcLeadOwnerId);
      setOwner(context, id, random.pick(others), kind === 'own-silently');
      return kind;
    }
    case 'disown':
      if (!values.sfdcLeadOwnerId) break;
      setOwner(context, id, null, false);
      return kind;
    case 'convert':
      if (!values.sfdcLeadId || values.sfdcContactId) break;
      convertLead(context, id);
      return kind;
    case 'create':
      arrive(context, random);
      return kind;
    case 'delete':
      deleteLead(context, id);
      return kind;
    case 'merge': {
      const loser = pickPerson(context, random, null);
      if (loser === id) break;
      mergeLeads(context, id, [loser]);
      return kind;
    }
    case 'visit':
      logNow(context, id, 1, deriveDetail(1, random.bits()));
      return kind;
    case 'field':
      break;
  }
  updateLead(context, id, changedField(random, values));
  return 'field';
}

/** Always another value than before: a change that changes nothing leaves no row. */
function changedField(random: Random, values: Readonly<Record<string, unknown>>): LeadFields {
  const dice = random.next();
  if (dice < 0.4) return { title: random.pick(titles.filter((title) => title !== values.title)) };
  if (dice < 0.7) return { company: random.pick(companies.filter((company) => company !== values.company)) };
  const number = random.int(1_000_000, 9_999_999);
  return { phone: `+1 555 ${values.phone === `+1 555 ${number}` ? number - 1 : number}` };
}

/** A new person, who has an owner from the start. */
function arrive(context: WorldContext, random: Random): void {
  const id = createLead(context, {
    firstName: random.pick(firstNames),
    lastName: random.pick(lastNames),
    email: `new.person.${random.bits()}@example.com`,
    title: random.pick(titles),
    company: random.pick(companies),
    leadSource: random.pick(sources),
  });
  setOwner(context, id, random.pick(sellerIds), false);
}

/** Evenly among those who are there. */
function pickPerson({ state }: WorldContext, random: Random, chosen: IdSet | null): number {
  const [first] = state.leads.keys();
  if (first === undefined) throw new Error('there is nobody in the simulated Marketo who could change');
  if (chosen && chosen.size >= state.leads.size) throw new Error('more changes than people: each is to change once');
  for (let tries = 0; tries < mostTries; tries++) {
    const id = random.int(first, state.nextLeadId - 1);
    if (state.leads.has(id) && !chosen?.has(id)) {
      chosen?.add(id);
      return id;
    }
  }
  return nextUnchosen(state.leads.keys(), chosen);
}

/** When nearly everybody was chosen, or ids are very sparse. */
function nextUnchosen(ids: Iterable<number>, chosen: IdSet | null): number {
  for (const id of ids) {
    if (chosen?.has(id)) continue;
    chosen?.add(id);
    return id;
  }
  throw new Error('nobody is left to change');
}
