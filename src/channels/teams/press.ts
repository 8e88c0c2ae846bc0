import type { Card } from '../../core/card.ts';
import { helpCard } from '../../core/cards/answer-card.ts';
import type { Envelope, Outgoing } from '../../core/message.ts';
import type { Activity } from './activity.ts';
import { adaptiveCard } from './adaptive.ts';
import { ask, type Desk, faultCard, personal, post, viewOf } from './desk.ts';
import { type Heard, isShared, spokenIn } from './inbound.ts';
import { LIMITS } from './limits.ts';
import { ADAPTIVE, messageOf } from './outbound.ts';
import { placeOf } from './said.ts';
import { offerFile, publicMessage, sealedAt, showInPerson, together } from './show.ts';
import { type Place, patiently } from './wire.ts';

/** Presses in cards. Teams waits for the answer, so what takes its time is done after it. */

/** What an invoke is answered with, and what is left to do. */
export type Answered = { body: object; after?: (desk: Desk) => Promise<void> };
type Pressed = Extract<Heard, { kind: 'pressed' }>;

const cardBody = async (desk: Desk, card: Card, at?: string): Promise<object> => ({
  statusCode: 200,
  type: ADAPTIVE,
  value: adaptiveCard(card, await viewOf(desk, card, at === undefined ? {} : { at })),
});
const lineBody = (value: string): object => ({
  statusCode: 200,
  type: 'application/vnd.microsoft.activity.message',
  value,
});

/** The same press again, sent because the first answer was lost, gets the same answer and does nothing. */
export function once(desk: Desk, event: string, work: () => Promise<Answered>): Promise<Answered> {
  const before = desk.answered.get(event);
  if (before) return before;
  const answered = work();
  desk.answered.put(event, answered);
  return answered;
}

/** Whatever takes too long is answered with a word, and shown when it is there. What is left to do after the answer is kept before it is given. */
export async function inTime(answered: Promise<Answered>, late: object, keep: () => Promise<void>): Promise<object> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), LIMITS.invoke);
  });
  try {
    const first = await Promise.race([answered, limit]);
    if (!first || first.after) await keep();
    return first?.body ?? late;
  } finally {
    clearTimeout(timer);
  }
}
export const stillWorking = (desk: Desk, activity: Activity): object =>
  lineBody(desk.word(spokenIn(activity, desk.deps.config), 'working'));

export async function onPressed(desk: Desk, activity: Activity, heard: Pressed): Promise<Answered> {
  const { incoming } = heard;
  try {
    const out = await ask(desk, incoming);
    if (out.length === 0) return { body: stillWorking(desk, activity) };
    return isShared(activity) ? inRoom(desk, activity, heard, out) : inChat(desk, activity, heard, out);
  } catch (error) {
    return { body: await cardBody(desk, faultCard(desk, incoming, 'teams.press', error)) };
  }
}

/** What is for everybody, what is this person's own, and the language of both. */
const parted = (out: readonly Outgoing[]) => ({
  open: out.filter((o) => o.shared),
  own: out.filter((o) => !o.shared),
  lang: out[0]?.card.lang ?? ('nb' as const),
});

async function postOpen(desk: Desk, to: Place, open: readonly Outgoing[]): Promise<void> {
  for (const { card } of open) await post(desk, to, await publicMessage(desk, card));
}

/** In the personal chat: the card in the place of the one that was pressed, for good, and the others below it. */
async function inChat(
  desk: Desk,
  activity: Activity,
  { incoming, card: pressed }: Pressed,
  out: readonly Outgoing[],
): Promise<Answered> {
  const here = placeOf(activity);
  const { user } = incoming;
  const { open, own, lang } = parted(out);
  const at = incoming.shared ? sealedAt(desk, incoming) : undefined;
  const place = at === undefined ? {} : { at };
  const instead = own.find((o) => o.replaces);
  const below = own.filter((o) => o !== instead);
  const thread = incoming.conversation.slice(0, -user.length - 1);
  const said = open.length > 0 ? desk.word(lang, 'shared') : desk.word(lang, 'below');
  return {
    body: instead ? await cardBody(desk, instead.card, at) : lineBody(said),
    after: async (now) => {
      if (instead && pressed) {
        const { card, turn } = instead;
        const message = messageOf(card, await viewOf(now, card, place), { ai: turn !== undefined });
        await patiently(() => now.wire.update(here, pressed, message), now.sleep).catch((error: unknown) =>
          now.deps.log.error('teams.update', error),
        );
      }
      const rest = instead && !pressed ? [instead, ...below] : below;
      await showInPerson(now, here, rest, { user, ...place });
      for (const file of instead?.files ?? []) if (pressed) await offerFile(now, here, file, { user, lang });
      await postOpen(now, { ...here, conversation: thread }, open);
    },
  };
}

/** Where others read along: the card is this person's own view of what everybody sees. */
async function inRoom(
  desk: Desk,
  activity: Activity,
  { incoming, card: pressed }: Pressed,
  out: readonly Outgoing[],
): Promise<Answered> {
  const here = placeOf(activity);
  const { user } = incoming;
  const { open, own, lang } = parted(out);
  const files = own.flatMap((o) => o.files ?? []);
  const chat = files.length > 0 ? await personal(desk, user) : undefined;
  const card = together(
    desk,
    own.map((o) => o.card),
    files.length > 0 && !chat,
  );
  if (own.length > 0 && pressed)
    desk.views.put(latest(here.conversation, pressed, user), { user, card, thread: here.conversation });
  return {
    body: own.length > 0 ? await cardBody(desk, card) : lineBody(desk.word(lang, 'shared')),
    after: async (now) => {
      await postOpen(now, here, open);
      if (chat) for (const file of files) await offerFile(now, chat, file, { user, lang });
    },
  };
}

/** What somebody was shown last on a message that everybody sees. */
const latest = (thread: string, message: string, user: string): string => `${thread}/${message}/${user}`;

/** Somebody's own view of a message. Of another's, and of one that is long gone, they see what varsam can do for them. */
export async function onViewed(
  desk: Desk,
  activity: Activity,
  { envelope, view }: { envelope: Envelope; view: string },
): Promise<Answered> {
  const { user } = envelope;
  const { conversation } = placeOf(activity);
  const now = activity.replyToId ? desk.views.get(latest(conversation, activity.replyToId, user)) : undefined;
  const found = now ?? desk.views.get(view);
  const lang = spokenIn(activity, desk.deps.config);
  if (found && found.user !== user) return { body: lineBody(desk.word(lang, 'only_asker')) };
  if (found && found.thread === conversation) return { body: await cardBody(desk, found.card) };
  const { knowledge, config } = desk.deps;
  return { body: await cardBody(desk, helpCard({ lang, country: config.country, knowledge })) };
}
