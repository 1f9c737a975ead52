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

/** Whether what one does with a person can be recorded: Marketo still has him or her, under this ID. */
export const isCallable = (state: PersonState) => state === 'active' || state === 'unowned';

export type PersonOwner = { sfdcId: string | null; name: string | null };

export type Person = { marketoId: number } & Record<Exclude<PersonField, 'marketoId'>, string | null>;

/** Most people who may be listed; beyond it nobody is added, and those who are listed go on being updated. */
export const mostPeople = 1_500_000;

/** How the sync came upon what it wrote about a person. */
export const personSources = [
  'first-load',
  'change-feed',
  'event-feed',
  'delete-feed',
  'sweep',
  'discovery',
  'reconcile',
] as const;
export type PersonSource = (typeof personSources)[number];

/** What in Marketo made us read a person: the name of the activity, when it happened there, and who told, if not `source`. */
export type PersonNews = { name: string | null; at: Date | null; source?: PersonSource };
/** Where readings come from; `events` by Marketo ID. */
export type PersonOrigin = { source: PersonSource; events?: Map<number, PersonNews> };

/** What the history of a person tells: came onto the list, changed, left it, came back, became part of another record. */
export const personEventKinds = ['listed', 'changed', 'left', 'returned', 'merged'] as const;
export type PersonEventKind = (typeof personEventKinds)[number];

/** What a `changed` event can tell about, in the order it does. */
export const watchedFields = [...personFields.filter((f) => f !== 'marketoId'), 'ownerId', 'ownerName'] as const;
export type WatchedField = (typeof watchedFields)[number];

export const watchedFieldTitles: Record<WatchedField, string> = {
  ...personFieldTitles,
  ownerId: 'Owner (Salesforce ID)',
  ownerName: 'Owner',
};

export type PersonChange = { field: WatchedField; from: string | null; to: string | null };

/** A person as read from Marketo at `readAt`, before it is stored. Without an opportunity id its roles were not read. */
export type PersonReading = Omit<Person, 'sfdcOpportunityId'> & {
  sfdcOpportunityId?: string | null;
  owner: PersonOwner;
  marketoCreatedAt: Date | null;
  marketoUpdatedAt: Date | null;
  readAt: Date;
};

export const personSorts = ['name', 'email', 'company', 'title', 'source', 'updatedAt'] as const;
export type PersonSort = (typeof personSorts)[number];

/** What `order`, such as "-name", sorts by. */
export const columnOf = (order: PersonSort | `-${PersonSort}`) => order.replace(/^-/, '') as PersonSort;

// A source is not searched in, and a time is no text.
const sortsOfWords = ['name', 'email', 'company', 'title'] as const;

/** True where a search puts first who begins with one of its words. */
export function isSortOfWords(sort: PersonSort): sort is (typeof sortsOfWords)[number] {
  return sortsOfWords.some((one) => one === sort);
}

/** The name to show for a person; falls back to the e-mail and then to the Marketo ID, never to a blank. */
export function displayName(person: Pick<Person, 'firstName' | 'lastName' | 'email' | 'marketoId'>): string {
  const name = [person.firstName, person.lastName].filter(Boolean).join(' ').trim();
  return name || person.email || `Marketo ${person.marketoId}`;
}
