import { describe, expect, it } from 'vitest';
import { attribute, durationText, webLink } from './attributes';
import { callDuration, callOutcome, callRecordingUrl } from './call-facts';
import { mailEvent } from './mail-events';

describe('attributes', () => {
  it('are found whatever case and spacing Marketo uses, skipping empty ones', () => {
    expect(attribute({ durationSeconds: '95' }, 'Duration Seconds')).toBe('95');
    expect(attribute({ 'Sent By': ' ', Sender: 'ann' }, 'Sent by', 'Sender')).toBe('ann');
    expect(attribute({}, 'Link')).toBeNull();
  });

  it.each([
    ['95', '1:35'],
    ['3605', '1:00:05'],
    ['4:05', '4:05'],
    [null, null],
  ])('reads the duration %s as %s', (value, text) => {
    expect(durationText(value)).toBe(text);
  });

  it('offers only web addresses as links', () => {
    expect(webLink('https://a.example/x')).toBe('https://a.example/x');
    expect(webLink('javascript:alert(1)')).toBeNull();
    expect(webLink('/pricing')).toBeNull();
  });
});

describe('a call', () => {
  it('tells its facts under the names of any product', () => {
    expect(callOutcome({ 'Sales Call Status': 'completed' })).toBe('completed');
    expect(callOutcome({ Outcome: 'Left a message', Status: 'completed' })).toBe('Left a message');
    expect(callDuration({ 'Sales Call Duration': '95' })).toBe('1:35');
    expect(callDuration({ 'Duration Seconds': '200' })).toBe('3:20');
    expect(callRecordingUrl({ 'Recording URL': 'javascript:alert(1)' })).toBeNull();
  });
});

describe('what an e-mail activity says', () => {
  it.each([
    ['Send Email', 'sent'],
    ['Acme Send Sales Email', 'sent'],
    ['Email Delivered', 'delivered'],
    ['Open Sales Email', 'opened'],
    ['Click Email', 'clicked'],
    ['Receive Sales Email', 'replied'],
    ['Replied to Sales Email', 'replied'],
    ['Email Bounced', 'bounced'],
    ['Email Bounced Soft', 'soft-bounced'],
    ['Unsubscribe Email', 'unsubscribed'],
  ])('%s means %s', (type, event) => {
    expect(mailEvent({ type, attributes: {} })).toBe(event);
  });

  it.each([
    ['Sent', 'sent'],
    ['Opened', 'opened'],
    ['Clicked', 'clicked'],
    ['Replied', 'replied'],
    ['Bounced', 'bounced'],
  ])('one type for all events means what its event says: %s', (Event, event) => {
    expect(mailEvent({ type: 'Sales Actions Email Activity', attributes: { Event } })).toBe(event);
  });
});
