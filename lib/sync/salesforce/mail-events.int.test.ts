/** What happens to mails later: it waits for the mail, is noted on every task of it, and is not lost where that has to wait. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { selectOldestWaiting } from '@/db/queries/delivery-figures';
import { selectNotedMailEvents } from '@/db/queries/mail-tasks';
import { updateJobs } from '@/db/queries/sync';
import type { Ctx } from '../../context';
import { retryDelivery } from '../../deliveries/service';
import { ProviderFault } from '../../provider-fault';
import { type LoggingWorld, startLoggingWorld } from '../../test/logging-world';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

let w: LoggingWorld;
beforeAll(async () => {
  w = await startLoggingWorld();
});
afterEach(() => {
  expect(w.org.unknownRequests).toEqual([]);
  w.org.faults.clear();
});
afterAll(() => w.close());

const tasksOn = (record: string) => w.tasks().filter(({ WhoId }) => WhoId === record);
const mailsOn = (record: string) => tasksOn(record).filter((task) => task.MSE_Email_Status__c === 'sent');
const answer = (marketoId: number, emailId: string) =>
  w.event(marketoId, 'email-replied', { emailId, emailSubject: 'Hello', receivedBy: w.seller.email });
const open = (marketoId: number, emailId: string) =>
  w.event(marketoId, 'email-opened', { emailId, emailSubject: 'Hello', sentBy: w.seller.email });
const allDeliver = async (...ids: string[]) =>
  Promise.all(ids.map(async (id) => (await w.deliveryOf(id)).state)).then((states) => [...new Set(states)]);

describe('an answer', () => {
  it('that comes with its mail is on the task of the mail from the beginning', async () => {
    const { marketoId, record } = await w.person('Contact');
    const emailId = randomUUID();
    const before = w.org.calls.length;
    const told = [await answer(marketoId, emailId), await w.mail(marketoId, { emailId })];
    await w.deliver();
    expect(await allDeliver(...told)).toEqual(['confirmed']);
    expect(mailsOn(record)).toMatchObject([{ MSE_Replied__c: true }]);
    expect(tasksOn(record)).toHaveLength(2);
    const writes = w.org.calls.slice(before).filter(({ path }) => path.includes('composite/sobjects'));
    expect(writes).toHaveLength(1);
  });

  it('marks every task of a mail that went to several records', async () => {
    await w.chooses({ onDuplicate: 'all' });
    const [a, b] = [await w.person('Contact', { known: false }), await w.person('Contact', { known: false })];
    w.org.world.edit(b.record, { Email: a.email });
    const emailId = randomUUID();
    await w.mail(a.marketoId, { emailId });
    await w.deliver();
    await answer(a.marketoId, emailId);
    await w.deliver();
    await w.chooses({});
    const mails = [a, b].flatMap(({ record }) => mailsOn(record));
    expect(mails.map((task) => task.MSE_Replied__c)).toEqual([true, true]);
  });

  it('is there at once, and its mark as soon as changes do not rest any more', async () => {
    const { marketoId, record } = await w.person('Contact');
    const emailId = randomUUID();
    await w.mail(marketoId, { emailId });
    await w.deliver();
    const id = await answer(marketoId, emailId);
    await w.deliver(changing(w.ctx, () => rest));
    expect(tasksOn(record)).toHaveLength(2);
    expect(mailsOn(record)).toMatchObject([{ MSE_Replied__c: false }]);
    const sent = (await w.deliveryOf(id)).payload;
    expect(await w.deliveryOf(id)).toMatchObject({ state: 'queued', faultKind: 'quota' });
    w.advance(20 * minuteMs);
    await w.deliver();
    expect(mailsOn(record)).toMatchObject([{ MSE_Replied__c: true }]);
    expect(tasksOn(record)).toHaveLength(2);
    expect(await w.deliveryOf(id)).toMatchObject({ state: 'confirmed', payload: sent });
  });

  it('keeps its mark where the process dies before it is made', async () => {
    const { marketoId, record } = await w.person('Contact');
    const emailId = randomUUID();
    await w.mail(marketoId, { emailId });
    await w.deliver();
    const id = await answer(marketoId, emailId);
    await w.deliver(changing(w.ctx, () => new Error('killed before a call'))).catch(() => null);
    expect(tasksOn(record)).toHaveLength(2);
    for (let turns = 0; turns < 2; turns += 1) {
      await updateJobs(w.database.db, ['deliver-to-salesforce'], { enabled: true, waitUntil: null });
      w.advance(10 * minuteMs);
      await w.deliver();
    }
    expect(await w.deliveryOf(id)).toMatchObject({ state: 'confirmed' });
    expect(mailsOn(record)).toMatchObject([{ MSE_Replied__c: true }]);
    expect(tasksOn(record)).toHaveLength(2);
  });

  it('that a rule of the org keeps from the mail is there all the same, and says so', async () => {
    const { marketoId, record } = await w.person('Contact');
    const emailId = randomUUID();
    await w.mail(marketoId, { emailId });
    await w.deliver();
    w.org.world.delete(String(mailsOn(record)[0]?.Id));
    const id = await answer(marketoId, emailId);
    await w.deliver();
    expect(await w.deliveryOf(id)).toMatchObject({
      state: 'confirmed',
      note: expect.stringContaining('was not marked as answered'),
    });
  });
});

it('of a mail that was opened often is read once, and nothing of other mails', async () => {
  const { marketoId } = await w.person('Contact');
  const [often, other] = [randomUUID(), randomUUID()];
  for (const emailId of [often, other]) await w.mail(marketoId, { emailId });
  for (let n = 0; n < 20; n += 1) await open(marketoId, often);
  await open(marketoId, other);
  await w.deliver();
  const noted = await selectNotedMailEvents(w.database.db, { emailIds: [often], marketoIds: [marketoId] });
  expect(noted).toEqual([{ emailId: often, marketoId, kind: 'email-opened' }]);
});

describe('what happens to a mail that is not there yet', () => {
  it('is not taken up again and again, and goes in the moment that the mail does', async () => {
    const { marketoId, record } = await w.person('Contact');
    const emailId = randomUUID();
    const subject = '[Sales Actions] Email forbidden';
    w.org.world.setRules({ validation: [{ object: 'Task', field: 'Subject', equals: subject, message: 'No.' }] });
    const mail = await w.mail(marketoId, { emailId, emailSubject: 'forbidden' });
    const opened = await open(marketoId, emailId);
    for (let minutes = 0; minutes < 60; minutes += 10) {
      await w.deliver();
      w.advance(10 * minuteMs);
    }
    expect(await w.deliveryOf(mail)).toMatchObject({ state: 'queued', claims: 1 });
    const waiting = await w.deliveryOf(opened);
    expect([waiting.state, waiting.claims]).toEqual(['queued', 2]);
    w.org.world.clearRules();
    await retryDelivery(w.asAdmin, (await w.deliveryOf(mail)).key);
    await w.deliver();
    expect(await allDeliver(mail, opened)).toEqual(['confirmed']);
    expect(mailsOn(record)).toMatchObject([{ MSE_Viewed__c: true }]);
  });

  it('waits, and says so, while the mail is refused: who lets the mail go lets it go, too', async () => {
    const { marketoId, email } = await personOfNobody();
    const emailId = randomUUID();
    const mail = await w.mail(marketoId, { emailId });
    const opened = await open(marketoId, emailId);
    await w.deliver();
    w.advance(10 * minuteMs);
    await w.deliver();
    expect((await w.deliveryOf(mail)).state).toBe('rejected');
    const note = 'It waits for its e-mail, which was refused.';
    expect(await w.deliveryOf(opened)).toMatchObject({ state: 'queued', problemId: null, note });
    // A monitor is told of what is on its way by itself.
    expect(await selectOldestWaiting(w.database.db)).toEqual([]);
    const record = w.org.world.create('Contact', { LastName: 'Found', Email: email });
    const answered = await answer(marketoId, emailId);
    await w.deliver();
    await retryDelivery(w.asAdmin, (await w.deliveryOf(mail)).key);
    await w.deliver();
    expect(await allDeliver(mail, opened, answered)).toEqual(['confirmed']);
    expect(mailsOn(record)).toMatchObject([{ MSE_Viewed__c: true, MSE_Replied__c: true }]);
    expect((await w.deliveryOf(opened)).note).toBeNull();
  });

  it('is left out, with the reason, once nobody let the mail go for a month', async () => {
    const { marketoId } = await personOfNobody();
    const emailId = randomUUID();
    await w.mail(marketoId, { emailId });
    await w.deliver();
    w.advance(31 * dayMs);
    const opened = await open(marketoId, emailId);
    await w.deliver();
    const row = await w.deliveryOf(opened);
    expect([row.state, row.reason]).toEqual(['skipped', 'no-task']);
    expect(row.note).toContain('nobody let it go again for a month');
  });
});

async function personOfNobody() {
  const { marketoId, record, email } = await w.person('Contact', { known: false });
  w.org.world.delete(record);
  return { marketoId, email };
}

const rest = new ProviderFault({
  provider: 'salesforce',
  kind: 'quota',
  remoteCode: 'OUR_SHARE',
  message: 'It rests.',
});

/** As if every change of a record met this. */
function changing(ctx: Ctx, fault: () => Error): Ctx {
  return {
    ...ctx,
    salesforce: async (...args) => {
      const client = await ctx.salesforce(...args);
      return { ...client, updateRecords: async (records) => (records.length > 0 ? Promise.reject(fault()) : []) };
    },
  };
}
