import { z } from 'zod';
import { personSorts, personStates } from './model';

const text = z.string().nullable();

/** The 13 fields, then who owns the person and how fresh the row is. */
export const PersonView = z.object({
  marketoId: z.number().int(),
  firstName: text,
  lastName: text,
  email: text,
  title: text,
  company: text,
  phone: text,
  linkedinUrl: text,
  source: text,
  sfdcContactId: text,
  sfdcLeadId: text,
  sfdcAccountId: text,
  sfdcOpportunityId: text,
  owner: z.object({ sfdcId: text, name: text }),
  /** When this row was last read from Marketo. */
  syncedAt: z.iso.datetime(),
  /** Marketo's own creation and update times of the record. */
  createdAt: z.iso.datetime().nullable(),
  updatedAt: z.iso.datetime().nullable(),
});
export type PersonView = z.infer<typeof PersonView>;

/** One person with what the list does not need: why it is or is not in the list, and where else to open it. */
export const PersonDetail = PersonView.extend({
  state: z.enum(personStates),
  stateSince: z.iso.datetime(),
  links: z.object({ marketo: z.url().nullable(), salesforce: z.url().nullable() }),
});
export type PersonDetail = z.infer<typeof PersonDetail>;

// Postgres text cannot hold a NUL.
const storable = (longest: number) =>
  z
    .string()
    .max(longest)
    .refine((s) => !s.includes('\0'), 'Expected plain text');
const words = (longest: number) => z.string().trim().pipe(storable(longest));

export const PeopleQuery = z.object({
  search: words(200).optional(),
  owner: words(50).optional(),
  source: words(255).optional(),
  company: words(255).optional(),
  /** A column, with a leading minus for descending: `name`, `-updatedAt`. */
  sort: z.enum([...personSorts, ...personSorts.map((s) => `-${s}` as const)]).default('name'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().max(2000).optional(),
});
export type PeopleQuery = z.infer<typeof PeopleQuery>;

export const PeoplePage = z.object({
  items: z.array(PersonView),
  nextCursor: z.string().nullable(),
  total: z.number().int(),
  /** True when `total` is a floor ("more than"), not a count. */
  totalIsEstimate: z.boolean(),
  /** When the change feeds were last read to their end; null before the first sync. */
  asOf: z.iso.datetime().nullable(),
});
export type PeoplePage = z.infer<typeof PeoplePage>;

/** The values the filter chips offer, most people first. */
export const PeopleFilters = z.object({
  owners: z.array(z.object({ sfdcId: z.string(), name: text, people: z.number().int() })),
  sources: z.array(z.object({ value: z.string(), people: z.number().int() })),
  companies: z.array(z.object({ value: z.string(), people: z.number().int() })),
});
export type PeopleFilters = z.infer<typeof PeopleFilters>;

/** What a people cursor holds: the sort it belongs to, the position of the last row, and the count made for page one. */
export const PeopleCursor = z.object({
  sort: z.string(),
  /** Untouched: the blank of a missing first or last name is part of the position. */
  key: storable(2000),
  marketoId: z.number().int(),
  total: z.number().int(),
  totalIsEstimate: z.boolean(),
});
export type PeopleCursor = z.infer<typeof PeopleCursor>;

export const PersonParams = z.object({
  marketoId: z.coerce.number('Expected a Marketo ID, a whole number').int().positive().max(Number.MAX_SAFE_INTEGER),
});
