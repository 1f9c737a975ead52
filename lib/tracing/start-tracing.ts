import 'server-only';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type { Env } from '../env';

export type Tracing = {
  /** Sends what is still here; nothing is recorded afterwards. */
  stop(): Promise<void>;
};

/**
 * Sends the traces of this process to the collector at OTEL_EXPORTER_OTLP_ENDPOINT; without one, does nothing. Headers,
 * timeouts and sampling are read by OpenTelemetry from its own variables
 * (https://opentelemetry.io/docs/specs/otel/protocol/exporter/).
 */
export function startTracing(
  settings: Pick<Env, 'OTEL_EXPORTER_OTLP_ENDPOINT' | 'OTEL_SERVICE_NAME'>,
  role: 'app' | 'worker',
): Tracing {
  const endpoint = settings.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (!endpoint) return { stop: async () => {} };
  const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces` });
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': settings.OTEL_SERVICE_NAME, 'process.role': role }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  provider.register();
  return { stop: () => provider.shutdown() };
}
