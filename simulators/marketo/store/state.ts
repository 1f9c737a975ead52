/** Everything the simulated instance remembers about people and what happened to them. */
import type { SimulatorClock } from '@/simulators/core/clock';
import { toSeconds } from '@/simulators/marketo/dates';
import type { FieldBook } from '@/simulators/marketo/fields';
import type { ActivityDetail, ActivityLog, LogState } from './activity-log';

export type LeadValue = string | number | boolean;
export type LeadFields = Record<string, LeadValue | null>;
/** `values` holds only fields with a value; `id`, `createdAt` and `updatedAt` stand beside them. */
export type Lead = { id: number; createdAtMs: number; updatedAtMs: number; values: Record<string, LeadValue> };

export type OpportunityRole = {
  marketoGUID: string;
  leadId: number;
  externalOpportunityId: string;
  role: string | null;
  isPrimary: boolean;
  externalCreatedDate: string | null;
};
export type Opportunity = {
  marketoGUID: string;
  externalOpportunityId: string;
  name: string;
  stage: string;
  /** A string on the real API too. */
  amount: string;
  externalCreatedDate: string | null;
};
export type StaticList = { id: number; name: string; createdAtMs: number; leadIds: Set<number> };

export type WorldState = {
  leads: Map<number, Lead>;
  nextLeadId: number;
  /** Counts up for Salesforce ids and GUIDs, so that they are deterministic. */
  nextSerial: number;
  roles: Map<number, OpportunityRole[]>;
  opportunities: Map<string, Opportunity>;
  lists: Map<number, StaticList>;
  /** Salesforce users by id: their full names. */
  users: Map<string, string>;
};

export type WorldContext = { state: WorldState; log: ActivityLog; clock: SimulatorClock; fields: FieldBook };

export type WorldDump = {
  leads: Lead[];
  nextLeadId: number;
  nextSerial: number;
  roles: OpportunityRole[];
  opportunities: Opportunity[];
  lists: { id: number; name: string; createdAtMs: number; leadIds: number[] }[];
  users: [string, string][];
  log: LogState;
};

export function emptyState(): WorldState {
  return {
    leads: new Map(),
    nextLeadId: 1001,
    nextSerial: 1,
    roles: new Map(),
    opportunities: new Map(),
    lists: new Map(),
    users: new Map(),
  };
}

/** Shares its records with the living world: turn it into text at once. */
export function dumpWorld({ state, log }: WorldContext): WorldDump {
  return {
    leads: [...state.leads.values()],
    nextLeadId: state.nextLeadId,
    nextSerial: state.nextSerial,
    roles: [...state.roles.values()].flat(),
    opportunities: [...state.opportunities.values()],
    lists: [...state.lists.values()].map((list) => ({ ...list, leadIds: [...list.leadIds] })),
    users: [...state.users],
    log: log.dump(),
  };
}

/** Takes the dump's records over as its own. */
export function loadWorld({ state, log }: WorldContext, dump: WorldDump): void {
  state.leads = new Map(dump.leads.map((lead) => [lead.id, lead]));
  state.nextLeadId = dump.nextLeadId;
  state.nextSerial = dump.nextSerial;
  state.roles = new Map();
  for (const role of dump.roles) state.roles.set(role.leadId, [...(state.roles.get(role.leadId) ?? []), role]);
  state.opportunities = new Map(dump.opportunities.map((item) => [item.externalOpportunityId, item]));
  state.lists = new Map(dump.lists.map((list) => [list.id, { ...list, leadIds: new Set(list.leadIds) }]));
  state.users = new Map(dump.users);
  log.load(dump.log);
}

/** The person, or a loud error: a test that names a person who is not there is wrong. */
export function existingLead(context: WorldContext, id: number): Lead {
  const lead = context.state.leads.get(id);
  if (!lead) throw new Error(`there is no person ${id} in the simulated Marketo`);
  return lead;
}

export function textOf(lead: Lead, name: string): string | null {
  const value = lead.values[name];
  return typeof value === 'string' ? value : null;
}

export function fullName(lead: Lead): string {
  return [lead.values.firstName, lead.values.lastName].filter(Boolean).join(' ');
}

/** Appends an activity that happens now. */
export function logNow(context: WorldContext, leadId: number, typeId: number, detail: ActivityDetail): number {
  return context.log.append({ leadId, typeId, atSeconds: toSeconds(context.clock.nowMs()), detail });
}
