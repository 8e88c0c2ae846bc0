import type { AnswerReader, ModelAnswerer, Retriever } from '../app/ports.ts';
import type { Telemetry } from '../app/telemetry.ts';
import type { Metrics } from './metrics.ts';
import type { Traces } from './traces.ts';

const done = () => 'done';

/** Measures with what there is of both. `now` in ms, from any beginning. */
export function createTelemetry(
  { metrics, traces }: { metrics: Metrics | undefined; traces: Traces | undefined },
  now: () => number = () => performance.now(),
): Telemetry {
  return {
    step: async (step, work, ended = done) => {
      const begun = now();
      const keep = (outcome: string) => metrics?.keep(step, outcome, (now() - begun) / 1000);
      try {
        const result = await (traces ? traces.step(step, work, ended) : work());
        keep(ended(result));
        return result;
      } catch (error) {
        keep('fault');
        throw error;
      }
    },
  };
}

export const observedRetriever = (retriever: Retriever, telemetry: Telemetry): Retriever => ({
  search: (query, options) =>
    telemetry.step(
      { name: 'search' },
      () => retriever.search(query, options),
      ({ ranked }) => (ranked.length > 0 ? 'found' : 'nothing'),
    ),
});

export const observedModel = (model: ModelAnswerer, telemetry: Telemetry): ModelAnswerer => ({
  propose: (input, onText) => telemetry.step({ name: 'model', task: 'answer' }, () => model.propose(input, onText)),
});

export const observedReader = (reader: AnswerReader, telemetry: Telemetry): AnswerReader => ({
  read: (input) =>
    telemetry.step(
      { name: 'model', task: 'read' },
      () => reader.read(input),
      (read) => (read.length > 0 ? 'found' : 'nothing'),
    ),
});
