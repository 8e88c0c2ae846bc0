/** What is measured while varsam works: how often and how long, never what was said. Adapters implement it; without one nothing is measured. */

/**
 * The steps of a question's way, and what its times are kept by besides how it ended.
 * `event`: all of what came in from a channel. `model`: a call to it, to phrase an answer or to read what somebody wrote. `post`: what is shown on a platform, with all it takes. `job`: what is done without being asked.
 */
export type Step =
  | { name: 'event'; channel: string; kind: string }
  | { name: 'search' }
  | { name: 'model'; task: 'answer' | 'read' }
  | { name: 'post'; channel: string }
  | { name: 'job'; job: string };

export interface Telemetry {
  /**
   * Does `work` as a step of the one it is called in, and keeps how long it took and how it ended: `ended` of the result, else `done`; `fault` where it
   * rejects, which it then does here too.
   */
  step<T>(step: Step, work: () => Promise<T>, ended?: (result: T) => string): Promise<T>;
}

export const UNMEASURED: Telemetry = { step: (_, work) => work() };
