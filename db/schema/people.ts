import { type SQL, sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import type { PersonChange, PersonEventKind, PersonSort, PersonSource, PersonState } from '../../lib/people/model';
import type { DirtyReason } from '../../lib/sync/model';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

const textKey = (column: string) => sql<string>`(coalesce(lower(${sql.raw(column)}), chr(1114111)) collate "C")`;

/**
 * What people are ordered by, spelled once for the indexes and the queries that are to go along them. By code point,
 * whatever the database sorts by: what begins with a word is then one stretch, and blanks, as the last character there
 * is, come last.
 */
export const peopleSortKeys: Record<PersonSort, SQL<string>> = {
  name: sql`(name_key collate "C")`,
  email: textKey('email'),
  company: textKey('company'),
  title: textKey('title'),
  source: textKey('source'),
  updatedAt: sql`coalesce(marketo_updated_at, 'infinity')`,
};

/** One Marketo record that has, or once had, a sales owner. Written by the sync only. */
export const people = pgTable(
  'people',
  {
    marketoId: bigint('marketo_id', { mode: 'number' }).primaryKey(),
    firstName: text('first_name'),
    lastName: text('last_name'),
    email: text('email'),
    title: text('title'),
    company: text('company'),
    phone: text('phone'),
    linkedinUrl: text('linkedin_url'),
    source: text('source'),
    sfdcContactId: text('sfdc_contact_id'),
    sfdcLeadId: text('sfdc_lead_id'),
    sfdcAccountId: text('sfdc_account_id'),
    sfdcOpportunityId: text('sfdc_opportunity_id'),
    ownerSfdcId: text('owner_sfdc_id'),
    ownerName: text('owner_name'),
    state: text('state').$type<PersonState>().notNull().default('active'),
    stateSince: moment('state_since').notNull(),
    /** When, and from where, the person first came onto the list. */
    listedAt: moment('listed_at').notNull(),
    listedBy: text('listed_by').$type<PersonSource>().notNull(),
    marketoCreatedAt: moment('marketo_created_at'),
    marketoUpdatedAt: moment('marketo_updated_at'),
    /** When the reading that produced this row was asked for; an older reading never overwrites a newer one. */
    readAt: moment('read_at').notNull(),
    /** The same for the opportunity, which comes from roles; null until they were read for the first time. */
    opportunityReadAt: moment('opportunity_read_at'),
    search: text('search')
      .notNull()
      .generatedAlwaysAs(
        sql`lower(coalesce(first_name, '') || ' ' || coalesce(last_name, '') || ' ' || coalesce(email, '') || ' ' || coalesce(company, '') || ' ' || coalesce(title, ''))`,
      ),
    /** What sorts by name; stored, since to work it out for everybody called Zhang takes longer than to find them. */
    nameKey: text('name_key')
      .notNull()
      .generatedAlwaysAs(
        sql`coalesce(nullif(lower(trim(coalesce(last_name, '') || ' ' || coalesce(first_name, ''))), ''), chr(1114111))`,
      ),
  },
  (t) => [
    index('people_search').using('gin', sql`${t.search} gin_trgm_ops`),
    index('people_by_name').on(peopleSortKeys.name, t.marketoId).where(sql`state = 'active'`),
    index('people_by_email').on(peopleSortKeys.email, t.marketoId).where(sql`state = 'active'`),
    index('people_by_company').on(peopleSortKeys.company, t.marketoId).where(sql`state = 'active'`),
    index('people_by_title').on(peopleSortKeys.title, t.marketoId).where(sql`state = 'active'`),
    index('people_by_source').on(peopleSortKeys.source, t.marketoId).where(sql`state = 'active'`),
    index('people_by_updated').on(peopleSortKeys.updatedAt, t.marketoId).where(sql`state = 'active'`),
    // Filtered by a column and sorted by it, people come by id: one value is one place here, however many share it.
    index('people_of_company').on(t.company, t.marketoId).where(sql`state = 'active'`),
    index('people_of_source').on(t.source, t.marketoId).where(sql`state = 'active'`),
    index('people_by_owner').on(t.ownerSfdcId, t.marketoId).where(sql`state = 'active'`),
  ],
);

/** How many people are in each state, kept by every write to people: a million rows are not counted at every look. */
export const peopleCounts = pgTable('people_counts', {
  state: text('state').$type<PersonState>().primaryKey(),
  people: bigint('people', { mode: 'number' }).notNull(),
});

export type PeopleFilter = 'owner' | 'source' | 'company';

/** Listed people by each value a filter offers. Triggers on people keep it, so that no way of writing can forget it. */
export const peopleFilterCounts = pgTable(
  'people_filter_counts',
  {
    filter: text('filter').$type<PeopleFilter>().notNull(),
    value: text('value').notNull(),
    people: integer('people').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.filter, t.value] }),
    index('people_filter_counts_most').on(t.filter, t.people.desc().nullsFirst(), t.value),
  ],
);

/** What happened to a person here, with the old and the new values. The first load leaves none: see `listedBy`. */
export const personEvents = pgTable(
  'person_events',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    marketoId: bigint('marketo_id', { mode: 'number' }).notNull(),
    /** The time of the reading that told it. */
    notedAt: moment('noted_at').notNull(),
    /** When it happened in Marketo, where its feeds said so. */
    happenedAt: moment('happened_at'),
    source: text('source').$type<PersonSource>().notNull(),
    /** What Marketo calls the activity that told it, such as "Change Data Value". */
    marketoEvent: text('marketo_event'),
    kind: text('kind').$type<PersonEventKind>().notNull(),
    changes: jsonb('changes').$type<PersonChange[]>().notNull(),
    /** Why a person left, in words. */
    reason: text('reason'),
  },
  (t) => [index('person_events_of').on(t.marketoId, t.id)],
);

/** An id that was read and may not be listed, so that an older reading still on its way cannot list it. Kept for a day. */
export const absentPeople = pgTable('absent_people', {
  marketoId: bigint('marketo_id', { mode: 'number' }).primaryKey(),
  readAt: moment('read_at').notNull(),
});

/** A merged record and the record that stands for it now. Chains are compressed when written. */
export const personMerges = pgTable(
  'person_merges',
  {
    loserId: bigint('loser_id', { mode: 'number' }).primaryKey(),
    winnerId: bigint('winner_id', { mode: 'number' }).notNull(),
    mergedAt: moment('merged_at').notNull(),
  },
  (t) => [index('person_merges_winner').on(t.winnerId)],
);

/** A person to read again. `mark` grows with every new hint, so a hint that arrives during a read is not lost. */
export const dirtyPeople = pgTable(
  'dirty_people',
  {
    marketoId: bigint('marketo_id', { mode: 'number' }).primaryKey(),
    reason: text('reason').$type<DirtyReason>().notNull(),
    mark: integer('mark').notNull().default(1),
    /** Not before this moment. */
    dueAt: moment('due_at').notNull(),
    /** When Marketo says the first change since the last reading happened; measures freshness. */
    changedAt: moment('changed_at'),
    /** The same of the last change: a reading that is older than that came too early. */
    lastChangedAt: moment('last_changed_at'),
    /** Marketo's name of the activity that told, such as "Change Data Value". */
    event: text('event'),
    /** First time the record was asked for and not there; decides when to give it up. */
    missingSince: moment('missing_since'),
  },
  (t) => [index('dirty_people_due').on(t.dueAt)],
);

/** One change made visible, for the freshness figure. Pruned after a day. */
export const freshnessSamples = pgTable(
  'freshness_samples',
  {
    marketoId: bigint('marketo_id', { mode: 'number' }).notNull(),
    changedAt: moment('changed_at').notNull(),
    visibleAt: moment('visible_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.marketoId, t.changedAt] }), index('freshness_samples_visible').on(t.visibleAt)],
);
