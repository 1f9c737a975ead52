/** Opportunity roles and static lists: what people belong to. */

import { sfdcId } from '@/simulators/core/salesforce-ids';
import { apiDate, toSeconds } from '@/simulators/marketo/dates';
import { guidOf, opportunityOf } from './guids';
import { createIdSet } from './id-set';
import { existingLead, logNow, type OpportunityRole, type StaticList, type WorldContext } from './state';

export type NewOpportunityRole = {
  leadId: number;
  externalOpportunityId?: string;
  role?: string | null;
  isPrimary?: boolean;
  externalCreatedDate?: string | null;
};

/** Adds the person to an opportunity (a new one if none is named) and logs it; answers the opportunity's id. */
export function addOpportunityRole(context: WorldContext, input: NewOpportunityRole): string {
  const role = putOpportunityRole(context, input);
  logNow(context, input.leadId, 34, {
    primaryAttributeValue: context.state.opportunities.get(role.externalOpportunityId)?.name ?? '',
    attributes: [
      ['Role', role.role],
      ['Is Primary', role.isPrimary],
    ],
  });
  return role.externalOpportunityId;
}

function putOpportunityRole(context: WorldContext, input: NewOpportunityRole): OpportunityRole {
  const { state, clock } = context;
  existingLead(context, input.leadId);
  const externalOpportunityId = input.externalOpportunityId ?? sfdcId('006', state.nextSerial++);
  const externalCreatedDate =
    input.externalCreatedDate === undefined ? apiDate(toSeconds(clock.nowMs()), 'z') : input.externalCreatedDate;
  const role: OpportunityRole = {
    marketoGUID: guidOf(state.nextSerial++),
    leadId: input.leadId,
    externalOpportunityId,
    role: input.role ?? null,
    isPrimary: input.isPrimary ?? false,
    externalCreatedDate,
  };
  state.roles.set(input.leadId, [...(state.roles.get(input.leadId) ?? []), role]);
  if (!state.opportunities.has(externalOpportunityId))
    state.opportunities.add(opportunityOf(role, guidOf(state.nextSerial++)));
  return role;
}

export function removeOpportunityRole(context: WorldContext, leadId: number, externalOpportunityId: string): void {
  const roles = context.state.roles.get(leadId) ?? [];
  const gone = roles.find((role) => role.externalOpportunityId === externalOpportunityId);
  if (!gone) throw new Error(`person ${leadId} has no role in opportunity ${externalOpportunityId}`);
  context.state.roles.set(
    leadId,
    roles.filter((role) => role !== gone),
  );
  logRemoval(context, gone);
}

/** All of them at once, as when the contact is deleted in Salesforce. */
export function dropOpportunityRoles(context: WorldContext, leadId: number, silent: boolean): void {
  const roles = context.state.roles.get(leadId);
  if (!roles) return;
  context.state.roles.set(leadId, []);
  if (!silent) for (const role of roles) logRemoval(context, role);
}

function logRemoval(context: WorldContext, { leadId, externalOpportunityId, role, isPrimary }: OpportunityRole): void {
  logNow(context, leadId, 35, {
    primaryAttributeValue: context.state.opportunities.get(externalOpportunityId)?.name ?? '',
    attributes: [
      ['Role', role],
      ['Is Primary', isPrimary],
    ],
  });
}

export function addList(context: WorldContext, name: string, leadIds: Iterable<number>): StaticList {
  const list: StaticList = {
    id: 5001 + context.state.lists.size,
    name,
    createdAtMs: context.clock.nowMs(),
    leadIds: createIdSet(leadIds),
  };
  context.state.lists.set(list.id, list);
  return list;
}

export function addToList(context: WorldContext, listId: number, leadId: number): void {
  const list = context.state.lists.get(listId);
  if (!list) throw new Error(`there is no list ${listId}`);
  existingLead(context, leadId);
  list.leadIds.add(leadId);
  logNow(context, leadId, 24, {
    primaryAttributeValueId: listId,
    primaryAttributeValue: list.name,
    attributes: [['Source', 'Web service API']],
  });
}
