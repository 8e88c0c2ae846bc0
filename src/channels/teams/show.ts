import type { Card } from '../../core/card.ts';
import { openCard } from '../../core/cards/open-card.ts';
import type { Lang } from '../../core/language.ts';
import type { Envelope, Outgoing } from '../../core/message.ts';
import { VERB } from './actions.ts';
import { type Desk, personal, post, viewOf } from './desk.ts';
import { type AdaptiveCard, type Element, paragraphs } from './element.ts';
import { VIEW } from './inbound.ts';
import { LIMITS } from './limits.ts';
import { attached, lineOf, messageOf, type OutActivity } from './outbound.ts';
import { personKey } from './references.ts';
import { type Place, WireError } from './wire.ts';

/** Whom cards are for, and where what they answer was said. */
export type Reader = {
  envelope: Envelope;
  /** The platform's own id of the person; undefined where only the tenant's is known. */
  mri: string | undefined;
  /** The conversation that was spoken in: a personal chat, or a thread. */
  here: Place;
};
type Last = { begun: boolean; last: (message: OutActivity) => OutActivity };
const PLAIN: Last = { begun: false, last: (message) => message };

/** Cards in somebody's personal chat. `at`: the thread they belong to, sealed. */
export async function showInPerson(
  desk: Desk,
  chat: Place,
  out: readonly Outgoing[],
  { user, at, stream = PLAIN }: { user: string; at?: string; stream?: Last },
): Promise<void> {
  for (const [i, { card, turn, files = [] }] of out.entries()) {
    const first = i === 0;
    const view = await viewOf(desk, card, at === undefined ? {} : { at });
    const message = messageOf(card, view, { ai: turn !== undefined, words: first && stream.begun });
    await post(desk, chat, first ? stream.last(message) : message);
    for (const file of files) await offerFile(desk, chat, file, { user, lang: card.lang });
  }
}

/**
 * Cards that answer something said where others read along. They go to the personal chat, and one neutral line to the room; where no chat is known, the
 * room gets a card without a personal word, on which the asker alone sees the answer.
 */
export async function showInRoom(desk: Desk, { envelope, mri, here }: Reader, out: readonly Outgoing[]): Promise<void> {
  for (const { card } of out.filter((o) => o.shared)) await post(desk, here, await publicMessage(desk, card));
  const own = out.filter((o) => !o.shared);
  const [first] = own;
  if (!first) return;
  const chat = await personal(desk, envelope.user);
  if (
    chat &&
    (await reached(desk, envelope, () =>
      showInPerson(desk, chat, own, { user: envelope.user, at: sealedAt(desk, envelope) }),
    ))
  ) {
    const { lang } = first.card;
    const link = `[${desk.word(lang, 'open_chat')}](https://teams.microsoft.com/l/chat/0/0?users=${desk.botId})`;
    const line = lineOf(desk.word(lang, 'in_private'), lang);
    await post(desk, here, { ...line, text: `${line.text} ${link}` });
    return;
  }
  const files = own.flatMap((o) => o.files ?? []);
  await showOwnView(
    desk,
    { envelope, mri, here },
    together(
      desk,
      own.map((o) => o.card),
      files.length > 0,
    ),
  );
}

/** False: the chat is closed to the bot, and is forgotten. */
async function reached(desk: Desk, { user }: Envelope, show: () => Promise<void>): Promise<boolean> {
  try {
    await show();
    return true;
  } catch (error) {
    if (!(error instanceof WireError) || ![403, 404].includes(error.status)) throw error;
    await desk.deps.references.remove(personKey(user));
    return false;
  }
}

/** The thread a card belongs to that is shown in the personal chat. */
export function sealedAt(desk: Desk, { conversation, user }: Envelope): string {
  return desk.seal(conversation.slice(0, -user.length - 1), user);
}

/** What everybody sees: that there is something, and a button. What one person sees is fetched for them. */
export async function showOwnView(desk: Desk, { envelope, mri, here }: Reader, card: Card): Promise<void> {
  const id = desk.deps.ids.next();
  desk.views.put(id, { user: envelope.user, card, thread: here.conversation });
  await post(desk, here, {
    type: 'message',
    summary: desk.word(card.lang, 'only_asker'),
    attachments: [attached(baseView(desk, card.lang, id, mri))],
  });
}

function baseView(desk: Desk, lang: Lang, id: string, mri: string | undefined): AdaptiveCard {
  const line = desk.word(lang, 'only_asker');
  const fetches: Element = { type: 'Action.Execute', verb: VERB, data: { [VIEW]: id } };
  const title = desk.word(lang, 'show');
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: LIMITS.card.version,
    lang,
    speak: line,
    fallbackText: line,
    ...(mri ? { refresh: { action: { ...fetches, title }, userIds: [mri] } } : {}),
    body: [
      ...paragraphs(line),
      {
        type: 'ActionSet',
        actions: [{ ...fetches, title, fallback: { type: 'Action.Submit', title, data: { [VIEW]: id } } }],
      },
    ],
  };
}

/** For everybody: without the buttons that are one person's own. */
export async function publicMessage(desk: Desk, card: Card): Promise<OutActivity> {
  const open = openCard(card);
  return messageOf(open, await viewOf(desk, open), { ai: true });
}

/** Several cards as one, where there is room for one. `files`: they could not be handed over here. */
export function together(desk: Desk, cards: readonly Card[], files = false): Card {
  const lang = cards.at(-1)?.lang ?? 'nb';
  const note = desk.word(lang, 'file_private');
  return {
    lang,
    fallback: [...cards.map((c) => c.fallback), ...(files ? [note] : [])].join('\n'),
    parts: [
      ...cards.flatMap((c) => c.parts),
      ...(files ? [{ kind: 'text' as const, role: 'note' as const, text: note }] : []),
    ],
  };
}

const CONSENT = 'application/vnd.microsoft.teams.card.file.consent';
/** Asks whether a file may be put into the person's OneDrive. Until they say so it stays here, in memory. */
export async function offerFile(
  desk: Desk,
  chat: Place,
  { name, bytes }: { name: string; bytes: Uint8Array },
  { user, lang }: { user: string; lang: Lang },
): Promise<void> {
  const file = desk.deps.ids.next();
  desk.files.put(file, { name, bytes, user, lang });
  const content = {
    description: desk.word(lang, 'file_where'),
    sizeInBytes: bytes.length,
    acceptContext: { file },
    declineContext: { file },
  };
  await post(desk, chat, { type: 'message', attachments: [{ contentType: CONSENT, name, content }] });
}
