import { describe, expect, it } from 'vitest';
import { type SalesActivityBody, salesActivityPayloads } from '../sales-activities/model';
import { renderSubject, replySubject, unknownFields } from './model';
import { subjectValues } from './subject';

const nothing = {
  activity_type: null,
  activity_subject: null,
  sales_campaign_name: null,
  sales_campaign_day: null,
  sales_campaign_step: null,
  call_outcome: null,
  call_reason: null,
};
const call = (given: Record<string, unknown>) =>
  ({
    kind: 'call',
    payload: salesActivityPayloads.call.parse({ madeBy: 'sam@example.com', status: 'completed', ...given }),
  }) as SalesActivityBody;

describe('the subject of a task', () => {
  it.each([
    ['free text as it is', 'Logged by us', nothing, 'Logged by us'],
    [
      'each field by its name',
      '{{activity_type}}: {{activity_subject}}',
      { activity_type: 'Email', activity_subject: 'Hi' },
      'Email: Hi',
    ],
    ['names with capitals and blanks', '{{ Activity Type }}', { activity_type: 'Call' }, 'Call'],
    ['nothing for what is not known', '[{{call_reason}}] {{activity_type}}', { activity_type: 'Call' }, '[] Call'],
    ['numbers', 'Day {{sales_campaign_day}}', { sales_campaign_day: 3 }, 'Day 3'],
    ['one line', 'a\r\n{{activity_subject}}', { activity_subject: 'b\nc\t d' }, 'a b c d'],
    ['unknown names as they stand', '{{first_name}}', nothing, '{{first_name}}'],
    [
      'what looks like a field inside of a value as it is',
      '{{activity_subject}}',
      { activity_subject: '{{call_outcome}}', call_outcome: 'x' },
      '{{call_outcome}}',
    ],
    [
      'formulas and quotes as plain text',
      '{{activity_subject}}',
      { activity_subject: "=cmd() ' OR Name != '" },
      "=cmd() ' OR Name != '",
    ],
  ])('shows %s', (_, template, values, subject) => {
    expect(renderSubject(template, { ...nothing, ...values })).toBe(subject);
  });

  it('has at most 255 characters, and no half ones', () => {
    expect(renderSubject('{{activity_subject}}', { ...nothing, activity_subject: 'x'.repeat(400) })).toHaveLength(255);
    const halved = renderSubject('{{activity_subject}}', { ...nothing, activity_subject: `${'x'.repeat(254)}😀` });
    expect(halved).toBe('x'.repeat(254));
  });

  it('of an answer ignores the template', () => {
    expect(replySubject('Hello\nthere')).toBe('Reply: Hello there');
  });

  it('knows outcome, reason and campaign of a call', () => {
    const values = subjectValues(
      call({ outcome: 'Connected', reason: 'Demo', campaignName: 'Spring', campaignDay: 2, campaignStep: 1 }),
    );
    expect(values).toEqual({
      activity_type: 'Call',
      activity_subject: null,
      sales_campaign_name: 'Spring',
      sales_campaign_day: 2,
      sales_campaign_step: 1,
      call_outcome: 'Connected',
      call_reason: 'Demo',
    });
  });

  it('tells the names that are no field', () => {
    expect(unknownFields('{{activity_type}} {{first_name}} {{ call outcome }} {{}}')).toEqual(['first_name', '']);
  });
});
