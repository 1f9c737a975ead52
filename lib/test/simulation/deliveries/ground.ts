/** What all delivery seeds of one operating-system process share: both providers, connected, with people in each. */
import type postgres from 'postgres';
import { takeBaseline } from '@/db/test/baseline';
import { gatedDatabase } from '@/db/test/gated-database';
import { type BothSystems, connectBothSystems } from '../../both-systems';
import { openClient, startAt } from '../ground';
import { type LoopbackFetch, loopbackFetch } from '../loopback-fetch';

export type DeliveryGround = {
  client: postgres.Sql;
  http: LoopbackFetch;
  /** With a field for our key, and without one. */
  orgs: { withKey: DeliveryOrg; withMarks: DeliveryOrg };
  close(): Promise<void>;
};

export type DeliveryOrg = BothSystems & {
  /** Everything as it was when all were connected. */
  restore(): Promise<void>;
};

const people = 8;

/** On the migrated, empty database of `databaseUrl`, which nobody else may use. */
export async function layDeliveryGround(databaseUrl: string): Promise<DeliveryGround> {
  const client = await openClient(databaseUrl);
  const empty = await takeBaseline(client);
  const orgs: DeliveryOrg[] = [];
  for (const key of [true, false]) {
    await empty.restore();
    orgs.push(await connectOrg(client, key));
  }
  const [withKey, withMarks] = orgs as [DeliveryOrg, DeliveryOrg];
  const http = loopbackFetch();
  return {
    client,
    http,
    orgs: { withKey, withMarks },
    close: async () => {
      http.close();
      for (const { marketo, salesforce } of orgs) {
        await marketo.close();
        await salesforce.close();
      }
      await client.end({ timeout: 5 });
    },
  };
}

async function connectOrg(client: postgres.Sql, key: boolean): Promise<DeliveryOrg> {
  const db = gatedDatabase(client, { pass: (_, action) => action(), killed: new Promise(() => {}), opened: () => {} });
  const systems = await connectBothSystems(db, { startAt, people, key });
  const { marketo, salesforce } = systems;
  const before = { marketo: marketo.snapshot(), salesforce: salesforce.snapshot(), rows: await takeBaseline(client) };
  return {
    ...systems,
    restore: async () => {
      await before.rows.restore();
      marketo.faults.clear();
      salesforce.faults.clear();
      marketo.restore(before.marketo);
      salesforce.restore(before.salesforce);
      for (const { clock, calls } of [marketo, salesforce]) {
        clock.set(startAt);
        calls.length = 0;
      }
    },
  };
}
