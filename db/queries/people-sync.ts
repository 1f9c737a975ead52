/** The only writes to people: made by the sync from what Marketo answered. Each keeps counts and history in step. */
import { lt, type SQL, sql } from 'drizzle-orm';
import { mostPeople, type PersonOrigin, type PersonReading, type PersonState } from '@/lib/people/model';
import type { Tx } from '../client';
import { absentPeople } from '../schema';
import { countingMoves, differ, differences, eventsTold, watchedColumns } from './person-history';

export type PeopleWritten = { written: number; overTheCap: number };

const firstLoad: PersonOrigin = { source: 'first-load' };

/**
 * Stores readings of owned people, making them active. A reading older than the stored one changes nothing. Once `cap`
 * people are listed, people who were never here are left out and counted.
 */
export async function upsertPeople(
  db: Tx,
  readings: PersonReading[],
  { origin = firstLoad, cap = mostPeople }: { origin?: PersonOrigin; cap?: number } = {},
): Promise<PeopleWritten> {
  if (readings.length === 0) return { written: 0, overTheCap: 0 };
  const latest = new Map(readings.map((reading) => [reading.marketoId, reading]));
  const rows = JSON.stringify([...latest.values()].map(rowFromReading));
  const [counts] = await db.execute<PeopleWritten>(sql`
    with read as materialized (
      select * from jsonb_to_recordset(${rows}::text::jsonb) as r (marketo_id bigint, first_name text, last_name text,
        email text, title text, company text, phone text, linkedin_url text, source text, sfdc_contact_id text,
        sfdc_lead_id text, sfdc_account_id text, sfdc_opportunity_id text, owner_sfdc_id text, owner_name text,
        marketo_created_at timestamptz, marketo_updated_at timestamptz, read_at timestamptz,
        opportunity_read_at timestamptz)
      where not exists (
        select 1 from absent_people a where a.marketo_id = r.marketo_id and a.read_at > r.read_at)
    ), old as materialized (
      select p.marketo_id, p.state, p.opportunity_read_at, ${watchedColumns('p')} from people p join read using (marketo_id)
    ), newcomers as (
      select marketo_id, row_number() over (order by marketo_id) as place from read
      where marketo_id not in (select marketo_id from old)
    ), over_the_cap as materialized (
      select marketo_id from newcomers
      where place > ${cap}::bigint - coalesce((select people from people_counts where state = 'active'), 0)
    ), told as materialized (${eventsTold(origin)}
    ), written as (
      insert into people (${columnList}, state, state_since, listed_at, listed_by)
      select ${columnList}, 'active', read_at, read_at, coalesce(t.teller, ${origin.source})
      from read left join told t using (marketo_id) where marketo_id not in (select marketo_id from over_the_cap)
      -- In one order everywhere, so that two jobs that write the same people cannot wait for each other.
      order by marketo_id
      on conflict (marketo_id) do update set ${columnsFromExcluded}, state = 'active',
        state_since = case when people.state = 'active' then people.state_since else excluded.state_since end,
        sfdc_opportunity_id = case when excluded.opportunity_read_at >= coalesce(people.opportunity_read_at, '-infinity')
          then excluded.sfdc_opportunity_id else people.sfdc_opportunity_id end,
        opportunity_read_at = greatest(people.opportunity_read_at, excluded.opportunity_read_at)
      where people.read_at < excluded.read_at
      returning people.marketo_id, people.state, people.read_at, people.listed_by, ${watchedColumns('people')}
    ), moved as (
      select w.marketo_id, o.state as was, w.state as now from written w left join old o using (marketo_id)
      where o.state is distinct from w.state
    ), counted as (${countingMoves}
    ), noted as (
      insert into person_events (marketo_id, noted_at, happened_at, source, marketo_event, kind, changes)
      select w.marketo_id, w.read_at, t.happened_at, coalesce(t.teller, ${origin.source}), t.name,
        case when o.state is null then 'listed' when o.state <> 'active' then 'returned' else 'changed' end,
        case when o.state is null then '[]' else ${differences} end
      from written w left join old o using (marketo_id) left join told t using (marketo_id)
      where case when o.state is null then w.listed_by <> 'first-load' else o.state <> 'active' or ${differ} end
    )
    select (select count(*)::int from written) as written, (select count(*)::int from over_the_cap) as "overTheCap"`);
  return counts ?? { written: 0, overTheCap: 0 };
}

/** Lets one transaction at a time write people, so that it sees what the others found out. */
export async function lockPeopleWrites(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('sales-actions:people'))`);
}

/** Notes that `marketoIds` were read at `readAt` and may not be listed; notes older than `keepSince` are forgotten. */
export async function upsertAbsentPeople(
  db: Tx,
  input: { marketoIds: number[]; readAt: Date; keepSince: Date },
): Promise<void> {
  if (input.marketoIds.length === 0) return;
  const readAt = input.readAt;
  await db
    .insert(absentPeople)
    .values(input.marketoIds.toSorted((a, b) => a - b).map((marketoId) => ({ marketoId, readAt })))
    .onConflictDoUpdate({
      target: absentPeople.marketoId,
      set: { readAt: sql`greatest(${absentPeople.readAt}, excluded.read_at)` },
    });
  await db.delete(absentPeople).where(lt(absentPeople.readAt, input.keepSince));
}

export type Leaving = {
  marketoIds: number[];
  state: Exclude<PersonState, 'active'>;
  readAt: Date;
  origin?: PersonOrigin;
  /** Why, in words, by Marketo ID; the state where nothing is said. */
  reasons?: Map<number, string>;
};

/** Takes listed people off the list. A reading older than the stored one (`readAt`) changes nothing. Returns the ids that left. */
export async function retirePeople(
  db: Tx,
  { marketoIds, state, readAt, origin = firstLoad, reasons }: Leaving,
): Promise<number[]> {
  if (marketoIds.length === 0) return [];
  const leaving = marketoIds.map((id) => ({ marketo_id: id, reason: reasons?.get(id) ?? state }));
  const at = sql`${readAt.toISOString()}::timestamptz`;
  const rows = await db.execute<{ marketoId: string }>(sql`
    with leaving as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(leaving)}::text::jsonb) as l (marketo_id bigint, reason text)
    ), told as materialized (${eventsTold(origin)}
    ), gone as (
      update people p set state = ${state}, state_since = ${at}, read_at = ${at}
      from leaving l where p.marketo_id = l.marketo_id and p.state = 'active' and p.read_at <= ${at}
      returning p.marketo_id, l.reason
    ), moved as (select marketo_id, 'active' as was, ${state} as now from gone
    ), counted as (${countingMoves}
    ), noted as (
      insert into person_events (marketo_id, noted_at, happened_at, source, marketo_event, kind, changes, reason)
      select marketo_id, ${at}, t.happened_at, coalesce(t.teller, ${origin.source}), t.name, ${state === 'merged' ? 'merged' : 'left'}, '[]', reason
      from gone left join told t using (marketo_id)
    )
    select marketo_id as "marketoId" from gone`);
  return rows.map((row) => Number(row.marketoId));
}

const columns = [
  'marketo_id',
  'first_name',
  'last_name',
  'email',
  'title',
  'company',
  'phone',
  'linkedin_url',
  'source',
  'sfdc_contact_id',
  'sfdc_lead_id',
  'sfdc_account_id',
  'sfdc_opportunity_id',
  'owner_sfdc_id',
  'owner_name',
  'marketo_created_at',
  'marketo_updated_at',
  'read_at',
  'opportunity_read_at',
];
const columnList = sql.raw(columns.join(', '));
// The opportunity is read by itself, at its own time.
const ownRules = new Set(['marketo_id', 'sfdc_opportunity_id', 'opportunity_read_at']);
const columnsFromExcluded: SQL = sql.raw(
  columns
    .filter((column) => !ownRules.has(column))
    .map((column) => `${column} = excluded.${column}`)
    .join(', '),
);

function rowFromReading(reading: PersonReading) {
  return {
    marketo_id: reading.marketoId,
    first_name: reading.firstName,
    last_name: reading.lastName,
    email: reading.email,
    title: reading.title,
    company: reading.company,
    phone: reading.phone,
    linkedin_url: reading.linkedinUrl,
    source: reading.source,
    sfdc_contact_id: reading.sfdcContactId,
    sfdc_lead_id: reading.sfdcLeadId,
    sfdc_account_id: reading.sfdcAccountId,
    sfdc_opportunity_id: reading.sfdcOpportunityId ?? null,
    owner_sfdc_id: reading.owner.sfdcId,
    owner_name: reading.owner.name,
    marketo_created_at: reading.marketoCreatedAt,
    marketo_updated_at: reading.marketoUpdatedAt,
    read_at: reading.readAt,
    opportunity_read_at: reading.sfdcOpportunityId === undefined ? null : reading.readAt,
  };
}
