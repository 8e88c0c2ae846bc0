import { say } from '../../core/locale.ts';
import type { Incoming } from '../../core/message.ts';
import type { Activity } from './activity.ts';
import { ask, type Desk, faultCard, isForLater, post } from './desk.ts';
import { fetchFile, keepsFiles } from './files.ts';
import { type Dropped, type Heard, isShared, roomOf, spokenIn } from './inbound.ts';
import { lineOf } from './outbound.ts';
import { personKey, roomKey } from './references.ts';
import { publicMessage, type Reader, sealedAt, showInPerson, showInRoom } from './show.ts';
import { startStream } from './streamer.ts';
import { type Place, patiently } from './wire.ts';

/** What was said to varsam, from the first sign of life to the answer. */

/** Files of one message that are read; more than these are a folder, and no question about a picture. */
const FILES = 5;

export const placeOf = ({ serviceUrl, conversation }: Activity): Place => ({
  serviceUrl,
  conversation: conversation.id,
});
const readerOf = (activity: Activity, envelope: Reader['envelope']): Reader => ({
  envelope,
  mri: activity.from.id,
  here: placeOf(activity),
});

/** Where this person and this room can be spoken to later. */
export async function learnPlaces(desk: Desk, activity: Activity): Promise<void> {
  const { references, log } = desk.deps;
  const here = placeOf(activity);
  const user = activity.from.aadObjectId ?? activity.from.id;
  const room = roomOf(here.conversation);
  const [key, place] = isShared(activity) ? [roomKey(room), { ...here, conversation: room }] : [personKey(user), here];
  await references.put(key, place).catch((error: unknown) => log.error('teams.reference', error));
}

export async function onSaid(desk: Desk, activity: Activity, incoming: Incoming): Promise<void> {
  const { deps } = desk;
  const here = placeOf(activity);
  const shared = isShared(activity);
  showTyping(desk, here);
  const streams = !shared && incoming.kind === 'text' && !desk.streaming.has(here.conversation);
  const seen = say(deps.knowledge.locales, spokenIn(activity, desk.deps.config), 'seen');
  const stream = streams ? startStream(desk, here, seen) : undefined;
  const draft = say(deps.knowledge.locales, spokenIn(activity, desk.deps.config), 'web.draft');
  try {
    const out = await ask(desk, incoming, stream && ((text) => stream.text(`${draft}\n\n${text}`)));
    const ended = await stream?.end();
    if (ended?.stopped) return;
    if (shared) await showInRoom(desk, readerOf(activity, incoming), out);
    else await showInPerson(desk, here, out, { user: incoming.user, ...(ended ? { stream: ended } : {}) });
  } catch (error) {
    await stream?.end();
    await onFault(desk, activity, incoming, error);
  }
}

/** A press that came as a message: Action.Submit, from a client that knows no other. What it leads to stands below. */
export async function onSubmitted(
  desk: Desk,
  activity: Activity,
  { incoming }: Extract<Heard, { kind: 'pressed' }>,
): Promise<void> {
  try {
    const out = await ask(desk, incoming);
    const at = incoming.shared && !isShared(activity) ? sealedAt(desk, incoming) : undefined;
    if (isShared(activity)) await showInRoom(desk, readerOf(activity, incoming), out);
    else await showInPerson(desk, placeOf(activity), out, { user: incoming.user, ...(at === undefined ? {} : { at }) });
  } catch (error) {
    await onFault(desk, activity, incoming, error);
  }
}

/** A sign of life at once, for whatever takes a moment. That it is lost is no matter. */
function showTyping({ wire }: Desk, here: Place): void {
  wire.send(here, { type: 'typing' }).catch(() => undefined);
}

/**
 * A fault of the channel's own: a line with a code, without a personal word, so it may stand anywhere. Where Teams was not reached there is nothing to say it with: the
 * work is done again later, while there are tries left.
 */
export async function onFault(
  desk: Desk,
  activity: Activity,
  envelope: Reader['envelope'],
  error: unknown,
): Promise<void> {
  if (isForLater(desk, error)) throw error;
  const card = faultCard(desk, envelope, 'teams.failed', error);
  await post(desk, placeOf(activity), lineOf(card.fallback, card.lang)).catch((again: unknown) =>
    desk.deps.log.error('teams.silent', again),
  );
}

export async function onDropped(
  desk: Desk,
  activity: Activity,
  heard: Extract<Heard, { kind: 'dropped' }>,
): Promise<void> {
  const { envelope, text, files } = heard;
  const here = placeOf(activity);
  showTyping(desk, here);
  for (const [i, file] of files.slice(0, FILES).entries()) {
    try {
      const bytes = await fetched(desk, activity, file);
      if (!bytes) {
        const lang = spokenIn(activity, desk.deps.config);
        await post(desk, here, lineOf(desk.word(lang, 'file_unread'), lang));
        continue;
      }
      const event = i === 0 ? envelope.event : `${envelope.event}#${i}`;
      const out = await ask(desk, {
        ...envelope,
        event,
        kind: 'file',
        name: file.name,
        bytes,
        text: i === 0 ? text : '',
      });
      if (isShared(activity)) await showInRoom(desk, readerOf(activity, envelope), out);
      else await showInPerson(desk, here, out, { user: envelope.user });
    } catch (error) {
      await onFault(desk, activity, envelope, error);
    }
  }
}

/** The bytes of a file; undefined where it could not be had. The bot's key goes to Teams alone. */
async function fetched(desk: Desk, { serviceUrl }: Activity, { url, own }: Dropped): Promise<Uint8Array | undefined> {
  const { files, log } = desk.deps;
  const home = new URL(serviceUrl).origin;
  const allowed = own ? (at: URL) => at.origin === home : keepsFiles(files);
  try {
    const token = own ? await desk.wire.token() : undefined;
    return await patiently(() => fetchFile(url, token, allowed, files), desk.sleep);
  } catch (error) {
    log.warn('teams.file', { why: error instanceof Error ? error.message.slice(0, 80) : 'unknown' });
    return undefined;
  }
}

/** A greeting, which is for everybody who is there. */
export async function onMet(desk: Desk, activity: Activity, incoming: Incoming): Promise<void> {
  try {
    for (const { card } of await ask(desk, incoming))
      await post(desk, placeOf(activity), await publicMessage(desk, card));
  } catch (error) {
    await onFault(desk, activity, incoming, error);
  }
}
