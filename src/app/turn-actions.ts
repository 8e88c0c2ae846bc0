import type { Notice } from '../core/answer.ts';
import type { Action } from '../core/card.ts';
import { answerCard, askedCard, helpCard, thanksCard, withdrawnCard } from '../core/cards/answer-card.ts';
import type { CardView } from '../core/cards/view.ts';
import type { Outgoing } from '../core/message.ts';
import { captureTurn, keptNotices } from './capture.ts';
import type { StoredTurn } from './ports.ts';
import { askPeople } from './send-digest.ts';
import { below, instead, type Talk } from './talk.ts';

export type TurnAction = Extract<Action, { do: 'feedback' | 'withdraw' | 'ask_person' | 'share' }>;

/** What can be done with an answer. Only with those of the same conversation: nobody speaks for somebody else's question. */
export async function onTurn(talk: Talk, action: TurnAction): Promise<Outgoing[]> {
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
      const kept = verdict === 'not_helpful' ? ((await keep(talk, turn, verdict)) ?? []) : [];
      return [...noted, ...below(thanksCard(view, id, kept))];
    }
    case 'withdraw':
      await deps.store.withdrawQuestion(tenant, id);
      if (answer.status !== 'unsure') return instead(withdrawnCard(view));
      return instead(answerCard(view, turn, { captured: true, withdrawn: true, place }));
    case 'ask_person':
      return instead(askedCard(view, id, await keep(talk, turn, 'ask_person')));
    case 'share': {
      const captured = await isCaptured(talk, turn);
      return [
        { card: answerCard(view, turn, { captured, place: 'private' }), replaces: false, turn: id, shared: true },
      ];
    }
  }
}

/** The question of an answer that was not enough becomes an open one; gives what the asker is told of it. */
async function keep(
  { deps, from, at }: Talk,
  turn: StoredTurn,
  reason: 'not_helpful' | 'ask_person',
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
  const place = await captureTurn(turn, { tenant, conversation, channel, user, reason }, { ...deps, learn });
  // Somebody who asks for a person does not wait for Monday.
  if (reason === 'ask_person') await askPeople(tenant, [place.group], { ...deps, learn, country });
  return keptNotices(place, { id: turn.id, reason, lang }, { ...deps, learn });
}

export const placeOf = ({ from }: Pick<Talk, 'from'>): 'private' | 'shared' => (from.shared ? 'shared' : 'private');

async function isCaptured({ deps, from }: Talk, { id, answer }: StoredTurn): Promise<boolean> {
  return answer.status === 'unsure' && (await deps.store.openQuestions(from.tenant)).some((q) => q.id === id);
}
