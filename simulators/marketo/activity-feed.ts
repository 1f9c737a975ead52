/**
 * Reading the log forward: a call looks at one block of rows from its position, whoever they belong to, so quiet
 * people in a busy instance give short and empty pages with `moreResult: true`.
 */

import type { ActivityRow } from '@/simulators/marketo/store/activity-log';
import { deletedLeadsTypeId, retentionDays } from './activity-types';
import { toSeconds } from './dates';
import type { Instance } from './instance';

export type FeedFilter = {
  typeIds: ReadonlySet<number>;
  /** Null: everybody. */
  leadIds: { has(id: number): boolean } | null;
  /** Looked at only for rows that pass the rest. */
  accept?: (row: ActivityRow) => boolean;
};
export type FeedPage = { rows: ActivityRow[]; nextPageToken: string; moreResult: boolean };

const daySeconds = 86_400;

/** At most `pageSize` matching rows from the token's position on, out of one scan block. */
export function readFeed(instance: Instance, input: { token: string; pageSize: number; filter: FeedFilter }): FeedPage {
  const { log } = instance.context;
  const position = instance.pageTokens.readFeed(input.token);
  const lastOfBlock = Math.min(log.size(), position.seq + instance.settings.limits.scanBlock);
  const rows: ActivityRow[] = [];
  let seq = position.seq;
  while (seq < lastOfBlock && rows.length < input.pageSize) {
    seq++;
    if (isServed(instance, seq, position.sinceSeconds, input.filter)) {
      const row = log.row(seq);
      if (input.filter.accept?.(row) ?? true) rows.push(row);
    }
  }
  return {
    rows,
    nextPageToken: instance.pageTokens.ofFeed({ sinceSeconds: position.sinceSeconds, seq }),
    moreResult: seq < log.size(),
  };
}

/** A token that starts at the first row of this second; rows before it in commit order are out of its reach. */
export function mintFeedToken(instance: Instance, since: Date): string {
  const sinceSeconds = Math.max(0, toSeconds(since.getTime()));
  return instance.pageTokens.ofFeed({ sinceSeconds, seq: instance.context.log.firstSince(sinceSeconds) - 1 });
}

/** Whether a row is still there to be read: kept long enough, and of somebody who is. */
export function isServed(instance: Instance, seq: number, sinceSeconds: number, filter: FeedFilter): boolean {
  const { log, state } = instance.context;
  const typeId = log.typeIdAt(seq);
  if (!filter.typeIds.has(typeId)) return false;
  const leadId = log.leadIdAt(seq);
  if (filter.leadIds && !filter.leadIds.has(leadId)) return false;
  const atSeconds = log.atSecondsAt(seq);
  if (atSeconds < sinceSeconds) return false;
  if ((instance.servedFromMs.get(seq) ?? 0) > instance.clock.nowMs()) return false;
  if (atSeconds < toSeconds(instance.clock.nowMs()) - retentionDays(typeId) * daySeconds) return false;
  // What a deleted person did goes with it; only the deletion itself stays, if the API user could see the person.
  return typeId === deletedLeadsTypeId ? !state.leads.isHidden(leadId) : state.leads.has(leadId);
}
