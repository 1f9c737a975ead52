import { z } from 'zod';
import { loadChoices, loadMethods, mappingSources, marketoFields } from './model';

export const FieldMappingView = z.array(
  z.object({
    field: z.enum(marketoFields),
    marketoName: z.string().nullable(),
    displayName: z.string().nullable(),
    source: z.enum(mappingSources),
  }),
);

export const MarketoSettings = z.object({
  connected: z.boolean(),
  baseUrl: z.string().nullable(),
  clientId: z.string().nullable(),
  /** The secret itself is never returned. */
  hasSecret: z.boolean(),
  connectedAt: z.iso.datetime().nullable(),
  lastOkAt: z.iso.datetime().nullable(),
  /** The last failure in words, null after a success. */
  lastFault: z.string().nullable(),
  /** By how much Marketo's clock is ahead of ours; null before it was heard. */
  clockAheadMs: z.number().int().nullable(),
  fieldMapping: FieldMappingView,
  /** Fields an admin may map a missing one to. */
  availableFields: z.array(z.object({ name: z.string(), displayName: z.string(), dataType: z.string() })),
  /** Whether the API role may read opportunity roles, the only source of the opportunity ID. */
  readsOpportunities: z.boolean(),
  /** Where a person's record opens in Marketo's and Salesforce's own web pages; null hides the link. */
  webUrl: z.string().nullable(),
  salesforceUrl: z.string().nullable(),
  contactsAlwaysOwned: z.boolean(),
  callsPerWindow: z.number().int(),
  concurrent: z.number().int(),
  /** Marketo's daily quota of the instance, which all its integrations share. */
  dailyCalls: z.number().int(),
});
export type MarketoSettings = z.infer<typeof MarketoSettings>;

const trimmed = z.string().trim();
const webAddress = trimmed
  .transform((address) => address.replace(/\/+$/, ''))
  .pipe(z.url({ protocol: /^https?$/, error: 'Expected a web address, such as https://app-sj01.marketo.com' }));

export const MarketoSettingsInput = z.object({
  baseUrl: trimmed.pipe(
    z.url({ protocol: /^https?$/, error: 'Expected the REST endpoint, such as https://123-ABC-456.mktorest.com' }),
  ),
  clientId: trimmed.min(1, 'Expected the Client ID of the Marketo custom service'),
  /** Absent keeps the stored secret. */
  clientSecret: trimmed.min(1).optional(),
  /** Marketo field for each product field that was not found by itself; null leaves it unmapped. */
  fieldChoices: z.partialRecord(z.enum(marketoFields), z.string().nullable()).optional(),
  webUrl: webAddress.nullable().optional(),
  salesforceUrl: webAddress.nullable().optional(),
  contactsAlwaysOwned: z.boolean().optional(),
  callsPerWindow: z.number().int().min(5).max(100).optional(),
  concurrent: z.number().int().min(1).max(10).optional(),
  dailyCalls: z.number().int().min(1_000).max(10_000_000).optional(),
});
export type MarketoSettingsInput = z.infer<typeof MarketoSettingsInput>;

/** The outcome of "Test connection": each check with a sentence, never an exception. */
export const MarketoTest = z.object({
  ok: z.boolean(),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), message: z.string() })),
  apiCalls: z.number().int(),
});
export type MarketoTest = z.infer<typeof MarketoTest>;

const listId = z.number().int().positive().nullable();

/** How the first load reads people, and what the instance can do. */
export const MarketoLoading = z.object({
  connected: z.boolean(),
  /** What will be done as things are, and a sentence why. */
  method: z.enum(loadMethods),
  why: z.string(),
  choice: z.enum(loadChoices),
  /** Every method, most direct first; `obstacle` is a sentence when it cannot be used. */
  options: z.array(z.object({ method: z.enum(loadMethods), obstacle: z.string().nullable() })),
  listName: z.string(),
  smartListId: listId,
  staticListId: listId,
  /** Null before Marketo was asked. */
  capabilities: z
    .object({
      checkedAt: z.iso.datetime(),
      bulkExtract: z.boolean(),
      smartListFilter: z.boolean(),
      updatedAtFilter: z.boolean(),
      smartList: z.object({ id: z.number().int(), name: z.string() }).nullable(),
      staticList: z.object({ id: z.number().int(), name: z.string() }).nullable(),
      notes: z.array(z.string()),
    })
    .nullable(),
});
export type MarketoLoading = z.infer<typeof MarketoLoading>;

export const MarketoLoadingInput = z.object({
  choice: z.enum(loadChoices),
  /** The exact name of the list with the people who have a sales owner. */
  listName: trimmed.min(1, 'Expected the name of a list'),
  /** An ID goes before the name. */
  smartListId: listId,
  staticListId: listId,
});
export type MarketoLoadingInput = z.infer<typeof MarketoLoadingInput>;
