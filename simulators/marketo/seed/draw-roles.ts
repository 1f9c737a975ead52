/** The opportunities of a seeded contact: a quarter of the contacts have one to three. */
import type { Random } from '@/simulators/core/random';
import { sfdcId } from '@/simulators/core/salesforce-ids';
import { apiDate, toSeconds } from '@/simulators/marketo/dates';
import { guidOf } from '@/simulators/marketo/store/guids';
import type { OpportunityRole } from '@/simulators/marketo/store/state';

const roleNames = ['Decision Maker', 'Influencer', 'Economic Buyer'];

export function drawRoles(
  random: Random,
  input: { leadId: number; firstSerial: number; atMs: number },
): OpportunityRole[] {
  if (!random.chance(0.25)) return [];
  const count = random.int(1, 3);
  const primary = random.chance(0.6) ? random.int(0, count - 1) : -1;
  return Array.from({ length: count }, (_, n) => {
    const createdMs = input.atMs - random.int(1, 900) * 86_400_000;
    return {
      marketoGUID: guidOf(input.firstSerial + n * 3 + 1),
      leadId: input.leadId,
      externalOpportunityId: sfdcId('006', input.firstSerial + n * 3),
      role: random.pick(roleNames),
      isPrimary: n === primary,
      externalCreatedDate: random.chance(0.1) ? null : apiDate(toSeconds(createdMs), 'z'),
    };
  });
}
