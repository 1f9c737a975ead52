/** Merging people: the winner keeps what it has, fills its gaps from the losers, and inherits all they did. */
import type { Quirks } from '@/simulators/marketo/options';
import type { AttributeValue } from './activity-log';
import { forgetLead } from './people';
import { existingLead, fullName, type LeadFields, logNow, type WorldContext } from './state';

export const maxMergeLosers = 25;

export function mergeLeads(context: WorldContext, winnerId: number, loserIds: number[]): void {
  const { state, log, clock, quirks } = context;
  const winner = existingLead(context, winnerId);
  if (loserIds.includes(winnerId)) throw new Error('a person cannot be merged into itself');
  const losers = loserIds.map((id) => existingLead(context, id));
  const gained: LeadFields = {};
  for (const loser of losers) {
    // `false` counts as a value: only what the winner lacks altogether is taken over.
    for (const [name, value] of Object.entries(loser.values))
      if (winner.values[name] === undefined) gained[name] ??= value;
    const roles = (state.roles.get(loser.id) ?? []).map((role) => ({ ...role, leadId: winnerId }));
    if (roles.length > 0) state.roles.set(winnerId, [...(state.roles.get(winnerId) ?? []), ...roles]);
    for (const list of state.lists.values()) if (list.leadIds.has(loser.id)) list.leadIds.add(winnerId);
    forgetLead(context, loser.id);
  }
  state.leads.change(winnerId, { updatedAtMs: clock.nowMs(), values: gained });
  log.reassign(new Set(loserIds), winnerId);
  logNow(context, winnerId, 32, {
    primaryAttributeValueId: winnerId,
    primaryAttributeValue: fullName(existingLead(context, winnerId)),
    attributes: [
      ['Merge IDs', mergeIds(loserIds, quirks.mergeIds)],
      ['Merge Source', 'leaddb'],
      ['Merged in Sales', false],
      ['Master Updated', true],
    ],
  });
}

function mergeIds(ids: number[], spelling: Quirks['mergeIds']): AttributeValue {
  switch (spelling) {
    case 'array':
      return [...ids];
    case 'text':
      return `[${ids.join(', ')}]`;
    case 'text-of-texts':
      return JSON.stringify(ids.map(String));
  }
}
