/** The other objects that sales activities touch: people, companies, deals, users. */
import { type Field, field, type ObjectSchema, picklist, reference, system, systemFields, text } from './field';

const tasks = (childField: string) => ({ childSObject: 'Task', field: childField, relationshipName: 'Tasks' });

const person: Field[] = [
  text('FirstName', 40),
  text('LastName', 80, { nillable: false }),
  system('Name', 'string', { label: 'Full Name', length: 121, nillable: false }),
  field('Email', 'email', { idLookup: true }),
  field('Phone', 'phone', { label: 'Business Phone' }),
  text('Title', 128),
  field('HasOptedOutOfEmail', 'boolean', { label: 'Email Opt Out', nillable: false }),
  field('DoNotCall', 'boolean', { nillable: false }),
  text('EmailBouncedReason', 255),
  field('EmailBouncedDate', 'datetime'),
  system('LastActivityDate', 'date', { label: 'Last Activity' }),
];

function owner(referenceTo: string[]): Field {
  return reference('OwnerId', referenceTo, { label: 'Owner ID', nillable: false, defaultedOnCreate: true });
}

export const leadSchema: ObjectSchema = {
  name: 'Lead',
  label: 'Lead',
  keyPrefix: '00Q',
  createable: true,
  childRelationships: [tasks('WhoId')],
  fields: [
    ...systemFields(),
    ...person,
    text('Company', 255, { nillable: false }),
    owner(['Group', 'User']),
    picklist(
      'Status',
      ['Open - Not Contacted', 'Working - Contacted', 'Closed - Converted', 'Closed - Not Converted'],
      {
        nillable: false,
        byDefault: 'Open - Not Contacted',
      },
    ),
    picklist('LeadSource', ['Web', 'Phone Inquiry', 'Partner Referral', 'Purchased List', 'Other']),
    reference('MasterRecordId', ['Lead'], { createable: false, updateable: false }),
    system('IsConverted', 'boolean', { label: 'Converted', nillable: false }),
    system('ConvertedDate', 'date'),
    reference('ConvertedContactId', ['Contact'], { createable: false, updateable: false }),
    reference('ConvertedAccountId', ['Account'], { createable: false, updateable: false }),
    reference('ConvertedOpportunityId', ['Opportunity'], { createable: false, updateable: false }),
    field('mkto_sales_opt_out__c', 'boolean', { label: 'Marketo Sales Opt Out', nillable: false }),
  ],
};

export const contactSchema: ObjectSchema = {
  name: 'Contact',
  label: 'Contact',
  keyPrefix: '003',
  createable: true,
  childRelationships: [
    tasks('WhoId'),
    { childSObject: 'OpportunityContactRole', field: 'ContactId', relationshipName: 'OpportunityContactRoles' },
  ],
  fields: [
    ...systemFields(),
    ...person,
    reference('AccountId', ['Account']),
    owner(['User']),
    reference('MasterRecordId', ['Contact'], { createable: false, updateable: false }),
    system('IsEmailBounced', 'boolean', { nillable: false }),
    field('mkto_sales_opt_out__c', 'boolean', { label: 'Marketo Sales Opt Out', nillable: false }),
  ],
};

export const accountSchema: ObjectSchema = {
  name: 'Account',
  label: 'Account',
  keyPrefix: '001',
  createable: true,
  childRelationships: [
    { childSObject: 'Contact', field: 'AccountId', relationshipName: 'Contacts' },
    { childSObject: 'Opportunity', field: 'AccountId', relationshipName: 'Opportunities' },
    tasks('WhatId'),
  ],
  fields: [
    ...systemFields(),
    text('Name', 255, { label: 'Account Name', nillable: false }),
    owner(['User']),
    picklist('Industry', ['Manufacturing', 'Banking', 'Healthcare', 'Retail', 'Energy', 'Education', 'Technology']),
    reference('MasterRecordId', ['Account'], { createable: false, updateable: false }),
    system('LastActivityDate', 'date'),
  ],
};

export const stages = ['Prospecting', 'Qualification', 'Proposal', 'Negotiation', 'Closed Won', 'Closed Lost'];

export const opportunitySchema: ObjectSchema = {
  name: 'Opportunity',
  label: 'Opportunity',
  keyPrefix: '006',
  createable: true,
  childRelationships: [
    { childSObject: 'OpportunityContactRole', field: 'OpportunityId', relationshipName: 'OpportunityContactRoles' },
    tasks('WhatId'),
  ],
  fields: [
    ...systemFields(),
    text('Name', 120, { nillable: false }),
    reference('AccountId', ['Account']),
    owner(['User']),
    picklist('StageName', stages, { nillable: false }),
    field('CloseDate', 'date', { nillable: false }),
    field('Amount', 'currency'),
    system('IsClosed', 'boolean', { nillable: false }),
    system('IsWon', 'boolean', { nillable: false }),
    system('LastActivityDate', 'date'),
  ],
};

export const contactRoleSchema: ObjectSchema = {
  name: 'OpportunityContactRole',
  label: 'Opportunity Contact Role',
  keyPrefix: '00K',
  createable: true,
  childRelationships: [],
  fields: [
    ...systemFields(),
    reference('OpportunityId', ['Opportunity'], { nillable: false, updateable: false }),
    reference('ContactId', ['Contact'], { nillable: false, updateable: false }),
    picklist('Role', ['Decision Maker', 'Influencer', 'Economic Buyer', 'Other']),
    field('IsPrimary', 'boolean', { nillable: false }),
  ],
};

const readOnly = { createable: false, updateable: false };

export const userSchema: ObjectSchema = {
  name: 'User',
  label: 'User',
  keyPrefix: '005',
  createable: false,
  childRelationships: [],
  fields: [
    ...systemFields().filter((each) => each.name !== 'IsDeleted'),
    text('Username', 80, { ...readOnly, idLookup: true }),
    field('Email', 'email', readOnly),
    text('FirstName', 40, readOnly),
    text('LastName', 80, readOnly),
    text('Name', 121, readOnly),
    field('IsActive', 'boolean', { ...readOnly, nillable: false }),
    text('TimeZoneSidKey', 40, readOnly),
    text('LocaleSidKey', 40, readOnly),
    text('ProfileId', 18, readOnly),
    text('UserType', 40, readOnly),
  ],
};

export const groupSchema: ObjectSchema = {
  name: 'Group',
  label: 'Group',
  keyPrefix: '00G',
  createable: false,
  childRelationships: [],
  fields: [
    ...systemFields().filter((each) => each.name !== 'IsDeleted'),
    text('Name', 40, readOnly),
    text('Type', 40, readOnly),
  ],
};

export const organizationSchema: ObjectSchema = {
  name: 'Organization',
  label: 'Organization',
  keyPrefix: '00D',
  createable: false,
  childRelationships: [],
  fields: [
    ...systemFields().filter((each) => each.name !== 'IsDeleted'),
    text('Name', 80, readOnly),
    field('IsSandbox', 'boolean', readOnly),
    text('InstanceName', 5, readOnly),
    text('OrganizationType', 40, readOnly),
    text('TimeZoneSidKey', 40, readOnly),
    text('LanguageLocaleKey', 40, readOnly),
  ],
};
