import { describe, expect, it } from 'vitest';
import { canBecome, deliveryStates } from './model';

const allowed = [
  'queued sending',
  'queued skipped',
  'sending confirmed',
  'sending rejected',
  'sending queued',
  'sending unknown',
  'unknown confirmed',
  'unknown queued',
  'unknown stuck',
  'rejected queued',
  'stuck queued',
];

describe('a delivery', () => {
  it.each(deliveryStates.flatMap((from) => deliveryStates.map((to) => [from, to] as const)))(
    'from %s to %s',
    (from, to) => {
      expect(canBecome(from, to)).toBe(allowed.includes(`${from} ${to}`));
    },
  );
});
