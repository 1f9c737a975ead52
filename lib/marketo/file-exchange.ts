/** The file of a bulk export over HTTP: handed on as it comes, from any byte. The only answer without an envelope. */
import { fileGone, MarketoFault, unreachable } from './errors';
import { type Fetch, type HttpAnswer, httpAnswerFrom, reasonOf } from './exchange';

type FileRequest = {
  url: string;
  headers: Record<string, string>;
  fromByte: number;
  fileSizeBytes: number | null;
  /** The longest silence; a file may take as long as it likes while bytes come. */
  idleMs: number;
  onChunk(bytes: Uint8Array): Promise<void>;
  signal?: AbortSignal;
};

/**
 * Null when the file was read to its end; else what Marketo answered instead. Throws MarketoFault `file-gone` for a
 * 404 and `unavailable` when the connection ends too early. What `onChunk` throws, and `signal`, go through.
 */
export async function exchangeFile(fetch: Fetch, input: FileRequest): Promise<HttpAnswer | null> {
  const line = new AbortController();
  const watched = watchFor(line, input);
  try {
    const response = await watched(() =>
      fetch(input.url, {
        // Compressed, a range would count other bytes than those of the file.
        headers: { accept: 'text/csv', 'accept-encoding': 'identity', ...rangeOf(input.fromByte), ...input.headers },
        redirect: 'manual',
        cache: 'no-store',
        signal: line.signal,
      }),
    );
    if (response.status === 404) throw fileGone();
    // Nothing left from there on: what is there already was the whole file.
    if (response.status === 416) return null;
    const isFile = response.status === 200 || response.status === 206;
    if (!isFile || /json/i.test(response.headers.get('content-type') ?? '')) {
      return await watched(() => httpAnswerFrom(response));
    }
    await handOn(response, input, watched);
    return null;
  } finally {
    line.abort();
  }
}

type Watched = <T>(wait: () => Promise<T>) => Promise<T>;

async function handOn(response: Response, input: FileRequest, watched: Watched): Promise<void> {
  let skipBytes = skippedBytes(response, input.fromByte);
  let atByte = input.fromByte;
  const reader = response.body?.getReader();
  for (;;) {
    const { done, value } = reader ? await watched(() => reader.read()) : { done: true, value: undefined };
    if (done || !value) break;
    const bytes = value.subarray(Math.min(skipBytes, value.length));
    skipBytes -= value.length - bytes.length;
    if (bytes.length > 0) await input.onChunk(bytes);
    atByte += bytes.length;
  }
  if (input.fileSizeBytes !== null && atByte < input.fileSizeBytes) {
    throw new MarketoFault(unreachable(`The export file was cut off at byte ${atByte} of ${input.fileSizeBytes}.`));
  }
}

/** Whoever ignores the range sends the file from its beginning. */
function skippedBytes(response: Response, fromByte: number): number {
  if (response.status === 200) return fromByte;
  const start = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1];
  if (Number(start) === fromByte) return 0;
  throw new MarketoFault(unreachable('Marketo sent another part of the export file than the one asked for.'));
}

function rangeOf(fromByte: number): Record<string, string> {
  return fromByte > 0 ? { range: `bytes=${fromByte}-` } : {};
}

/** Runs one wait on the network: silence and a lost connection become faults, the caller's signal stays itself. */
function watchFor(line: AbortController, { signal, idleMs }: FileRequest): Watched {
  return async (wait) => {
    signal?.throwIfAborted();
    const stop = () => line.abort();
    signal?.addEventListener('abort', stop, { once: true });
    const timer = setTimeout(() => line.abort(new DOMException('silence', 'TimeoutError')), idleMs);
    try {
      return await wait();
    } catch (cause) {
      signal?.throwIfAborted();
      throw new MarketoFault(unreachable(reasonOf(cause, idleMs)), { cause });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    }
  };
}
