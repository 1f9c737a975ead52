import { describe, expect, test } from 'vitest';
import { manualClock } from '@/lib/test/clock';
import { createTokenSource, type FreshToken } from './token';

describe('the access token', () => {
  test('one fetch serves all who ask at once, and later ones', async () => {
    const { tokens, fetches } = source(['a', 3599]);
    expect(await Promise.all([tokens.current(), tokens.current(), tokens.current()])).toEqual(['a', 'a', 'a']);
    expect(await tokens.current()).toBe('a');
    expect(fetches()).toBe(1);
  });

  test('is used to the end of its life and never renewed early', async () => {
    const { tokens, clock, fetches } = source(['a', 3600], ['b', 3600]);
    await tokens.current();
    clock.advance(3_597_900);
    expect(await tokens.current()).toBe('a');
    expect(fetches()).toBe(1);
  });

  test('in its last two seconds it is waited out, then fetched once', async () => {
    const { tokens, clock, fetches } = source(['a', 3600], ['b', 3600]);
    await tokens.current();
    clock.advance(3_598_500);
    expect(await Promise.all([tokens.current(), tokens.current()])).toEqual(['b', 'b']);
    expect(clock.sleeps).toEqual([1_750]);
    expect(fetches()).toBe(2);
  });

  test('one that arrives with its last second is waited out as well', async () => {
    const { tokens, clock } = source(['a', 1], ['b', 3600]);
    expect(await tokens.current()).toBe('b');
    expect(clock.sleeps).toEqual([1_250]);
  });

  test('is given up when it was refused, but not when another one replaced it meanwhile', async () => {
    const { tokens, fetches } = source(['a', 3600], ['b', 3600]);
    const first = await tokens.current();
    tokens.reject(first);
    expect(await tokens.current()).toBe('b');
    tokens.reject(first);
    expect(await tokens.current()).toBe('b');
    expect(fetches()).toBe(2);
  });

  test('the same one again after a refusal is waited for, and accepted once it is another', async () => {
    const { tokens, clock } = source(['a', 3600], ['a', 3], ['b', 3600]);
    tokens.reject(await tokens.current());
    expect(await tokens.current()).toBe('b');
    expect(clock.sleeps).toEqual([4_000]);
  });

  test('the same one three times ends as signed out; the next call starts afresh', async () => {
    const { tokens, clock, fetches } = source(['a', 3600], ['a', 3500], ['a', 3495], ['a', 3490], ['a', 3489]);
    tokens.reject(await tokens.current());
    await expect(tokens.current()).rejects.toMatchObject({ kind: 'signed-out', retry: 'never' });
    expect(clock.sleeps).toEqual([5_000, 5_000]);
    expect(fetches()).toBe(4);
    expect(await tokens.current()).toBe('a');
  });

  test('a failed fetch fails all who wait, and the next one tries again', async () => {
    const answers = [new Error('down'), { value: 'a', expiresInSeconds: 60 }];
    const tokens = createTokenSource({
      clock: manualClock('2026-11-23T12:00:00Z'),
      fetchToken: async () => {
        const answer = answers.shift();
        if (answer instanceof Error || !answer) throw answer;
        return answer;
      },
    });
    const [one, two] = await Promise.allSettled([tokens.current(), tokens.current()]);
    expect([one?.status, two?.status]).toEqual(['rejected', 'rejected']);
    expect(await tokens.current()).toBe('a');
  });

  test('its age and remaining life can be asked', async () => {
    const { tokens, clock } = source(['a', 3000]);
    expect(tokens.status()).toBeNull();
    await tokens.current();
    clock.advance(60_000);
    expect(tokens.status()).toEqual({ ageSeconds: 60, expiresInSeconds: 2940 });
  });
});

/** Identity hands out `answers` one after the other. */
function source(...answers: [value: string, expiresInSeconds: number][]) {
  const clock = manualClock('2026-11-23T12:00:00Z');
  let fetches = 0;
  const fetchToken = async (): Promise<FreshToken> => {
    const [value, expiresInSeconds] = answers[fetches] ?? ['too many fetches', 0];
    fetches += 1;
    return { value, expiresInSeconds };
  };
  return { tokens: createTokenSource({ fetchToken, clock }), clock, fetches: () => fetches };
}
