/** What Postgres itself needs for the same rows: one COPY into a staging table and one merge. The baseline of a bulk load. */
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import postgres from 'postgres';

const columns = `marketo_id, first_name, last_name, email, title, company, phone, linkedin_url, source, sfdc_contact_id,
  sfdc_lead_id, sfdc_account_id, sfdc_opportunity_id, owner_sfdc_id, owner_name, marketo_created_at, marketo_updated_at,
  read_at, opportunity_read_at, state, state_since, listed_at, listed_by`;
const updates = columns
  .split(',')
  .map((name) => `${name.trim()} = excluded.${name.trim()}`)
  .join(', ');

/** Writes the people of `url` to `file`, empties the table, and returns the ms it takes to bring them back. */
export async function rawCopyMs(url: string, file: string): Promise<number> {
  await withClient(url, async (sql) => {
    const out = await sql.unsafe(`copy (select ${columns} from people order by marketo_id) to stdout`).readable();
    await pipeline(out, createWriteStream(file));
  });
  await withClient(url, async (sql) => {
    await sql`truncate people`;
  });
  let ms = 0;
  await withClient(url, async (sql) => {
    await sql`select 1`;
    const start = performance.now();
    await sql.begin(async (tx) => {
      await tx`create temp table staging (like people) on commit drop`;
      await tx`alter table staging alter column search drop not null, alter column name_key drop not null`;
      const into = await tx.unsafe(`copy staging (${columns}) from stdin`).writable();
      await pipeline(createReadStream(file), into);
      await tx.unsafe(`insert into people (${columns}) select ${columns} from staging
        on conflict (marketo_id) do update set ${updates} where people.read_at < excluded.read_at`);
    });
    ms = performance.now() - start;
  });
  return ms;
}

// A client of its own for each: one that has streamed is not given back.
async function withClient(url: string, work: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}
