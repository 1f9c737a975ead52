/** The 13 product fields of a person, in the order every screen and export uses. */
export const personFields = [
  'marketoId',
  'firstName',
  'lastName',
  'email',
  'title',
  'company',
  'phone',
  'linkedinUrl',
  'source',
  'sfdcContactId',
  'sfdcLeadId',
  'sfdcAccountId',
  'sfdcOpportunityId',
] as const;
export type PersonField = (typeof personFields)[number];

export const personFieldTitles: Record<PersonField, string> = {
  marketoId: 'Marketo ID',
  firstName: 'First name',
  lastName: 'Last name',
  email: 'E-mail',
  title: 'Title',
  company: 'Company',
  phone: 'Phone',
  linkedinUrl: 'LinkedIn URL',
  source: 'Source',
  sfdcContactId: 'Salesforce contact ID',
  sfdcLeadId: 'Salesforce lead ID',
  sfdcAccountId: 'Salesforce account ID',
  sfdcOpportunityId: 'Salesforce opportunity ID',
};

/** `active` people are listed; every other state is a tombstone whose history stays readable. */
export const personStates = ['active', 'unowned', 'deleted', 'merged', 'missing'] as const;
export type PersonState = (typeof personStates)[number];

export type PersonOwner = { sfdcId: string | null; name: string | null };

export type Person = { marketoId: number } & Record<Exclude<PersonField, 'marketoId'>, string | null>;

/** A person as read from Marketo at `readAt`, before it is stored. */
export type PersonReading = Person & {
  owner: PersonOwner;
  marketoCreatedAt: Date | null;
  marketoUpdatedAt: Date | null;
  readAt: Date;
};

export const personSorts = ['name', 'email', 'company', 'title', 'source', 'updatedAt'] as const;
export type PersonSort = (typeof personSorts)[number];

/** The name to show for a person; falls back to the e-mail and then to the Marketo ID, never to a blank. */
export function displayName(person: Pick<Person, 'firstName' | 'lastName' | 'email' | 'marketoId'>): string {
  const name = [person.firstName, person.lastName].filter(Boolean).join(' ').trim();
  return name || person.email || `Marketo ${person.marketoId}`;
}
