/** Makes a lead or contact for people whom nobody in Salesforce stands for, where an admin chose so. */
import type { NewRecord, SalesforceClient } from '@/lib/salesforce/client';
import { failureOfRecord } from '@/lib/salesforce/errors';
import type { Choice } from '@/lib/salesforce-logging/record-choice';
import type { Wanted } from './choose-records';

/**
 * Choices by key of the delivery, for those whose settings want it. Only people with an address are made: one whose
 * making was not heard of is found by it the next time. Throws ProviderFault.
 */
export async function makePeople(client: SalesforceClient, wanted: readonly Wanted[]): Promise<Map<string, Choice>> {
  const asked = wanted.filter(({ logging, person }) => logging.onNoMatch !== 'skip' && person?.email);
  const people = new Map(asked.map((one) => [identityOf(one), one]));
  const made = new Map<string, Choice>();
  if (people.size === 0) return made;
  const results = await client.createRecords([...people.values()].map(recordOf));
  [...people.keys()].forEach((identity, index) => {
    const result = results[index];
    if (!result) return;
    made.set(identity, result.ok ? { records: [result.id], rule: ruleOf(people.get(identity)) } : refusal(result));
  });
  return new Map(
    asked.flatMap((one) => {
      const choice = made.get(identityOf(one));
      return choice ? [[one.due.delivery.key, choice] as const] : [];
    }),
  );
}

/** Two activities of one person in a batch make one record. */
const identityOf = ({ person, logging }: Wanted) => `${logging.onNoMatch} ${person?.email?.toLowerCase()}`;

function recordOf({ person, logging, ownerId }: Wanted): NewRecord {
  const email = person?.email ?? '';
  const common = {
    Email: email,
    FirstName: person?.firstName ?? null,
    // Both have to have one.
    LastName: person?.lastName ?? email.split('@')[0] ?? email,
    ...(ownerId && { OwnerId: ownerId }),
  };
  if (logging.onNoMatch === 'create-contact') return { object: 'Contact', fields: common };
  return { object: 'Lead', fields: { ...common, Company: person?.company ?? '[not known]' } };
}

function ruleOf(one: Wanted | undefined): string {
  const what = one?.logging.onNoMatch === 'create-contact' ? 'contact' : 'lead';
  return `a new ${what}: nobody in Salesforce had the IDs or the e-mail address of this person`;
}

function refusal(failed: Parameters<typeof failureOfRecord>[0]): Choice {
  return {
    refuse: 'NO_MATCH',
    message: `No record has the person's address, and none could be made. ${failureOfRecord(failed).message}`,
  };
}
