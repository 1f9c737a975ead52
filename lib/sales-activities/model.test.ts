import { describe, expect, it } from 'vitest';
import {
  destinations,
  planDeliveries,
  type SalesActivityKind,
  salesActivityKinds,
  salesActivityPayloads,
  sellerAttributes,
  skipReasons,
  skipSentence,
} from './model';

const on = new Date('2026-03-01T12:00:00Z');
const before = new Date('2026-03-01T11:59:59.999Z');
const everywhere = destinations.map((destination) => ({ destination, onSince: on }));

const mail = { emailId: '<1@mail.example>', emailSubject: 'Hello', sentBy: 'rep@example.com' };
const least: Record<SalesActivityKind, Record<string, unknown>> = {
  'email-sent': mail,
  'email-opened': mail,
  'email-clicked': { ...mail, link: 'https://example.com/a' },
  'email-replied': { emailId: '<1@mail.example>', emailSubject: 'Re: Hello', receivedBy: 'rep@example.com' },
  'email-bounced': { ...mail, email: 'ann@example.com' },
  call: { madeBy: 'rep@example.com', status: 'no answer' },
  'campaign-added': { campaignId: '7', campaignName: 'Spring', sentBy: 'rep@example.com' },
  'campaign-removed': { campaignId: '7', campaignName: 'Spring', sentBy: 'rep@example.com' },
};
const parse = (kind: SalesActivityKind, more: Record<string, unknown> = {}) =>
  salesActivityPayloads[kind].safeParse({ ...least[kind], ...more });

// The attributes that Marketo's own kinds have; the person's ID is in the row of the journal.
const mailAttributes = 'sentBy source templateId templateUrl campaignUrl templateName emailSubject campaignName';
const membershipAttributes = 'campaignName callStatus campaignUrl sentBy source campaignId';
const attributes: Record<SalesActivityKind, string> = {
  'email-sent': mailAttributes,
  'email-opened': mailAttributes,
  'email-clicked': `link ${mailAttributes}`,
  'email-replied': 'receivedBy source',
  'email-bounced': 'details email sentBy templateId',
  call: 'madeBy status outcome campaignName campaignUrl phoneNumber source durationSeconds recordingUrl answeredBy',
  'campaign-added': membershipAttributes,
  'campaign-removed': membershipAttributes,
};

describe('a payload', () => {
  it.each(salesActivityKinds)('of %s has a place for every attribute, known or not', (kind) => {
    const payload = salesActivityPayloads[kind].parse(least[kind]);
    expect(Object.keys(payload)).toEqual(expect.arrayContaining(attributes[kind].split(' ')));
    expect(payload.source).toBe('Sales App');
    expect(Object.values(payload)).not.toContain(undefined);
  });

  it.each(salesActivityKinds)('of %s names the seller', (kind) => {
    expect(parse(kind, { [sellerAttributes[kind]]: undefined }).success).toBe(false);
  });

  it.each(salesActivityKinds)('of %s refuses an attribute that nobody knows', (kind) => {
    expect(parse(kind, { sendBy: 'typo@example.com' }).success).toBe(false);
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'ftp://example.com', 'nonsense', 'https://example.com/\0'])(
    'refuses %s as a link',
    (link) => {
      expect(parse('email-clicked', { link }).success).toBe(false);
      expect(parse('call', { recordingUrl: link }).success).toBe(false);
    },
  );

  it.each(['\0', 'half \ud83d', 'x'.repeat(1001)])('refuses a text that cannot be stored', (emailSubject) => {
    expect(parse('email-sent', { emailSubject }).success).toBe(false);
  });

  it.each(["' OR Name != '", '=cmd()', '😀 שלום', ''])('keeps %s as it is', (emailSubject) => {
    expect(parse('email-sent', { emailSubject }).data).toMatchObject({ emailSubject });
  });
});

describe('what becomes of an activity', () => {
  it('is nothing until an admin switches something on', () => {
    for (const kind of salesActivityKinds) {
      expect(planDeliveries({ kind, occurredAt: on }, []).map(({ state }) => state)).toEqual(['skipped', 'skipped']);
    }
  });

  it('is one delivery to each destination that is on', () => {
    expect(planDeliveries({ kind: 'call', occurredAt: on }, everywhere)).toEqual([
      { destination: 'marketo', state: 'queued', reason: null },
      { destination: 'salesforce', state: 'queued', reason: null },
    ]);
  });

  it('is decided for each destination on its own', () => {
    const plan = planDeliveries({ kind: 'call', occurredAt: on }, [{ destination: 'marketo', onSince: on }]);
    expect(plan.map(({ reason }) => reason)).toEqual([null, 'switched-off']);
  });

  it('is nothing for what happened before the switch', () => {
    const plan = planDeliveries({ kind: 'call', occurredAt: before }, everywhere);
    expect(plan.map(({ reason }) => reason)).toEqual(['before-switched-on', 'before-switched-on']);
  });

  it.each(['campaign-added', 'campaign-removed'] as const)('is nothing in Salesforce for %s', (kind) => {
    const plan = planDeliveries({ kind, occurredAt: on }, everywhere);
    expect(plan.map(({ reason }) => reason)).toEqual([null, 'not-offered']);
  });

  it('is said in words of its own, and what was chosen names the kind and the destination', () => {
    const said = skipReasons.map((reason) => skipSentence(reason, 'salesforce', 'campaign-added'));
    expect(new Set(said).size).toBe(skipReasons.length);
    for (const sentence of said) expect(sentence).toMatch(/^[A-Z].*\.$/);
    for (const reason of ['not-offered', 'switched-off', 'before-switched-on', 'seller-off'] as const) {
      const sentence = skipSentence(reason, 'salesforce', 'campaign-added');
      expect(sentence).toMatch(/Salesforce.*“Added|“Added.*Salesforce/);
    }
  });
});
