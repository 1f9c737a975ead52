/** Which field of this Marketo instance carries which product field, found from its own description. Pure. */
import type { FieldMapping, MappedField, MappingSource, MarketoField } from '@/lib/settings/model';
import { marketoFields } from '@/lib/settings/model';
import type { WireDescription, WireField } from './api-types';

type FieldChoices = Partial<Record<MarketoField, string | null>>;
type Found = { field: WireField; source: MappingSource };

/** The names of an ordinary instance. LinkedIn and the Salesforce ids are absent in many; an owner name has no standard name. */
const standardNames: Record<MarketoField, string | null> = {
  firstName: 'firstName',
  lastName: 'lastName',
  email: 'email',
  title: 'title',
  company: 'company',
  phone: 'phone',
  linkedinUrl: 'linkedInProfileURL',
  source: 'leadSource',
  sfdcContactId: 'sfdcContactId',
  sfdcLeadId: 'sfdcLeadId',
  sfdcAccountId: 'sfdcAccountId',
  ownerId: 'sfdcLeadOwnerId',
  ownerName: null,
};

/**
 * Maps each product field: an admin's choice, else the standard name, else the same name in another case, else a
 * field whose display name says the same, else missing. One Marketo field never serves two product fields unless
 * an admin chose that. A choice of null refuses only the guess by display name.
 */
export function fieldMappingFromDescription(
  description: Pick<WireDescription, 'fields'>,
  choices: FieldChoices = {},
): FieldMapping {
  const found = new Map<MarketoField, Found>();
  const ways: [MappingSource, (field: MarketoField) => WireField | undefined][] = [
    ['chosen', (field) => description.fields.find((f) => f.name === choices[field])],
    ['exact', (field) => description.fields.find((f) => f.name === standardNames[field])],
    ['case-insensitive', (field) => description.fields.find((f) => sameButCase(f.name, standardNames[field]))],
    ['display-name', (field) => (choices[field] === null ? undefined : byDisplayName[field]?.(description.fields))],
  ];
  for (const [source, find] of ways) {
    for (const product of marketoFields) {
      const field = found.has(product) ? undefined : find(product);
      if (!field) continue;
      if (source === 'chosen' || !isTaken(found, field.name)) found.set(product, { field, source });
    }
  }
  return marketoFields.map((field) => mappedField(field, found.get(field)));
}

/** The names to ask Marketo for: what is mapped, and the three that every instance has. */
export function wireFieldsOf(mapping: FieldMapping): string[] {
  const mapped = mapping.map((m) => m.marketoName).filter((name) => name !== null);
  return [...new Set(['id', ...mapped, 'createdAt', 'updatedAt'])];
}

const byDisplayName: Partial<Record<MarketoField, (fields: WireField[]) => WireField | undefined>> = {
  linkedinUrl: linkedInField,
  source: titled(/^lead source$/i),
  sfdcContactId: titled(/^(sfdc|salesforce) contact id$/i),
  sfdcLeadId: titled(/^(sfdc|salesforce) lead id$/i),
  sfdcAccountId: titled(/^(sfdc|salesforce) account id$/i),
  ownerId: titled(/^(sfdc |salesforce )?(lead |sales )?owner id$/i),
  ownerName: titled(/^(?!.*(account|company|first|last)).*owner.*name/i),
};

/** Marketo's social fields also hold a LinkedIn photo, display name, id and reach: only an address will do. */
function linkedInField(fields: WireField[]): WireField | undefined {
  const candidates = fields.filter(
    (f) =>
      /linked\s?in/i.test(titleOf(f)) &&
      !/photo|picture|image|display|\bid\b|reach|refer|enrol|company/i.test(titleOf(f)) &&
      /^(url|string|text)$/i.test(f.dataType ?? 'string'),
  );
  const rank = (f: WireField) => (/profile|url/i.test(titleOf(f)) ? 0 : 1) + (f.dataType === 'url' ? 0 : 2);
  return candidates.sort((a, b) => rank(a) - rank(b))[0];
}

function titled(pattern: RegExp) {
  return (fields: WireField[]) => fields.find((f) => pattern.test(titleOf(f)));
}

function isTaken(found: Map<MarketoField, Found>, name: string): boolean {
  return [...found.values()].some((f) => f.field.name === name);
}

function mappedField(field: MarketoField, found: Found | undefined): MappedField {
  return {
    field,
    marketoName: found?.field.name ?? null,
    displayName: found?.field.displayName ?? null,
    source: found?.source ?? 'missing',
  };
}

const titleOf = (field: WireField) => field.displayName ?? field.name;
const sameButCase = (a: string, b: string | null) => a.toLowerCase() === b?.toLowerCase();
