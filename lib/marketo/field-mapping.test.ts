import { describe, expect, test } from 'vitest';
import type { FieldMapping, MarketoField } from '@/lib/settings/model';
import type { WireField } from './api-types';
import { fieldMappingFromDescription, wireFieldsOf } from './field-mapping';

const standard = [
  ['id', 'Id'],
  ['firstName', 'First Name'],
  ['lastName', 'Last Name'],
  ['email', 'Email Address'],
  ['title', 'Job Title'],
  ['company', 'Company Name'],
  ['phone', 'Phone Number'],
  ['leadSource', 'Lead Source'],
  ['sfdcContactId', 'SFDC Contact Id'],
  ['sfdcLeadId', 'SFDC Lead Id'],
  ['sfdcAccountId', 'SFDC Account Id'],
  ['sfdcLeadOwnerId', 'SFDC Lead Owner Id'],
].map(([name, displayName]) => aField(name as string, displayName as string));

const social = [
  aField('linkedInPhotoURL', 'Marketo Social LinkedIn Photo URL', 'url'),
  aField('linkedInDisplayName', 'Marketo Social LinkedIn Display Name'),
  aField('linkedInReach', 'Marketo Social LinkedIn Reach', 'integer'),
];

describe('fieldMappingFromDescription', () => {
  test('finds the standard names', () => {
    const mapping = fieldMappingFromDescription({
      fields: [...standard, aField('linkedInProfileURL', 'Marketo Social LinkedIn Profile URL', 'url')],
    });
    expect(of(mapping, 'source')).toEqual({
      field: 'source',
      marketoName: 'leadSource',
      displayName: 'Lead Source',
      source: 'exact',
    });
    expect(mapping.filter((m) => m.source === 'exact').map((m) => m.field)).toEqual([
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
    ]);
  });

  test('takes another case of the name', () => {
    const mapping = fieldMappingFromDescription({ fields: [aField('SFDCLeadID', 'Salesforce')] });
    expect(of(mapping, 'sfdcLeadId')).toMatchObject({ marketoName: 'SFDCLeadID', source: 'case-insensitive' });
  });

  test.each([
    ['a custom LinkedIn address', aField('LinkedIn__c', 'LinkedIn', 'url'), 'linkedinUrl'],
    ['a LinkedIn text', aField('li', 'Linked In Profile', 'text'), 'linkedinUrl'],
    ['a lead owner name', aField('leadOwnerName', 'Lead Owner Full Name'), 'ownerName'],
    ['a renamed Salesforce id', aField('crmContact', 'Salesforce Contact ID'), 'sfdcContactId'],
  ] as const)('recognises %s by its display name', (_, field, product) => {
    const mapping = fieldMappingFromDescription({ fields: [...social, field] });
    expect(of(mapping, product)).toMatchObject({ marketoName: field.name, source: 'display-name' });
  });

  test('prefers the address among several LinkedIn fields, and takes no photo, name or number', () => {
    const fields = [...social, aField('liNote', 'LinkedIn note'), aField('liUrl', 'LinkedIn URL', 'url')];
    expect(of(fieldMappingFromDescription({ fields }), 'linkedinUrl').marketoName).toBe('liUrl');
    expect(of(fieldMappingFromDescription({ fields: social }), 'linkedinUrl').source).toBe('missing');
  });

  test.each(['Account Owner Name', 'Lead Owner First Name', 'Lead Owner Last Name'])(
    'does not take %s as owner',
    (title) => {
      expect(of(fieldMappingFromDescription({ fields: [aField('x', title)] }), 'ownerName').source).toBe('missing');
    },
  );

  test('a choice wins over what would be found, and one that no longer exists is passed over', () => {
    const fields = [...standard, aField('mobilePhone', 'Mobile')];
    expect(of(fieldMappingFromDescription({ fields }, { phone: 'mobilePhone' }), 'phone')).toMatchObject({
      marketoName: 'mobilePhone',
      source: 'chosen',
    });
    expect(of(fieldMappingFromDescription({ fields }, { phone: 'gone' }), 'phone')).toMatchObject({ source: 'exact' });
  });

  test('a field that one product field was given is not found for another', () => {
    const mapping = fieldMappingFromDescription({ fields: standard }, { title: 'company' });
    expect(of(mapping, 'title').marketoName).toBe('company');
    expect(of(mapping, 'company').source).toBe('missing');
  });

  test('a refused guess stays missing, a standard name is found all the same', () => {
    const fields = [...standard, aField('LinkedIn__c', 'LinkedIn', 'url')];
    const mapping = fieldMappingFromDescription({ fields }, { linkedinUrl: null, phone: null });
    expect(of(mapping, 'linkedinUrl').source).toBe('missing');
    expect(of(mapping, 'phone').source).toBe('exact');
  });

  test('an instance without Salesforce has the rest', () => {
    const fields = standard.filter((f) => !f.name.startsWith('sfdc'));
    const mapping = fieldMappingFromDescription({ fields });
    expect(of(mapping, 'ownerId')).toEqual({
      field: 'ownerId',
      marketoName: null,
      displayName: null,
      source: 'missing',
    });
    expect(wireFieldsOf(mapping)).toEqual([
      'id',
      'firstName',
      'lastName',
      'email',
      'title',
      'company',
      'phone',
      'leadSource',
      'createdAt',
      'updatedAt',
    ]);
  });
});

function aField(name: string, displayName: string, dataType = 'string'): WireField {
  return { name, displayName, dataType };
}

function of(mapping: FieldMapping, field: MarketoField) {
  const found = mapping.find((m) => m.field === field);
  if (!found) throw new Error(`${field} is not in the mapping`);
  return found;
}
