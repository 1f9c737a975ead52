import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { testDatabase } from '@/db/test/database';
import { createLogger } from './logger';

it('logs a failed query without the values that were sent', async () => {
  const database = await testDatabase();
  const failure = await database.db
    .execute(sql`select ${'ada@example.com'}::text, ${'scrypt$32768$8$3$salt'}::int`)
    .catch((error: unknown) => error);
  await database.close();
  const lines: string[] = [];
  createLogger('info', { write: (line) => lines.push(line) }).error({ err: failure }, 'request');
  expect(lines.join()).toContain('Failed query: select');
  expect(lines.join()).not.toContain('ada@example.com');
  expect(JSON.parse(lines[0] ?? '{}').err.cause.message).toContain('integer');
});
