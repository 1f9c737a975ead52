/** The person fields of the instance, as `describe` lists them. Numeric ids are those of activity 13 and 22. */
import type { Capabilities } from './options';

export type DataType =
  | 'string'
  | 'text'
  | 'email'
  | 'phone'
  | 'url'
  | 'integer'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'percent'
  | 'lead_function';

export type FieldDef = {
  id: number;
  name: string;
  displayName: string;
  dataType: DataType;
  length?: number;
  readOnly: boolean;
  /** Legal as `filterType`. */
  searchable: boolean;
  custom: boolean;
  /** A change moves the person's `updatedAt` and is logged as activity 13. Not so for what the CRM sync writes. */
  tracked: boolean;
};

/** Lookup keys that are legal as `filterType` but are never listed as fields. */
export const lookupOnlyKeys = ['cookies', 'facebookId', 'linkedInId', 'twitterId', 'sfdcOpptyId'];

export const defaultLeadFields = ['id', 'email', 'updatedAt', 'createdAt', 'firstName', 'lastName'];

export type FieldBook = {
  list: FieldDef[];
  find(name: string): FieldDef | undefined;
};

/** The fields that exist with these capabilities: without a CRM sync there are no `sfdc…` fields, and so on. */
export function createFieldBook(capabilities: Capabilities): FieldBook {
  const list = [
    ...standardFields,
    ...(capabilities.sfdc ? sfdcFields : []),
    ...(capabilities.linkedIn ? [linkedInField] : []),
    ...(capabilities.ownerName ? [ownerNameField] : []),
  ];
  const byName = new Map(list.map((field) => [field.name, field]));
  return { list, find: (name) => byName.get(name) };
}

type Traits = Partial<Pick<FieldDef, 'length' | 'readOnly' | 'searchable' | 'custom' | 'tracked'>>;

function field(id: number, name: string, displayName: string, dataType: DataType, traits: Traits = {}): FieldDef {
  const length =
    dataType === 'string' || dataType === 'email' || dataType === 'phone' || dataType === 'url' ? 255 : null;
  return {
    id,
    name,
    displayName,
    dataType,
    ...(length ? { length } : {}),
    readOnly: false,
    searchable: false,
    custom: false,
    tracked: true,
    ...traits,
  };
}

const system: Traits = { readOnly: true, tracked: false };
const crm: Traits = { readOnly: true, tracked: false, length: 50 };
const crmKey: Traits = { ...crm, searchable: true };

const standardFields: FieldDef[] = [
  field(2, 'company', 'Company Name', 'string'),
  field(3, 'site', 'Site', 'string'),
  field(5, 'website', 'Website', 'url'),
  field(6, 'mainPhone', 'Main Phone', 'phone'),
  field(8, 'numberOfEmployees', 'Num Employees', 'integer'),
  field(9, 'industry', 'Industry', 'string'),
  field(16, 'billingCountry', 'Billing Country', 'string'),
  field(26, 'personType', 'Person Type', 'string', system),
  field(36, 'isAnonymous', 'Is Anonymous', 'boolean', system),
  field(38, 'salutation', 'Salutation', 'string'),
  field(48, 'firstName', 'First Name', 'string'),
  field(49, 'middleName', 'Middle Name', 'string'),
  field(50, 'lastName', 'Last Name', 'string'),
  field(51, 'email', 'Email Address', 'email', { searchable: true }),
  field(52, 'phone', 'Phone Number', 'phone'),
  field(53, 'mobilePhone', 'Mobile Phone Number', 'phone'),
  field(55, 'title', 'Job Title', 'string'),
  field(57, 'dateOfBirth', 'Date of Birth', 'date'),
  field(58, 'city', 'City', 'string'),
  field(61, 'country', 'Country', 'string'),
  field(64, 'leadSource', 'Lead Source', 'string'),
  field(65, 'leadStatus', 'Lead Status', 'string'),
  field(70, 'createdAt', 'Created At', 'datetime', system),
  field(71, 'updatedAt', 'Updated At', 'datetime', system),
  field(92, 'unsubscribed', 'Unsubscribed', 'boolean'),
  field(93, 'unsubscribedReason', 'Unsubscribed Reason', 'text'),
  field(94, 'emailInvalid', 'Email Invalid', 'boolean'),
  field(95, 'emailInvalidCause', 'Email Invalid Cause', 'text'),
  field(96, 'marketingSuspended', 'Marketing Suspended', 'boolean'),
  field(97, 'blackListed', 'Black Listed', 'boolean'),
  field(98, 'emailSuspended', 'Email Suspended', 'boolean'),
  field(99, 'emailSuspendedAt', 'Email Suspended At', 'datetime'),
  field(100, 'doNotCall', 'Do Not Call', 'boolean'),
  field(101, 'doNotCallReason', 'Do Not Call Reason', 'text'),
  field(112, 'id', 'Id', 'integer', { ...system, searchable: true }),
  field(120, 'externalSalesPersonId', 'External Sales Person Id', 'string', system),
  field(146, 'leadScore', 'Lead Score', 'integer'),
  field(150, 'leadPartitionId', 'Lead Partition Id', 'integer', { ...system, searchable: true }),
  field(1002, 'profileFit', 'Profile Fit', 'percent', { custom: true }),
];

const sfdcFields: FieldDef[] = [
  field(168, 'sfdcType', 'SFDC Type', 'string', crm),
  field(169, 'sfdcLeadId', 'SFDC Lead Id', 'string', crmKey),
  field(170, 'sfdcContactId', 'SFDC Contact Id', 'string', crmKey),
  field(171, 'sfdcAccountId', 'SFDC Account Id', 'string', crmKey),
  field(172, 'sfdcLeadOwnerId', 'SFDC Lead Owner Id', 'string', crmKey),
  field(173, 'sfdcId', 'SFDC Id', 'lead_function', system),
];

const linkedInField = field(230, 'linkedInProfileURL', 'Marketo Social LinkedIn Profile URL', 'url');
const ownerNameField = field(1001, 'ownerName', 'Owner Name', 'string', {
  readOnly: true,
  tracked: false,
  custom: true,
  searchable: true,
});
