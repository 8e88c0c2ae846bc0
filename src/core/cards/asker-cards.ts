import type { Card, Field } from '../card.ts';
import { LONGEST_NAME } from '../learning/question.ts';
import { body, button, type CardView, card, t, title } from './view.ts';

/** Nothing leaves a conversation but the words that the asker has seen. */

/** The longest question that is passed on. */
const LONGEST = 1000;

/**
 * A question that is to go to somebody, word for word, to be changed, sent or not, and with a name only where the asker writes one. `why`: `person` goes at
 * once, `kept` changes what waits for those responsible.
 */
export function wordsCard(
  view: CardView,
  turn: string,
  { text, name, error, why }: { text: string; name: string | null; error?: string; why: 'person' | 'kept' },
): Card {
  const field: Field = {
    kind: 'text',
    id: 'text',
    label: t(view, 'words.label'),
    hint: t(view, 'web.ask.hint'),
    ...(error === undefined ? {} : { error }),
    value: text.slice(0, LONGEST),
    required: true,
    multiline: true,
    max: LONGEST,
  };
  const send = why === 'person' ? 'ask_person' : 'reword';
  return card(view, [
    title(t(view, why === 'person' ? 'words.person' : 'words.kept')),
    body(t(view, 'words.intro')),
    {
      kind: 'form',
      fields: [field, nameField(view, name)],
      submit: button(
        t(view, why === 'person' ? 'words.send' : 'words.save'),
        { do: send, turn, sent: true },
        { style: 'primary', sends: true },
      ),
      also: [button(t(view, 'dont_send'), { do: 'withdraw', turn })],
    },
  ]);
}

/** Empty unless the asker fills it: nobody is named without saying so. */
const nameField = (view: CardView, name: string | null): Field => ({
  kind: 'text',
  id: 'name',
  label: t(view, 'words.name'),
  hint: t(view, 'words.name.hint'),
  ...(name ? { value: name } : {}),
  required: false,
  multiline: false,
  max: LONGEST_NAME,
});
