import { expect, test } from 'vitest';
import { createPageTokens } from './page-tokens';

const tokens = createPageTokens({ refusedToken: '1003' });

test('a position comes back as it was sealed, and looks like nothing', () => {
  const position = { sinceSeconds: 1_790_000_000, seq: 12_345_678 };
  expect(tokens.readFeed(tokens.ofFeed(position))).toEqual(position);
  for (const seq of [0, 9, position.seq]) expect(tokens.ofFeed({ ...position, seq })).toMatch(/^[A-Z2-7]{52}====$/);
  expect(tokens.readList(tokens.ofList(3_000_000))).toBe(3_000_000);
});

test('a token with any one letter changed is refused, and so is a token of the other kind', () => {
  const token = tokens.ofFeed({ sinceSeconds: 1_790_000_000, seq: 77 });
  for (let at = 0; at < token.length; at++)
    for (const letter of 'ABQR2=') {
      const changed = token.slice(0, at) + letter + token.slice(at + 1);
      if (changed !== token) expect(() => tokens.readFeed(changed)).toThrow('Invalid nextPageToken');
    }
  expect(() => tokens.readFeed(tokens.ofList(77))).toThrow('Invalid nextPageToken');
  expect(() => tokens.readList(token)).toThrow('Invalid nextPageToken');
});
