import 'server-only';
import { selectDirtyPerson, selectEventsPage, selectMergedInto, selectReasonLeft } from '@/db/queries/passport';
import { selectPerson } from '@/db/queries/people';
import type { PersonEventRow } from '@/db/queries/person-history';
import { selectWinner } from '@/db/queries/person-merges';
import type { Ctx } from '../context';
import { AppError } from '../errors';
import { decodeCursor, encodeCursor } from '../http/pagination';
import { PassportCursor, type PassportEntry, type PassportPage, type PassportQuery } from './contract';
import { standingSentence } from './model';

const mostMerges = 50;

/**
 * What happened to a person here, newest first, and why he or she is in the list or not. Merged records keep their
 * own. Throws AppError `not_found` for one who was never listed, `bad_request` for a broken cursor.
 */
export async function readPassport(ctx: Ctx, marketoId: number, query: PassportQuery): Promise<PassportPage> {
  const before = query.cursor === undefined ? undefined : decodeCursor(query.cursor, PassportCursor).before;
  const person = await selectPerson(ctx.db, marketoId);
  if (!person) throw new AppError('not_found', `Nobody with the Marketo ID ${marketoId} was ever in the list.`);
  const [rows, winnerId, merged, dirty, reasonLeft] = await Promise.all([
    selectEventsPage(ctx.db, { marketoId, before, limit: query.limit + 1 }),
    selectWinner(ctx.db, marketoId),
    selectMergedInto(ctx.db, marketoId, mostMerges),
    selectDirtyPerson(ctx.db, marketoId),
    person.state === 'unowned' ? selectReasonLeft(ctx.db, marketoId) : null,
  ]);
  const items = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? items.at(-1) : undefined;
  const { state, ownerName, ownerSfdcId } = person;
  const isContact = person.sfdcContactId !== null;
  return {
    marketoId,
    state,
    stateSince: person.stateSince.toISOString(),
    sentence: standingSentence({ state, isContact, ownerName, ownerSfdcId, reasonLeft, winnerId }),
    winnerId: state === 'merged' ? winnerId : null,
    listed: { at: person.listedAt.toISOString(), by: person.listedBy },
    syncedAt: person.readAt.toISOString(),
    waiting: dirty ? { reason: dirty.reason, dueAt: dirty.dueAt.toISOString() } : null,
    mergedHere: merged.map((record) => ({ marketoId: record.marketoId, at: record.at.toISOString() })),
    items: items.map(entryFrom),
    nextCursor: last ? encodeCursor({ before: last.id }) : null,
  };
}

function entryFrom(row: PersonEventRow): PassportEntry {
  return {
    id: row.id,
    kind: row.kind,
    notedAt: row.notedAt.toISOString(),
    happenedAt: row.happenedAt?.toISOString() ?? null,
    source: row.source,
    marketoEvent: row.marketoEvent,
    changes: row.changes,
    reason: row.reason,
  };
}
