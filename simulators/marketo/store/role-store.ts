/** Opportunities and the roles people have in them: seeded ones are worked out when read, changed ones are kept. */

import { serialOfSfdcId } from '@/simulators/core/salesforce-ids';
import type { Cohort } from '@/simulators/marketo/seed/cohort';
import { guidOf, opportunityOf } from './guids';
import type { LeadStore } from './lead-store';
import type { Opportunity, OpportunityRole } from './state';

export type RoleStore = {
  /** Undefined when the person has none, or is not there for the API user. */
  get(leadId: number): OpportunityRole[] | undefined;
  /** Everybody's, person by person. */
  values(): Generator<OpportunityRole[]>;
  set(leadId: number, roles: OpportunityRole[]): void;
  /** Those that are not as seeded. */
  dump(): [leadId: number, roles: OpportunityRole[]][];
};
export type OpportunityStore = {
  get(externalOpportunityId: string): Opportunity | undefined;
  has(externalOpportunityId: string): boolean;
  values(): Generator<Opportunity>;
  add(opportunity: Opportunity): void;
  /** Those that were not seeded. */
  dump(): Opportunity[];
};

export function createRoleStore(leads: LeadStore): RoleStore {
  const changed = new Map<number, OpportunityRole[]>();

  function rolesOf(leadId: number): OpportunityRole[] {
    const known = changed.get(leadId);
    if (known) return known;
    const place = leads.seeded(leadId);
    return place ? place.cohort.roles(place.index) : [];
  }

  return {
    get: (leadId) => {
      const roles = leads.has(leadId) ? rolesOf(leadId) : [];
      return roles.length > 0 ? roles : undefined;
    },
    *values() {
      for (const leadId of leads.keys()) {
        const roles = rolesOf(leadId);
        if (roles.length > 0) yield roles;
      }
    },
    set: (leadId, roles) => {
      changed.set(leadId, roles);
    },
    dump: () => [...changed].filter(([leadId]) => leads.inside(leadId) !== undefined),
  };
}

export function createOpportunityStore(leads: LeadStore): OpportunityStore {
  const added = new Map<string, Opportunity>();

  function get(id: string): Opportunity | undefined {
    const known = added.get(id);
    if (known) return known;
    const serial = serialOfSfdcId(id);
    if (serial === null) return undefined;
    for (const cohort of leads.cohorts()) {
      const found = opportunitiesOf(cohort, cohort.indexOfSerial(serial)).find(
        (opportunity) => opportunity.externalOpportunityId === id,
      );
      if (found) return found;
    }
    return undefined;
  }

  return {
    get,
    has: (id) => get(id) !== undefined,
    *values() {
      for (const cohort of leads.cohorts())
        for (let index = 0; index < cohort.ids.length; index++) yield* opportunitiesOf(cohort, index);
      yield* added.values();
    },
    add: (opportunity) => {
      added.set(opportunity.externalOpportunityId, opportunity);
    },
    dump: () => [...added.values()],
  };
}

/** The serials of an opportunity's id, its role's GUID and its own GUID follow one another. */
function opportunitiesOf(cohort: Cohort, index: number): Opportunity[] {
  if (index < 0) return [];
  return cohort
    .roles(index)
    .map((role) => opportunityOf(role, guidOf((serialOfSfdcId(role.externalOpportunityId) ?? 0) + 2)));
}
