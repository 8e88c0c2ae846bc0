import { say } from '../../core/locale.ts';
import { wordsOnly } from './blocks.ts';
import { type Desk, langOf, refusalOf } from './desk.ts';
import { LIMITS } from './limits.ts';
import { packWhere, type Where } from './place.ts';
import { cut, escaped } from './text.ts';

/** A model's growing words, shown while it writes, and said to be a draft: nothing in them is verified yet. */
export type Draft = {
  grow: (text: string) => void;
  /** Ends it. The message that it stands in, for the answer to take its place; undefined where nothing was shown. */
  end: () => Promise<string | undefined>;
};

/** A model's words in Slack's Markdown: no mention, and no link under other words than its address. */
const harmless = (text: string): string => escaped(text).replaceAll('](', ']\u200b(');

/** ms between two looks at the growing text: Slack takes about one change a second in a channel. */
const EVERY_MS = 1000;

/**
 * Streams into the thread where the workspace can, and edits a message where it can't. A draft that fails is only missed: the answer does not depend on it.
 */
export function draftIn(desk: Desk, where: Where): Draft {
  let latest = '';
  let shown = '';
  let sent = '';
  let ts: string | undefined;
  let streaming = where.threaded && where.root !== '' && !desk.memory.noStreams.has(desk.team);
  let broken = false;
  let ended = false;
  let running: Promise<void> | undefined;
  let wake: (() => void) | undefined;

  const run = async () => {
    while (!ended && !broken && latest !== shown) {
      await once();
      if (!ended) await sleep();
    }
    running = undefined;
  };
  const sleep = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, EVERY_MS);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const once = async () => {
    const text = latest;
    try {
      if (streaming) await stream(text);
      else await edit(text);
      shown = text;
    } catch (error) {
      if (streaming && ts === undefined) {
        // The workspace, or this kind of thread, has none: from here on by edits.
        desk.memory.noStreams.first(desk.team);
        streaming = false;
      } else broken = true;
      desk.deps.log.warn('slack.no_draft', { why: refusalOf(error) || 'unreachable', streaming });
    }
  };

  const stream = async (text: string) => {
    const { api, team, user } = desk;
    const { channel, root } = where;
    const said = harmless(text);
    if (ts === undefined) {
      const lead = say(desk.deps.knowledge.locales, await langOf(desk), 'web.draft');
      const begun = await api.chat.startStream({
        channel,
        thread_ts: root,
        recipient_team_id: team,
        recipient_user_id: user,
        markdown_text: cut(`_${escaped(lead)}_\n\n${said}`, LIMITS.stream.text),
      });
      ts = begun.ts;
      sent = said;
      return;
    }
    // What was written can't be taken back: a text that begins anew waits for its answer.
    if (!said.startsWith(sent)) return;
    await api.chat.appendStream({ channel, ts, markdown_text: cut(said.slice(sent.length), LIMITS.stream.text) });
    sent = said;
  };

  const edit = async (text: string) => {
    const { api } = desk;
    const { channel, root, threaded } = where;
    const lead = say(desk.deps.knowledge.locales, await langOf(desk), 'web.draft');
    const message = wordsOnly(lead, text, { place: packWhere(where) });
    if (ts === undefined) {
      const thread = threaded && root ? { thread_ts: root } : {};
      ts = (await api.chat.postMessage({ channel, ...message, unfurl_links: false, unfurl_media: false, ...thread }))
        .ts;
    } else await api.chat.update({ channel, ts, ...message });
  };

  return {
    grow: (text) => {
      if (ended || !text.trim()) return;
      latest = text;
      running ??= run();
    },
    end: async () => {
      ended = true;
      wake?.();
      await running;
      if (ts !== undefined && streaming) {
        const at = ts;
        await desk.api.chat
          .stopStream({ channel: where.channel, ts: at })
          .catch((error: unknown) => desk.deps.log.warn('slack.no_draft', { why: refusalOf(error) || 'unreachable' }));
      }
      return ts;
    },
  };
}
