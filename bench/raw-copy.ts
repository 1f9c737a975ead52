/** What Postgres itself needs for the same rows: one COPY into a staging table and one merge. The baseline of a bulk load. */
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import postgres from 'postgres';

const columns = `marketo_id, first_name, last_name, email, title, company, phone, linkedin_url, source, sfdc_contact_id,
  sfdc_lead_id, sfdc_account_id, sfdc_opportunity_id, owner_sfdc_id, owner_name, marketo_created_at, marketo_updated_at,
  read_at, opportunity_read_at, state, state_since, listed_at, listed_by`;

/** Writes the people of `url` to `file`, empties the table, and returns the ms it takes to bring them back. */
export async function rawCopyMs(url: string, file: string): Promise<number> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const out = await sql.unsafe(`copy (select ${columns} from people order by marketo_id) to stdout`).readable();
    await pipeline(out, createWriteStream(file));
    await sql`truncate people`;
    await sql`vacuum people`;
    const start = performance.now();
    await sql.begin(async (tx) => {
      await tx`create temp table staging (like people) on commit drop`;
      await tx`alter table staging alter column search drop not null`;
      const into = await tx.unsafe(`copy staging (${columns}) from stdin`).writable();
      await pipeline(createReadStream(file), into);
      const updates = columns.split(',').map((name) => `${name.trim()} = excluded.${name.trim()}`);
      await tx.unsafe(`insert into people (${columns}) select ${columns} from staging
        on conflict (marketo_id) do update set ${updates.join(', ')} where people.read_at < excluded.read_at`);
    });
    return performance.now() - start;
  } finally {
    await sql.end();
  }
}
