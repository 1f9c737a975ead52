/** The port: every Marketo call the product makes, in Marketo's verbs. Returns wire types, never domain objects. */
import { z } from 'zod';
import type { CallFeature, CallLane } from '@/lib/call-budget/model';
import {
  type ActivityPage,
  WireActivity,
  WireActivityType,
  WireDescription,
  WireErrorCounts,
  WireLead,
  WireList,
  WireOpportunityRole,
  WireUsage,
} from './api-types';
import { type BulkClient, createBulkClient } from './bulk-client';
import { type CustomActivityClient, createCustomActivityClient } from './custom-activity-client';
import { wholeSeconds } from './dates';
import { MarketoFault } from './errors';
import type { MarketoRequest, MarketoTransport } from './transport';

export type MarketoClient = BulkClient &
  CustomActivityClient & {
    /** At most 300 ids; unknown ids are simply absent from the answer. `fields` must exist in this instance (else 1006). */
    getLeadsById(input: { ids: number[]; fields: string[] }): Promise<WireLead[]>;
    /** Records with this address, at most `limit`; Marketo does not mind capitals. No comma: it would ask for two. */
    getLeadsByEmail(input: { email: string; fields: string[]; limit: number }): Promise<WireLead[]>;
    describeLeads(): Promise<WireDescription>;
    getActivityTypes(): Promise<WireActivityType[]>;
    /** A `since` that is still to come for Marketo becomes its present. */
    getPagingToken(input: { since: Date }): Promise<string>;
    /** At most 10 types and 30 leads. */
    getActivities(input: {
      nextPageToken: string;
      activityTypeIds: number[];
      leadIds?: number[];
    }): Promise<ActivityPage>;
    getLeadChanges(input: { nextPageToken: string; fields: string[] }): Promise<ActivityPage>;
    getDeletedLeads(input: { nextPageToken: string }): Promise<ActivityPage>;
    /** All roles of at most 300 people, every page read. */
    getOpportunityRoles(input: { leadIds: number[] }): Promise<WireOpportunityRole[]>;
    /** A smart list by id or exact name, null when there is none; needs the right to read assets. */
    getSmartList(by: ListKey): Promise<WireList | null>;
    getStaticList(by: ListKey): Promise<WireList | null>;
    /** Today's calls of the whole instance. */
    getUsage(): Promise<WireUsage[]>;
    /** Today's errors of the whole instance, by code. */
    getErrorCounts(): Promise<WireErrorCounts[]>;
    /** Marketo's own time, by the Date header of its last answer. */
    now(): Promise<Date>;
    /** By how much Marketo's clock is ahead of ours; null before its first answer. */
    clockAheadMs(): number | null;
    /** REST calls made through this client so far (identity calls are free and not counted). */
    callsMade(): number;
    /** Age and remaining life of the current token; null before the first call. */
    tokenStatus(): { ageSeconds: number; expiresInSeconds: number } | null;
  };

type ListKey = { id: number } | { name: string };

/** Marketo's own limit of records and filter values in one call. */
const mostIds = 300;
const pageSize = { batchSize: '300' };

/**
 * A client whose calls are paid from `lane` and booked under `feature`, with its own counter. Every call throws
 * ProviderFault.
 * Asking for more than Marketo takes in one call is a mistake of the caller and throws RangeError.
 */
export function createMarketoClient(deps: {
  transport: MarketoTransport;
  lane: CallLane;
  feature?: CallFeature;
}): MarketoClient {
  const { transport, lane, feature = 'other' } = deps;
  let calls = 0;
  const onCall = () => {
    calls += 1;
  };

  return {
    async getLeadsById({ ids, fields }) {
      if (ids.length === 0) return [];
      atMost(mostIds, ids, 'ids');
      const query = { filterType: 'id', filterValues: ids.join(','), fields: fields.join(','), ...pageSize };
      return everyPage({ path: '/rest/v1/leads.json', query, row: WireLead, patience: 'leadsMs' });
    },
    async getLeadsByEmail({ email, fields, limit }) {
      const query = { filterType: 'email', filterValues: email, fields: fields.join(','), batchSize: String(limit) };
      return (await get({ path: '/rest/v1/leads.json', query, row: WireLead, patience: 'leadsMs' })).rows;
    },
    async describeLeads() {
      const { rows } = await get({ path: '/rest/v1/leads/describe2.json', row: WireDescription });
      return rows[0] ?? nothing('description of the person fields');
    },
    async getActivityTypes() {
      const { rows } = await get({ path: '/rest/v1/activities/types.json', row: WireActivityType });
      // Every instance has types. To believe that there are none would leave the feeds nothing to ask for.
      return rows.length > 0 ? rows : nothing('list of activity types');
    },
    async getPagingToken({ since }) {
      const now = await transport.now();
      const query = { sinceDatetime: wholeSeconds(since < now ? since : now) };
      const path = '/rest/v1/activities/pagingtoken.json';
      const { nextPageToken } = await get({ path, query, row: z.unknown(), patience: 'pagingTokenMs' });
      return nextPageToken ?? nothing('paging token');
    },
    async getActivities({ nextPageToken, activityTypeIds, leadIds }) {
      atMost(10, activityTypeIds, 'activity types');
      atMost(30, leadIds ?? [], 'people');
      const query = {
        nextPageToken,
        activityTypeIds: activityTypeIds.join(','),
        ...(leadIds && { leadIds: leadIds.join(',') }),
      };
      return activityPage('/rest/v1/activities.json', query);
    },
    async getLeadChanges({ nextPageToken, fields }) {
      return activityPage('/rest/v1/activities/leadchanges.json', { nextPageToken, fields: fields.join(',') });
    },
    async getDeletedLeads({ nextPageToken }) {
      return activityPage('/rest/v1/activities/deletedleads.json', { nextPageToken });
    },
    async getOpportunityRoles({ leadIds }) {
      if (leadIds.length === 0) return [];
      atMost(mostIds, leadIds, 'people');
      const fields = 'marketoGUID,externalOpportunityId,leadId,role,isPrimary,externalCreatedDate';
      const query = { filterType: 'leadId', filterValues: leadIds.join(','), fields, ...pageSize };
      return everyPage({ path: '/rest/v1/opportunities/roles.json', query, row: WireOpportunityRole });
    },
    async getSmartList(by) {
      const path = '/rest/asset/v1/smartList';
      if ('id' in by) return one({ path: `${path}/${by.id}.json`, row: WireList });
      return one({ path: `${path}/byName.json`, query: by, row: WireList });
    },
    async getStaticList(by) {
      const query: Record<string, string> = 'id' in by ? { id: String(by.id) } : by;
      return one({ path: '/rest/v1/lists.json', query, row: WireList });
    },
    async getUsage() {
      return (await get({ path: '/rest/v1/stats/usage.json', row: WireUsage })).rows;
    },
    async getErrorCounts() {
      return (await get({ path: '/rest/v1/stats/errors.json', row: WireErrorCounts })).rows;
    },
    ...createBulkClient({ transport, lane, feature, onCall }),
    ...createCustomActivityClient({ transport, lane, feature, onCall }),
    now: transport.now,
    clockAheadMs: transport.clockAheadMs,
    callsMade: () => calls,
    tokenStatus: transport.tokenStatus,
  };

  function get<Row>(call: Call<Row>) {
    return transport.request({ query: {}, patience: 'otherMs', ...call, lane, feature, onCall });
  }

  async function one<Row>(call: Call<Row>): Promise<Row | null> {
    return (await get(call)).rows[0] ?? null;
  }

  /** Records end where no token comes back (`moreResult` is often missing), and never go on after an empty page. */
  async function everyPage<Row>(call: Call<Row> & { query: Record<string, string> }): Promise<Row[]> {
    const all: Row[] = [];
    let page = await get(call);
    all.push(...page.rows);
    while (page.nextPageToken && page.rows.length > 0) {
      page = await get({ ...call, query: { ...call.query, nextPageToken: page.nextPageToken } });
      all.push(...page.rows);
    }
    return all;
  }

  /** Activities always have a next token; where Marketo forgets it, the one that was sent is still the position. */
  async function activityPage(path: string, query: { nextPageToken: string } & Record<string, string>) {
    const page = await get({ path, query: { ...query, ...pageSize }, row: WireActivity, patience: 'activitiesMs' });
    const nextPageToken = page.nextPageToken ?? query.nextPageToken;
    return { activities: page.rows, nextPageToken, moreResult: page.moreResult };
  }
}

type Call<Row> = { path: string; row: z.ZodType<Row> } & Partial<Pick<MarketoRequest<Row>, 'query' | 'patience'>>;

function atMost(limit: number, values: unknown[], what: string) {
  if (values.length > limit) throw new RangeError(`Marketo takes at most ${limit} ${what} in one call.`);
}

function nothing(what: string): never {
  throw new MarketoFault({ kind: 'rejected', retry: 'never', message: `Marketo answered without a ${what}.` });
}
