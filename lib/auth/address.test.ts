import { expect, it } from 'vitest';
import { clientAddress } from './address';

it.each([
  ['203.0.113.7', '203.0.113.7'],
  ['1.2.3.4, 203.0.113.7', '203.0.113.7'],
  ['2001:db8::7', '2001:db8::7'],
  ['', 'unknown'],
  [null, 'unknown'],
  ['x'.repeat(500), 'x'.repeat(64)],
])('takes %j as coming from %j', (header, expected) => {
  expect(clientAddress(header)).toBe(expected);
});
