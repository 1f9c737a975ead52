/** Everything the simulated instance remembers about people and what happened to them. */
import type { SimulatorClock } from '@/simulators/core/clock';
import { mix32 } from '@/simulators/core/random';
import { toSeconds } from '@/simulators/marketo/dates';
import type { FieldBook } from '@/simulators/marketo/fields';
import type { Quirks } from '@/simulators/marketo/options';
import type { ActivityDetail, ActivityLog } from './activity-log';
import type { IdSet } from './id-set';
import { createLeadStore, type LeadStore } from './lead-store';
import { createOpportunityStore, createRoleStore, type OpportunityStore, type RoleStore } from './role-store';

export type LeadValue = string | number | boolean;
export type LeadFields = Record<string, LeadValue | null>;
/** A reading. `values` holds only fields with a value; `id`, `createdAt` and `updatedAt` stand beside them. */
export type Lead = {
  readonly id: number;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly values: Readonly<Record<string, LeadValue>>;
};

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
export type StaticList = { id: number; name: string; createdAtMs: number; leadIds: IdSet };

export type WorldState = {
  leads: LeadStore;
  nextLeadId: number;
  /** Counts up for Salesforce ids and GUIDs, so that they are deterministic. */
  nextSerial: number;
  roles: RoleStore;
  opportunities: OpportunityStore;
  lists: Map<number, StaticList>;
  /** Salesforce users by id: their full names. */
  users: Map<string, string>;
  /** E-mail addresses, in small letters, that unsubscribed: the answer outlives the person. */
  unsubscribed: Set<string>;
  /** How often chance was asked which rows are committed late. */
  lateDraws: number;
};

export type WorldContext = {
  state: WorldState;
  log: ActivityLog;
  clock: SimulatorClock;
  fields: FieldBook;
  quirks: Quirks;
};

export function emptyState(): WorldState {
  const leads = createLeadStore();
  return {
    leads,
    nextLeadId: 1001,
    nextSerial: 1,
    roles: createRoleStore(leads),
    opportunities: createOpportunityStore(leads),
    lists: new Map(),
    users: new Map(),
    unsubscribed: new Set(),
    lateDraws: 0,
  };
}

/** The person, or a loud error: a test that names a person who is not there is wrong. */
export function existingLead(context: WorldContext, id: number): Lead {
  const lead = context.state.leads.inside(id);
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

/** Appends an activity that happens now; with the `lateCommits` quirk some rows only appear later. */
export function logNow(context: WorldContext, leadId: number, typeId: number, detail: ActivityDetail): void {
  const { log, state, clock } = context;
  const { share, mostMs } = context.quirks.lateCommits;
  const activity = { leadId, typeId, atSeconds: toSeconds(clock.nowMs()), detail };
  const dice = share > 0 ? mix32(Math.imul(++state.lateDraws, 0x9e3779b9)) / 2 ** 32 : 1;
  if (dice < share) log.appendLater(clock.nowMs() + 1 + Math.floor((dice / share) * mostMs), activity);
  else log.append(activity);
}
