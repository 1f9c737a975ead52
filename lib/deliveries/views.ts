/** Deliveries as they cross HTTP: how each stands, why, and what happens next. Pure. */

import type { DeliveryRow } from '@/db/queries/sales-activities';
import type { DeliveryBriefRow } from '@/db/queries/sales-activity-log';
import { causeOf, givenUp } from '../diagnostics/catalogue';
import { type Cause, causeView, pageView } from '../diagnostics/model';
import type { DeliveryBrief, DeliveryPassport } from './contract';
import { mayRetry } from './model';
import { type Obstacles, obstacleOf } from './obstacles';
import { marketoLink, type RecordLink, salesforceLink } from './record-links';
import type { Surroundings } from './surroundings';
import { type WhatNext, whatHappensNext } from './what-next';

/** Why the last try of a delivery failed; null where it did not. */
export function failureOf(row: DeliveryBriefRow): { code: string; message: string; cause: Cause } | null {
  const { destination, faultKind: kind, faultCode: code } = row;
  if (!kind || code === null) return null;
  const message = row.message ?? '';
  const cause = causeOf({ destination, kind, code, message });
  return { code, message, cause: row.state === 'rejected' ? givenUp(cause) : cause };
}

/** What happens next with a delivery. */
export function nextOf(row: DeliveryBriefRow, obstacles: Obstacles, now: Date): WhatNext {
  const cause = failureOf(row)?.cause ?? null;
  return whatHappensNext({ ...row, cause, obstacle: obstacleOf(obstacles, row, now) }, now);
}

/** As a badge shows it. */
export function briefFrom(row: DeliveryBriefRow, obstacles: Obstacles, now: Date): DeliveryBrief {
  const next = nextOf(row, obstacles, now);
  return {
    key: row.key,
    destination: row.destination,
    state: row.state,
    reason: row.reason,
    failed: row.faultCode !== null,
    blocked: next.blocked ?? false,
    next: next.sentence,
    nextAt: next.at?.toISOString() ?? null,
  };
}

type Around = Surroundings & {
  /** The person as recorded. */
  marketoId: number;
  isAdmin: boolean;
  retried: { at: Date; by: string } | null;
};

/** Everything about it. */
export function passportFrom(row: DeliveryRow, around: Around): DeliveryPassport {
  const { obstacles, now, isAdmin, retried } = around;
  const failure = failureOf(row);
  const next = nextOf(row, obstacles, now);
  return {
    ...briefFrom(row, obstacles, now),
    since: row.changedAt.toISOString(),
    sentAt: row.sentAt?.toISOString() ?? null,
    ...recordsOf(row, around),
    rule: row.target?.rule ?? null,
    note: row.note,
    payload: row.payload,
    failure: failure && { ...failure, cause: causeView(failure.cause, { isAdmin }) },
    problemId: row.problemId,
    solver: next.solver,
    settings: pageView(next.settings, { isAdmin }),
    pausedJob: isAdmin ? (next.pausedJob ?? null) : null,
    claims: row.claims,
    attempts: row.attempts,
    looks: row.looks,
    mayRetry: mayRetry(row),
    retried: retried && { at: retried.at.toISOString(), by: retried.by },
  };
}

/** Where a delivery went, or is to go, in the browser. */
export function recordsOf(
  { destination, userId, remoteId, target }: DeliveryBriefRow,
  { places, marketoId }: Pick<Around, 'places' | 'marketoId'>,
): { remote: RecordLink | null; records: RecordLink[]; about: RecordLink | null } {
  const link = (id: string) =>
    destination === 'salesforce' ? salesforceLink(places, userId, id) : marketoLink(places, marketoId, id);
  return {
    remote: remoteId === null ? null : link(remoteId),
    records: (target?.records ?? []).map(link),
    about: target?.about ? link(target.about) : null,
  };
}
