import type { Card } from '../../core/card.ts';
import type { Lang } from '../../core/language.ts';
import type { Incoming } from '../../core/message.ts';
import { adaptiveCard } from './adaptive.ts';
import { ask, type Desk, faultCard, personal, viewOf } from './desk.ts';
import { type AdaptiveCard, paragraph, run } from './element.ts';
import { DRAFT } from './inbound.ts';
import { LIMITS } from './limits.ts';
import { attached } from './outbound.ts';
import type { Answered } from './press.ts';
import { offerFile, together } from './show.ts';

/** "Check before publishing": a dialog over any message, in which the whole screening can be gone through. */

const taskBody = (desk: Desk, card: AdaptiveCard, lang: Lang): object => ({
  task: {
    type: 'continue',
    value: { title: desk.word(lang, 'check'), height: 'large', width: 'medium', card: attached(card) },
  },
});

export async function onDialog(desk: Desk, incoming: Incoming): Promise<Answered> {
  const { user } = incoming;
  try {
    const out = await ask(desk, incoming);
    const files = out.flatMap((o) => o.files ?? []);
    const chat = files.length > 0 ? await personal(desk, user) : undefined;
    const card = together(
      desk,
      out.map((o) => o.card),
      files.length > 0 && !chat,
    );
    return {
      body: await shown(desk, card),
      ...(chat
        ? {
            after: async (now: Desk) => {
              for (const f of files) await offerFile(now, chat, f, { user, lang: card.lang });
            },
          }
        : {}),
    };
  } catch (error) {
    return { body: await shown(desk, faultCard(desk, incoming, 'teams.dialog', error)) };
  }
}

async function shown(desk: Desk, card: Card): Promise<object> {
  return taskBody(desk, adaptiveCard(card, await viewOf(desk, card, { press: 'submit' })), card.lang);
}

/** The dialog without a message to begin from: it asks for the text. */
export function askForDraft(desk: Desk, lang: Lang, missing: boolean): Answered {
  const label = desk.word(lang, 'draft');
  const error = desk.word(lang, 'draft_missing');
  return {
    body: taskBody(
      desk,
      {
        type: 'AdaptiveCard',
        $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
        version: LIMITS.card.version,
        lang,
        speak: label,
        fallbackText: label,
        body: [
          ...(missing ? [paragraph([run(error, { weight: 'Bolder', color: 'Attention' })])] : []),
          { type: 'Input.Text', id: DRAFT, label, isMultiline: true, isRequired: true, errorMessage: error },
          {
            type: 'ActionSet',
            actions: [
              {
                type: 'Action.Submit',
                title: desk.word(lang, 'check_button'),
                data: {},
                associatedInputs: 'auto',
                style: 'positive',
              },
            ],
          },
        ],
      },
      lang,
    ),
  };
}
