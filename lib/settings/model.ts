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
