import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LogCallInput } from '@/lib/calls/contract';
import { bodyFromDraft, type Draft, emptyDraft, isWorthKeeping, withPerson } from './draft';
import { keepDraft, keptDraft } from './kept-drafts';
import { localText, momentFromLocal } from './local-time';

const ada = { marketoId: 1, name: 'Ada Lovelace', company: 'Engines', phone: '+44 1' };
const bob = { marketoId: 2, name: 'Bob', company: null, phone: '+44 2' };
const now = new Date('2026-03-01T12:00:30.250Z');
const draft = (given: Partial<Draft> = {}): Draft => ({ ...emptyDraft(ada, now), ...given });
const errorsOf = (given: Partial<Draft>) => {
  const result = bodyFromDraft(draft(given));
  return 'errors' in result ? Object.keys(result.errors) : [];
};

describe('what is sent of a draft', () => {
  it('is what the API takes', () => {
    const result = bodyFromDraft(draft({ outcome: 'Interested', duration: '3:20', recordingUrl: ' ' }));
    expect(LogCallInput.parse('body' in result ? result.body : null)).toMatchObject({
      marketoId: 1,
      phoneNumber: '+44 1',
      outcome: 'Interested',
      reason: null,
      durationSeconds: 200,
      recordingUrl: null,
      status: null,
    });
  });

  it('has the moment at which the form was opened, to the millisecond, unless another is typed', () => {
    expect(bodyFromDraft(draft())).toMatchObject({ body: { occurredAt: '2026-03-01T12:00:30.250Z' } });
    const when = localText(new Date('2026-02-27T09:15:00Z'));
    expect(bodyFromDraft(draft({ when }))).toMatchObject({ body: { occurredAt: '2026-02-27T09:15:00.000Z' } });
  });

  it('is the same each time it is sent', () => {
    const one = draft({ notes: 'Once' });
    expect(bodyFromDraft(one)).toEqual(bodyFromDraft(one));
  });

  it('is nothing while a field is wrong, and says which', () => {
    expect(errorsOf({ person: null, duration: 'long', when: 'soon' })).toEqual([
      'marketoId',
      'occurredAt',
      'durationSeconds',
    ]);
    expect(errorsOf({ duration: ' ' })).toEqual([]);
  });
});

describe('a draft', () => {
  it('takes over the number of another person, unless one was typed', () => {
    expect(withPerson(draft(), bob).phoneNumber).toBe('+44 2');
    expect(withPerson(draft({ phoneNumber: '007' }), bob).phoneNumber).toBe('007');
    expect(withPerson(emptyDraft(null, now), ada).phoneNumber).toBe('+44 1');
  });

  it('is worth keeping once something was typed or chosen', () => {
    expect(isWorthKeeping(draft())).toBe(false);
    expect(isWorthKeeping(draft({ notes: 'x' }))).toBe(true);
    expect(isWorthKeeping(draft({ status: 'failed' }))).toBe(true);
  });
});

describe('kept drafts', () => {
  beforeEach(() => {
    const kept = new Map<string, string>();
    vi.stubGlobal('sessionStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
      removeItem: (key: string) => kept.delete(key),
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  it('are one for each person', () => {
    keepDraft('me', 1, draft({ notes: 'of Ada' }));
    keepDraft('me', null, draft({ notes: 'of nobody' }));
    expect(keptDraft('me', 1)?.notes).toBe('of Ada');
    expect(keptDraft('me', null)?.notes).toBe('of nobody');
    expect(keptDraft('me', 2)).toBeNull();
    keepDraft('me', 1, null);
    expect(keptDraft('me', 1)).toBeNull();
    expect(keptDraft('me', null)?.notes).toBe('of nobody');
  });

  it('are nobody else’s', () => {
    keepDraft('me', 1, draft({ notes: 'mine' }));
    expect(keptDraft('you', 1)).toBeNull();
    keepDraft('you', 2, draft({ notes: 'yours' }));
    expect(keptDraft('me', 1)).toBeNull();
  });

  it('of an earlier version, or none, are nothing', () => {
    sessionStorage.setItem('call-drafts', '{"userId":"me","drafts":{"1":{"notes":"x"}}}');
    expect(keptDraft('me', 1)).toBeNull();
    sessionStorage.setItem('call-drafts', 'nonsense');
    expect(keptDraft('me', 1)).toBeNull();
    vi.stubGlobal('sessionStorage', undefined);
    expect(() => keepDraft('me', 1, draft())).not.toThrow();
    expect(keptDraft('me', 1)).toBeNull();
  });
});

it('a local time that is none names no moment', () => {
  for (const text of ['', '2026-13-01T00:00', '2026-03-01', 'now']) expect(momentFromLocal(text)).toBeNull();
  expect(momentFromLocal(localText(now))).toBe('2026-03-01T12:00:00.000Z');
});
