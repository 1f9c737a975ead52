/** The whole content of an instance in parts, each small enough to be written on its own. Seeded content is named only. */

import { deriveDetail } from '@/simulators/marketo/seed/activity-details';
import { type CohortRecipe, createCohort } from '@/simulators/marketo/seed/cohort';
import { newLeadDetail, seedActivities } from '@/simulators/marketo/seed/seed-activities';
import { type ActivityLog, createActivityLog, type LogEnd, type LogPart } from './activity-log';
import { createIdSet } from './id-set';
import type { LeadPatch } from './lead-store';
import { emptyState, type Opportunity, type OpportunityRole, type WorldContext } from './state';

export type WorldHead = {
  nextLeadId: number;
  nextSerial: number;
  cohorts: CohortRecipe[];
  alive: string;
  hidden: string;
  users: [string, string][];
  unsubscribed: string[];
  lateDraws: number;
};
export type WorldPart =
  | { list: { id: number; name: string; createdAtMs: number; leadIds: string } }
  | { people: [id: number, patch: LeadPatch][] }
  | { roles: [leadId: number, roles: OpportunityRole[]][] }
  | { opportunities: Opportunity[] }
  | { log: LogPart }
  | { logEnd: LogEnd };
export type WorldDump = WorldHead & { parts: Iterable<WorldPart> };

const perPart = 5000;

export function dumpHead({ state }: WorldContext): WorldHead {
  return {
    nextLeadId: state.nextLeadId,
    nextSerial: state.nextSerial,
    cohorts: state.leads.cohorts().map((cohort) => cohort.recipe),
    ...state.leads.dump(),
    users: [...state.users],
    unsubscribed: [...state.unsubscribed],
    lateDraws: state.lateDraws,
  };
}

/** Shares its records with the living world: turn each part into text at once. */
export function* dumpParts({ state, log }: WorldContext): Generator<WorldPart> {
  for (const list of state.lists.values()) yield { list: { ...list, leadIds: list.leadIds.toText() } };
  for (const people of inParts(state.leads.patches())) yield { people };
  for (const roles of inParts(state.roles.dump())) yield { roles };
  for (const opportunities of inParts(state.opportunities.dump())) yield { opportunities };
  for (const part of log.dump()) yield { log: part };
  yield { logEnd: log.dumpEnd() };
}

/** Takes the dump's records over as its own. */
export function loadWorld(context: WorldContext, dump: WorldDump): void {
  const { state } = context;
  Object.assign(state, emptyState());
  context.log = createWorldLog(context);
  const cohorts = dump.cohorts.map((recipe) => createCohort(recipe, (name) => context.fields.find(name) !== undefined));
  state.leads.load({ alive: dump.alive, hidden: dump.hidden, cohorts });
  state.nextLeadId = dump.nextLeadId;
  state.nextSerial = dump.nextSerial;
  state.users = new Map(dump.users);
  state.unsubscribed = new Set(dump.unsubscribed);
  state.lateDraws = dump.lateDraws;
  for (const part of dump.parts) loadPart(context, part);
}

/** An empty log that knows what the seeded people of this world did. */
export function createWorldLog({ state }: Pick<WorldContext, 'state'>): ActivityLog {
  return createActivityLog((typeId, variant) => {
    const place = typeId === 12 ? state.leads.seeded(variant) : null;
    return place ? newLeadDetail(place.cohort, place.index) : deriveDetail(typeId, variant);
  });
}

function loadPart(context: WorldContext, part: WorldPart): void {
  const { state, log } = context;
  if ('list' in part)
    state.lists.set(part.list.id, { ...part.list, leadIds: createIdSet({ text: part.list.leadIds }) });
  else if ('people' in part) for (const [id, patch] of part.people) state.leads.loadPatch(id, patch);
  else if ('roles' in part) for (const [leadId, roles] of part.roles) state.roles.set(leadId, roles);
  else if ('opportunities' in part) for (const opportunity of part.opportunities) state.opportunities.add(opportunity);
  else if ('logEnd' in part) log.loadEnd(part.logEnd);
  else if ('rows' in part.log) log.loadRows(part.log.rows);
  else seedAgain(context, part.log.seededCohort);
}

function seedAgain({ state, log }: WorldContext, number: number): void {
  const cohort = state.leads.cohorts()[number];
  if (!cohort) throw new Error(`the snapshot names a seeding ${number} that it does not hold`);
  const before = log.size();
  seedActivities(log, cohort);
  log.markSeeded(before, number);
}

function* inParts<T>(items: Iterable<T>): Generator<T[]> {
  let part: T[] = [];
  for (const item of items) {
    part.push(item);
    if (part.length < perPart) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}
