/** What one field of an object is: the facts behind describe, behind every write, and behind every query. */
export type FieldType =
  | 'id'
  | 'string'
  | 'combobox'
  | 'textarea'
  | 'email'
  | 'phone'
  | 'url'
  | 'picklist'
  | 'boolean'
  | 'int'
  | 'currency'
  | 'date'
  | 'datetime'
  | 'reference';

export type PicklistValue = { value: string; label: string; active: boolean; defaultValue: boolean };

export type Field = {
  name: string;
  label: string;
  type: FieldType;
  length: number;
  createable: boolean;
  updateable: boolean;
  nillable: boolean;
  /** Left out, the server fills it; so it is not demanded. */
  defaultedOnCreate: boolean;
  externalId: boolean;
  idLookup: boolean;
  unique: boolean;
  caseSensitive: boolean;
  /** A value outside the picklist is refused. */
  restricted: boolean;
  filterable: boolean;
  sortable: boolean;
  custom: boolean;
  referenceTo: string[];
  relationshipName: string | null;
  picklistValues: PicklistValue[];
};

export type ObjectSchema = {
  name: string;
  label: string;
  keyPrefix: string | null;
  createable: boolean;
  fields: Field[];
  childRelationships: { childSObject: string; field: string; relationshipName: string }[];
};

type Extra = Partial<Omit<Field, 'name' | 'type'>>;

/** A field that may be written and left empty, unless `extra` says otherwise. */
export function field(name: string, type: FieldType, extra: Extra = {}): Field {
  return {
    name,
    label: labelOf(name),
    type,
    length: lengthOf(type),
    createable: true,
    updateable: true,
    nillable: true,
    defaultedOnCreate: type === 'boolean',
    externalId: false,
    idLookup: false,
    unique: false,
    caseSensitive: false,
    restricted: false,
    filterable: type !== 'textarea',
    sortable: type !== 'textarea',
    custom: name.endsWith('__c'),
    referenceTo: [],
    relationshipName: null,
    picklistValues: [],
    ...extra,
  };
}

/** A field that only the server writes. */
export function system(name: string, type: FieldType, extra: Extra = {}): Field {
  return field(name, type, { createable: false, updateable: false, defaultedOnCreate: true, ...extra });
}

export function text(name: string, length: number, extra: Extra = {}): Field {
  return field(name, 'string', { length, ...extra });
}

export function reference(name: string, referenceTo: string[], extra: Extra = {}): Field {
  return field(name, 'reference', { referenceTo, relationshipName: relationshipOf(name), ...extra });
}

/** The first value is the default when `byDefault` names none; an empty `byDefault` leaves the field without one. */
export function picklist(name: string, values: readonly string[], extra: Extra & { byDefault?: string } = {}): Field {
  const { byDefault, ...rest } = extra;
  const picklistValues = values.map((value) => ({
    value,
    label: value,
    active: true,
    defaultValue: value === byDefault,
  }));
  return field(name, 'picklist', { length: 255, defaultedOnCreate: Boolean(byDefault), picklistValues, ...rest });
}

/** What every object has: its id, its dates, and who made and changed it. */
export function systemFields(): Field[] {
  return [
    system('Id', 'id', { label: 'Record ID', nillable: false, idLookup: true }),
    system('IsDeleted', 'boolean', { label: 'Deleted', nillable: false }),
    system('CreatedDate', 'datetime', { nillable: false }),
    system('CreatedById', 'reference', { referenceTo: ['User'], relationshipName: 'CreatedBy', nillable: false }),
    system('LastModifiedDate', 'datetime', { nillable: false }),
    system('LastModifiedById', 'reference', {
      referenceTo: ['User'],
      relationshipName: 'LastModifiedBy',
      nillable: false,
    }),
    system('SystemModstamp', 'datetime', { nillable: false }),
  ];
}

function relationshipOf(name: string): string {
  return name.endsWith('__c') ? name.replace(/__c$/, '__r') : name.replace(/Id$/, '');
}

function labelOf(name: string): string {
  return name
    .replace(/__c$/, '')
    .replaceAll('_', ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2');
}

function lengthOf(type: FieldType): number {
  const lengths: Partial<Record<FieldType, number>> = { id: 18, reference: 18, email: 80, phone: 40, url: 255 };
  return lengths[type] ?? (type === 'textarea' ? 32_000 : type === 'combobox' || type === 'picklist' ? 255 : 0);
}
