/** The wire of Marketo's REST API in its own spelling: only what we use, tolerant of what real instances leave out. */
import { z } from 'zod';
import { parseMarketoDate } from './dates';

/** A person record: `id` and whichever fields were asked for; an empty field is absent or null. */
export const WireLead = z.looseObject({ id: z.coerce.number().int() });
export type WireLead = z.infer<typeof WireLead>;

/** Text, number, boolean or list; absent when empty. */
const attributeValue = z.unknown().optional();

export const WireActivity = z.looseObject({
  id: z.coerce.number().optional(),
  /** The only unique key of an activity; `id` repeats or is missing on newer instances. */
  marketoGUID: z.union([z.string().min(1), z.number()]).transform(String),
  leadId: z.coerce.number().int(),
  activityDate: z.string(),
  activityTypeId: z.coerce.number().int(),
  campaignId: z.coerce.number().nullish(),
  primaryAttributeValueId: z.union([z.number(), z.string()]).nullish(),
  primaryAttributeValue: attributeValue,
  attributes: z.array(z.object({ name: z.string(), value: attributeValue })).nullish(),
  fields: z.array(z.looseObject({ name: z.string(), newValue: attributeValue, oldValue: attributeValue })).nullish(),
});
export type WireActivity = z.infer<typeof WireActivity>;

/** `nextPageToken` is a position to keep; `moreResult` alone says whether to go on, even after an empty page. */
export type ActivityPage = { activities: WireActivity[]; nextPageToken: string; moreResult: boolean };

const activityAttribute = z.looseObject({
  name: z.string(),
  apiName: z.string().nullish(),
  dataType: z.string().nullish(),
});

export const WireActivityType = z.looseObject({
  id: z.coerce.number().int(),
  name: z.string(),
  /** Only custom types have one. */
  apiName: z.string().nullish(),
  primaryAttribute: activityAttribute.nullish(),
  attributes: z.array(activityAttribute).nullish(),
});
export type WireActivityType = z.infer<typeof WireActivityType>;

const customAttribute = z.looseObject({ apiName: z.string(), name: z.string().nullish() });

/** A custom type as the list of them has it, or, with attributes, its description. */
export const WireCustomActivityType = z.looseObject({
  id: z.coerce.number().int().nullish(),
  apiName: z.string(),
  status: z.string().nullish(),
  primaryAttribute: customAttribute.nullish(),
  attributes: z.array(customAttribute).nullish(),
});
export type WireCustomActivityType = z.infer<typeof WireCustomActivityType>;

const wireError = z.looseObject({ code: z.coerce.string(), message: z.string().nullish() });

/** What came of one activity of a write. Nothing is demanded of it: an odd one must not hide the others. */
export const WireAddedActivity = z.looseObject({
  status: z.string().nullish().catch(null),
  marketoGUID: z
    .union([z.string().min(1), z.number()])
    .transform(String)
    .nullish()
    .catch(null),
  errors: z.array(wireError).nullish().catch(null),
  reasons: z.array(wireError).nullish().catch(null),
});
export type WireAddedActivity = z.infer<typeof WireAddedActivity>;

/** A custom activity as it is written. Every part is required, `attributes` may be empty. */
export type WireNewActivity = {
  leadId: number;
  activityDate: string;
  activityTypeId: number;
  primaryAttributeValue: string;
  attributes: { apiName: string; value: string | number | boolean }[];
};

export const WireField = z.looseObject({
  name: z.string(),
  displayName: z.string().nullish(),
  dataType: z.string().nullish(),
});
export type WireField = z.infer<typeof WireField>;

export const WireDescription = z.looseObject({
  name: z.string().nullish(),
  searchableFields: z.array(z.array(z.string())).nullish(),
  fields: z.array(WireField),
});
export type WireDescription = z.infer<typeof WireDescription>;

export const WireOpportunityRole = z.looseObject({
  leadId: z.coerce.number().int(),
  externalOpportunityId: z.string().nullish(),
  isPrimary: z.boolean().nullish(),
  externalCreatedDate: z.string().nullish(),
});
export type WireOpportunityRole = z.infer<typeof WireOpportunityRole>;

export const WireUsage = z.looseObject({ date: z.string(), total: z.coerce.number() });
export type WireUsage = z.infer<typeof WireUsage>;

export const WireErrorCounts = z.looseObject({
  date: z.string(),
  errors: z.array(z.looseObject({ errorCode: z.coerce.string(), count: z.coerce.number().int() })).nullish(),
});
export type WireErrorCounts = z.infer<typeof WireErrorCounts>;

const moment = z.string().nullish().transform(parseMarketoDate);

export const WireLeadExport = z.looseObject({
  exportId: z.string().min(1),
  status: z
    .enum(['Created', 'Queued', 'Processing', 'Cancelled', 'Canceled', 'Completed', 'Failed'])
    .transform((status) => (status === 'Canceled' ? 'Cancelled' : status)),
  createdAt: moment,
  startedAt: moment,
  finishedAt: moment,
  numberOfRecords: z.coerce.number().int().nullish(),
  fileSize: z.coerce.number().int().nullish(),
  fileChecksum: z.string().nullish(),
  errorMsg: z.string().nullish(),
});
export type WireLeadExport = z.infer<typeof WireLeadExport>;

export const WireList = z.looseObject({ id: z.coerce.number().int(), name: z.string() });
export type WireList = z.infer<typeof WireList>;
