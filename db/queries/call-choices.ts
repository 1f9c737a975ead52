/** The outcomes and reasons that an admin offers for calls, and whether they are asked for. */
import { and, asc, eq, ne, sql } from 'drizzle-orm';
import type { ChoiceList, OutcomeType } from '@/lib/calls/model';
import type { Transaction, Tx } from '../client';
import { callOutcomes, callReasons, callSettings } from '../schema';

export type CallSettingsRow = typeof callSettings.$inferSelect;

const settingsId = 'calls';
const tables = { outcomes: callOutcomes, reasons: callReasons };

/** Until the end of the transaction nobody else changes a list. */
export async function lockCallChoices(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('sales-actions:call-choices'))`);
}

/** Whether outcomes and reasons are asked for; null before an admin chose. */
export async function selectCallSettings(db: Tx): Promise<CallSettingsRow | null> {
  const [row] = await db.select().from(callSettings).where(eq(callSettings.id, settingsId));
  return row ?? null;
}

/** Stores whether outcomes and reasons are asked for. */
export async function upsertCallSettings(db: Tx, values: Omit<CallSettingsRow, 'id'>): Promise<void> {
  await db
    .insert(callSettings)
    .values({ id: settingsId, ...values })
    .onConflictDoUpdate({ target: callSettings.id, set: values });
}

/** The outcomes in the admin's order. */
export async function selectCallOutcomes(db: Tx): Promise<{ id: string; name: string; type: OutcomeType }[]> {
  const { id, name, type, position } = callOutcomes;
  return db.select({ id, name, type }).from(callOutcomes).orderBy(asc(position), asc(id));
}

/** The reasons in the admin's order. */
export async function selectCallReasons(db: Tx): Promise<{ id: string; name: string }[]> {
  const { id, name, position } = callReasons;
  return db.select({ id, name }).from(callReasons).orderBy(asc(position), asc(id));
}

/** Whether another one of the list has this name, whatever its capitals. */
export async function selectChoiceNameTaken(
  db: Tx,
  list: ChoiceList,
  { name, exceptId }: { name: string; exceptId?: string },
): Promise<boolean> {
  const table = tables[list];
  const sameName = sql`lower(${table.name}) = lower(${name})`;
  return (await db.$count(table, and(sameName, exceptId ? ne(table.id, exceptId) : undefined))) > 0;
}

/** How many there are in the list. */
export async function countChoices(db: Tx, list: ChoiceList): Promise<number> {
  return db.$count(tables[list]);
}

/** Puts a choice at the end of its list. */
export async function insertChoice(
  tx: Tx,
  choice: { list: 'outcomes'; name: string; type: OutcomeType; at: Date } | { list: 'reasons'; name: string; at: Date },
): Promise<void> {
  const { name, at: createdAt } = choice;
  const table = tables[choice.list];
  const position = sql`(select coalesce(max(${table.position}), 0) + 1 from ${table})`;
  if (choice.list === 'outcomes') {
    await tx.insert(callOutcomes).values({ name, type: choice.type, position, createdAt });
  } else {
    await tx.insert(callReasons).values({ name, position, createdAt });
  }
}

/** Gives a choice another name, and an outcome another type. False when there is no such choice. */
export async function updateChoice(
  tx: Tx,
  choice:
    | { list: 'outcomes'; id: string; name: string; type: OutcomeType }
    | { list: 'reasons'; id: string; name: string },
): Promise<boolean> {
  const { id, name } = choice;
  const rows =
    choice.list === 'outcomes'
      ? await tx
          .update(callOutcomes)
          .set({ name, type: choice.type })
          .where(eq(callOutcomes.id, id))
          .returning({ id: callOutcomes.id })
      : await tx.update(callReasons).set({ name }).where(eq(callReasons.id, id)).returning({ id: callReasons.id });
  return rows.length > 0;
}

/** Takes a choice off its list. False when there is no such choice. */
export async function deleteChoice(tx: Tx, list: ChoiceList, id: string): Promise<boolean> {
  const table = tables[list];
  const rows = await tx.delete(table).where(eq(table.id, id)).returning({ id: table.id });
  return rows.length > 0;
}

/** Orders a list as `ids` are. */
export async function updateChoiceOrder(tx: Tx, list: ChoiceList, ids: string[]): Promise<void> {
  const table = tables[list];
  for (const [index, id] of ids.entries()) {
    await tx
      .update(table)
      .set({ position: index + 1 })
      .where(eq(table.id, id));
  }
}
