import { z } from 'zod';
import { AppError } from '@/lib/errors';

/**
 * A place in a person's activities, newest first: everything older than it comes after. Of one moment the lines of the
 * journal come first, then what Marketo returned.
 */
export type Position = { occurredAt: Date } & ({ marketoGuid: string } | { salesActivityId: string });

const Encoded = z
  .tuple([z.iso.datetime(), z.string().max(500)])
  .or(z.tuple([z.iso.datetime(), z.uuid(), z.literal('journal')]));

/** The position as opaque text for `nextBefore`. */
export function cursorFromPosition(position: Position): string {
  const at = position.occurredAt.toISOString();
  const parts: z.infer<typeof Encoded> =
    'marketoGuid' in position ? [at, position.marketoGuid] : [at, position.salesActivityId, 'journal'];
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** The position a `before` stands for. Throws AppError `bad_request` (field `before`) for text we did not make. */
export function positionFromCursor(cursor: string): Position {
  const parsed = Encoded.safeParse(parsedJson(Buffer.from(cursor, 'base64url').toString('utf8')));
  // Postgres text cannot hold a NUL, and we never made one.
  if (!parsed.success || parsed.data[1].includes('\0')) {
    throw new AppError('bad_request', 'This page does not exist. Open the activities again from the top.', {
      fields: { before: 'expected the nextBefore of an earlier answer' },
    });
  }
  const [at, id, source] = parsed.data;
  const occurredAt = new Date(at);
  return source === 'journal' ? { occurredAt, salesActivityId: id } : { occurredAt, marketoGuid: id };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
