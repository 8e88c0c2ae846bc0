import { UNMEASURED } from '../../app/telemetry.ts';
import type { Card } from '../../core/card.ts';
import { openCard } from '../../core/cards/open-card.ts';
import type { Outgoing } from '../../core/message.ts';
import { type Message, messagesOf, textOf } from './blocks.ts';
import { type Desk, directTo, drawnAt, patiently, refusalOf } from './desk.ts';
import { isSlacks, patientFetch } from './fetch.ts';
import { LIMITS } from './limits.ts';
import { nextStep, type Step } from './once.ts';
import type { Where } from './place.ts';
import { slackText } from './strings.ts';
import { cut } from './text.ts';

/** Cards into Slack: below what is there, in the place of another, or to one person alone. */

/** A message whose place the first card takes. `respond` is the address for a note that only one person sees. */
type Taken = { channel: string; ts: string; ephemeral: boolean; respond: string | undefined };
export type Target = { where: Where; takes?: Taken | undefined; respond?: string | undefined };

/** Shows what came of something. Gives the message of the last card, where it can be changed later. */
export function show(desk: Desk, out: readonly Outgoing[], target: Target): Promise<string | undefined> {
  const { step } = desk.deps.telemetry ?? UNMEASURED;
  return step({ name: 'post', channel: 'slack' }, () => shown(desk, out, target));
}

async function shown(
  desk: Desk,
  out: readonly Outgoing[],
  { where, takes, respond }: Target,
): Promise<string | undefined> {
  const at: Addresses = { respond, spare: takes?.respond };
  let last: string | undefined;
  let free = takes;
  for (const one of out) {
    const open = where.shared && one.shared ? { ...where, threaded: where.root !== '', shared: true } : where;
    const messages = messagesOf(one.shared ? openCard(one.card) : one.card, drawnAt(desk, one.card, open));
    for (const [i, message] of messages.entries()) {
      const step = await nextStep(desk, where.shared && !one.shared && !free ? undefined : placeOf(open));
      if (step.made !== undefined) {
        last = step.made || undefined;
        if (i === 0 && one.replaces) free = undefined;
        continue;
      }
      const taken = i === 0 && one.replaces ? free : undefined;
      const inPlace = taken && (await replace(desk, taken, message, where, step));
      if (inPlace) free = undefined;
      last = inPlace ? (taken.ephemeral ? undefined : taken.ts) : await post(desk, message, open, one, { ...at, step });
      step.mark(last);
    }
    await sendFiles(desk, one, where, at);
  }
  return last;
}

const placeOf = ({ channel, root, threaded }: Where) => ({ channel, root: threaded ? root : '' });

/** Addresses that came with what was done: the one to answer at, and one to fall back on where we are not. */
type Addresses = { respond: string | undefined; spare: string | undefined };

/** Below what is there: to everybody, or to whoever asked. Gives the message where it can be changed later. */
async function post(
  desk: Desk,
  { text, blocks }: Message,
  where: Where,
  { shared, card }: Pick<Outgoing, 'shared' | 'card'>,
  at: Addresses & { step: Step },
): Promise<string | undefined> {
  if (where.shared && !shared) {
    await toOneAlone(desk, { text, blocks }, where, at);
    return undefined;
  }
  try {
    const body = { channel: where.channel, text, blocks, ...QUIET, ...threadOf(where), ...at.step.metadata };
    return (await patiently(() => desk.api.chat.postMessage(body))).ts;
  } catch (error) {
    if (!where.shared || !NOT_THERE.includes(refusalOf(error))) throw error;
    await toOneAlone(desk, { text: slackText(desk.deps.knowledge, card.lang, 'not.there') }, where, at);
    return undefined;
  }
}

const QUIET = { unfurl_links: false, unfurl_media: false };
const threadOf = ({ root, threaded }: Where) => (threaded && root ? { thread_ts: root } : {});

/** In a room, seen by whoever asked alone; where we are not, by the address that came along, else in the direct message. */
async function toOneAlone(
  desk: Desk,
  body: { text: string; blocks?: Message['blocks'] },
  where: Where,
  { respond, spare }: Addresses,
): Promise<void> {
  const note = { response_type: 'ephemeral', replace_original: false, ...body };
  if (respond && (await responded(desk, respond, note))) return;
  try {
    const { channel } = where;
    await patiently(() => desk.api.chat.postEphemeral({ channel, user: desk.user, ...body, ...threadOf(where) }));
  } catch (error) {
    if (!NOT_THERE.includes(refusalOf(error))) throw error;
    if (spare && (await responded(desk, spare, note))) return;
    const direct = await directTo(desk);
    await patiently(() => desk.api.chat.postMessage({ channel: direct, ...body, ...QUIET }));
  }
}

const NOT_THERE = ['channel_not_found', 'not_in_channel', 'user_not_in_channel', 'is_archived', 'restricted_action'];

/** The card in the place of another. False where that can't be done any more; it is then shown below. */
async function replace(
  desk: Desk,
  at: Taken,
  { text, blocks }: Message,
  where: Where,
  { metadata }: Step,
): Promise<boolean> {
  if (at.ephemeral)
    return at.respond !== undefined && responded(desk, at.respond, { replace_original: true, text, blocks });
  try {
    await patiently(() => desk.api.chat.update({ channel: at.channel, ts: at.ts, text, blocks, ...metadata }));
    return true;
  } catch (error) {
    if (!GONE.includes(refusalOf(error))) throw error;
    desk.deps.log.warn('slack.not_updated', { why: refusalOf(error), shared: where.shared });
    return false;
  }
}

const GONE = ['message_not_found', 'cant_update_message', 'edit_window_closed', 'channel_not_found', 'is_inactive'];

/** Sends to the address that came with an interaction, which Slack takes five times within half an hour. */
export async function responded(
  desk: Pick<Desk, 'deps'>,
  url: string,
  body: Record<string, unknown>,
): Promise<boolean> {
  if (!isSlacks(url, desk.deps.config.fileOrigins)) {
    desk.deps.log.warn('slack.no_response', { why: 'an address outside of Slack' });
    return false;
  }
  const answer = await patientFetch(
    url,
    {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
    },
    RESPOND_MS,
  );
  if (answer?.ok) return true;
  // Slack's last word: the address is used up.
  desk.deps.log.warn('slack.no_response');
  return false;
}
const RESPOND_MS = 10_000;

/** Documents and pictures. In a room everybody would see them, so they go to the direct message, and the room's asker is told. */
async function sendFiles(desk: Desk, { card, files = [] }: Outgoing, where: Where, at: Addresses): Promise<void> {
  const { api, deps } = desk;
  const documents = files.map((f) => ({ file: Buffer.from(f.bytes), filename: f.name, title: f.name, alt: undefined }));
  const images = files.length > 0 ? [] : card.parts.filter((part) => part.kind === 'image');
  const pictures = images.map((part, i) => ({
    file: Buffer.from(deps.rasterise(part.svg)),
    filename: `varsam-${i + 1}.png`,
    title: cut(titleOf(card), LIMITS.file.alt),
    alt: cut(part.alt, LIMITS.file.alt),
  }));
  const all = [...documents, ...pictures];
  if (all.length === 0) return;
  const channel = where.shared ? await directTo(desk) : where.channel;
  const thread = where.shared ? {} : threadOf(where);
  for (const { alt, ...one } of all) {
    const step = await nextStep(desk, undefined);
    if (step.made !== undefined) continue;
    await patiently(() =>
      api.filesUploadV2({ channel_id: channel, ...thread, ...one, ...(alt ? { alt_text: alt } : {}) }),
    );
    step.mark();
  }
  if (!where.shared) return;
  const step = await nextStep(desk, undefined);
  if (step.made !== undefined) return;
  await toOneAlone(desk, { text: textOf(slackText(desk.deps.knowledge, card.lang, 'in.message')) }, where, at);
  step.mark();
}

function titleOf(card: Card): string {
  const title = card.parts.find((part) => part.kind === 'text' && part.role === 'title');
  return title?.kind === 'text' ? title.text : 'varsam';
}
