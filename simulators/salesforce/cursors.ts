/** Open queries: the rows still to come, under a locator that ends with time or when too many are open. */
import { sfdcId } from '@/simulators/core/salesforce-ids';
import { SalesforceError } from './errors';
import type { Limits } from './options';

export type Cursors = {
  open(userId: string, rows: unknown[], pageRows: number): string;
  /** The rows from `offset` on, of this user's cursor. */
  page(userId: string, locator: string, offset: number): { rows: unknown[]; total: number; pageRows: number };
  expireAll(): void;
};

type Opened = { userId: string; rows: unknown[]; pageRows: number; usedAtMs: number };

export function createCursors({ limits, nowMs }: { limits: Limits; nowMs(): number }): Cursors {
  const opened = new Map<string, Opened>();
  let serial = 1;
  return {
    open: (userId, rows, pageRows) => {
      const own = [...opened].filter(([, cursor]) => cursor.userId === userId);
      for (const [locator] of own.slice(0, Math.max(0, own.length - limits.cursorsPerUser + 1))) opened.delete(locator);
      const locator = sfdcId('01g', serial++);
      opened.set(locator, { userId, rows, pageRows, usedAtMs: nowMs() });
      return locator;
    },
    page: (userId, locator, offset) => {
      const cursor = opened.get(locator);
      const known = cursor && cursor.userId === userId && nowMs() - cursor.usedAtMs <= limits.cursorMs;
      if (!known || offset <= 0 || offset >= cursor.rows.length) throw new SalesforceError('INVALID_QUERY_LOCATOR');
      cursor.usedAtMs = nowMs();
      const { rows, pageRows } = cursor;
      return { rows: rows.slice(offset, offset + pageRows), total: rows.length, pageRows };
    },
    expireAll: () => opened.clear(),
  };
}
