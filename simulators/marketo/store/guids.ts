/** What Marketo calls an opportunity and its roles, worked out from their numbers. */
import type { Opportunity, OpportunityRole } from './state';

export function guidOf(serial: number): string {
  const hex = serial.toString(16).padStart(12, '0');
  return `9f3d1b7e-2c4a-4e8b-9d10-${hex}`;
}

/** The opportunity that a role belongs to. */
export function opportunityOf(role: OpportunityRole, marketoGUID: string): Opportunity {
  const { externalOpportunityId, externalCreatedDate } = role;
  return {
    marketoGUID,
    externalOpportunityId,
    name: `Opportunity ${externalOpportunityId.slice(-7, -3)}`,
    stage: 'Qualification',
    amount: '25000.00',
    externalCreatedDate,
  };
}
