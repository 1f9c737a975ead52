/** A fresh, migrated database for one test file, cloned from the template that global-setup made. */
import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../client';
import { onServer, withDatabase } from './server';

export async function testDatabase(): Promise<Database & { url: string }> {
  const serverUrl = inject('postgresUrl');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await onServer(serverUrl, (sql) => sql.unsafe(`create database ${name} template ${inject('templateName')}`));
  const url = withDatabase(serverUrl, name);
  const database = openDatabase(url);
  return {
    ...database,
    url,
    close: async () => {
      await database.close();
      await onServer(serverUrl, (sql) => sql.unsafe(`drop database ${name} with (force)`));
    },
  };
}

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
    templateName: string;
  }
}
