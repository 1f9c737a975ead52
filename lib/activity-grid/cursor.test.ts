import { describe, expect, it } from 'vitest';
import { AppError } from '@/lib/errors';
import { cursorFromPosition, positionFromCursor } from './cursor';

describe('a cursor', () => {
  const occurredAt = new Date('2026-11-20T10:00:00.123Z');
  it.each([
    ['a row of Marketo', { occurredAt, marketoGuid: '102988:é' }],
    ['a line of the journal', { occurredAt, salesActivityId: '5f0c3a52-3f6e-4d0a-9b64-51f0f1b6a9d4' }],
  ])('leads back to its position after %s', (_, position) => {
    expect(positionFromCursor(cursorFromPosition(position))).toEqual(position);
  });

  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  it.each([
    ['text', 'not a cursor'],
    ['nothing', encoded(null)],
    ['a bad date', encoded(['yesterday', '1'])],
    ['a number for the GUID', encoded(['2026-11-20T10:00:00.000Z', 1])],
    ['a NUL', encoded(['2026-11-20T10:00:00.000Z', 'a\0b'])],
    ['a line that is none', encoded(['2026-11-20T10:00:00.000Z', '1', 'journal'])],
    ['one part too many', encoded(['2026-11-20T10:00:00.000Z', '1', '2'])],
  ])('of %s is bad input for the field "before"', (_, cursor) => {
    const refusal = refusalOf(cursor);
    expect(refusal.code).toBe('bad_request');
    expect(Object.keys(refusal.fields ?? {})).toEqual(['before']);
  });
});

function refusalOf(cursor: string): AppError {
  try {
    positionFromCursor(cursor);
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error('the cursor was accepted');
}
