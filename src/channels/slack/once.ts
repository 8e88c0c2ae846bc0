import type { Work } from '../../app/work-inbox.ts';
import { type Desk, patiently, refusalOf } from './desk.ts';

/**
 * What somebody sees of a piece of work is numbered step by step, so that another try, after a fault or a kill, leaves out what is there already. A message carries
 * its number as metadata, which Slack gives back: it tells even of one whose mark was lost with the process that posted it. A note for one person alone can't be looked
 * up: there a kill between Slack's answer and our mark, which is milliseconds, shows it twice.
 */
export type Steps = {
  work: Pick<Work, 'work' | 'tries' | 'last' | 'made' | 'mark'>;
  /** Slack's time of what the work is about; nothing of the work is older. */
  since: string | undefined;
  n: number;
  /** What earlier tries have posted, by step, for each place that was looked at. */
  looked: Map<string, Promise<ReadonlyMap<string, string>>>;
};

export const stepsOf = (work: Steps['work'], since: string | undefined): Steps => ({
  work,
  since,
  n: 0,
  looked: new Map(),
});
/** The same for what is told unasked: nothing of it is marked, so Slack alone knows what was posted by somebody who was stopped. */
export const tellingSteps = ({ id, again }: { id: string; again: boolean }): Steps =>
  stepsOf(
    { work: `told/${id}`, tries: again ? 2 : 1, last: false, made: () => undefined, mark: () => undefined },
    undefined,
  );

const EVENT_TYPE = 'varsam_work';
type Metadata = { event_type: string; event_payload: { work: string; step: string } };
type Place = { channel: string; root: string };

/** A step under way: where it was made before, `made` says as what; else it is to be made, with this metadata where it is a message, and then marked. */
export type Step = { made: string | undefined; metadata: { metadata?: Metadata }; mark: (ref?: string) => void };
const LOOSE: Step = { made: undefined, metadata: {}, mark: () => undefined };

/** The next step. `place`: where its message would be; undefined for what can't be looked up. */
export async function nextStep(desk: Pick<Desk, 'steps' | 'api' | 'deps'>, place: Place | undefined): Promise<Step> {
  const { steps } = desk;
  if (!steps) return LOOSE;
  const { work } = steps;
  const step = String(steps.n++);
  const mark = (ref = '') => work.mark(step, ref);
  const metadata = { metadata: { event_type: EVENT_TYPE, event_payload: { work: work.work, step } } };
  let made = work.made(step);
  if (made === undefined && work.tries > 1 && place) {
    made = (await posted(desk, steps, place)).get(step);
    if (made !== undefined) mark(made);
  }
  return { made, metadata, mark };
}

function posted({ api, deps }: Pick<Desk, 'api' | 'deps'>, steps: Steps, { channel, root }: Place) {
  const key = `${channel}/${root}`;
  const before = steps.looked.get(key);
  if (before) return before;
  const look = async (): Promise<ReadonlyMap<string, string>> => {
    const found = new Map<string, string>();
    const within = { channel, include_all_metadata: true, limit: 200, ...(steps.since ? { oldest: steps.since } : {}) };
    try {
      const { messages } = await patiently(() =>
        root ? api.conversations.replies({ ...within, ts: root }) : api.conversations.history(within),
      );
      for (const { ts, metadata } of messages ?? []) {
        const { work, step } = (metadata?.event_payload ?? {}) as { work?: unknown; step?: unknown };
        if (metadata?.event_type === EVENT_TYPE && work === steps.work.work && ts) found.set(String(step), ts);
      }
    } catch (error) {
      // Then only what was marked is known: better twice than never.
      deps.log.warn('slack.not_looked_up', { why: refusalOf(error) || 'unreachable' });
    }
    return found;
  };
  const looking = look();
  steps.looked.set(key, looking);
  return looking;
}
