import type { Request, Response } from 'express';
import type { Card, Part } from '../../core/card.ts';
import type { Envelope, Outgoing } from '../../core/message.ts';
import { cardHtml } from './card.ts';
import { keepConversation, keepPerson, personOf } from './cookies.ts';
import { attributes, type Html, html } from './html.ts';
import { type Reader, type Say, speaker } from './reader.ts';
import type { Site } from './site.ts';

/** Until people sign in, everybody on a machine is one tenant. */
export const TENANT = 'local';
/** Beyond this a picture is not put into the page to be saved. */
const LARGEST_FILE = 15_000_000;

/** Who sends, as the conversation knows it. Until people sign in, a person is a browser. */
export function envelope(req: Request, reader: Reader, site: Site, conversation: string): Envelope {
  const person = `web-${personOf(req) ?? conversation}`;
  return {
    event: site.ids.next(),
    tenant: TENANT,
    channel: 'web',
    conversation,
    place: person,
    user: person,
    lang: reader.settings.lang ?? undefined,
    country: reader.settings.country,
  };
}

/** The conversation that a request belongs to. The browser keeps a new one, and an id of its own: a person is a browser here. */
export function conversationFor(req: Request, res: Response, reader: Reader, site: Site): string {
  const conversation = reader.conversation ?? site.ids.next();
  if (conversation !== reader.conversation) keepConversation(req, res, conversation);
  if (personOf(req) === null) keepPerson(req, res, site.ids.next());
  return conversation;
}

/** Cards as they go into the place for work. `fresh`: they have just come, and the first takes the focus. */
export function drawn(cards: readonly Card[], t: Say, fresh: boolean): Html {
  return html`${cards.map((card, i) => cardHtml(card, { t, key: `w${i}`, fresh: fresh && i === 0 }))}`;
}

/** Cards with their files, which the page itself carries: nothing of them stays here. */
export function drawnWithFiles(outgoing: readonly Outgoing[], site: Site): Html {
  return html`${outgoing.map(({ card, files = [] }, i) => {
    const t = speaker(site.knowledge, card.lang);
    const saved = files
      .filter((f) => f.bytes.length <= LARGEST_FILE)
      .map(
        (f) =>
          html`<p><a ${attributes({ class: 'button primary', download: f.name, href: `data:${f.mime};base64,${Buffer.from(f.bytes).toString('base64')}` })}>${t('web.save_copy', { name: f.name })}</a></p>`,
      );
    return html`${cardHtml(card, { t, key: `w${i}`, fresh: i === 0 })}${saved}`;
  })}`;
}

/** The screening that a card belongs to, as its own buttons name it. */
export function sessionOf(card: Card): string | undefined {
  for (const part of card.parts)
    for (const button of buttonsOf(part)) if (button.action && 'session' in button.action) return button.action.session;
  return undefined;
}

function buttonsOf(part: Part) {
  if (part.kind === 'buttons') return part.buttons;
  return part.kind === 'form' ? [part.submit, ...part.also] : [];
}
