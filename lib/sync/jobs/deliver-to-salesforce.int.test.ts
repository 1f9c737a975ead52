import { randomUUID } from 'node:crypto';
import { eq, inArray } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { salesforceConnections, users } from '@/db/schema';
import type { Ctx } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { switchDeliveries } from '@/lib/sales-activities/switches';
import { describeOrg } from '@/lib/salesforce-connections/describe-org';
import { defaultLogging } from '@/lib/salesforce-logging/model';
import { type LoggingWorld, startLoggingWorld } from '../../test/logging-world';
import { connectToSalesforce } from '../../test/salesforce';
import { aSeller } from '../../test/sellers';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** One world for the tests that leave the org as it is; people and activities are each test's own. */
let w: LoggingWorld;
beforeAll(async () => {
  w = await startLoggingWorld();
});
afterEach(() => {
  expect(w.org.unknownRequests).toEqual([]);
  w.org.faults.clear();
});
afterAll(() => w.close());

const taskOf = (world: LoggingWorld, record: string) => world.tasks().filter((task) => task.WhoId === record);

describe('a mail and a call', () => {
  it('become finished tasks on the record that Marketo knows', async () => {
    const { marketoId, record } = await w.person('Contact');
    const mail = await w.mail(marketoId, {
      emailSubject: 'Your\nquestions',
      bodyText: 'Dear Ada',
      to: ['ada@example.com'],
      templateName: 'T1',
      campaignName: 'Spring',
      campaignDay: 2,
      campaignStep: 1,
    });
    const call = await w.call(marketoId, {
      outcome: 'Connected',
      reason: 'Demo',
      notes: 'Wants a demo.',
      durationSeconds: 200,
      phoneNumber: '+1 555 0100',
    });
    await w.deliver();
    const [first, second] = taskOf(w, record).sort((a) => (a.TaskSubtype === 'Email' ? -1 : 1));
    const key = (await w.deliveryOf(mail)).key;
    expect(first).toMatchObject({
      SalesActions_Key__c: key,
      Subject: '[Sales Actions] Email Your questions',
      Status: 'Completed',
      IsClosed: true,
      TaskSubtype: 'Email',
      Type: 'Email',
      ActivityDate: '2026-11-02',
      WhatId: null,
      MSE_Email_Status__c: 'sent',
      MSE_Template__c: 'T1',
      MSE_Campaign__c: 'Spring',
      MSE_Current_Campaign_Step__c: 'day 2, step 1',
      MSE_Details__c: `http://localhost:3000/people/${marketoId}`,
      MSE_Viewed__c: false,
    });
    expect(first?.Description).toBe('To: ada@example.com\nSubject: Your\nquestions\n\nDear Ada');
    expect(second).toMatchObject({
      Subject: '[Sales Actions] Call Connected',
      TaskSubtype: 'Call',
      Type: 'Call',
      CallType: 'Outbound',
      CallDurationInSeconds: 200,
      CallDisposition: 'Connected',
      mktosales_call_outcome__c: 'Connected',
      mktosales_call_reason__c: 'Demo',
    });
    expect(second?.Description).toContain('Wants a demo.');
    expect(await w.deliveryOf(call)).toMatchObject({
      state: 'confirmed',
      remoteId: second?.Id,
      target: { records: [record], rule: "the person's contact, as Marketo knows it" },
      problemId: null,
    });
  });

  it('go on the day it is where the seller is', async () => {
    const { marketoId, record } = await w.person('Lead');
    // Half past midnight in Berlin.
    w.org.clock.set(new Date('2026-11-03T23:30:00Z'));
    await w.call(marketoId);
    await w.deliver();
    expect(taskOf(w, record)).toMatchObject([{ ActivityDate: '2026-11-04' }]);
  });

  it('have inert text, however hostile', async () => {
    const { marketoId, record } = await w.person('Contact', { email: "o'neill.x@example.com" });
    const hostile = `' OR Name != '=cmd()|\\' OR Id != \\'{{call_outcome}}<img onerror=alert(1)>`;
    await w.mail(marketoId, { emailSubject: hostile, bodyText: hostile, campaignName: hostile });
    await w.deliver();
    const [task] = taskOf(w, record);
    expect(task?.Subject).toBe(`[Sales Actions] Email ${hostile}`);
    expect(task?.MSE_Campaign__c).toBe(hostile);
  });

  it('are sent 200 at a time: 600 cost four calls at most', async () => {
    const { marketoId, record } = await w.person('Contact');
    for (let n = 0; n < 600; n += 1) await w.mail(marketoId, { emailSubject: `Mail ${n}` });
    const before = w.org.calls.length;
    await w.deliver();
    expect(taskOf(w, record)).toHaveLength(600);
    expect(w.org.calls.slice(before).reduce((sum, { cost }) => sum + cost, 0)).toBeLessThanOrEqual(4);
  });
});

describe('what happens to a mail later', () => {
  it('is noted on its task, once, however often it happens', async () => {
    const { marketoId, record } = await w.person('Contact');
    const emailId = randomUUID();
    const about = { emailId, emailSubject: 'Hello', sentBy: w.seller.email };
    await w.mail(marketoId, { emailId });
    await w.event(marketoId, 'email-opened', about);
    await w.event(marketoId, 'email-opened', about);
    await w.event(marketoId, 'email-clicked', { ...about, link: 'https://example.com/' });
    await w.event(marketoId, 'email-bounced', { ...about, email: 'ada@example.com' });
    await w.deliver();
    w.advance(minuteMs);
    const before = w.org.calls.length;
    await w.event(marketoId, 'email-opened', about);
    await w.deliver();
    expect(taskOf(w, record)).toMatchObject([
      { MSE_Viewed__c: true, MSE_Clicked__c: true, MSE_Email_Status__c: 'bounced', MSE_Replied__c: false },
    ]);
    expect(
      (await w.ledger()).filter(({ kind }) => kind.startsWith('email-')).every(({ state }) => state === 'confirmed'),
    ).toBe(true);
    expect(w.org.calls.slice(before).filter(({ method }) => method === 'PATCH')).toEqual([]);
  });

  it('a reply is a task of its own, and marks the mail', async () => {
    const { marketoId, record } = await w.person('Contact');
    const emailId = randomUUID();
    await w.mail(marketoId, { emailId });
    await w.deliver();
    await w.event(marketoId, 'email-replied', {
      emailId,
      emailSubject: 'Hello',
      receivedBy: w.seller.email,
      bodyText: 'Yes!',
    });
    await w.deliver();
    const tasks = taskOf(w, record);
    expect(tasks.find(({ Subject }) => Subject === 'Reply: Hello')).toMatchObject({
      TaskSubtype: 'Email',
      Type: 'Email',
      Description: 'Yes!',
    });
    expect(tasks.find(({ MSE_Email_Status__c }) => MSE_Email_Status__c === 'sent')).toMatchObject({
      MSE_Replied__c: true,
    });
  });

  it('waits for the mail, and is left out where the mail is not in Salesforce', async () => {
    const { marketoId } = await w.person('Contact');
    const about = { emailId: randomUUID(), emailSubject: 'Hello', sentBy: w.seller.email };
    const orphan = await w.event(marketoId, 'email-opened', about);
    await w.deliver();
    expect(await w.deliveryOf(orphan)).toMatchObject({ state: 'skipped', reason: 'no-task' });
  });
});

describe('the record', () => {
  it('is found by the address where Marketo knows none, for mails only', async () => {
    const { marketoId, record } = await w.person('Contact', { known: false });
    const mail = await w.mail(marketoId);
    const call = await w.call(marketoId);
    await w.deliver();
    expect(taskOf(w, record)).toMatchObject([{ TaskSubtype: 'Email' }]);
    expect((await w.deliveryOf(mail)).target?.rule).toBe('the only contact with this e-mail address');
    expect(await w.deliveryOf(call)).toMatchObject({ state: 'rejected', faultCode: 'NO_MATCH' });
  });

  it('is not found for anybody else by an address with quotes', async () => {
    const { marketoId } = await w.person('Contact');
    await w.listed({ marketoId: marketoId + 1, email: `x' OR Email != '@example.com`, record: null });
    const before = w.tasks().length;
    const mail = await w.mail(marketoId + 1);
    await w.deliver();
    expect(await w.deliveryOf(mail)).toMatchObject({ state: 'rejected', faultCode: 'NO_MATCH' });
    expect(w.tasks()).toHaveLength(before);
  });

  it('is the contact that a lead was converted to, and the winner of a merge', async () => {
    const lead = await w.person('Lead');
    const { contactId } = w.org.world.convertLead(lead.record);
    const loser = await w.person('Contact');
    const winner = await w.person('Contact');
    w.org.world.merge(winner.record, [loser.record]);
    const [onLead, onLoser] = [await w.call(lead.marketoId), await w.call(loser.marketoId)];
    await w.deliver();
    expect(taskOf(w, String(contactId))).toHaveLength(1);
    expect(taskOf(w, winner.record)).toHaveLength(1);
    expect((await w.deliveryOf(onLead)).target?.rule).toContain(`${lead.record} was converted to ${contactId}`);
    expect((await w.deliveryOf(onLoser)).note).toContain('no longer takes activities');
  });

  it('that was deleted leads to the address, for a mail', async () => {
    const gone = await w.person('Contact', { email: 'twice@example.com' });
    const other = w.org.world.create('Lead', { LastName: 'Twice', Company: 'C', Email: 'twice@example.com' });
    w.org.world.delete(gone.record);
    await w.mail(gone.marketoId);
    await w.deliver();
    expect(taskOf(w, other)).toHaveLength(1);
  });

  it('of several: the chosen one, all of them, or none, as the admin chose', async () => {
    const email = 'many@example.com';
    const lead = w.org.world.create('Lead', { LastName: 'Many', Company: 'C', Email: email });
    const contact = w.org.world.create('Contact', { LastName: 'Many', Email: email });
    await w.listed({ marketoId: 900, email, record: null });
    await w.mail(900);
    await w.deliver();
    expect([taskOf(w, contact).length, taskOf(w, lead).length]).toEqual([1, 0]);
    await w.chooses({ onDuplicate: 'all' });
    const all = await w.mail(900);
    await w.deliver();
    expect([taskOf(w, contact).length, taskOf(w, lead).length]).toEqual([2, 1]);
    expect(Object.keys((await w.deliveryOf(all)).target?.made ?? {}).sort()).toEqual([contact, lead].sort());
    await w.chooses({ onDuplicate: 'none' });
    const none = await w.mail(900);
    await w.deliver();
    expect(await w.deliveryOf(none)).toMatchObject({ state: 'rejected', faultCode: 'AMBIGUOUS_MATCH' });
    await w.chooses({});
  });

  it('is made where the admin chose so, and only once', async () => {
    await w.chooses({ onNoMatch: 'create-lead' });
    await w.listed({ marketoId: 901, email: 'new@example.com', record: null });
    await w.mail(901);
    await w.mail(901);
    await w.deliver();
    await w.mail(901);
    await w.deliver();
    const leads = w.org.world.records('Lead').filter(({ Email }) => Email === 'new@example.com');
    expect(leads).toHaveLength(1);
    expect(taskOf(w, String(leads[0]?.Id))).toHaveLength(3);
    await w.chooses({});
  });

  it('is not a lead where mails are not wanted on leads', async () => {
    await w.chooses({ objects: { contact: true, lead: false, opportunity: false } });
    const { marketoId, record } = await w.person('Lead');
    const [mail, call] = [await w.mail(marketoId), await w.call(marketoId)];
    await w.deliver();
    expect(taskOf(w, record)).toMatchObject([{ TaskSubtype: 'Call' }]);
    expect(await w.deliveryOf(mail)).toMatchObject({ state: 'skipped', reason: 'object-off' });
    expect((await w.deliveryOf(call)).state).toBe('confirmed');
    await w.chooses({});
  });

  it('goes with the only open opportunity, else with the account', async () => {
    await w.chooses({ objects: { contact: true, lead: true, opportunity: true } });
    const account = w.org.world.create('Account', { Name: 'Engines' });
    const person = await w.person('Contact', { account });
    const opportunity = (name: string, StageName = 'Prospecting') =>
      w.org.world.create('Opportunity', { Name: name, AccountId: account, StageName, CloseDate: '2026-12-31' });
    const role = (OpportunityId: string) =>
      w.org.world.create('OpportunityContactRole', { OpportunityId, ContactId: person.record });
    await w.call(person.marketoId);
    await w.deliver();
    const first = opportunity('One');
    role(first);
    role(opportunity('Won', 'Closed Won'));
    await w.call(person.marketoId);
    await w.deliver();
    role(opportunity('Two'));
    const last = await w.call(person.marketoId);
    await w.deliver();
    expect(
      taskOf(w, person.record)
        .map(({ WhatId }) => WhatId)
        .sort(),
    ).toEqual([account, account, first].sort());
    expect((await w.deliveryOf(last)).target?.rule).toContain('several open opportunities');
    await w.chooses({});
  });
});

describe('what the org refuses is mended where it can be', () => {
  it('an optional field that the user may not write is left out, with a note', async () => {
    w.org.world.setFieldAccess({ object: 'Task', field: 'MSE_Template__c', access: 'read' });
    const { marketoId, record } = await w.person('Contact');
    const mail = await w.mail(marketoId, { templateName: 'T' });
    await w.deliver();
    expect(taskOf(w, record)).toMatchObject([{ MSE_Template__c: null, MSE_Email_Status__c: 'sent' }]);
    expect((await w.deliveryOf(mail)).note).toBe('Salesforce did not take MSE_Template__c.');
    w.org.world.setFieldAccess({ object: 'Task', field: 'MSE_Template__c', access: 'edit' });
  });

  it('a field that was removed since fails nobody', async () => {
    w.org.world.removeField('Task', 'MSE_Template_Details__c');
    const { marketoId, record } = await w.person('Contact');
    await w.mail(marketoId, { templateUrl: 'https://example.com/t' });
    await w.mail(marketoId);
    await w.deliver();
    expect(taskOf(w, record)).toHaveLength(2);
  });

  it('a rule of the admin’s stops its record only, says so, and lets it through once it is lifted', async () => {
    const [bad, good] = [await w.person('Contact'), await w.person('Contact')];
    w.org.world.setRules({
      validation: [
        { object: 'Task', field: 'Subject', equals: '[Sales Actions] Email forbidden', message: 'No forbidden words.' },
      ],
    });
    const refused = await w.mail(bad.marketoId, { emailSubject: 'forbidden' });
    await w.mail(good.marketoId);
    await w.deliver();
    expect(taskOf(w, good.record)).toHaveLength(1);
    const waiting = await w.deliveryOf(refused);
    expect(waiting).toMatchObject({
      state: 'queued',
      faultCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
      faultKind: 'forbidden',
    });
    expect(waiting.message).toContain('No forbidden words.');
    w.org.world.clearRules();
    w.advance(dayMs + minuteMs);
    await w.deliver();
    expect(await w.deliveryOf(refused)).toMatchObject({ state: 'confirmed', problemId: null });
  });
});

describe('who may send', () => {
  it('nobody without a connection: it waits, and goes once there is one', async () => {
    const other = await aSeller(w.database.db);
    const { marketoId, record } = await w.person('Contact');
    const call = await w.event(marketoId, 'call', { madeBy: other.email, status: 'completed' }, other);
    await w.deliver();
    expect((await w.deliveryOf(call)).state).toBe('queued');
    const sfUserId = w.org.world.users()[1]?.id;
    await connectToSalesforce(w.ctx, w.org, { userId: other.userId, sfUserId });
    await w.deliver();
    expect(taskOf(w, record)).toMatchObject([{ OwnerId: sfUserId, CreatedById: sfUserId }]);
  });

  it('the integration for whoever has none: the task belongs to the seller of the same address', async () => {
    const other = await aSeller(w.database.db);
    const { marketoId, record } = await w.person('Contact');
    await w.event(marketoId, 'call', { madeBy: other.email, status: 'completed' }, other);
    const owner = w.org.world.users()[2];
    w.org.world.addUser({
      id: '005000000000777AAA',
      name: 'Twin',
      username: 'twin@simulated.example',
      email: other.email,
      active: true,
    });
    await connectToSalesforce(w.ctx, w.org, { userId: other.userId, sfUserId: owner?.id, purpose: 'integration' });
    await w.deliver();
    expect(taskOf(w, record)).toMatchObject([{ OwnerId: '005000000000777AAA', CreatedById: owner?.id }]);
  });

  it.each(['whose token cannot be read any more', 'who was disconnected at this moment'])(
    'nobody %s, and everybody else',
    async (what) => {
      const other = await aSeller(w.database.db);
      const { marketoId, record } = await w.person('Contact');
      const id = await connectToSalesforce(w.ctx, w.org, { userId: other.userId });
      const stuck = await w.event(marketoId, 'call', { madeBy: other.email, status: 'completed' }, other);
      const goes = await w.call(marketoId);
      const ofConnection = eq(salesforceConnections.id, id);
      if (what.includes('token'))
        await w.database.db.update(salesforceConnections).set({ accessToken: 'v1.gone' }).where(ofConnection);
      const gone = new AppError('not_found', 'There is no such Salesforce connection (any more).');
      const salesforce: Ctx['salesforce'] = (connectionId, lane) =>
        connectionId === id && what.includes('disconnected')
          ? Promise.reject(gone)
          : w.ctx.salesforce(connectionId, lane);
      await w.deliver({ ...w.ctx, salesforce });
      expect((await w.deliveryOf(goes)).state).toBe('confirmed');
      expect(await w.deliveryOf(stuck)).toMatchObject({ state: 'queued', attempts: 0 });
      expect(taskOf(w, record)).toHaveLength(1);
      // Another process may know the key.
      const [connection] = await w.database.db.select().from(salesforceConnections).where(ofConnection);
      expect(connection).toMatchObject({ state: 'active', stateReason: null });
      await w.database.db.delete(salesforceConnections).where(ofConnection);
    },
  );

  it('everybody else, however many fail at once in whatever way', async () => {
    const others: string[] = [];
    // Of another user of the org: Salesforce ends the oldest consent when one has too many.
    const sfUserId = w.org.world.users()[1]?.id;
    for (let n = 0; n < 5; n += 1) {
      const other = await aSeller(w.database.db);
      const { marketoId } = await w.person('Contact');
      others.push(await connectToSalesforce(w.ctx, w.org, { userId: other.userId, sfUserId }));
      await w.event(marketoId, 'call', { madeBy: other.email, status: 'completed' }, other);
    }
    const goes = await w.call((await w.person('Contact')).marketoId);
    w.advance(minuteMs);
    const salesforce: Ctx['salesforce'] = (id, lane) =>
      others.includes(id) ? Promise.reject(new Error('unforeseen')) : w.ctx.salesforce(id, lane);
    expect(await w.deliver({ ...w.ctx, salesforce })).toMatchObject({ outcome: 'failed', message: 'unforeseen' });
    expect((await w.deliveryOf(goes)).state).toBe('confirmed');
    await w.database.db.delete(salesforceConnections).where(inArray(salesforceConnections.id, others));
  });

  it('who is disconnected while a batch is under way: what came of it is kept', async () => {
    const other = await aSeller(w.database.db);
    const { marketoId, record } = await w.person('Contact');
    const id = await connectToSalesforce(w.ctx, w.org, { userId: other.userId });
    const first = await w.event(marketoId, 'call', { madeBy: other.email, status: 'completed' }, other);
    const leaves: Ctx['salesforce'] = async (connectionId, lane) => {
      const client = await w.ctx.salesforce(connectionId, lane);
      const upsertRecords: typeof client.upsertRecords = async (input) => {
        const results = await client.upsertRecords(input);
        await w.database.db.delete(salesforceConnections).where(eq(salesforceConnections.id, id));
        return results;
      };
      return connectionId === id ? { ...client, upsertRecords } : client;
    };
    await w.deliver({ ...w.ctx, salesforce: leaves });
    expect(await w.deliveryOf(first)).toMatchObject({ state: 'confirmed', remoteId: taskOf(w, record)[0]?.Id });
  });

  it('no seller who was deactivated: the integration does', async () => {
    const other = await aSeller(w.database.db);
    const { marketoId } = await w.person('Contact');
    await connectToSalesforce(w.ctx, w.org, { userId: other.userId, sfUserId: w.org.world.users()[1]?.id });
    const call = await w.event(marketoId, 'call', { madeBy: other.email, status: 'completed' }, other);
    await w.database.db.update(users).set({ active: false }).where(eq(users.id, other.userId));
    await w.deliver();
    const { remoteId } = await w.deliveryOf(call);
    expect(w.org.world.record(String(remoteId))?.CreatedById).toBe(w.org.world.users()[2]?.id);
  });

  it('stops one kind at once when it is switched off, and nothing else', async () => {
    const { marketoId, record } = await w.person('Contact');
    const [mail, call] = [await w.mail(marketoId), await w.call(marketoId)];
    await switchDeliveries(w.asAdmin, { switches: [{ destination: 'salesforce', kind: 'call', on: false }] });
    await w.deliver();
    expect(taskOf(w, record)).toMatchObject([{ TaskSubtype: 'Email' }]);
    expect(await w.deliveryOf(call)).toMatchObject({ state: 'skipped', reason: 'switched-off' });
    expect((await w.deliveryOf(mail)).state).toBe('confirmed');
    await w.switchAll(true);
  });
});

describe('the most recent activity', () => {
  it('is noted on the records that the admin chose', async () => {
    w.org.world.addField('Contact', 'Last_Activity_by_Sales__c', 'datetime', { label: 'Last Activity by Sales' });
    w.org.world.addField('Account', 'Current_Sales_Campaign__c', 'string', { label: 'Current Sales Campaign' });
    await describeOrg(w.ctx, { orgId: w.org.orgId, connectionId: w.connectionId });
    await w.chooses({ rollUp: { ...defaultLogging.rollUp, Contact: true, Account: true } });
    const account = w.org.world.create('Account', { Name: 'Engines' });
    const { marketoId, record } = await w.person('Contact', { account });
    await w.mail(marketoId, { campaignName: 'Spring' });
    await w.deliver();
    expect(w.org.world.record(record)?.Last_Activity_by_Sales__c).toMatch(/^2026-11/);
    expect(w.org.world.record(account)?.Current_Sales_Campaign__c).toBe('Spring');
    await w.chooses({});
  });
});

describe('without a key field', () => {
  let plain: LoggingWorld;
  beforeEach(async () => {
    plain = await startLoggingWorld({ fields: { key: false, salesActivity: false } });
  });
  afterEach(async () => {
    expect(plain.org.unknownRequests).toEqual([]);
    await plain.close();
  });

  it('a lost answer is looked for by the mark, and nothing is there twice', async () => {
    const { marketoId, record } = await plain.person('Contact');
    for (let n = 0; n < 5; n += 1) await plain.call(marketoId, { notes: `Call ${n}` });
    plain.org.faults.add({ match: 'composite/sobjects', object: 'Task', effect: 'reset-after', times: 1 });
    await plain.deliver();
    expect((await plain.ledger()).every(({ state }) => state === 'unknown' || state === 'confirmed')).toBe(true);
    plain.advance(minuteMs);
    await plain.deliver();
    expect((await plain.ledger()).map(({ state }) => state)).toEqual(Array(5).fill('confirmed'));
    expect(taskOf(plain, record)).toHaveLength(5);
    expect(taskOf(plain, record)[0]?.Description).toMatch(/\[sa:[0-9a-f-]{36}\]$/);
  });

  it('what never arrived is sent again after a quiet while', async () => {
    const { marketoId, record } = await plain.person('Contact');
    await plain.call(marketoId);
    plain.org.faults.add({ match: 'composite/sobjects', object: 'Task', effect: 'reset-before', times: 1 });
    await plain.deliver();
    plain.advance(5 * minuteMs);
    await plain.deliver();
    expect(taskOf(plain, record)).toHaveLength(1);
  });
});
