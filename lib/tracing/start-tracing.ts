import 'server-only';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type { Logger } from '../logger';
import { withoutWhatIsPrivate } from './private-spans';

export type Tracing = {
  /** Sends what is still here, for a few seconds at most; nothing is recorded afterwards. Never throws. */
  stop(): Promise<void>;
};

type Given = {
  /** Such as `http://collector:4318`; undefined for no traces. */
  endpoint: string | undefined;
  role: 'app' | 'worker';
  log: Logger;
};

/**
 * Sends the traces of this process to a collector. Its name, headers and sampling are read by OpenTelemetry from its own
 * variables (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/).
 */
export function startTracing({ endpoint, role, log }: Given): Tracing {
  if (!endpoint) return { stop: async () => {} };
  const exporter = withoutWhatIsPrivate(new OTLPTraceExporter({ url: `${endpoint}/v1/traces` }));
  const ours = resourceFromAttributes({ 'service.name': 'sales-actions', 'process.role': role });
  const provider = new NodeTracerProvider({
    resource: ours.merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(exporter, { exportTimeoutMillis: 5_000 })],
  });
  provider.register();
  const stop = () =>
    provider.shutdown().catch((err: unknown) => {
      log.warn({ err }, 'the last traces are lost: the collector did not take them');
    });
  return { stop };
}
