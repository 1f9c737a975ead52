import { describe, expect, it } from 'vitest';
import { keysAfter, pairMs } from './shortcuts';

describe('keysAfter', () => {
  it('reads a first key as itself', () => {
    expect(keysAfter(null, { key: '/', atMs: 5 })).toEqual(['/']);
  });

  it('reads two keys in time as a pair first, then as the second alone', () => {
    expect(keysAfter({ key: 'g', atMs: 0 }, { key: 'p', atMs: pairMs })).toEqual(['g p', 'p']);
  });

  it('forgets a first key that is too old', () => {
    expect(keysAfter({ key: 'g', atMs: 0 }, { key: 'p', atMs: pairMs + 1 })).toEqual(['p']);
  });
});
