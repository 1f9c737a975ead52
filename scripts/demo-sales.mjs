/** Gets the sales side of the demo ready, through the product's own doors: connects, switches on, logs a few calls. */
import { randomUUID } from 'node:crypto';
import { connectToSalesforce, signIn } from './as-user.mjs';

/** @typedef {import('./as-user.mjs').Person} Person */
/** @typedef {import('./as-user.mjs').Browser} Browser */

const logged = [
  { outcome: 'Connected', notes: 'Wants to see the new pricing before Friday.', durationSeconds: 312 },
  { outcome: 'Left voicemail', notes: null, durationSeconds: 24 },
  { outcome: 'Connected', notes: 'Asked for a demo with two colleagues.', durationSeconds: 548 },
];
const outcomes = [
  { name: 'Connected', type: 'answered' },
  { name: 'Left voicemail', type: 'not-answered' },
  { name: 'No answer', type: 'not-answered' },
];
const reasons = ['First contact', 'Follow-up', 'Demo'];

/**
 * Only at the first start: later it is the user's, who may have switched things off or disconnected.
 * @param {{ appUrl: string, salesforceUrl: string, admin: Person, seller: Person }} input
 */
export async function prepareSales({ appUrl, salesforceUrl, admin, seller }) {
  const asAdmin = await signIn(appUrl, admin);
  const { items } = await asAdmin.get('/api/calls?limit=1');
  if (items.length > 0) return;
  const asSeller = await signIn(appUrl, seller);
  await connectToSalesforce(asAdmin, salesforceUrl, 0);
  await connectToSalesforce(asSeller, salesforceUrl, 1);
  await offerChoices(asAdmin);
  const { layout } = await asAdmin.get('/api/activity-types');
  await asAdmin.send('POST', '/api/activity-types/make', { layout });
  const { switches } = await asAdmin.get('/api/settings/deliveries');
  const offered = switches.filter((/** @type {any} */ one) => one.offered);
  const on = offered.map((/** @type {any} */ { destination, kind }) => ({ destination, kind, on: true }));
  await asAdmin.send('PUT', '/api/settings/deliveries', { switches: on });
  await logCalls(asSeller);
}

/** @param {Browser} admin */
async function offerChoices(admin) {
  const choices = await admin.get('/api/calls/choices');
  if (choices.outcomes.choices.length > 0) return;
  for (const outcome of outcomes) await admin.send('POST', '/api/settings/calls/outcomes', outcome);
  for (const name of reasons) await admin.send('POST', '/api/settings/calls/reasons', { name });
  const asked = { enabled: true, required: false };
  await admin.send('PUT', '/api/settings/calls', { outcomes: asked, reasons: asked });
}

/** @param {Browser} seller */
async function logCalls(seller) {
  const { items } = await seller.get('/api/people?limit=3');
  for (const [index, call] of logged.entries()) {
    const person = items[index];
    if (!person) return;
    await seller.send('POST', '/api/calls', {
      key: randomUUID(),
      marketoId: person.marketoId,
      occurredAt: new Date().toISOString(),
      phoneNumber: person.phone,
      reason: reasons[index],
      answeredBy: null,
      recordingUrl: null,
      ...call,
    });
  }
}
