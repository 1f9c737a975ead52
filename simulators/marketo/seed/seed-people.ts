/** A deterministic population: 60 % owned in Salesforce, 10 % in queues, the rest Marketo-only; duplicates and gaps. */
import { hasSalesOwner } from '@/simulators/marketo/store/eligible';
import { addList } from '@/simulators/marketo/store/relations';
import type { WorldContext } from '@/simulators/marketo/store/state';
import { type Cohort, type CohortRecipe, createCohort, serialsPerPerson } from './cohort';
import { sellerIds } from './draw-person';
import { seedActivities } from './seed-activities';
import { sellers } from './words';

/** The same options at the same time give the same world. */
export type SeedOptions = {
  count: number;
  seed?: number;
  /** An average; 10. */
  activitiesPerPerson?: number;
  /** Share of people with a sales owner, 0.6; a quarter of the rest lies in queues. */
  owned?: number;
  /** Share of ids that belong to nobody, 0.14; 0 gives a dense world. */
  idGaps?: number;
};

export function seedPeople(context: WorldContext, options: SeedOptions): void {
  const { state, log, clock } = context;
  const seed = options.seed ?? 1;
  const recipe: CohortRecipe = {
    seed,
    count: options.count,
    atMs: clock.nowMs(),
    firstId: state.nextLeadId,
    firstSerial: state.nextSerial,
    owned: share('owned', options.owned ?? 0.6),
    idGaps: share('idGaps', options.idGaps ?? 0.14),
    activitiesPerPerson: options.activitiesPerPerson ?? 10,
  };
  if (recipe.idGaps === 1) throw new Error('idGaps must be below 1: somebody must have an id');
  const cohort = createCohort(recipe, (name) => context.fields.find(name) !== undefined);
  sellerIds.forEach((id, index) => {
    state.users.set(id, sellers[index] ?? id);
  });
  state.nextLeadId = (cohort.ids.at(-1) ?? recipe.firstId - 1) + 1;
  state.nextSerial += options.count * serialsPerPerson;
  state.leads.addCohort(cohort);
  addList(context, `Owned by sales (seed ${seed})`, ownedIds(cohort));
  const before = log.size();
  seedActivities(log, cohort);
  log.markSeeded(before, state.leads.cohorts().length - 1);
}

function* ownedIds(cohort: Cohort): Generator<number> {
  for (let index = 0; index < cohort.ids.length; index++)
    if (hasSalesOwner(cohort.crm(index))) yield cohort.ids[index] ?? 0;
}

function share(name: string, value: number): number {
  if (!(value >= 0 && value <= 1)) throw new Error(`${name} must be between 0 and 1, not ${value}`);
  return value;
}
