/** What Next and libraries put into spans and no collector is to see: the rest of addresses, and what errors say. */
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-node';

/** `exporter`, which is given spans without queries and fragments, without messages and without stacks. */
export function withoutWhatIsPrivate(exporter: SpanExporter): SpanExporter {
  return {
    export: (spans, done) => exporter.export(spans.map(cleaned), done),
    forceFlush: async () => exporter.forceFlush?.(),
    shutdown: () => exporter.shutdown(),
  };
}

function cleaned(span: ReadableSpan): ReadableSpan {
  // A span reads some of what it says from itself, so it is not copied but overlaid.
  return Object.create(span, {
    name: { value: cut(span.name) },
    attributes: { value: shortened(span.attributes) },
    events: { value: span.events.map((event) => ({ ...event, attributes: shortened(event.attributes ?? {}) })) },
    status: { value: { code: span.status.code } },
  });
}

const unsaid = /^exception\.(message|stacktrace)$/;

function shortened(attributes: ReadableSpan['attributes']): ReadableSpan['attributes'] {
  const kept = Object.entries(attributes).filter(([name]) => !unsaid.test(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, typeof value === 'string' ? cut(value) : value]));
}

/** An address ends where its query begins: there are codes of logins, and the names that somebody searched for. */
const cut = (text: string) => text.replace(/[?#].*$/s, '');
