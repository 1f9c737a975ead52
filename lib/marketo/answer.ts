/** Marketo's envelope: HTTP 200 says nothing, `success` and `errors` say everything, and `result` may be absent. */
import { z } from 'zod';
import { MarketoFault, verdictOf, verdictOfStatus } from './errors';
import type { HttpAnswer } from './exchange';

const Envelope = z.object({
  success: z.boolean(),
  requestId: z.string().optional(),
  result: z.array(z.unknown()).nullish(),
  errors: z.array(z.object({ code: z.coerce.string(), message: z.string().default('') })).nullish(),
  nextPageToken: z.string().nullish(),
  moreResult: z.boolean().nullish(),
});

export type Answer<Row> = {
  rows: Row[];
  nextPageToken: string | null;
  moreResult: boolean;
  requestId: string | undefined;
};

/** Reads the envelope and its rows. Throws MarketoFault for every failure, also for rows of an unknown shape. */
export function answerFrom<Row>(
  http: HttpAnswer,
  input: { row: z.ZodType<Row>; now: Date; random: () => number },
): Answer<Row> {
  const parsed = Envelope.safeParse(http.json);
  if (!parsed.success) throw new MarketoFault(verdictOfStatus(http.status, http.retryAfterMs));
  const { success, requestId, result, errors, nextPageToken, moreResult } = parsed.data;
  if (!success) {
    const error = errors?.[0] ?? { code: '611', message: 'failed without a reason' };
    const verdict = verdictOf(error, input.now, input.random);
    if (verdict) throw new MarketoFault(verdict, { remoteCode: error.code, requestId });
  }
  return {
    rows: rowsFrom(result ?? [], input.row, requestId),
    nextPageToken: nextPageToken || null,
    moreResult: moreResult === true,
    requestId,
  };
}

function rowsFrom<Row>(result: unknown[], row: z.ZodType<Row>, requestId: string | undefined): Row[] {
  const rows = z.array(row).safeParse(result);
  if (rows.success) return rows.data;
  const issue = rows.error.issues[0];
  const message = `Marketo's answer has an unexpected form (${issue?.path.join('.')}: ${issue?.message}).`;
  throw new MarketoFault({ kind: 'rejected', retry: 'never', message, mayHaveHappened: true }, { requestId });
}
