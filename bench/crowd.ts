/** A crowd of people straight in SQL, with the skew of real lists: few values many share, many values few share. */
import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from '@/db/client';

const block = 50_000;

const first =
  'Maria Jonas Ana Kenji Fatima Olaf Priya Tomás Li Grace Wolfgang Chiara Bjørn Aoife Zoë Omar Ingrid Pavel'.split(' ');
const last =
  'Zhang Berg Okafor Silva Tanaka Haddad Novák Patel Moreau Chen Walsh Müller Kowalski Rossi Andersson'.split(' ');
const titles = ['Account Executive', 'Head of Sales', 'VP Marketing', 'Engineer', 'Buyer', 'Director of Operations'];
const forms = ['GmbH', 'Inc', 'Ltd', 'AG', 'SA'];
const sources = ['Web', 'Event', 'Referral', 'Partner'];
const domains = ['example.com', 'example.org', 'mail.example', 'corp.example'];

/** Stores people 1…`count`, all listed and each owned by one of 200 owners. `onProgress` hears how many are stored. */
export async function insertCrowd(db: Tx, count: number, onProgress: (stored: number) => void): Promise<void> {
  for (let from = 1; from <= count; from += block) {
    const to = Math.min(count, from + block - 1);
    await db.execute(sql`
      insert into people (marketo_id, first_name, last_name, email, title, company, phone, source, sfdc_contact_id,
        owner_sfdc_id, owner_name, state, state_since, marketo_created_at, marketo_updated_at, read_at, listed_at, listed_by)
      select id,
        case when ${draw(1)} < 0.02 then null when ${draw(2)} < 0.5 then ${one(first, 3)} else ${made(4, 3_000)} end,
        case when ${draw(5)} < 0.02 then null when ${draw(6)} < 0.15 then ${one(last, 7)} else ${made(8, 60_000)} end,
        'person' || id || '@' || ${one(domains, 9)},
        case when ${draw(10)} < 0.1 then null else ${one(titles, 11)} || ' ' || ${made(12, 400)} end,
        case when ${draw(13)} < 0.03 then null when ${draw(14)} < 0.02 then 'Globex'
          else ${made(15, 80_000)} || ' ' || ${one(forms, 16)} end,
        '+49 30 ' || id,
        case when ${draw(17)} < 0.1 then null else ${one(sources, 18)} end,
        '003' || lpad(id::text, 15, '0'), '005' || lpad(owner::text, 15, '0'), 'Owner ' || owner,
        'active', now(), '2024-01-01Z'::timestamptz + id * interval '10 s',
        '2026-01-01Z'::timestamptz + ${draw(20)} * interval '300 days', now(), now(), 'first-load'
      from (select id, (power(${draw(19)}, 2) * 199)::int as owner from generate_series(${from}::int, ${to}::int) id) p`);
    await db.execute(sql`insert into people_counts as c values ('active', ${to - from + 1})
      on conflict (state) do update set people = c.people + excluded.people`);
    onProgress(to);
  }
}

/** A number in [0, 1), the same for the same person and draw. */
const draw = (n: number): SQL => sql`((hashint8extended(id::bigint, ${sql.raw(String(n))}) & 1048575) / 1048576.0)`;

/** One of `values`, the first ones more often. */
function one(values: string[], n: number): SQL {
  const list = sql.raw(`array[${values.map((value) => `'${value}'`).join(', ')}]`);
  return sql`(${list})[1 + floor(power(${draw(n)}, 2) * ${sql.raw(String(values.length))})::int]`;
}

/** One of `kinds` made-up words, some far more often than others. */
function made(n: number, kinds: number): SQL {
  return sql`initcap(translate(substr(md5((${sql.raw(String(n))} + power(${draw(n)}, 2) * ${sql.raw(String(kinds))})::int::text), 1, 8), '0123456789', 'aeiouyrnst'))`;
}
