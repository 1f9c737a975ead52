/** One piece of work in a trace. Without `startTracing` nothing is recorded, and hardly any time is spent. */
import { type Attributes, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { ProviderFault } from '../provider-fault';

export type SpanInput = { name: string; attributes: Attributes; kind?: 'internal' | 'client' };
/** Adds what is known once the work is done. */
export type Describe = (attributes: Attributes) => void;

/**
 * Runs `work` as a span of the trace that is under way, else of a new one. What it throws goes through; the trace gets its
 * kind and code only, since a message may quote somebody's data.
 */
export async function inSpan<T>(
  { name, attributes, kind = 'internal' }: SpanInput,
  work: (describe: Describe) => Promise<T>,
): Promise<T> {
  const options = { attributes, kind: kind === 'client' ? SpanKind.CLIENT : SpanKind.INTERNAL };
  return trace.getTracer('sales-actions').startActiveSpan(name, options, async (span) => {
    try {
      return await work((more) => span.setAttributes(more));
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', typeOf(error));
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
