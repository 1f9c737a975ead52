import 'server-only';
import { countPeopleByState, type PersonRow, selectPeopleFilters, selectPerson } from '@/db/queries/people';
import { countPeople, isEverybody, type PeopleSelection, selectPeople } from '@/db/queries/people-list';
import { selectWinner } from '@/db/queries/person-merges';
import { selectMarketoConnection } from '@/db/queries/settings';
import { selectJob } from '@/db/queries/sync';
import type { Ctx } from '../context';
import { AppError } from '../errors';
import { decodeCursor, encodeCursor } from '../http/pagination';
import { marketoRecordUrl, salesforceRecordUrl } from '../settings/web-url';
import {
  PeopleCursor,
  type PeopleFilters,
  type PeoplePage,
  type PeopleQuery,
  type PersonDetail,
  type PersonView,
} from './contract';
import { columnOf } from './model';

const countedUpTo = 10_000;
const filterValues = 200;

/** One page of the people list. Throws AppError `bad_request` for a cursor of another sort or a broken one. */
export async function listPeople(ctx: Ctx, query: PeopleQuery): Promise<PeoplePage> {
  const { sort, limit, cursor, ...selection } = query;
  const after = cursor === undefined ? undefined : positionFrom(cursor, sort);
  const [rows, total, follow] = await Promise.all([
    selectPeople(ctx.db, {
      selection,
      sort: columnOf(sort),
      descending: sort.startsWith('-'),
      after,
      limit: limit + 1,
    }),
    after ?? countMatching(ctx, selection),
    selectJob(ctx.db, 'follow-people'),
  ]);
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1) : undefined;
  const count = { total: total.total, totalIsEstimate: total.totalIsEstimate };
  return {
    items: items.map(personViewFrom),
    nextCursor: last ? encodeCursor({ sort, key: last.key, marketoId: last.marketoId, ...count }) : null,
    ...count,
    asOf: follow.lastOkAt?.toISOString() ?? null,
  };
}

function positionFrom(cursor: string, sort: PeopleQuery['sort']): PeopleCursor {
  const position = decodeCursor(cursor, PeopleCursor);
  const isTime = position.key === 'infinity' || isPostgresTime(position.key);
  if (position.sort === sort && (columnOf(sort) !== 'updatedAt' || isTime)) return position;
  throw new AppError('bad_request', 'The cursor belongs to another sort. Start again without it.', {
    fields: { cursor: `expected a cursor of sort=${sort}` },
  });
}

// As Postgres writes it; Date.parse alone takes more than Postgres reads.
const isPostgresTime = (key: string) => /^\d{4}-\d\d-\d\d /.test(key) && !Number.isNaN(Date.parse(key));

/** How many everybody are is kept; a selection is only counted as far as a seller would read. */
async function countMatching(ctx: Ctx, selection: PeopleSelection) {
  if (isEverybody(selection)) return { total: (await countPeopleByState(ctx.db)).active ?? 0, totalIsEstimate: false };
  const count = await countPeople(ctx.db, selection, countedUpTo + 1);
  return { total: Math.min(count, countedUpTo), totalIsEstimate: count > countedUpTo };
}

/** The values the filter chips offer. */
export async function listPeopleFilters(ctx: Ctx): Promise<PeopleFilters> {
  return selectPeopleFilters(ctx.db, filterValues);
}

/** A person, or the id of the record a merged one lives on as. Throws AppError `not_found`. */
export async function readPerson(ctx: Ctx, marketoId: number): Promise<PersonDetail | { mergedInto: number }> {
  const winner = await selectWinner(ctx.db, marketoId);
  if (winner !== null && (await selectPerson(ctx.db, winner))) return { mergedInto: winner };
  const [person, connection] = await Promise.all([selectPerson(ctx.db, marketoId), selectMarketoConnection(ctx.db)]);
  if (!person) {
    throw new AppError(
      'not_found',
      `No person with the Marketo ID ${marketoId} has been synced. People need a sales owner in Salesforce to appear here.`,
    );
  }
  return {
    ...personViewFrom(person),
    state: person.state,
    stateSince: person.stateSince.toISOString(),
    links: {
      marketo: marketoRecordUrl(connection?.webUrl ?? null, marketoId),
      salesforce: salesforceRecordUrl(connection?.salesforceUrl ?? null, person),
    },
  };
}

function personViewFrom(row: PersonRow): PersonView {
  return {
    marketoId: row.marketoId,
    firstName: row.firstName,
    lastName: row.lastName,
    email: row.email,
    title: row.title,
    company: row.company,
    phone: row.phone,
    linkedinUrl: row.linkedinUrl,
    source: row.source,
    sfdcContactId: row.sfdcContactId,
    sfdcLeadId: row.sfdcLeadId,
    sfdcAccountId: row.sfdcAccountId,
    sfdcOpportunityId: row.sfdcOpportunityId,
    owner: { sfdcId: row.ownerSfdcId, name: row.ownerName },
    syncedAt: row.readAt.toISOString(),
    createdAt: row.marketoCreatedAt?.toISOString() ?? null,
    updatedAt: row.marketoUpdatedAt?.toISOString() ?? null,
  };
}
