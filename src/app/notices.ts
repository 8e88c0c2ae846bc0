import { toldCard } from '../core/cards/learning-cards.ts';
import type { Knowledge } from '../core/guideline.ts';
import { fromExpert } from '../core/learning/give.ts';
import { dayIn } from '../core/learning/week.ts';
import type { ChannelName } from '../core/message.ts';
import type { Learn, Notice } from './learn-ports.ts';
import type { Clock, Log, Store } from './ports.ts';

/** At most so many people are told in one go, and so long in ms a notice belongs to whoever tells it. */
const AT_ONCE = 100;
const LEASE_MS = 2 * 60 * 1000;
/** Conversations are forgotten so long in ms after their asker was told. */
const FORGOTTEN_MS = 30 * 24 * 3600 * 1000;
/** The recipient of every notice, as it is noted that it was begun: who that is stands in the notice, until they are told. */
const ASKER = 'asker';
/** Told at the next visit: the turn is there when the conversation is opened. */
const VISITED: readonly ChannelName[] = ['web', 'terminal'];

export type NoticeDeps = { learn: Learn; store: Store; knowledge: Knowledge; clock: Clock; log: Log };

/**
 * Tells whoever waits for an answer, each in their own thread and language, once: as a turn of their conversation, and by a message where the channel can
 * send one. What belongs to a channel that is not on in this process is left for the process that has it. Gives those who were told.
 */
export async function tellAskers(deps: NoticeDeps): Promise<Notice[]> {
  const { learn, log } = deps;
  const channels = [...VISITED, ...(Object.keys(learn.tellers) as ChannelName[])];
  const told: Notice[] = [];
  for (const notice of await learn.notices.waiting([...new Set(channels)], AT_ONCE))
    try {
      if (await tell(notice, deps)) told.push(notice);
    } catch (error) {
      log.error('notice.failed', error, { channel: notice.channel });
    }
  return told;
}

async function tell(notice: Notice, deps: NoticeDeps): Promise<boolean> {
  const { learn, store, knowledge, clock, log } = deps;
  const { tenant, id, channel, conversation, user, lang, country } = notice;
  const key = `notice/${id}`;
  const now = clock.now();
  const at = now.toISOString();
  if (!(await learn.claims.claim(tenant, key, at, LEASE_MS))) return false;
  try {
    const expert = (await learn.experts.versions(tenant, notice.expert)).at(-1);
    // Taken back before anybody was told of it: then there is nothing to tell.
    if (expert?.state === 'published') {
      const asked = { unit: expert.by, date: dayIn(new Date(notice.askedAt), learn.zone) };
      const answer = fromExpert(expert, { knowledge, lang, country }, now, [{ key: 'told', values: asked }]);
      await store.touchConversation({ tenant, id: conversation, channel, lang: null, country, at });
      await store.saveTurn({ tenant, conversation, turn: { id, question: notice.text, answer, at } });
      const card = toldCard({ lang, country, knowledge }, { id, answer }, { at: asked.date, by: expert.by });
      // Noted before it is shown, so that whoever takes over after a kill knows that it may be there already.
      const again = !(await learn.deliveries.begin(tenant, ASKER, 'notice', id, at));
      const to = { tenant, conversation, user: user || null };
      await learn.tellers[channel]?.(to, { card, replaces: false, turn: id }, { id, again });
    }
    await learn.notices.told(tenant, id, at);
    await learn.claims.finish(tenant, key);
    log.info('notice.told', { channel, lang });
    return expert?.state === 'published';
  } catch (error) {
    await learn.claims.release(tenant, key);
    throw error;
  }
}

/** Empties where somebody asked, 30 days after they were told. */
export async function forgetAskers({ learn, clock, log }: NoticeDeps): Promise<void> {
  const n = await learn.groups.forgetAskers(new Date(clock.now().getTime() - FORGOTTEN_MS).toISOString());
  if (n > 0) log.info('askers.forgotten', { n });
}
