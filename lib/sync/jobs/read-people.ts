/** Reads the truth about people from Marketo and writes it here. Every people job goes through these functions. */
import type { Tx } from '@/db/client';
import { lockPeopleWrites, retirePeople, upsertPeople } from '@/db/queries/people-sync';
import { type MarketoConnection, selectMarketoConnection } from '@/db/queries/settings';
import { AppError } from '../../errors';
import { wireFieldsOf } from '../../marketo/field-mapping';
import { hasSalesOwner, opportunityByLead, personFromLead } from '../../marketo/map-people';
import type { PersonReading } from '../../people/model';
import type { SyncCtx } from '../engine';
import type { Counts } from '../model';

/** What Marketo answered about some ids at one moment. */
export type PeopleRead = {
  /** Taken before the call, so that a later change can never look older. */
  readAt: Date;
  owned: PersonReading[];
  /** People who exist but may not be listed, each with the reason in words. */
  notOwned: { marketoId: number; reason: string; updatedAt: Date | null }[];
  /** Ids Marketo does not know (any more). */
  missing: number[];
};

/** Marketo answers about at most so many people in one call. */
export const peoplePerCall = 300;

/** At most `peoplePerCall` ids; one call for the records, and one for opportunity roles when any of them is owned. */
export async function readPeople(ctx: SyncCtx, ids: number[], lane: 'feeds' | 'loads'): Promise<PeopleRead> {
  const readAt = ctx.clock.now();
  const connection = await connectionOf(ctx);
  const client = await ctx.marketo(lane);
  const leads = await client.getLeadsById({ ids, fields: wireFieldsOf(connection.fieldMapping) });
  const readings = leads.map((lead) => personFromLead(lead, connection.fieldMapping, readAt));
  const rule = { mode: 'auto', contactsAlwaysOwned: connection.contactsAlwaysOwned } as const;
  const judged = readings.map((reading) => ({ reading, verdict: hasSalesOwner(reading, rule) }));
  const owned = judged.filter(({ verdict }) => verdict.owned).map(({ reading }) => reading);
  const found = new Set(readings.map((reading) => reading.marketoId));
  const opportunities =
    owned.length > 0 && connection.readsOpportunities
      ? opportunityByLead(await client.getOpportunityRoles({ leadIds: owned.map((r) => r.marketoId) }))
      : new Map<number, string>();
  return {
    readAt,
    owned: owned.map((r) => ({ ...r, sfdcOpportunityId: opportunities.get(r.marketoId) ?? null })),
    notOwned: judged
      .filter(({ verdict }) => !verdict.owned)
      .map(({ reading, verdict }) => ({
        marketoId: reading.marketoId,
        reason: verdict.reason,
        updatedAt: reading.marketoUpdatedAt,
      })),
    missing: ids.filter((id) => !found.has(id)),
  };
}

/** Stores the owned and takes the others off the list. Missing ids are the caller's to judge. */
export async function storePeople(tx: Tx, read: PeopleRead): Promise<Counts> {
  await lockPeopleWrites(tx);
  const written = await upsertPeople(tx, read.owned);
  const left = await retirePeople(tx, {
    marketoIds: read.notOwned.map((person) => person.marketoId),
    state: 'unowned',
    readAt: read.readAt,
  });
  const skipped: Record<string, number> = {};
  for (const { reason } of read.notOwned) skipped[reason] = (skipped[reason] ?? 0) + 1;
  return { read: read.owned.length + read.notOwned.length, written, removed: left.length, skipped };
}

/** The connection with its field mapping. Throws AppError `not_configured` before there is one. */
export async function connectionOf(ctx: SyncCtx): Promise<MarketoConnection> {
  const connection = await selectMarketoConnection(ctx.db);
  if (!connection) throw new AppError('not_configured', 'Marketo is not connected yet.');
  return connection;
}
