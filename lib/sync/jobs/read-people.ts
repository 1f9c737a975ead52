/** Reads the truth about people from Marketo and writes it here. Every people job goes through these functions. */
import type { Tx } from '@/db/client';
import { lockPeopleWrites, retirePeople, upsertPeople } from '@/db/queries/people-sync';
import { updateOpportunities } from '@/db/queries/person-opportunities';
import { type MarketoConnection, selectMarketoConnection } from '@/db/queries/settings';
import { AppError } from '../../errors';
import type { WireLead } from '../../marketo/api-types';
import { wireFieldsOf } from '../../marketo/field-mapping';
import { hasSalesOwner, opportunityByLead, personFromLead } from '../../marketo/map-people';
import { mostPeople, type PersonOrigin, type PersonReading } from '../../people/model';
import type { SyncCtx } from '../engine';
import { type Counts, overTheCapReason } from '../model';

/** People as Marketo showed them at one moment, judged. */
export type PeopleFound = {
  /** Taken before the call, so that a later change can never look older. */
  readAt: Date;
  owned: PersonReading[];
  /** People who exist but may not be listed, each with the reason in words. */
  notOwned: { marketoId: number; reason: string; updatedAt: Date | null }[];
  /** How many people may be listed. */
  cap: number;
};

/** What Marketo answered about some ids. */
export type PeopleRead = PeopleFound & {
  /** Ids Marketo does not know (any more). */
  missing: number[];
};

/** Marketo answers about at most so many people in one call. */
export const peoplePerCall = 300;

type Reading = { lane: 'feeds' | 'loads'; roles: boolean };

/** At most `peoplePerCall` ids; one call for the records, and with `roles` one for the opportunities of the owned. */
export async function readPeople(ctx: SyncCtx, ids: number[], { lane, roles }: Reading): Promise<PeopleRead> {
  const readAt = ctx.clock.now();
  const connection = await connectionOf(ctx);
  const client = await ctx.marketo(lane);
  const leads = await client.getLeadsById({ ids, fields: wireFieldsOf(connection.fieldMapping) });
  const found = judgePeople(ctx, leads, connection, readAt);
  const known = new Set(leads.map((lead) => lead.id));
  const missing = ids.filter((id) => !known.has(id));
  if (!roles || !connection.readsOpportunities) return { ...found, missing };
  const leadIds = found.owned.map((person) => person.marketoId);
  const opportunities = opportunityByLead(await client.getOpportunityRoles({ leadIds }));
  const withOpportunity = (person: PersonReading) => ({
    ...person,
    sfdcOpportunityId: opportunities.get(person.marketoId) ?? null,
  });
  return { ...found, owned: found.owned.map(withOpportunity), missing };
}

/** Who of `leads`, as they were at `readAt`, has a sales owner. Opportunities are not known from here. */
export function judgePeople(
  ctx: SyncCtx,
  leads: WireLead[],
  { fieldMapping, contactsAlwaysOwned }: MarketoConnection,
  readAt: Date,
): PeopleFound {
  const found: PeopleFound = { readAt, owned: [], notOwned: [], cap: ctx.mostPeople ?? mostPeople };
  for (const lead of leads) {
    const reading = personFromLead(lead, fieldMapping, readAt);
    const { owned, reason } = hasSalesOwner(reading, { mode: 'auto', contactsAlwaysOwned });
    if (owned) found.owned.push(reading);
    else found.notOwned.push({ marketoId: reading.marketoId, reason, updatedAt: reading.marketoUpdatedAt });
  }
  return found;
}

/** Stores the owned and takes the others off the list. Ids that Marketo did not know are the caller's to judge. */
export async function storePeople(tx: Tx, read: PeopleFound, origin: PersonOrigin): Promise<Counts> {
  await lockPeopleWrites(tx);
  const { written, overTheCap } = await upsertPeople(tx, read.owned, { origin, cap: read.cap });
  // A sweep may have stored a later reading of the record meanwhile, which tells nothing of opportunities.
  const opportunities = new Map(
    read.owned.flatMap(({ marketoId, sfdcOpportunityId: id }) => (id === undefined ? [] : [[marketoId, id]])),
  );
  const writtenLate = await updateOpportunities(tx, { readAt: read.readAt, opportunities, origin });
  const left = await retirePeople(tx, {
    marketoIds: read.notOwned.map((person) => person.marketoId),
    state: 'unowned',
    readAt: read.readAt,
    origin,
    reasons: new Map(read.notOwned.map((person) => [person.marketoId, person.reason])),
  });
  const skipped: Record<string, number> = overTheCap > 0 ? { [overTheCapReason]: overTheCap } : {};
  for (const { reason } of read.notOwned) skipped[reason] = (skipped[reason] ?? 0) + 1;
  return {
    read: read.owned.length + read.notOwned.length,
    written: written + writtenLate,
    removed: left.length,
    skipped,
  };
}

/** The connection with its field mapping. Throws AppError `not_configured` before there is one. */
export async function connectionOf(ctx: SyncCtx): Promise<MarketoConnection> {
  const connection = await selectMarketoConnection(ctx.db);
  if (!connection) throw new AppError('not_configured', 'Marketo is not connected yet.');
  return connection;
}
