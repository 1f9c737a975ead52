import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '@/db/client';
import { callOutcomes, callReasons, callSettings } from '@/db/schema';
import { testDatabase } from '@/db/test/database';
import type { Ctx } from '../context';
import { AppError } from '../errors';
import { manualClock } from '../test/clock';
import { testCtx } from '../test/context';
import { addChoice, changeCallSettings, changeChoice, orderChoices, readCallChoices, removeChoice } from './choices';
import { CallChoices, ChoiceInput } from './contract';
import { type ChoiceList, mostChoices } from './model';

const clock = manualClock('2026-03-01T12:00:00Z');
let database: Awaited<ReturnType<typeof testDatabase>>;
let ctx: Ctx;

beforeAll(async () => {
  database = await testDatabase();
  ctx = testCtx({ database, clock });
});
beforeEach(async () => {
  for (const table of [callOutcomes, callReasons, callSettings]) await database.db.delete(table);
});
afterAll(() => database.close());

const outcome = (name: string) => addChoice(ctx, 'outcomes', { name, type: 'answered' });
const reason = (name: string) => addChoice(ctx, 'reasons', { name });
const names = async (list: ChoiceList) => (await readCallChoices(database.db))[list].choices.map(({ name }) => name);
const idOf = async (list: ChoiceList, name: string) =>
  (await readCallChoices(database.db))[list].choices.find((choice) => choice.name === name)?.id ?? '';
const codeOf = (change: Promise<unknown>) =>
  change.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );

describe('what sellers are asked', () => {
  it('is nothing before an admin chose', async () => {
    const nothing = { enabled: false, required: false, choices: [] };
    expect(await readCallChoices(database.db)).toEqual({ outcomes: nothing, reasons: nothing });
  });

  it('is what the admin says, list by list', async () => {
    await outcome('Interested');
    const said = { outcomes: { enabled: true, required: true }, reasons: { enabled: true, required: false } };
    const choices = await changeCallSettings(ctx, said);
    expect(CallChoices.parse(choices)).toEqual(choices);
    expect(choices).toMatchObject({
      outcomes: { ...said.outcomes, choices: [{ name: 'Interested', type: 'answered' }] },
      reasons: { ...said.reasons, choices: [] },
    });
    const off = { enabled: false, required: false };
    expect(await changeCallSettings(ctx, { outcomes: off, reasons: off })).toMatchObject({
      outcomes: off,
      reasons: off,
    });
  });
});

describe('a list', () => {
  it('keeps the order in which names were added, and then the one chosen', async () => {
    for (const name of ['B', 'A', 'C']) await reason(name);
    expect(await names('reasons')).toEqual(['B', 'A', 'C']);
    const ids = [await idOf('reasons', 'C'), await idOf('reasons', 'B'), await idOf('reasons', 'A')];
    await orderChoices(ctx, 'reasons', { ids });
    expect(await names('reasons')).toEqual(['C', 'B', 'A']);
    await reason('D');
    expect(await names('reasons')).toEqual(['C', 'B', 'A', 'D']);
  });

  it('is not ordered by somebody who saw another list', async () => {
    for (const name of ['A', 'B']) await reason(name);
    const ids = [await idOf('reasons', 'B'), await idOf('reasons', 'A')];
    await reason('C');
    expect(await codeOf(orderChoices(ctx, 'reasons', { ids }))).toBe('conflict');
    await removeChoice(ctx, { list: 'reasons', id: await idOf('reasons', 'C') });
    expect(await codeOf(orderChoices(ctx, 'reasons', { ids: [ids[0] ?? '', ids[0] ?? ''] }))).toBe('conflict');
    expect(await names('reasons')).toEqual(['A', 'B']);
  });

  it('has each name once, whatever its capitals, and the other list may have it too', async () => {
    await outcome('Interested');
    expect(await codeOf(outcome('INTERESTED'))).toBe('conflict');
    await expect(reason('Interested')).resolves.toBeTruthy();
    await outcome('Busy');
    const busy = { list: 'outcomes', id: await idOf('outcomes', 'Busy') } as const;
    expect(await codeOf(changeChoice(ctx, busy, { name: 'interested', type: 'answered' }))).toBe('conflict');
    await changeChoice(ctx, busy, { name: 'BUSY', type: 'not-answered' });
    expect(await readCallChoices(database.db)).toMatchObject({
      outcomes: { choices: [{ name: 'Interested' }, { name: 'BUSY', type: 'not-answered' }] },
    });
  });

  it('changes nothing for a choice that is gone', async () => {
    const id = '00000000-0000-4000-8000-000000000000';
    expect(await codeOf(changeChoice(ctx, { list: 'reasons', id }, { name: 'A' }))).toBe('not_found');
    expect(await codeOf(removeChoice(ctx, { list: 'outcomes', id }))).toBe('not_found');
  });

  it('asks for the type of an outcome, and of nothing else', async () => {
    expect(await codeOf(addChoice(ctx, 'outcomes', { name: 'A' }))).toBe('bad_request');
    expect(await codeOf(addChoice(ctx, 'reasons', { name: 'A', type: 'answered' }))).toBe('bad_request');
  });

  it.each(['', '   ', 'x'.repeat(51), 'a\0b'])('takes no name like “%s”', (name) => {
    expect(ChoiceInput.safeParse({ name }).success).toBe(false);
  });
});

describe('the limit', () => {
  it('is 15 names', async () => {
    for (let n = 1; n <= mostChoices; n++) await outcome(`Outcome ${n}`);
    expect(await codeOf(outcome('One too many'))).toBe('conflict');
    expect(await codeOf(reason('Another list'))).toBe('done');
  });

  it('holds when two admins add at once', async () => {
    for (let n = 1; n < mostChoices; n++) await outcome(`Outcome ${n}`);
    const elsewhere = openDatabase(database.url);
    try {
      const there = testCtx({ database: elsewhere, clock });
      const added = await Promise.all(
        Array.from({ length: 6 }, (_, n) =>
          codeOf(addChoice(n % 2 ? there : ctx, 'outcomes', { name: `Last ${n}`, type: 'answered' })),
        ),
      );
      expect(added.sort()).toEqual([...Array(5).fill('conflict'), 'done']);
      expect(await names('outcomes')).toHaveLength(mostChoices);
    } finally {
      await elsewhere.close();
    }
  });
});
