/** The port: every Marketo call the product makes, in Marketo's verbs. Returns wire types, never domain objects. */
import type {
  ActivityPage,
  WireActivityType,
  WireDescription,
  WireLead,
  WireOpportunityRole,
  WireUsage,
} from './api-types';

export type MarketoClient = {
  /** At most 300 ids; unknown ids are simply absent from the answer. `fields` must exist in this instance (else 1006). */
  getLeadsById(input: { ids: number[]; fields: string[] }): Promise<WireLead[]>;
  describeLeads(): Promise<WireDescription>;
  getActivityTypes(): Promise<WireActivityType[]>;
  /** `since` must not lie in the future. */
  getPagingToken(input: { since: Date }): Promise<string>;
  /** At most 10 types and 30 leads. */
  getActivities(input: { nextPageToken: string; activityTypeIds: number[]; leadIds?: number[] }): Promise<ActivityPage>;
  getLeadChanges(input: { nextPageToken: string; fields: string[] }): Promise<ActivityPage>;
  getDeletedLeads(input: { nextPageToken: string }): Promise<ActivityPage>;
  /** All roles of at most 300 people, every page read. */
  getOpportunityRoles(input: { leadIds: number[] }): Promise<WireOpportunityRole[]>;
  /** Today's calls of the whole instance. */
  getUsage(): Promise<WireUsage[]>;
  /** REST calls made through this client so far (identity calls are free and not counted). */
  callsMade(): number;
  /** Age and remaining life of the current token; null before the first call. */
  tokenStatus(): { ageSeconds: number; expiresInSeconds: number } | null;
};
