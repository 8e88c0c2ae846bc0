import type { Request, Response } from 'express';
import type { Button, Card, Part } from '../../core/card.ts';
import type { Envelope, Outgoing } from '../../core/message.ts';
import { cardHtml, WORK } from './card.ts';
import { keepConversation, keepPerson, personOf } from './cookies.ts';
import { attributes, type Html, html } from './html.ts';
import { type Reader, type Say, speaker } from './reader.ts';
import type { Site } from './site.ts';

/** Beyond this a picture is not put into the page to be saved. */
const LARGEST_FILE = 15_000_000;

/** Whose conversation it is: both as cookies hold them, a person being a browser until people sign in. */
type Who = { conversation: string; person: string };

/** Who sends, as the conversation knows it. An assessment's page knows the same person by the same id (`writerOf`). */
export function envelope({ conversation, person }: Who, reader: Reader, site: Site): Envelope {
  const user = `web-${person}`;
  return {
    event: site.ids.next(),
    tenant: site.config.tenant,
    channel: 'web',
    conversation,
    place: user,
    user,
    lang: reader.settings.lang ?? undefined,
    country: reader.settings.country,
  };
}

/** Who sends a request. The browser keeps what it had not: a new conversation, and an id of its own. */
export function senderOf(req: Request, res: Response, reader: Reader, site: Site): Who {
  const conversation = reader.conversation ?? site.ids.next();
  if (conversation !== reader.conversation) keepConversation(req, res, conversation);
  const known = personOf(req);
  const person = known ?? site.ids.next();
  if (known === null) keepPerson(req, res, person);
  return { conversation, person };
}

type Shown = Pick<Outgoing, 'card' | 'files'>;

/**
 * Cards as they go into the place for work, with their files, which the page itself carries: nothing of them stays here. `fresh`: they have just come, and
 * the first takes the focus. `key` begins the ids in them: another where others stand on the page already.
 */
export function drawn(all: readonly Shown[], site: Site, fresh: boolean, key = 'w'): Html {
  return html`${all.map(({ card, files = [] }, i) => {
    const t = speaker(site.knowledge, card.lang);
    const drawing = { t, key: `${key}${i}`, fresh: fresh && i === 0, session: sessionOf(card) };
    return cardHtml(card, { ...drawing, files: files.filter((f) => f.bytes.length <= LARGEST_FILE).map(fileLink(t)) });
  })}`;
}

const fileLink =
  (t: Say) =>
  ({ name, mime, bytes }: NonNullable<Outgoing['files']>[number]): Html =>
    html`<a ${attributes({ class: 'button primary', download: name, href: `data:${mime};base64,${Buffer.from(bytes).toString('base64')}` })}>${t('web.save_copy', { name })}</a>`;

/**
 * Where a plain request shows the same card again, so that a page without a script can be loaded anew. Undefined for a card that only this answer has: one
 * with an error in it, or with what a file said.
 */
export async function addressOf(all: readonly Outgoing[], from: Envelope, site: Site): Promise<string | undefined> {
  const [only, ...others] = all;
  const session = only && !only.files && others.length === 0 ? sessionOf(only.card) : undefined;
  if (!only || session === undefined) return undefined;
  const again = await site.showing(from, session);
  return JSON.stringify(again) === JSON.stringify(only.card) ? `/?session=${session}#${WORK}` : undefined;
}

/** The screening that a card belongs to, as its own buttons name it. */
function sessionOf(card: Card): string | undefined {
  for (const part of card.parts)
    for (const button of buttonsOf(part)) if (button.action && 'session' in button.action) return button.action.session;
  return undefined;
}

/** Every button of a part, those of its form too. */
export function buttonsOf(part: Part): readonly Button[] {
  if (part.kind === 'buttons') return part.buttons;
  return part.kind === 'form' ? [part.submit, ...part.also] : [];
}
