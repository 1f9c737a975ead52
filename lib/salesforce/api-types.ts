/** The wire of Salesforce's REST API and OAuth in its own spelling: only what we use, checked before it is believed. */
import { z } from 'zod';

/** One failed record names its code `statusCode`; a failed request `errorCode`. */
const WireError = z.looseObject({
  statusCode: z.string().optional(),
  errorCode: z.string().optional(),
  message: z.string().nullish(),
  fields: z.array(z.string()).nullish(),
});
export type WireError = z.infer<typeof WireError>;

/** The body of a refused request. */
export const WireErrors = z.array(WireError).min(1);

/** What became of one record of a collection. */
export const WireItem = z.looseObject({
  id: z.string().nullish(),
  success: z.boolean(),
  created: z.boolean().optional(),
  errors: z.array(WireError).nullish(),
});
export type WireItem = z.infer<typeof WireItem>;

const WireField = z.looseObject({
  name: z.string(),
  label: z.string().default(''),
  type: z.string(),
  length: z.number().int().nullish(),
  createable: z.boolean(),
  updateable: z.boolean(),
  externalId: z.boolean().default(false),
  unique: z.boolean().default(false),
  picklistValues: z
    .array(
      z.looseObject({ value: z.string(), active: z.boolean().default(true), defaultValue: z.boolean().default(false) }),
    )
    .nullish()
    .transform((values) => values ?? []),
});

export const WireObjectDescription = z.looseObject({
  name: z.string(),
  createable: z.boolean(),
  updateable: z.boolean(),
  fields: z.array(WireField),
});
export type WireObjectDescription = z.infer<typeof WireObjectDescription>;

/** One page of a query; `nextRecordsUrl` leads to the next where there is one, and never to another host. */
export function WireQueryPage<Row>(row: z.ZodType<Row>) {
  return z.looseObject({
    done: z.boolean(),
    nextRecordsUrl: z.string().startsWith('/services/data/').optional(),
    records: z.array(row),
  });
}

export const WireLimits = z.looseObject({
  DailyApiRequests: z.looseObject({ Max: z.number(), Remaining: z.number() }),
});

export const WireVersions = z.array(z.looseObject({ version: z.string() })).min(1);

/** A login gives a refresh token if the app has the scope for it, a renewal where tokens rotate. */
export const WireTokens = z.looseObject({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  instance_url: z.url(),
  scope: z.string().default(''),
});

export const WireUserInfo = z.looseObject({
  user_id: z.string(),
  organization_id: z.string(),
  preferred_username: z.string(),
  name: z.string().default(''),
  email: z.string().nullish(),
  zoneinfo: z.string().nullish(),
});

export const WireTaskStatus = z.looseObject({
  MasterLabel: z.string(),
  ApiName: z.string().nullish(),
  IsClosed: z.boolean(),
});
export type WireTaskStatus = z.infer<typeof WireTaskStatus>;
