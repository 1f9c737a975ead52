import { expect, it } from 'vitest';
import { migrateDatabase } from './migrate';
import { pendingMigrations, selectDatabaseTime } from './queries/database-state';
import { testDatabase } from './test/database';

it('brings an empty database up to date, and changes nothing the second time or from two starts at once', async () => {
  const { db, url, close } = await testDatabase();
  await db.execute('drop schema public cascade; create schema public; drop schema drizzle cascade');
  await Promise.all([migrateDatabase(url), migrateDatabase(url)]);
  await migrateDatabase(url);
  expect(await pendingMigrations(db)).toBe(0);
  expect(Math.abs((await selectDatabaseTime(db)).getTime() - Date.now())).toBeLessThan(60_000);
  await close();
});
