import type { Action, Card } from '../core/card.ts';
import { helpCard } from '../core/cards/answer-card.ts';
import { documentOf } from '../core/cards/card-document.ts';
import { card, t } from '../core/cards/view.ts';
import { date } from '../core/locale.ts';
import type { Outgoing } from '../core/message.ts';
import { cardOf, viewOf } from './held-screening.ts';
import { findScreening } from './run-screening.ts';
import { shownNow } from './screening-step.ts';
import { below, instead, type Talk } from './talk.ts';

/** What can be done with a checklist that is through, beside changing it: taken along as a file, and shown to the others in the thread. */

export type TakeAction = Extract<Action, { do: 'take' | 'share_screening' }>;

export async function onTake(talk: Talk, action: TakeAction): Promise<Outgoing[]> {
  const found = await findScreening(talk, action.session);
  if (!found) return below(helpCard(talk.view));
  const { definition, stored } = found;
  const shown = cardOf(talk, found);
  if (shownNow(definition, stored.session).kind !== 'verdict') return instead(shown);
  const view = viewOf(talk, stored);
  const title = definition.title[view.lang];
  if (action.do === 'share_screening') {
    // Their buttons would change somebody else's answers.
    const { lang, parts } = shown;
    const words: Card = card({ lang }, [
      { kind: 'text', role: 'note', text: title },
      ...parts.filter((p) => p.kind !== 'buttons'),
    ]);
    return [{ card: words, replaces: false, shared: true }];
  }
  const municipality = talk.deps.municipality(view.country, view.lang).name;
  const model = documentOf(shown, {
    ...{ title, municipality, note: t(view, 'advice') },
    cover: [
      { label: t(view, 'take.date'), value: date(view.lang, talk.at) },
      { label: t(view, 'take.version'), value: `${definition.id} v${definition.version}` },
      { label: t(view, 'web.country'), value: t(view, `country.${view.country}`) },
    ],
  });
  const file = await talk.deps.exportModel(model, `${definition.id}-${talk.at.slice(0, 10)}`, action.format);
  return [
    {
      card: card(view, [{ kind: 'text', role: 'body', text: t(view, 'take.done', { title }) }]),
      replaces: false,
      files: [file],
    },
  ];
}
