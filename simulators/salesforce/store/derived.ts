/** What the server works out about tasks and opportunities, and which other rows a write of a task holds. */
import { SalesforceError } from '@/simulators/salesforce/errors';
import type { ObjectSchema } from '@/simulators/salesforce/schema/field';
import type { Org } from './org';
import type { Row, Value } from './store';

const archiveAfterMs = 365 * 86_400_000;

/** A lead can have no second relation. */
export function refuseTask(schema: ObjectSchema, row: Row): void {
  if (schema.name !== 'Task' || !isLeadId(row.WhoId) || !row.WhatId) return;
  throw new SalesforceError('FIELD_INTEGRITY_EXCEPTION', undefined, { fields: ['WhoId', 'WhatId'] });
}

export function deriveTask(org: Org, schema: ObjectSchema, row: Row, before: Row | null, stamp: string): Row {
  if (schema.name !== 'Task') return row;
  const status = org.vocabulary.statuses.find((each) => each.label === row.Status || each.apiName === row.Status);
  const priority = org.vocabulary.priorities.find(
    (each) => each.label === row.Priority || each.apiName === row.Priority,
  );
  const closed = status?.closed ?? false;
  const since = before?.IsClosed === true ? (before.CompletedDateTime ?? stamp) : stamp;
  return {
    ...row,
    IsClosed: closed,
    IsHighPriority: priority?.high ?? false,
    CompletedDateTime: closed ? since : null,
    AccountId: accountOf(org, row),
    WhoCount: row.WhoId ? 1 : 0,
    WhatCount: row.WhatId ? 1 : 0,
  };
}

/** Closed activities older than a year leave the sight of ordinary queries. */
export function isArchived(row: Row, nowMs: number): boolean {
  if (row.IsClosed !== true) return false;
  const at = row.ActivityDate ?? row.CreatedDate;
  return Date.parse(String(at)) < nowMs - archiveAfterMs;
}

/**
 * A new task holds its person, its second relation and the account only when it is open and dated; a changed or deleted
 * one always does.
 */
export function rowsToLock(org: Org, object: string, row: Row, before: Row | null): string[] {
  if (object !== 'Task') return before ? [String(row.Id)] : [];
  const closed = org.vocabulary.statuses.some((each) => each.label === row.Status && each.closed);
  if (!before && (closed || !row.ActivityDate)) return [];
  const parents = [row.WhoId, row.WhatId, accountOf(org, row), before?.WhoId, before?.WhatId, before?.AccountId];
  return [...new Set(parents.filter((id): id is string => typeof id === 'string'))];
}

export function closeOpportunity(schema: ObjectSchema, row: Row): Row {
  if (schema.name !== 'Opportunity') return row;
  const stage = String(row.StageName ?? '');
  return { ...row, IsClosed: stage.startsWith('Closed'), IsWon: stage === 'Closed Won' };
}

function accountOf(org: Org, row: Row): Value {
  const what = row.WhatId ? org.store.get(String(row.WhatId)) : null;
  if (what?.object === 'Account') return String(what.row.Id);
  if (what) return what.row.AccountId ?? null;
  const who = row.WhoId ? org.store.get(String(row.WhoId)) : null;
  return who?.object === 'Contact' ? (who.row.AccountId ?? null) : null;
}

function isLeadId(id: Value | undefined): boolean {
  return typeof id === 'string' && id.startsWith('00Q');
}
