import { draftCard } from '../core/cards/draft-card.ts';
import { understoodRows } from '../core/cards/screening-cards.ts';
import { type DraftFinding, readDraft, showFindings } from '../core/draft.ts';
import type { Outgoing } from '../core/message.ts';
import { openInFull, prefill, type Session } from '../core/screening/session.ts';
import { save } from './held-screening.ts';
import type { StoredSession } from './screening-ports.ts';
import { begun, definitionOf } from './start-screening.ts';
import { below, keepLanguage, type Sender, type Talk, talkIn } from './talk.ts';
import { readByModel } from './understood.ts';

/** Longer than this is no post, in characters. */
const LONGEST = 20_000;

/**
 * A post that somebody wants to publish, read before any question is asked. What was found goes on as proposed answers of a photo check that waits to be
 * begun. The draft itself is not kept, and no word of it. Undefined where the text holds no draft.
 */
export async function onDraft(sender: Sender, text: string): Promise<Outgoing[] | undefined> {
  if (text.length > LONGEST) return undefined;
  const { deps } = sender;
  const reading = readDraft(text, deps.findPersonal);
  if (!reading) return undefined;
  const { draft, findings } = reading;
  const around = `${text.slice(0, draft.from)} ${text.slice(draft.to)}`.trim();
  // The draft may be in another language than the one who asks about it.
  const talk = await talkIn(sender, around || text);
  deps.log.info('draft.read', { findings: findings.length });
  const post = deps.mask(text.slice(draft.from, draft.to)).text;
  const { id, read } = await offer(talk, deps.mask(around).text, findings, post);
  const rows = understoodRows(talk.view, definitionOf(talk, 'photo-check'), read);
  return below(draftCard(talk.view, showFindings(text, reading), { do: 'resume', session: id }, rows));
}

/**
 * Prepares a photo check that somebody may begin: what was found is filled in, what only they can say is asked in full. `post` is a draft to be read by a
 * model, masked; what it read is filled in too, and given back with the words, which are kept nowhere.
 */
export async function offer(
  talk: Talk,
  text: string,
  found: readonly Pick<DraftFinding, 'prefills'>[],
  post = '',
): Promise<{ id: string; read: { question: string; value: string; words: string }[] }> {
  const { deps, from, at } = talk;
  const definition = definitionOf(talk, 'photo-check');
  const prefills = found.flatMap((f) => f.prefills);
  const known = prefills.flatMap(({ question, value }) => (value === null ? [] : [{ question, value }]));
  const asked = prefills.flatMap(({ question, value }) =>
    value === null && !known.some((k) => k.question === question) ? [question] : [],
  );
  const first = await begun(talk, definition, { text, byWords: post !== '' });
  const filled = prefill(definition, first, once(known));
  const read = post ? await readByModel(talk, definition, filled, `${text}\n${post}`) : [];
  const session: Session = openInFull(prefill(definition, filled, read), [...new Set(asked)]);
  const offered: StoredSession = {
    id: deps.ids.next(),
    conversation: from.conversation,
    session,
    state: 'offered',
    at,
    revision: 0,
  };
  await save(talk, offered);
  await keepLanguage(talk);
  return { id: offered.id, read };
}

const once = <T extends { question: string }>(all: readonly T[]): T[] => [
  ...new Map(all.map((one) => [one.question, one])).values(),
];
