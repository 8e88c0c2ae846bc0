import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { Log } from '../app/ports.ts';
import type { Step } from '../app/telemetry.ts';

/** Seconds. From a search to a model that is slow. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** What each step's times are kept by. Every value is one of a few: a label with a person, a room or a text in it would be a leak, and a flood. */
const STEPS = {
  event: { help: 'Everything that came in from a channel, until its answer was ready', labels: ['channel', 'kind'] },
  search: { help: 'Searches in the knowledge', labels: [] },
  model: { help: 'Calls to the language model, to answer or to read', labels: ['task'] },
  post: { help: 'Calls to a chat platform', labels: ['channel'] },
  job: { help: 'What is done without being asked', labels: ['job'] },
} as const satisfies Record<Step['name'], { help: string; labels: readonly string[] }>;

export type Metrics = {
  keep(step: Step, outcome: string, seconds: number): void;
  /** The same log, with its events counted. */
  counting(log: Log): Log;
  /** In Prometheus' text format. */
  text(): Promise<string>;
  contentType: string;
};

/** Figures for Prometheus: those of the process, the times of each step, answers by how they ended, and events of the log. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const times = new Map(
    Object.entries(STEPS).map(([name, { help, labels }]) => [
      name,
      new Histogram({
        name: `varsam_${name}_seconds`,
        help,
        labelNames: [...labels, 'outcome'],
        buckets: BUCKETS,
        registers: [registry],
      }),
    ]),
  );
  const answers = new Counter({
    name: 'varsam_answers_total',
    help: 'Answers by how they ended, and whether a model phrased them',
    labelNames: ['status', 'lang', 'country', 'model'],
    registers: [registry],
  });
  const events = new Counter({
    name: 'varsam_log_events_total',
    help: 'Events of the log',
    labelNames: ['event', 'level'],
    registers: [registry],
  });
  return {
    keep: ({ name, ...labels }, outcome, seconds) => times.get(name)?.observe({ ...labels, outcome }, seconds),
    counting: (log) => ({
      info: (event, figures) => {
        events.inc({ event, level: 'info' });
        if (event === 'question.answered') answers.inc(answerLabels(figures));
        log.info(event, figures);
      },
      warn: (event, figures) => {
        events.inc({ event, level: 'warn' });
        log.warn(event, figures);
      },
      error: (event, error, figures) => {
        events.inc({ event, level: 'error' });
        log.error(event, error, figures);
      },
    }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

type Figures = Parameters<Log['info']>[1];
const answerLabels = (figures: Figures = {}) => ({
  status: String(figures.status),
  lang: String(figures.lang),
  country: String(figures.country),
  model: String(figures.model),
});
