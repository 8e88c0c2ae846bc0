import type { Action } from '../core/card.ts';
import { answerCard, askedCard, helpCard, thanksCard, withdrawnCard } from '../core/cards/answer-card.ts';
import type { CardView } from '../core/cards/view.ts';
import type { Outgoing } from '../core/message.ts';
import type { StoredTurn } from './ports.ts';
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
      return verdict === 'helped' ? noted : [...noted, ...below(thanksCard(view, id))];
    }
    case 'withdraw':
      await deps.store.withdrawQuestion(tenant, id);
      if (answer.status !== 'unsure') return instead(withdrawnCard(view));
      return instead(answerCard(view, turn, { captured: true, withdrawn: true, place }));
    case 'ask_person':
      await deps.store.captureQuestion({
        tenant,
        id,
        conversation,
        question: turn.question,
        lang: answer.lang,
        country: answer.country,
        reason: 'ask_person',
        at,
      });
      return instead(askedCard(view, id));
    case 'share': {
      const captured = await isCaptured(talk, turn);
      return [
        { card: answerCard(view, turn, { captured, place: 'private' }), replaces: false, turn: id, shared: true },
      ];
    }
  }
}

export const placeOf = ({ from }: Pick<Talk, 'from'>): 'private' | 'shared' => (from.shared ? 'shared' : 'private');

async function isCaptured({ deps, from }: Talk, { id, answer }: StoredTurn): Promise<boolean> {
  return answer.status === 'unsure' && (await deps.store.openQuestions(from.tenant)).some((q) => q.id === id);
}
