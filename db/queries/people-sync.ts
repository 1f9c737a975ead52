/** The only writes to people: made by the sync from what Marketo answered. */
import { and, eq, inArray, lt, lte, type SQL, sql } from 'drizzle-orm';
import type { PersonReading, PersonState } from '@/lib/people/model';
import type { Tx } from '../client';
import { absentPeople, people, personMerges } from '../schema';

/**
 * Stores readings of owned people, making them active. A reading older than the stored one changes nothing.
 * Returns how many rows were written.
 */
export async function upsertPeople(db: Tx, readings: PersonReading[]): Promise<number> {
  if (readings.length === 0) return 0;
  const latest = new Map(readings.map((reading) => [reading.marketoId, reading]));
  // In one order everywhere, so that two jobs that write the same people cannot wait for each other.
  const ordered = [...latest.values()].sort((a, b) => a.marketoId - b.marketoId);
  const rows = JSON.stringify(ordered.map(rowFromReading));
  const written = await db.execute(sql`
    insert into people (marketo_id, first_name, last_name, email, title, company, phone, linkedin_url, source,
      sfdc_contact_id, sfdc_lead_id, sfdc_account_id, sfdc_opportunity_id, owner_sfdc_id, owner_name,
      state, state_since, marketo_created_at, marketo_updated_at, read_at)
    select marketo_id, first_name, last_name, email, title, company, phone, linkedin_url, source,
      sfdc_contact_id, sfdc_lead_id, sfdc_account_id, sfdc_opportunity_id, owner_sfdc_id, owner_name,
      'active', read_at, marketo_created_at, marketo_updated_at, read_at
    from jsonb_to_recordset(${rows}::text::jsonb) as r (marketo_id bigint, first_name text, last_name text, email text,
      title text, company text, phone text, linkedin_url text, source text, sfdc_contact_id text, sfdc_lead_id text,
      sfdc_account_id text, sfdc_opportunity_id text, owner_sfdc_id text, owner_name text,
      marketo_created_at timestamptz, marketo_updated_at timestamptz, read_at timestamptz)
    where not exists (
      select 1 from absent_people a where a.marketo_id = r.marketo_id and a.read_at > r.read_at)
    on conflict (marketo_id) do update set ${columnsFromExcluded},
      state_since = case when people.state = 'active' then people.state_since else excluded.state_since end
    where people.read_at < excluded.read_at
    returning 1`);
  return written.length;
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

/** Takes listed people off the list. A reading older than the stored one (`readAt`) changes nothing. Returns the ids that left. */
export async function retirePeople(
  db: Tx,
  input: { marketoIds: number[]; state: Exclude<PersonState, 'active'>; readAt: Date },
): Promise<number[]> {
  if (input.marketoIds.length === 0) return [];
  const rows = await db
    .update(people)
    .set({ state: input.state, stateSince: input.readAt, readAt: input.readAt })
    .where(
      and(inArray(people.marketoId, input.marketoIds), eq(people.state, 'active'), lte(people.readAt, input.readAt)),
    )
    .returning({ marketoId: people.marketoId });
  return rows.map((row) => row.marketoId);
}

/** Records that `loserIds` live on as `winnerId` and takes them off the list; chains always point at the last winner. */
export async function mergePeople(db: Tx, input: { winnerId: number; loserIds: number[]; at: Date }): Promise<void> {
  const winnerId = (await selectWinner(db, input.winnerId)) ?? input.winnerId;
  // Two records that are each said to have won over the other must not lead in a circle: the first word stands.
  const loserIds = input.loserIds.filter((id) => id !== input.winnerId && id !== winnerId);
  if (loserIds.length === 0) return;
  await db
    .insert(personMerges)
    .values(loserIds.map((loserId) => ({ loserId, winnerId, mergedAt: input.at })))
    .onConflictDoUpdate({ target: personMerges.loserId, set: { winnerId, mergedAt: input.at } });
  await db.update(personMerges).set({ winnerId }).where(inArray(personMerges.winnerId, loserIds));
  await db
    .update(people)
    .set({ state: 'merged', stateSince: input.at })
    .where(and(inArray(people.marketoId, loserIds), sql`${people.state} <> 'merged'`));
}

/** The record that stands for a merged one, or null when `marketoId` was not merged. */
export async function selectWinner(db: Tx, marketoId: number): Promise<number | null> {
  const [row] = await db
    .select({ winnerId: personMerges.winnerId })
    .from(personMerges)
    .where(eq(personMerges.loserId, marketoId));
  return row?.winnerId ?? null;
}

/** Which of `ids` were merged into another record. */
export async function selectMergedIds(db: Tx, ids: number[]): Promise<number[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select({ loserId: personMerges.loserId })
    .from(personMerges)
    .where(inArray(personMerges.loserId, ids));
  return rows.map((row) => row.loserId);
}

const stored = [
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
  'state',
  'marketo_created_at',
  'marketo_updated_at',
  'read_at',
];
const columnsFromExcluded: SQL = sql.join(
  stored.map((column) => sql`${sql.identifier(column)} = excluded.${sql.identifier(column)}`),
  sql`, `,
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
    sfdc_opportunity_id: reading.sfdcOpportunityId,
    owner_sfdc_id: reading.owner.sfdcId,
    owner_name: reading.owner.name,
    marketo_created_at: reading.marketoCreatedAt?.toISOString() ?? null,
    marketo_updated_at: reading.marketoUpdatedAt?.toISOString() ?? null,
    read_at: reading.readAt.toISOString(),
  };
}
