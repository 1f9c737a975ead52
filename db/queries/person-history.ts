/** The history of people and how many are in each state, written by the same statements that write people. */
import { desc, eq, type SQL, sql } from 'drizzle-orm';
import type { PersonOrigin, WatchedField } from '@/lib/people/model';
import { watchedFields } from '@/lib/people/model';
import type { Tx } from '../client';
import { personEvents } from '../schema';

export type PersonEventRow = typeof personEvents.$inferSelect;

const columns: Record<WatchedField, string> = {
  firstName: 'first_name',
  lastName: 'last_name',
  email: 'email',
  title: 'title',
  company: 'company',
  phone: 'phone',
  linkedinUrl: 'linkedin_url',
  source: 'source',
  sfdcContactId: 'sfdc_contact_id',
  sfdcLeadId: 'sfdc_lead_id',
  sfdcAccountId: 'sfdc_account_id',
  sfdcOpportunityId: 'sfdc_opportunity_id',
  ownerId: 'owner_sfdc_id',
  ownerName: 'owner_name',
};

/** What happened to a person here, newest first. */
export async function selectPersonEvents(db: Tx, marketoId: number, limit: number): Promise<PersonEventRow[]> {
  return db
    .select()
    .from(personEvents)
    .where(eq(personEvents.marketoId, marketoId))
    .orderBy(desc(personEvents.id))
    .limit(limit);
}

/** A part of a statement: the change of the counts by its CTE `moved (marketo_id, was, now)`; `was` is null for a new row. */
export const countingMoves: SQL = sql`
  insert into people_counts (state, people)
  select state, sum(change) from (
    select was as state, -1 as change from moved where was is not null
    union all select now, 1 from moved) changes
  group by state having sum(change) <> 0
  order by state
  on conflict (state) do update set people = people_counts.people + excluded.people`;

/** A part of a statement: what made us read, as the CTE `told (marketo_id, name, happened_at, teller)`. */
export function eventsTold({ events }: PersonOrigin): SQL {
  const rows = [...(events ?? [])].map(([id, { name, at, source }]) => ({ id, name, at, source }));
  return sql`select t.id as marketo_id, t.name, t.at as happened_at, t.source as teller
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as t (id bigint, name text, at timestamptz, source text)`;
}

/**
 * A part of a statement: what differs between the rows `o` (before) and `w` (after) as JSON, `[]` for nothing. A first
 * reading of the opportunity is no change.
 */
export const differences: SQL = sql`(
  select coalesce(jsonb_agg(jsonb_build_object('field', f.field, 'from', f.old, 'to', f.new) order by f.place), '[]')
  from (values ${sql.join(
    watchedFields.map((field, place) => sql`(${sql.raw(`${place}, '${field}'`)}, ${before(field)}, ${after(field)})`),
    sql`, `,
  )}) as f (place, field, old, new)
  where f.old is distinct from f.new)`;

/** A part of a statement: whether any watched field of `o` and `w` differs; much cheaper than listing them. */
export const differ: SQL = sql`(${each(before)}) is distinct from (${each(after)})`;

/** A part of a statement: the watched columns of `table`. */
export const watchedColumns = (table: string): SQL =>
  sql.raw(
    Object.values(columns)
      .map((c) => `${table}.${c}`)
      .join(', '),
  );

function each(side: (field: WatchedField) => SQL): SQL {
  return sql.join(watchedFields.map(side), sql`, `);
}

function before(field: WatchedField): SQL {
  const old = sql.raw(`o.${columns[field]}`);
  if (field !== 'sfdcOpportunityId') return old;
  return sql`case when o.opportunity_read_at is null then w.sfdc_opportunity_id else ${old} end`;
}

function after(field: WatchedField): SQL {
  return sql.raw(`w.${columns[field]}`);
}
