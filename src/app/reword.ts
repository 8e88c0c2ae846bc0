import type { Notice } from '../core/answer.ts';
import { capture, keptNotices } from './capture.ts';
import type { StoredTurn } from './ports.ts';
import type { Talk } from './talk.ts';

/** What an asker's own hands can do with a question that is kept: it is theirs until it is answered. */

/** What those responsible read of a question: its words, and the name that goes with them; null: none. */
export type Sent = { text: string; named: string | null };

/** What is kept of a turn's question; undefined where nothing of it waits any more. */
export async function keptWords({ deps, from }: Talk, turn: StoredTurn): Promise<Sent | undefined> {
  const kept = (await deps.store.openQuestions(from.tenant)).find((q) => q.id === turn.id);
  if (!kept) return undefined;
  const group = await deps.learn?.groups.groupOf(from.tenant, turn.id);
  return { text: kept.question, named: group?.questions.find((q) => q.id === turn.id)?.named ?? null };
}

/**
 * Keeps a question in other words, which may bring it to others that ask the same, or away from them, and with another name or none. Both are masked already. `captured` is false where
 * nothing of it waits any more.
 */
export async function reword(
  { deps, from, at }: Talk,
  turn: StoredTurn,
  { text, named }: Sent,
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
  const kept = await capture({ ...about, channel, user, closest, named }, { ...deps, learn });
  return { captured: true, notices: keptNotices(kept, about, { ...deps, learn }) };
}
