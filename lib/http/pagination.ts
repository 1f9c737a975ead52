import type { z } from 'zod';
import { AppError } from '../errors';

/** An opaque cursor for `position`, safe in a URL. */
export function encodeCursor(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** The position in `cursor`. Throws AppError `bad_request` naming `field` for anything we did not issue. */
export function decodeCursor<S extends z.ZodType>(cursor: string, schema: S, field = 'cursor'): z.infer<S> {
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (cause) {
    throw new AppError('bad_request', `The ${field} is not one this list issued. Start again without it.`, {
      fields: { [field]: 'expected a value taken from the previous page' },
      cause,
    });
  }
}
