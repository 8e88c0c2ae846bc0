import type { Notice } from '../core/answer.ts';
import { capture, keptNotices } from './capture.ts';
import type { StoredTurn } from './ports.ts';
import type { Talk } from './talk.ts';

/** What an asker's own hands can do with a question that is kept: it is theirs until it is answered. */

/** The words that are kept of a turn's question; undefined where nothing of it waits any more. */
export async function keptWords({ deps, from }: Talk, turn: StoredTurn): Promise<string | undefined> {
  return (await deps.store.openQuestions(from.tenant)).find((q) => q.id === turn.id)?.question;
}

/**
 * Keeps a question in other words, which may bring it to others that ask the same, or away from them. `text` is masked already. `captured` is false where
 * nothing of it waits any more.
 */
export async function reword(
  { deps, from, at }: Talk,
  turn: StoredTurn,
  text: string,
): Promise<{ captured: boolean; notices: Notice[] }> {
  const { store, learn } = deps;
  const { tenant } = from;
  const { id, answer } = turn;
  const { lang, country, citations } = answer;
  const before = (await store.openQuestions(tenant)).find((q) => q.id === id);
  if (!before) return { captured: false, notices: [] };
  const { reason, conversation } = before;
  const about = { id, tenant, conversation, question: text, lang, country, reason };
  await store.withdrawQuestion(tenant, id);
  if (!learn) {
    await store.captureQuestion({ ...about, at });
    return { captured: true, notices: [] };
  }
  const { channel, user } = from;
  const closest = citations.filter((c) => c.lines !== null);
  const kept = await capture({ ...about, channel, user, closest }, { ...deps, learn });
  return { captured: true, notices: keptNotices(kept, about, { ...deps, learn }) };
}
