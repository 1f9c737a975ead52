/** The instance's content and every way to change it; each change leaves what a real one leaves in the feeds. */
import type { SimulatorClock } from '@/simulators/core/clock';
import { activityTypes } from '@/simulators/marketo/activity-types';
import { toSeconds } from '@/simulators/marketo/dates';
import type { FieldBook } from '@/simulators/marketo/fields';
import type { Quirks } from '@/simulators/marketo/options';
import { type SeedOptions, seedPeople } from '@/simulators/marketo/seed/seed-people';
import type { ActivityRow, AttributeValue } from './activity-log';
import { type ChurnOptions, type ChurnReport, churn } from './churn';
import { type EligiblePerson, eligiblePeople } from './eligible';
import { mergeLeads } from './merge';
import { convertLead, deleteFromSalesforce, setOwner } from './ownership';
import { createLead, deleteLead, updateLead } from './people';
import { addList, addOpportunityRole, addToList, type NewOpportunityRole, removeOpportunityRole } from './relations';
import { emptyState, existingLead, type LeadFields, type LeadValue, type WorldContext } from './state';
import { createWorldLog, dumpHead, dumpParts, loadWorld, type WorldDump } from './world-dump';

export type NewWorldActivity = {
  leadId: number;
  activityTypeId: number;
  /** Default: now. An earlier date than rows already committed is what late commits look like. */
  activityDate?: Date | string;
  /** The row enters the log only when the clock has moved this far, still carrying its earlier date. */
  commitAfterMs?: number;
  primaryAttributeValue?: string;
  primaryAttributeValueId?: number;
  campaignId?: number;
  /** By name, or spelled as on the wire. */
  attributes?: Record<string, AttributeValue> | { name: string; value: AttributeValue }[];
};

export type LeadView = { id: number; createdAt: Date; updatedAt: Date } & Record<string, LeadValue | Date | null>;

export type World = {
  seedPeople(options: SeedOptions): void;
  createLead(fields: LeadFields): number;
  updateLead(id: number, fields: LeadFields): void;
  setOwner(id: number, ownerId: string | null, options?: { silent?: boolean }): void;
  deleteFromSalesforce(id: number, options?: { silent?: boolean }): void;
  /** `silent`: without a word in any feed, as when our access to a person is taken away. */
  deleteLead(id: number, options?: { silent?: boolean }): void;
  mergeLeads(winnerId: number, loserIds: number[]): void;
  convertLead(id: number): void;
  /** Answers the new row's `marketoGUID`, or null when it is committed later. */
  addActivity(activity: NewWorldActivity): string | null;
  addOpportunityRole(role: NewOpportunityRole): string;
  removeOpportunityRole(leadId: number, externalOpportunityId: string): void;
  addList(name: string, leadIds: number[]): number;
  addToList(listId: number, leadId: number): void;
  /** Makes a Salesforce user's name known, for `ownerName`. */
  addUser(id: string, name: string): void;
  users(): { id: string; name: string }[];
  lead(id: number): LeadView | null;
  leads(): LeadView[];
  leadIds(): number[];
  /** Rows in the activity log. */
  activityCount(): number;
  /** All of them in commit order, also those that no feed serves any more. */
  activities(): ActivityRow[];
  eligible(): EligiblePerson[];
  /** The same one by one, for worlds of a million. */
  eachEligible(): Generator<EligiblePerson>;
  /** Whether the API user may see the person: in a partition of its own it is as if it were not there. */
  setVisible(id: number, visible: boolean): void;
  /** Many changes at once, for measurements; the clock moves on by `overMs`. */
  churn(options: ChurnOptions): ChurnReport;
  dump(): WorldDump;
  load(dump: WorldDump): void;
  clear(): void;
};

export function createWorld(input: { clock: SimulatorClock; fields: FieldBook; quirks: Quirks }): {
  world: World;
  context: WorldContext;
} {
  const state = emptyState();
  const context: WorldContext = { ...input, state, log: createWorldLog({ state }) };
  const world: World = {
    seedPeople: (options) => seedPeople(context, options),
    createLead: (fields) => createLead(context, fields),
    updateLead: (id, fields) => {
      updateLead(context, id, fields);
    },
    setOwner: (id, ownerId, options) => setOwner(context, id, ownerId, options?.silent ?? false),
    deleteFromSalesforce: (id, options) => deleteFromSalesforce(context, id, options?.silent ?? false),
    deleteLead: (id, options) => deleteLead(context, id, options?.silent ?? false),
    mergeLeads: (winnerId, loserIds) => mergeLeads(context, winnerId, loserIds),
    convertLead: (id) => convertLead(context, id),
    addActivity: (activity) => addActivity(context, activity),
    addOpportunityRole: (role) => addOpportunityRole(context, role),
    removeOpportunityRole: (leadId, opportunityId) => removeOpportunityRole(context, leadId, opportunityId),
    addList: (name, leadIds) => addList(context, name, leadIds).id,
    addToList: (listId, leadId) => addToList(context, listId, leadId),
    addUser: (id, name) => {
      state.users.set(id, name);
    },
    users: () => [...state.users].map(([id, name]) => ({ id, name })),
    lead: (id) => (state.leads.inside(id) ? viewLead(context, id) : null),
    leads: () => Array.from(state.leads.keys(), (id) => viewLead(context, id)),
    leadIds: () => [...state.leads.keys()],
    activityCount: () => context.log.size(),
    activities: () => Array.from({ length: context.log.size() }, (_, index) => context.log.row(index + 1)),
    eligible: () => [...eligiblePeople(context)],
    eachEligible: () => eligiblePeople(context),
    setVisible: (id, visible) => {
      existingLead(context, id);
      state.leads.setHidden(id, !visible);
    },
    dump: () => ({ ...dumpHead(context), parts: [...dumpParts(context)] }),
    churn: (options) => churn(context, options),
    load: (dump) => loadWorld(context, dump),
    clear: () => {
      Object.assign(state, emptyState());
      context.log = createWorldLog(context);
    },
  };
  return { world, context };
}

function addActivity(context: WorldContext, input: NewWorldActivity): string | null {
  existingLead(context, input.leadId);
  if (!activityTypes.some((type) => type.id === input.activityTypeId))
    throw new Error(`the simulated Marketo has no activity type ${input.activityTypeId}`);
  const nowMs = context.clock.nowMs();
  const activity = {
    leadId: input.leadId,
    typeId: input.activityTypeId,
    atSeconds: toSeconds(input.activityDate ? new Date(input.activityDate).getTime() : nowMs),
    detail: {
      ...(input.primaryAttributeValueId === undefined
        ? {}
        : { primaryAttributeValueId: input.primaryAttributeValueId }),
      ...(input.primaryAttributeValue === undefined ? {} : { primaryAttributeValue: input.primaryAttributeValue }),
      ...(input.campaignId === undefined ? {} : { campaignId: input.campaignId }),
      attributes: attributePairs(input.attributes ?? {}),
    },
  };
  if (!input.commitAfterMs) return String(context.log.append(activity));
  context.log.appendLater(nowMs + input.commitAfterMs, activity);
  return null;
}

function attributePairs(given: NonNullable<NewWorldActivity['attributes']>): [string, AttributeValue][] {
  return Array.isArray(given) ? given.map((item) => [item.name, item.value]) : Object.entries(given);
}

/** Every field of the instance, null where empty. */
function viewLead(context: WorldContext, id: number): LeadView {
  const lead = existingLead(context, id);
  const values = Object.fromEntries(context.fields.list.map((field) => [field.name, lead.values[field.name] ?? null]));
  return { ...values, id, createdAt: new Date(lead.createdAtMs), updatedAt: new Date(lead.updatedAtMs) };
}
