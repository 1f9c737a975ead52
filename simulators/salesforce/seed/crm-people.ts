/** The people of a seed as Salesforce keeps them: the same ids and addresses that the Marketo world of the seed has. */
import { createCohort } from '@/simulators/marketo/seed/cohort';
import { sellerIds } from '@/simulators/marketo/seed/draw-person';
import type { SeedOptions } from '@/simulators/marketo/seed/seed-people';
import { sellers } from '@/simulators/marketo/seed/words';
import type { LeadValue, OpportunityRole } from '@/simulators/marketo/store/state';

export type CrmPerson = {
  leadId: string | null;
  contactId: string | null;
  accountId: string | null;
  /** A user or a queue; null when Marketo does not show it. */
  ownerId: string | null;
  fields: {
    firstName: string | null;
    lastName: string;
    email: string | null;
    phone: string | null;
    title: string | null;
  };
  company: string;
  optedOut: boolean;
  doNotCall: boolean;
  createdAtMs: number;
  roles: { opportunityId: string; role: string | null; isPrimary: boolean }[];
};

type Values = Readonly<Record<string, LeadValue>>;

/** A function of the options alone; the world that Marketo seeds first has exactly these. */
export function* crmPeople(options: SeedOptions & { atMs: number }): Generator<CrmPerson> {
  const cohort = createCohort(
    {
      seed: options.seed ?? 1,
      count: options.count,
      atMs: options.atMs,
      firstId: 1001,
      firstSerial: 1,
      owned: options.owned ?? 0.6,
      idGaps: options.idGaps ?? 0.14,
      activitiesPerPerson: 0,
    },
    () => true,
  );
  for (let index = 0; index < cohort.ids.length; index++) {
    const { values, createdAtMs } = cohort.lead(index);
    const person = crmPersonFrom(values, { createdAtMs, roles: cohort.roles(index) });
    if (person) yield person;
  }
}

/** Null for somebody whom Salesforce does not know. */
export function crmPersonFrom(
  values: Values,
  { createdAtMs, roles }: { createdAtMs: number; roles: OpportunityRole[] },
): CrmPerson | null {
  const [leadId, contactId] = [text(values.sfdcLeadId), text(values.sfdcContactId)];
  if (!leadId && !contactId) return null;
  const byName = sellerIds[(sellers as readonly string[]).indexOf(String(values.ownerName))];
  return {
    leadId,
    contactId,
    accountId: text(values.sfdcAccountId),
    ownerId: text(values.sfdcLeadOwnerId) ?? byName ?? null,
    fields: {
      firstName: cut(values.firstName, 40),
      lastName: cut(values.lastName, 80) ?? 'Unknown',
      email: cut(values.email, 80),
      phone: cut(values.phone, 40),
      title: cut(values.title, 128),
    },
    company: cut(values.company, 255) ?? 'Unknown',
    optedOut: values.unsubscribed === true,
    doNotCall: values.doNotCall === true,
    createdAtMs,
    roles: roles.map(({ externalOpportunityId, role, isPrimary }) => ({
      opportunityId: externalOpportunityId,
      role,
      isPrimary,
    })),
  };
}

function text(value: LeadValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function cut(value: LeadValue | undefined, length: number): string | null {
  return typeof value === 'string' ? value.slice(0, length) : null;
}
