import type { Outgoing } from '../../core/message.ts';

/** How many asked questions are remembered, to know a second sending of the same one. */
const REMEMBERED = 500;

export type Entry = { conversation: string; done: Promise<Outgoing[]> };
type Run = (conversation: string) => Promise<Outgoing[]>;

/**
 * Questions under way and just answered, by the token of the form they came in and their text. A double click, a reload or a second try after a
 * broken connection joins the first one instead of asking again; a question that failed may be asked again.
 */
export function createAsking(): {
  once: (token: string | null, text: string, conversation: string, run: Run) => Entry;
} {
  const entries = new Map<string, Entry>();
  return {
    once(token, text, conversation, run) {
      const key = token === null ? null : `${token} ${text}`;
      const before = key === null ? undefined : entries.get(key);
      if (before) return before;
      const entry: Entry = { conversation, done: run(conversation) };
      if (key !== null) {
        entries.set(key, entry);
        const forget = () => entries.delete(key);
        entry.done.then((out) => out.some(({ problem }) => problem?.fault) && forget(), forget);
        const oldest = entries.keys().next();
        if (entries.size > REMEMBERED && !oldest.done) entries.delete(oldest.value);
      }
      return entry;
    },
  };
}
