/** Custom activities and their types: the only things we ever write in Marketo. Nothing here is sent twice by itself. */
import { z } from 'zod';
import type { TypeDefinition } from '@/lib/activity-types/model';
import type { CallFeature, CallLane } from '@/lib/call-budget/model';
import { WireAddedActivity, WireCustomActivityType, type WireNewActivity } from './api-types';
import { MarketoFault } from './errors';
import type { MarketoTransport } from './transport';

export type CustomActivityClient = {
  /** All custom types of the instance, drafts and deleted ones among them, without their attributes. */
  getCustomActivityTypes(): Promise<WireCustomActivityType[]>;
  /** A type as it will be once its draft is approved; null where there is no draft. */
  getCustomActivityDraft(apiName: string): Promise<WireCustomActivityType | null>;
  /** Makes a draft without attributes but the primary one. */
  createCustomActivityType(definition: TypeDefinition): Promise<void>;
  /** Adds attributes to the draft, which begins as a copy of what is approved. */
  createCustomActivityAttributes(apiName: string, attributes: TypeDefinition['attributes']): Promise<void>;
  /** Makes the draft what counts: its filter and its trigger are in the menu from then on. */
  approveCustomActivityType(apiName: string): Promise<void>;
  /**
   * Adds at most 300 activities and answers what came of each, in their order; the answer may be shorter. Fault
   * `unknown` when they may have been added all the same.
   */
  addCustomActivities(input: { activities: WireNewActivity[]; notAfter: Date }): Promise<WireAddedActivity[]>;
};

/** Marketo's limits of one write: records, and bytes of the body with some room for what is around them. */
export const mostActivities = 300;
export const mostBodyBytes = 1_000_000;

const path = '/rest/v1/activities/external';

/** The part of a MarketoClient that writes. Every call throws ProviderFault. */
export function createCustomActivityClient(deps: {
  transport: MarketoTransport;
  lane: CallLane;
  feature: CallFeature;
  onCall: () => void;
}): CustomActivityClient {
  const { transport, ...payer } = deps;

  return {
    async getCustomActivityTypes() {
      const patience = 'otherMs' as const;
      const call = { path: `${path}/types.json`, query: {}, row: WireCustomActivityType, patience };
      return (await transport.request({ ...call, ...payer })).rows;
    },
    async getCustomActivityDraft(apiName) {
      const query = { draft: 'true' };
      const call = { path: typePath(apiName, '/describe'), query, row: WireCustomActivityType };
      return (await transport.request({ ...call, patience: 'otherMs', ...payer })).rows[0] ?? null;
    },
    async createCustomActivityType({ apiName, name, description, triggerName, filterName, primaryAttribute }) {
      const json = { apiName, name, description, triggerName, filterName, primaryAttribute };
      const made = await write({ path: `${path}/type.json`, json, row: WireCustomActivityType });
      if (made.length === 0) throw nameTaken(name);
    },
    async createCustomActivityAttributes(apiName, attributes) {
      await write({ path: typePath(apiName, '/attributes/create'), json: { attributes }, row: z.unknown() });
    },
    async approveCustomActivityType(apiName) {
      await write({ path: typePath(apiName, '/approve'), json: {}, row: z.unknown() });
    },
    async addCustomActivities({ activities, notAfter }) {
      if (activities.length > mostActivities) throw new RangeError('Marketo takes at most 300 activities in one call.');
      const json = { input: activities };
      return write({ path: `${path}.json`, json, row: WireAddedActivity, notAfter });
    },
  };

  async function write<Row>(input: { path: string; json: unknown; row: z.ZodType<Row>; notAfter?: Date | null }) {
    const { path: to, json, row, notAfter = null } = input;
    const call = { path: to, query: {}, post: { json }, write: { notAfter }, row, patience: 'writesMs' as const };
    return (await transport.request({ ...call, ...payer })).rows;
  }
}

const typePath = (apiName: string, verb: string) => `${path}/type/${encodeURIComponent(apiName)}${verb}.json`;

// Code 1017 is no failure elsewhere: what exists already is as it should be. A type of these names may be another one.
function nameTaken(name: string): MarketoFault {
  const message = `Marketo did not make “${name}”: another type there has its API name, its trigger name or its filter name.`;
  return new MarketoFault({ kind: 'rejected', retry: 'never', message }, { remoteCode: '1017' });
}
