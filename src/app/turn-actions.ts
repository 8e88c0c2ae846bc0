import type { Notice } from '../core/answer.ts';
import type { Action } from '../core/card.ts';
import { answerCard, askedCard, helpCard, thanksCard, withdrawnCard } from '../core/cards/answer-card.ts';
import { wordsCard } from '../core/cards/asker-cards.ts';
import { type CardView, t } from '../core/cards/view.ts';
import { LONGEST_NAME } from '../core/learning/question.ts';
import type { Fields, Outgoing } from '../core/message.ts';
import { captureTurn, keptNotices } from './capture.ts';
import type { StoredTurn } from './ports.ts';
import { keptWords, reword, type Sent } from './reword.ts';
import { askPeople } from './send-digest.ts';
import { below, instead, type Talk } from './talk.ts';

export type TurnAction = Extract<Action, { do: 'feedback' | 'withdraw' | 'ask_person' | 'reword' | 'share' }>;

/** What can be done with an answer. Only with those of the same conversation: nobody speaks for somebody else's question. */
export async function onTurn(talk: Talk, action: TurnAction, fields: Fields = {}): Promise<Outgoing[]> {
  const { deps, from, at } = talk;
  const { tenant, conversation } = from;
  const turn = await deps.store.turn(tenant, action.turn, conversation);
  if (!turn) return below(helpCard(talk.view));
  const { id, answer } = turn;
  const view: CardView = { ...talk.view, lang: answer.lang };
  const place = placeOf(talk);
  switch (action.do) {
    case 'feedback': {
      const { verdict } = action;
      await deps.store.saveFeedback({ tenant, turn: id, verdict, at });
      deps.log.info('answer.feedback', { verdict });
      const noted = instead(answerCard(view, turn, { captured: false, noted: true, place }));
      if (verdict === 'helped') return noted;
      const kept = verdict === 'not_helpful' ? await keep(talk, turn, verdict) : undefined;
      return [...noted, ...below(thanksCard(view, id, kept && { notices: kept, sends: turn.question }))];
    }
    case 'withdraw':
      await deps.store.withdrawQuestion(tenant, id);
      if (answer.status !== 'unsure') return instead(withdrawnCard(view));
      return instead(answerCard(view, turn, { captured: true, withdrawn: true, place }));
    case 'ask_person': {
      // A person gets it at once, so nothing goes before its words have been seen.
      const before = await keptWords(talk, turn);
      if (!action.sent) {
        const { text, named: name } = before ?? { text: turn.question, named: null };
        return instead(wordsCard(view, id, { text, name, why: 'person' }));
      }
      const sent = sentIn(talk, fields);
      if (!sent.text) return instead(wordsCard(view, id, { ...missing(view, sent), why: 'person' }));
      if (before !== undefined && before.text !== sent.text) await reword(talk, turn, sent);
      const kept = await keep(talk, { ...turn, question: sent.text }, 'ask_person', sent.named);
      return instead(askedCard(view, id, sent, kept));
    }
    case 'reword': {
      const before = await keptWords(talk, turn);
      if (before === undefined) return below(withdrawnCard(view));
      if (!action.sent) return below(wordsCard(view, id, { text: before.text, name: before.named, why: 'kept' }));
      const sent = sentIn(talk, fields);
      if (!sent.text) return instead(wordsCard(view, id, { ...missing(view, sent), why: 'kept' }));
      const { captured, notices } = await reword(talk, turn, sent);
      return instead(captured ? askedCard(view, id, sent, notices) : withdrawnCard(view));
    }
    case 'share': {
      const captured = await isCaptured(talk, turn);
      return [
        {
          card: answerCard(view, turn, { captured, sends: turn.question, place: 'private' }),
          replaces: false,
          turn: id,
          shared: true,
        },
      ];
    }
  }
}

/** A name, and no numbers, addresses or marks: what is masked elsewhere has no place here either. */
const nameIn = (text: string): string | null =>
  text
    .split(/\s+/)
    .filter((word) => !/[\d@/\\<>[\]{}|`*_~]/.test(word))
    .join(' ')
    .trim()
    .slice(0, LONGEST_NAME)
    .trim() || null;

/** What somebody wrote in the form, as it may be kept. */
function sentIn({ deps }: Talk, fields: Fields): Sent {
  const { text, name } = fields;
  return {
    text: typeof text === 'string' ? deps.mask(text.trim()).text : '',
    named: typeof name === 'string' ? nameIn(name) : null,
  };
}
const missing = (view: CardView, { named }: Sent) => ({
  text: '',
  name: named,
  error: t(view, 'ask.error.required'),
});

/** The question of an answer that was not enough becomes an open one; gives what the asker is told of it. */
async function keep(
  { deps, from, at }: Talk,
  turn: StoredTurn,
  reason: 'not_helpful' | 'ask_person',
  named: string | null = null,
): Promise<Notice[] | undefined> {
  const { learn, store } = deps;
  const { tenant, conversation, channel, user } = from;
  const { lang, country } = turn.answer;
  if (!learn) {
    // One by one, as it was asked; what did not help is in the feedback.
    if (reason === 'ask_person')
      await store.captureQuestion({
        tenant,
        id: turn.id,
        conversation,
        question: turn.question,
        lang,
        country,
        reason,
        at,
      });
    return undefined;
  }
  const place = await captureTurn(turn, { tenant, conversation, channel, user, reason, named }, { ...deps, learn });
  // Somebody who asks for a person does not wait for Monday.
  if (reason === 'ask_person') await askPeople(tenant, [place.group], { ...deps, learn, country });
  return keptNotices(place, { reason, lang }, { ...deps, learn });
}

export const placeOf = ({ from }: Pick<Talk, 'from'>): 'private' | 'shared' => (from.shared ? 'shared' : 'private');

async function isCaptured({ deps, from }: Talk, { id, answer }: StoredTurn): Promise<boolean> {
  return answer.status === 'unsure' && (await deps.store.openQuestions(from.tenant)).some((q) => q.id === id);
}
