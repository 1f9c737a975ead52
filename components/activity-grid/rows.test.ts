import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activityKinds } from '@/lib/activity-grid/model';
import { gridRows } from './rows';
import { anActivity } from './sample-activity';

const at = (minute: number) => `2026-11-20T10:${String(minute).padStart(2, '0')}:00.000Z`;

describe('rows of the e-mail tab', () => {
  it('joins a mail with its delivery, opens, clicks and replies', () => {
    const rows = gridRows(
      [
        anActivity({ id: '5', type: 'Receive Sales Email', occurredAt: at(9) }),
        anActivity({ id: '4', type: 'Click Email', occurredAt: at(6) }),
        anActivity({ id: '3', type: 'Open Email', occurredAt: at(5) }),
        anActivity({ id: '2', type: 'Email Delivered', occurredAt: at(0) }),
        anActivity({
          id: '9',
          type: 'Send Email',
          occurredAt: at(0),
          attributes: { 'Sent by': 'ann@b.example' },
        }),
      ],
      'email',
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      id: '9',
      occurredAt: at(0),
      mail: { subject: 'Autumn offer', sender: 'ann@b.example', opens: 1, clicks: 1, replies: 1, trouble: null },
    });
    expect(rows[0]?.activities.map((a) => a.type)).toEqual([
      'Send Email',
      'Email Delivered',
      'Open Email',
      'Click Email',
      'Receive Sales Email',
    ]);
  });

  it('gives an open to the newest send of that mail before it', () => {
    const rows = gridRows(
      [
        anActivity({ id: '1', occurredAt: at(0) }),
        anActivity({ id: '2', occurredAt: at(10) }),
        anActivity({ id: '3', type: 'Open Email', occurredAt: at(5) }),
        anActivity({ id: '4', type: 'Open Email', occurredAt: at(15) }),
        anActivity({ id: '5', type: 'Open Email', occurredAt: at(16) }),
      ],
      'email',
    );
    expect(rows.map((row) => [row.id, row.mail?.opens])).toEqual([
      ['2', 2],
      ['1', 1],
    ]);
  });

  it('prefers the campaign run over the time', () => {
    const run = (id: string) => ({ 'Campaign Run ID': id });
    const rows = gridRows(
      [
        anActivity({ id: '1', occurredAt: at(0), attributes: run('7') }),
        anActivity({ id: '2', occurredAt: at(10), attributes: run('8') }),
        anActivity({ id: '3', type: 'Open Email', occurredAt: at(15), attributes: run('7') }),
      ],
      'email',
    );
    expect(rows.map((row) => [row.id, row.mail?.opens])).toEqual([
      ['2', 0],
      ['1', 1],
    ]);
  });

  it('joins a reply without a subject by the artifact of the sales mail', () => {
    const artifact = { 'Artifact ID': '77' };
    const [row, ...others] = gridRows(
      [
        anActivity({ id: '1', type: 'Send Sales Email', title: 'Quick question', attributes: artifact }),
        anActivity({
          id: '2',
          type: 'Receive Sales Email',
          title: 'Receive Sales Email',
          occurredAt: at(30),
          attributes: artifact,
        }),
      ],
      'email',
    );
    expect(others).toEqual([]);
    expect(row?.mail).toMatchObject({ subject: 'Quick question', replies: 1 });
  });

  it('shows an open whose mail is not loaded yet as a line of its own', () => {
    const [row] = gridRows([anActivity({ id: '1', type: 'Open Email' })], 'email');
    expect(row?.mail).toMatchObject({ opens: 1, sendKnown: false });
  });

  it('keeps bots out of the opens and names trouble', () => {
    const [row] = gridRows(
      [
        anActivity({ id: '1', occurredAt: at(0) }),
        anActivity({
          id: '2',
          type: 'Open Email',
          occurredAt: at(1),
          attributes: { 'Is Bot Activity': 'True' },
        }),
        anActivity({ id: '3', type: 'Email Bounced Soft', occurredAt: at(2) }),
      ],
      'email',
    );
    expect(row?.mail).toMatchObject({ opens: 0, byBots: 1, trouble: 'soft-bounced' });
  });
});

describe('rows of any tab', () => {
  const activities = fc.uniqueArray(
    fc.record({
      id: fc.integer({ min: 1, max: 9_999 }).map(String),
      kind: fc.constantFrom(...activityKinds),
      type: fc.constantFrom('Send Email', 'Email Delivered', 'Open Email', 'Click Email', 'Visit Webpage'),
      title: fc.constantFrom('Autumn offer', 'Winter offer'),
      occurredAt: fc.integer({ min: 0, max: 20 }).map(at),
      attributes: fc.constantFrom<Record<string, string>>({}, { 'Campaign Run ID': '1' }, { 'Campaign Run ID': '2' }),
      salesActivityId: fc.constant(null),
      standing: fc.constantFrom(null, 'waiting' as const),
    }),
    { selector: (activity) => activity.id },
  );

  it('holds each activity of the tab exactly once, newest first, in whatever order they came', () => {
    fc.assert(
      fc.property(activities, fc.constantFrom('all' as const, ...activityKinds), (items, tab) => {
        const rows = gridRows(items, tab);
        const shown = rows.flatMap((row) => row.activities.map((activity) => activity.id)).sort();
        const expected = items.filter((item) => tab === 'all' || item.kind === tab).map((item) => item.id);
        expect(shown).toEqual(expected.sort());
        expect(rows.map((row) => row.occurredAt)).toEqual(
          rows
            .map((row) => row.occurredAt)
            .sort()
            .reverse(),
        );
        expect(gridRows([...items].reverse(), tab)).toEqual(rows);
      }),
    );
  });
});
