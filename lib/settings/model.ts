import type { PersonField } from '../people/model';

/** What is read from a Marketo person record: the product fields it carries, and what decides ownership. */
export const marketoFields = [
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
  'ownerId',
  'ownerName',
] as const satisfies readonly (PersonField | 'ownerId' | 'ownerName')[];
export type MarketoField = (typeof marketoFields)[number];

/** How the Marketo name of a field was found; `chosen` is an admin's pick, `missing` means it is not read. */
export const mappingSources = ['exact', 'case-insensitive', 'display-name', 'chosen', 'missing'] as const;
export type MappingSource = (typeof mappingSources)[number];

export type MappedField = {
  field: MarketoField;
  /** REST name in this Marketo instance, null when missing. */
  marketoName: string | null;
  displayName: string | null;
  source: MappingSource;
};
export type FieldMapping = MappedField[];

/** Which people have a sales owner. `auto` reads the Salesforce owner id and excludes queues (00G…). */
export type OwnerRule = { mode: 'auto'; contactsAlwaysOwned: boolean };

export const defaultOwnerRule: OwnerRule = { mode: 'auto', contactsAlwaysOwned: true };

/** How the first load may read people, most direct first. */
export const loadMethods = ['smart-list', 'static-list', 'id-ranges', 'created-windows'] as const;
export type LoadMethod = (typeof loadMethods)[number];
export const loadChoices = ['auto', ...loadMethods] as const;
export type LoadChoice = (typeof loadChoices)[number];

export type MarketoList = { id: number; name: string };

/** What a Marketo instance and our API role can do beyond plain reading, found out by trying. */
export type Capabilities = {
  /** ISO moment. */
  checkedAt: string;
  bulkExtract: boolean;
  smartListFilter: boolean;
  updatedAtFilter: boolean;
  /** The lists that hold the people with a sales owner, if somebody made them. */
  smartList: MarketoList | null;
  staticList: MarketoList | null;
  /** What could not be found out, and why, in sentences for admins. */
  notes: string[];
};

/** Where to look for these lists: an id that an admin chose, else the name. */
export type ListChoice = { name: string; smartListId: number | null; staticListId: number | null };

export const defaultLists: ListChoice = { name: 'Sales Actions People', smartListId: null, staticListId: null };
