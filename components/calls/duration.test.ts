import { expect, test } from 'vitest';
import { secondsFromText } from './duration';

test.each([
  ['3:20', 200],
  ['03:20', 200],
  ['1:02:03', 3723],
  ['90:00', 5400],
  ['200', 200],
  ['0', 0],
  [' 45 ', 45],
  ['3m 20s', 200],
  ['3m20s', 200],
  ['3 min 20 sec', 200],
  ['5 min', 300],
  ['2 minutes', 120],
  ['90s', 90],
  ['1h', 3600],
  ['1 h 5 m', 3900],
  ['1 hour', 3600],
  ['24h', 86_400],
])('“%s” is %i seconds', (text, seconds) => {
  expect(secondsFromText(text)).toBe(seconds);
});

test.each([
  '',
  ' ',
  'soon',
  '-5',
  '3.5',
  '3:60',
  '1:2',
  '3:',
  ':20',
  '20s 3m',
  'm',
  '3x',
  '1:00:00:00',
  '24:00:01',
  '25h',
])('“%s” is no length of a call', (text) => {
  expect(secondsFromText(text)).toBeNull();
});
