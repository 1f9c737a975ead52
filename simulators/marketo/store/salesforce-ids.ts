/** Salesforce record ids as they appear in Marketo: 15 characters and 3 that make them safe to compare without case. */
import type { Opportunity, OpportunityRole } from './state';

export type SfdcPrefix = '003' | '005' | '006' | '001' | '00Q' | '00G';

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const checkLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const serialPattern = /^.{3}5f00000(.{5}).{3}$/;

export function sfdcId(prefix: SfdcPrefix, serial: number): string {
  let rest = '';
  for (let left = serial; left > 0; left = Math.floor(left / 62)) rest = (digits[left % 62] ?? '') + rest;
  return withCheckLetters(`${prefix}5f00000${rest.padStart(5, '0')}`);
}

/** Null when the id is not one of ours. */
export function serialOfSfdcId(id: string): number | null {
  const rest = serialPattern.exec(id)?.[1];
  if (!rest) return null;
  let serial = 0;
  for (const digit of rest) serial = serial * 62 + digits.indexOf(digit);
  return serial;
}

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

function withCheckLetters(id15: string): string {
  let suffix = '';
  for (let start = 0; start < 15; start += 5) {
    let upper = 0;
    for (let i = 0; i < 5; i++) {
      const code = id15.charCodeAt(start + i);
      if (code >= 65 && code <= 90) upper |= 1 << i;
    }
    suffix += checkLetters[upper] ?? '';
  }
  return id15 + suffix;
}
