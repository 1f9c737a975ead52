/** One piece of work in a trace. Without `startTracing` nothing is recorded, and hardly any time is spent. */
import { type Attributes, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { ProviderFault } from '../provider-fault';

type SpanInput = { name: string; attributes: Attributes; kind?: 'internal' | 'client' };
type SpanNotes = {
  /** Adds what is known once the work is done. */
  describe(attributes: Attributes): void;
  /** Marks work that failed without throwing. */
  fail(type: string): void;
};

/**
 * Runs `work` as a span of the trace that is under way, else of a new one. What it throws goes through; the trace gets its
 * kind and code only, since a message may quote somebody's data.
 */
export async function inSpan<T>(
  { name, attributes, kind = 'internal' }: SpanInput,
  work: (notes: SpanNotes) => Promise<T>,
): Promise<T> {
  const options = { attributes, kind: kind === 'client' ? SpanKind.CLIENT : SpanKind.INTERNAL };
  return trace.getTracer('sales-actions').startActiveSpan(name, options, async (span) => {
    const describe = (more: Attributes) => void span.setAttributes(more);
    const fail = (type: string) => void span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', type);
    try {
      return await work({ describe, fail });
    } catch (error) {
      fail(typeOf(error));
      throw error;
    } finally {
      span.end();
    }
  });
}

function typeOf(error: unknown): string {
  if (error instanceof ProviderFault) return error.remoteCode ?? error.kind;
  return error instanceof Error ? error.name : 'unknown';
}
