import { type Span, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  ParentBasedSampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-node';
import type { Step } from '../app/telemetry.ts';

export type Traces = {
  step<T>(step: Step, work: () => Promise<T>, ended: (result: T) => string): Promise<T>;
  /** Sends what is left. */
  close(): Promise<void>;
};

/**
 * Traces over OpenTelemetry: one span a step, each within the one it was begun in. A span carries the step's labels and how it ended; an error is named
 * by its class, since a message may quote what was said.
 *
 * @param share of the events that are traced, 0 to 1
 */
export function createTraces(
  url: string,
  share: number,
  exporter: SpanExporter = new OTLPTraceExporter({ url }),
): Traces {
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'varsam' }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  // Registered for its context manager: spans find the one around them across awaits.
  provider.register();
  const tracer = trace.getTracer('varsam');
  return {
    step: ({ name, ...labels }, work, ended) =>
      tracer.startActiveSpan(name, { attributes: labels }, async (span) => {
        try {
          const result = await work();
          span.setAttribute('outcome', ended(result));
          return result;
        } catch (error) {
          failed(span, error);
          throw error;
        } finally {
          span.end();
        }
      }),
    close: async () => {
      await provider.shutdown();
      trace.disable();
    },
  };
}

function failed(span: Span, error: unknown): void {
  span.setAttribute('outcome', 'fault');
  span.setAttribute('error.type', error instanceof Error ? error.name : 'unknown');
  span.setStatus({ code: SpanStatusCode.ERROR });
}
