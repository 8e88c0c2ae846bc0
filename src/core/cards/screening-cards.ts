import type { Card } from '../card.ts';
import { quoted } from '../locale.ts';
import { type Definition, indexOf } from '../screening/definition.ts';
import type { GivenAnswer } from '../screening/session.ts';
import { word } from '../screening/wording.ts';
import { startLabel } from './answer-card.ts';
import { channelLine, labelOf } from './ask-card.ts';
import { changeButton, shortId } from './verdict-card.ts';
import { body, button, buttons, type CardView, card, type Held, note, seenOf, t, title } from './view.ts';

export { ASK_ERRORS, askCard, MAX_TEXT, shownOn, TICKS } from './ask-card.ts';
export { verdictCard } from './verdict-card.ts';

/** The cards around a screening's questions. */

/** "I understood…": each answer with the words it was read from and a way to change it. Next (`confirm`) says that all of it stands. */
export function understoodCard(
  view: CardView,
  definition: Definition,
  held: Held,
  proposed: readonly GivenAnswer[],
): Card {
  const { lang } = view;
  const at = { session: held.id, seen: seenOf(held) };
  const rows = understoodRows(view, definition, proposed);
  return card(view, [
    title(definition.title[lang]),
    ...(rows.length > 0 ? [{ kind: 'facts' as const, title: word(lang, 'understood'), rows }] : []),
    ...channelLine(view, definition, held),
    note(definition.about[lang]),
    buttons([
      button(t(view, 'next'), { do: 'confirm', ...at }, { style: 'primary' }),
      ...proposed.map(({ question }) => changeButton(view, definition, question, at)),
      button(t(view, 'pause'), { do: 'pause', session: held.id }),
    ]),
  ]);
}

/** Answers as they were understood, each with the words it was read from where those are known. */
export function understoodRows(
  view: CardView,
  definition: Definition,
  read: readonly Pick<GivenAnswer, 'question' | 'value' | 'words' | 'from'>[],
): { label: string; value: string; of: string[] }[] {
  const { lang } = view;
  const { items } = indexOf(definition);
  return read.map(({ question, value, words, from: register }) => {
    const item = items.get(question);
    const named = register && t(view, 'understood.register', { name: register.name });
    const from = words ? ` (${quoted(lang, words)})` : named ? ` (${named})` : '';
    const label = [shortId(question), item?.text[lang] ?? ''].filter(Boolean).join(' ');
    return { label, value: `${labelOf(item, value, { lang })}${from}`, of: [question] };
  });
}

/** The definition has changed since the session began. Starting over keeps the answers that still fit. */
export function staleCard(view: CardView, definition: Definition, held: Held): Card {
  return card(view, [
    title(definition.title[view.lang]),
    body(t(view, 'changed')),
    buttons([
      button(t(view, 'restart'), { do: 'restart', session: held.id }, { style: 'primary' }),
      button(t(view, 'cancel'), { do: 'cancel', session: held.id }),
    ]),
  ]);
}

export function pausedCard(view: CardView, held: Held): Card {
  return card(view, [
    body(t(view, 'paused')),
    buttons([
      button(t(view, 'resume'), { do: 'resume', session: held.id }, { style: 'primary' }),
      button(t(view, 'cancel'), { do: 'cancel', session: held.id }),
    ]),
  ]);
}

export function cancelledCard(view: CardView, definition: Definition): Card {
  return card(view, [
    body(t(view, 'cancelled', { title: definition.title[view.lang] })),
    buttons([button(startLabel(view, definition.id), { do: 'start', screening: definition.id })]),
  ]);
}

/** A word to a screening, where none is under way. */
export function noCheckCard(view: CardView): Card {
  const start = (screening: 'photo-check' | 'dpia') => button(startLabel(view, screening), { do: 'start', screening });
  return card(view, [body(t(view, 'no_check')), buttons([start('photo-check'), start('dpia')])]);
}

/** There is one under way already: go on, begin again, or leave it. */
export function resumeCard(view: CardView, definition: Definition, held: Held): Card {
  return card(view, [
    title(definition.title[view.lang]),
    body(t(view, 'unfinished', { n: new Set(held.session.answers.map((a) => a.question)).size })),
    buttons([
      button(t(view, 'resume'), { do: 'resume', session: held.id }, { style: 'primary' }),
      button(t(view, 'restart'), { do: 'restart', session: held.id }),
      button(t(view, 'cancel'), { do: 'cancel', session: held.id }),
    ]),
  ]);
}

/** Something newer has been answered: the card that was pressed changes nothing. */
export function tooOldCard(view: CardView, held: Held): Card {
  return card(view, [
    body(t(view, 'too_old')),
    buttons([button(t(view, 'resume'), { do: 'resume', session: held.id }, { style: 'primary' })]),
  ]);
}
