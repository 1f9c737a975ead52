/** What objects and fields there are, as this user sees them. */

import { SalesforceError } from '@/simulators/salesforce/errors';
import { type ApiRequest, type Instance, type Route, route } from '@/simulators/salesforce/instance';
import type { Field, ObjectSchema } from '@/simulators/salesforce/schema/field';

/** Refuses what does not exist and what this user may not use alike. */
export function schemaFor(instance: Instance, request: ApiRequest, name: string): ObjectSchema {
  const schema = instance.org.book.object(name, request.userId);
  if (!schema) throw new SalesforceError('NOT_FOUND');
  return schema;
}

export const describeRoutes: Route[] = [
  route('GET', '/sobjects', (instance, request) => {
    const known = instance.org.book.objects().filter(({ name }) => instance.org.book.object(name, request.userId));
    const sobjects = known.map((schema) => describeObject(schema, request.apiPath));
    return { status: 200, body: { encoding: 'UTF-8', maxBatchSize: 200, sobjects } };
  }),
  route('GET', '/sobjects/{object}', (instance, request, [name = '']) => {
    const schema = schemaFor(instance, request, name);
    return { status: 200, body: { objectDescribe: describeObject(schema, request.apiPath), recentItems: [] } };
  }),
  route('GET', '/sobjects/{object}/describe', (instance, request, [name = '']) => {
    const schema = schemaFor(instance, request, name);
    const fields = instance.org.book.visibleFields(schema, request.userId).map(describeField);
    const { childRelationships } = schema;
    return {
      status: 200,
      body: { ...describeObject(schema, request.apiPath), fields, childRelationships, recordTypeInfos: [] },
    };
  }),
];

function describeObject({ name, label, keyPrefix, createable }: ObjectSchema, apiPath: string) {
  const base = `${apiPath}/sobjects/${name}`;
  return {
    name,
    label,
    labelPlural: `${label}s`,
    keyPrefix,
    createable,
    updateable: createable,
    deletable: createable,
    queryable: true,
    retrieveable: true,
    replicateable: createable,
    undeletable: createable,
    searchable: createable,
    custom: name.endsWith('__c'),
    customSetting: false,
    urls: { sobject: base, describe: `${base}/describe`, rowTemplate: `${base}/{ID}` },
  };
}

function describeField(field: Field) {
  const { picklistValues, restricted, ...facts } = field;
  const soapTypes: Partial<Record<Field['type'], string>> = {
    id: 'tns:ID',
    reference: 'tns:ID',
    boolean: 'xsd:boolean',
    int: 'xsd:int',
    currency: 'xsd:double',
    date: 'xsd:date',
    datetime: 'xsd:dateTime',
  };
  return {
    ...facts,
    byteLength: field.length * 3,
    soapType: soapTypes[field.type] ?? 'xsd:string',
    restrictedPicklist: restricted,
    calculated: false,
    autoNumber: false,
    groupable: field.filterable,
    nameField: field.name === 'Name',
    polymorphicForeignKey: field.referenceTo.length > 1,
    picklistValues: picklistValues.map((each) => ({ ...each, validFor: null })),
  };
}
