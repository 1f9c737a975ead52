/** Every stored secret with its place, for whoever stores them under another key. */
import { and, eq } from 'drizzle-orm';
import type { Tx } from '../client';
import { marketoConnections, salesforceApps, salesforceConnections, salesforceLogins } from '../schema';

export const sealedKinds = [
  'marketo-secret',
  'salesforce-secret',
  'access-token',
  'refresh-token',
  'code-verifier',
] as const;
export type SealedKind = (typeof sealedKinds)[number];
/** One secret: `id` is that of its row. */
export type SealedSecret = { kind: SealedKind; id: string; sealed: string };

/** All of them, as they are at this moment. */
export async function selectSealedSecrets(db: Tx): Promise<SealedSecret[]> {
  const marketo = await db.select().from(marketoConnections);
  const apps = await db.select().from(salesforceApps);
  const connections = await db.select().from(salesforceConnections);
  const logins = await db.select().from(salesforceLogins);
  const of = (kind: SealedKind, id: string, sealed: string) => ({ kind, id, sealed });
  return [
    ...marketo.map(({ id, clientSecret }) => of('marketo-secret', id, clientSecret)),
    ...apps.map(({ id, clientSecret }) => of('salesforce-secret', id, clientSecret)),
    ...connections.map(({ id, accessToken }) => of('access-token', id, accessToken)),
    ...connections.map(({ id, refreshToken }) => of('refresh-token', id, refreshToken)),
    ...logins.map(({ stateHash, codeVerifier }) => of('code-verifier', stateHash, codeVerifier)),
  ];
}

/** Puts `to` in the place of a secret that nobody has changed since it was read. False when somebody has. */
export async function updateSealedSecret(db: Tx, { kind, id, sealed }: SealedSecret, to: string): Promise<boolean> {
  const changed = await updates[kind](db, id, sealed, to);
  return changed.length > 0;
}

type Update = (db: Tx, id: string, from: string, to: string) => Promise<unknown[]>;

const updates: Record<SealedKind, Update> = {
  'marketo-secret': (db, id, from, clientSecret) =>
    db
      .update(marketoConnections)
      .set({ clientSecret })
      .where(and(eq(marketoConnections.id, id), eq(marketoConnections.clientSecret, from)))
      .returning({ id: marketoConnections.id }),
  'salesforce-secret': (db, id, from, clientSecret) =>
    db
      .update(salesforceApps)
      .set({ clientSecret })
      .where(and(eq(salesforceApps.id, id), eq(salesforceApps.clientSecret, from)))
      .returning({ id: salesforceApps.id }),
  'access-token': (db, id, from, accessToken) =>
    db
      .update(salesforceConnections)
      .set({ accessToken })
      .where(and(eq(salesforceConnections.id, id), eq(salesforceConnections.accessToken, from)))
      .returning({ id: salesforceConnections.id }),
  'refresh-token': (db, id, from, refreshToken) =>
    db
      .update(salesforceConnections)
      .set({ refreshToken })
      .where(and(eq(salesforceConnections.id, id), eq(salesforceConnections.refreshToken, from)))
      .returning({ id: salesforceConnections.id }),
  'code-verifier': (db, stateHash, from, codeVerifier) =>
    db
      .update(salesforceLogins)
      .set({ codeVerifier })
      .where(and(eq(salesforceLogins.stateHash, stateHash), eq(salesforceLogins.codeVerifier, from)))
      .returning({ id: salesforceLogins.stateHash }),
};
