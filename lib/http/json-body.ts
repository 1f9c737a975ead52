import type { z } from 'zod';
import { AppError } from '../errors';

// Many times the largest form of ours; a public route must not let a stranger fill the memory.
const longestBodyBytes = 100_000;

/** The JSON body of `request`, parsed. Throws AppError `bad_request` for another type, size or syntax, and ZodError. */
export async function jsonBody<S extends z.ZodType>(
  request: Request,
  schema: S,
  longestBytes = longestBodyBytes,
): Promise<z.infer<S>> {
  if (!request.headers.get('content-type')?.startsWith('application/json')) {
    throw refusal('Expected a JSON body with content-type application/json.', 'expected application/json');
  }
  const text = await boundedText(request, longestBytes);
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) throw refusal('The body is not valid JSON.', 'expected valid JSON');
    throw error;
  }
}

/** Stops reading where the limit is passed; the length a sender claims is not trusted. */
async function boundedText(request: Request, longestBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > longestBytes) {
      throw refusal('The body is too long.', `expected at most ${longestBytes} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function refusal(message: string, expected: string): AppError {
  return new AppError('bad_request', message, { fields: { body: expected } });
}
