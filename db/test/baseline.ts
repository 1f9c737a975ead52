/** Brings a database back to the rows it had, much faster than making it anew. */
import type postgres from 'postgres';

export type Baseline = { restore(): Promise<void> };

/** Remembers the rows of every table; later `restore` leaves exactly those. For few rows, and a superuser. */
export async function takeBaseline(client: postgres.Sql): Promise<Baseline> {
  // What Postgres works out itself it does not take.
  const tables = await client<{ name: string; columns: string }[]>`
    select table_name as name, string_agg(quote_ident(column_name), ', ' order by ordinal_position) as columns
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_schema = 'public' and table_type = 'BASE TABLE' and is_generated = 'NEVER'
    group by table_name order by table_name`;
  const statements = tables.map(({ name }) => `delete from "${name}";`);
  for (const { name, columns } of tables) {
    const [found] = await client.unsafe<{ rows: string | null }[]>(`select json_agg(t)::text as rows from "${name}" t`);
    if (!found?.rows) continue;
    const rows = `$rows$${found.rows}$rows$`;
    statements.push(
      `insert into "${name}" (${columns}) select ${columns} from json_populate_recordset(null::"${name}", ${rows});`,
    );
  }
  // Triggers and references rest meanwhile: one refuses to delete from the journal, and every table is restored anyway.
  const script = ['set local session_replication_role = replica;', ...statements].join('\n');
  return {
    restore: async () => {
      await client.begin((tx) => tx.unsafe(script).simple());
    },
  };
}
