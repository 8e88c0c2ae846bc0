import { say } from '../../core/locale.ts';
import { type Desk, langOf, refusalOf } from './desk.ts';
import type { Where } from './place.ts';

/** That a message was seen, until its answer stands. Never in the way of the answer: a sign that fails is only missed. */
export type Sign = {
  /** Takes the sign away. `answered`: something was posted, which ends a status by itself. */
  end: (answered: boolean) => Promise<void>;
};

const EYES = 'eyes';

/** What is answered within this many ms needs no sign; one that came and went would only flicker, and cost two calls. */
const AFTER_MS = 300;

/** A status in one's own thread, else a pair of eyes on the message. */
export function signOfLife(desk: Desk, where: Where, message: string): Sign {
  const { api } = desk;
  const { channel, root, threaded, shared } = where;
  let begun: Promise<'status' | 'eyes' | 'none'> | undefined;
  const timer = setTimeout(() => {
    begun = begin();
  }, AFTER_MS);
  const begin = async (): Promise<'status' | 'eyes' | 'none'> => {
    if (threaded && root && !shared) {
      try {
        const status = say(desk.deps.knowledge.locales, await langOf(desk), 'seen');
        await api.assistant.threads.setStatus({ channel_id: channel, thread_ts: root, status });
        return 'status';
      } catch (error) {
        missed(desk, error);
      }
    }
    try {
      await api.reactions.add({ channel, timestamp: message, name: EYES });
      return 'eyes';
    } catch (error) {
      missed(desk, error);
      return refusalOf(error) === 'already_reacted' ? 'eyes' : 'none';
    }
  };
  return {
    end: async (answered) => {
      clearTimeout(timer);
      try {
        const sign = await begun;
        if (sign === 'eyes') await api.reactions.remove({ channel, timestamp: message, name: EYES });
        if (sign === 'status' && !answered)
          await api.assistant.threads.setStatus({ channel_id: channel, thread_ts: root, status: '' });
      } catch (error) {
        missed(desk, error);
      }
    },
  };
}

function missed({ deps }: Desk, error: unknown): void {
  deps.log.warn('slack.no_sign', { why: refusalOf(error) || 'unreachable' });
}
