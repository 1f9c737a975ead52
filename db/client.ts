import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import * as schema from './schema';

export type Db = PostgresJsDatabase<typeof schema>;
/** For what is only right inside a transaction. */
export type Transaction = Parameters<Parameters<Db['transaction']>[0]>[0];
/** A transaction, or the pool: query functions take either. */
export type Tx = Db | Transaction;

export type Database = { db: Db; close(): Promise<void> };

/** One pool for `url`; it connects on first use, so building the app needs no database. */
export function openDatabase(url: string, options: { maxConnections?: number } = {}): Database {
  const client = postgres(url, {
    max: options.maxConnections ?? 10,
    onnotice: () => {},
    connect_timeout: 10,
    connection: { application_name: 'sales-actions' },
  });
  return { db: drizzle({ client, schema }), close: () => client.end({ timeout: 5 }) };
}
