import type { types } from '@slack/bolt';
import type { Card, Part } from '../../core/card.ts';
import type { Lang } from '../../core/language.ts';
import type { Outgoing } from '../../core/message.ts';
import { show } from './deliver.ts';
import { type Desk, drawnAt, langOf, patiently, refusalOf } from './desk.ts';
import {
  type Acted,
  envelope,
  type FromAction,
  type FromCommand,
  type FromShortcut,
  type FromView,
} from './inbound.ts';
import { errorsIn, formIn, modalOf, noteModal, type Origin } from './modal.ts';
import { packWhere, type Where } from './place.ts';
import { publishHome } from './publish-home.ts';
import { slackText } from './strings.ts';
import { ask, defaultsOf, fileIncoming, guarded, ownThread } from './work.ts';

/** What somebody does in Slack: buttons, forms in views, commands and shortcuts that open one. */

type Open = { view: string; hash: string | undefined };

/** Opens a view at once, since what opens it holds for three seconds only. Undefined: it could not be opened; a message does as well. */
async function openWaiting(desk: Desk, trigger: string): Promise<Open | undefined> {
  if (!trigger) return undefined;
  const lang = await langOf(desk);
  try {
    const { view } = await desk.api.views.open({ trigger_id: trigger, view: noteModal(slackText(lang, 'wait')) });
    return view?.id ? { view: view.id, hash: view.hash } : undefined;
  } catch (error) {
    desk.deps.log.warn('slack.no_view', { why: refusalOf(error) || 'unreachable' });
    return undefined;
  }
}

/** Exchanges what a view shows. False: it was closed meanwhile, so the card goes where it would have come from. */
async function exchange(desk: Desk, at: Open, view: types.ModalView): Promise<boolean> {
  try {
    const hash = at.hash === undefined ? {} : { hash: at.hash };
    await patiently(() => desk.api.views.update({ view_id: at.view, ...hash, view }));
    return true;
  } catch (error) {
    const why = refusalOf(error);
    // Somebody was faster: what stands there is newer.
    if (why === 'hash_conflict') return true;
    if (!['not_found', 'view_not_found', 'expired_trigger_id'].includes(why)) throw error;
    return false;
  }
}

/** Shows what came of something in a view, and what is to last in the conversation too. Gives the view's origin as it is then. */
async function inView(
  desk: Desk,
  out: readonly Outgoing[],
  where: Where,
  origin: Origin,
): Promise<{ card: Card; origin: Origin } | undefined> {
  const [first, ...rest] = out;
  if (!first) return undefined;
  const { submit: _, leave: __, ...base } = origin;
  const lasting = lasts(first.card) || (first.files?.length ?? 0) > 0;
  const posted = lasting ? await keep(desk, first, where, origin) : undefined;
  await show(desk, rest, { where });
  return { card: first.card, origin: posted ? { ...base, posted } : base };
}

/** A verdict or a document: something to come back to. A step of a form is not. */
const lasts = (card: Card): boolean => card.parts.some((part: Part) => part.kind === 'copy' || part.kind === 'image');

async function keep(desk: Desk, one: Outgoing, where: Where, { posted }: Origin): Promise<string | undefined> {
  const takes = posted ? { channel: where.channel, ts: posted, ephemeral: false, respond: undefined } : undefined;
  return show(desk, [{ ...one, replaces: true }], { where, takes });
}

/** From a view that waits: the card takes its place, or goes into the conversation where the view is gone. */
async function fill(
  desk: Desk,
  open: Open | undefined,
  out: readonly Outgoing[],
  where: Where,
  origin: Origin,
): Promise<void> {
  if (!open) {
    await show(desk, out, { where });
    return;
  }
  const [first] = out;
  const shown = await inView(desk, out, where, origin);
  if (!first || !shown) return;
  const view = modalOf(shown.card, drawnAt(desk, shown.card, where, 'modal'), shown.origin);
  if (!(await exchange(desk, open, view)) && !lasts(first.card)) await show(desk, [first], { where });
}

/** What opens a form goes on in a view, when it is pressed outside of one. */
const OPENS: readonly string[] = [
  ...['start', 'resume', 'restart', 'change', 'confirm', 'back', 'reword', 'ask_person'],
  // A week's digest stands in a room: what somebody writes on it is theirs until it is sent.
  ...['learn.answer', 'learn.pass', 'learn.merge', 'learn.close'],
];

export async function onAction(desk: Desk, acted: FromAction): Promise<void> {
  if (acted.what === 'why') return onWhy(desk, acted);
  const { surface } = acted;
  if (surface.on === 'home') return onHome(desk, acted);
  if (surface.on === 'modal') return onModal(desk, acted, surface);
  const { where, action, respond } = acted;
  const incoming = { ...acted.from, kind: 'action' as const, action, fields: acted.fields };
  const takes = { channel: surface.channel ?? where.channel, ts: surface.ts, ephemeral: surface.ephemeral, respond };
  const below = (card: Card) => show(desk, [{ card, replaces: false }], { where });
  if (acted.inForm || !OPENS.includes(action.do))
    return guarded(desk, async () => show(desk, await ask(desk, incoming), { where, takes }), below);
  const open = await openWaiting(desk, acted.trigger);
  const origin = { place: packWhere(where) };
  await guarded(
    desk,
    async () => {
      const out = await ask(desk, incoming);
      if (open) await fill(desk, open, out, where, origin);
      else await show(desk, out, { where, takes });
    },
    (card) => fill(desk, open, [{ card, replaces: false }], where, origin),
  );
}

async function onModal(desk: Desk, acted: Acted, surface: Extract<Acted['surface'], { on: 'modal' }>): Promise<void> {
  const { where, from, action, fields } = acted;
  const open = { view: surface.view, hash: surface.hash };
  await guarded(
    desk,
    async () => fill(desk, open, await ask(desk, { ...from, kind: 'action', action, fields }), where, surface.origin),
    (card) => fill(desk, open, [{ card, replaces: false }], where, surface.origin),
  );
}

/** On the home tab: choices stay there; a screening opens in a view and goes on in the direct message. */
async function onHome(desk: Desk, acted: Acted): Promise<void> {
  const { action } = acted;
  const begins = action.do === 'start';
  const open = begins || action.do === 'resume' ? await openWaiting(desk, acted.trigger) : undefined;
  const home = { channel: 'HOME', root: '', threaded: false, shared: false };
  let where = acted.where;
  await guarded(
    desk,
    async () => {
      if (begins) where = await ownThread(desk, action.screening);
      const from = begins ? envelope(desk, where, acted.from.event, defaultsOf(desk)) : acted.from;
      const out = await ask(desk, { ...from, kind: 'action', action, fields: {} });
      if (begins || action.do === 'resume') await fill(desk, open, out, where, { place: packWhere(where) });
      await publishHome(desk);
    },
    (card) =>
      where.channel === home.channel
        ? publishHome(desk)
        : fill(desk, open, [{ card, replaces: false }], where, { place: packWhere(where) }),
  );
}

/** The reasons for the questions of a form, in a view of their own. */
async function onWhy(
  desk: Desk,
  { text, trigger, inView: stacked }: Extract<FromAction, { what: 'why' }>,
): Promise<void> {
  const view = noteModal(text);
  const open = () =>
    stacked ? desk.api.views.push({ trigger_id: trigger, view }) : desk.api.views.open({ trigger_id: trigger, view });
  await open().catch((error: unknown) =>
    desk.deps.log.warn('slack.no_view', { why: refusalOf(error) || 'unreachable' }),
  );
}

/** ms that a form may keep somebody waiting before the view says that it does; Slack gives up after three seconds. */
const PATIENCE_MS = 1500;
export type ViewReply =
  | { response_action: 'errors'; errors: Record<string, string> }
  | { response_action: 'update'; view: types.ModalView };

/** A form that was sent: errors at their fields, else the next card in the same view. */
export async function onSubmitted(
  desk: Desk,
  sent: FromView,
  reply: (body: ViewReply) => Promise<void>,
): Promise<void> {
  const { from, where, action, fields, origin } = sent;
  const running = desk.memory.running.get(from.event) ?? ask(desk, { ...from, kind: 'action', action, fields });
  desk.memory.running.set(from.event, running);
  let replied = false;
  const now = async (body: ViewReply) => {
    if (replied) return false;
    replied = true;
    await reply(body);
    return true;
  };
  const lang: Lang = await langOf(desk);
  const timer = setTimeout(() => {
    now({ response_action: 'update', view: noteModal(slackText(lang, 'wait'), origin) }).catch((error: unknown) =>
      desk.deps.log.error('slack.no_reply', error),
    );
  }, PATIENCE_MS);
  const put = async (card: Card, at: Omit<Origin, 'submit'>) => {
    const view = modalOf(card, drawnAt(desk, card, where, 'modal'), at);
    if (!(await now({ response_action: 'update', view })))
      await exchange(desk, { view: sent.view, hash: undefined }, view);
  };
  await guarded(
    desk,
    async () => {
      const out = await running;
      clearTimeout(timer);
      const card = out[0]?.card;
      const errors = card && errorsIn(card, origin);
      if (errors && (await now({ response_action: 'errors', errors }))) return;
      const { submit: _, leave: __, ...base } = origin;
      // The view answers first; what lasts is posted after it, and the view is told where.
      if (card && formIn(card)) return put(card, base);
      if (card && !replied) await put(card, base);
      const shown = await inView(desk, out, where, origin);
      if (shown?.origin.posted && shown.origin.posted !== origin.posted)
        await exchange(
          desk,
          { view: sent.view, hash: undefined },
          modalOf(shown.card, drawnAt(desk, shown.card, where, 'modal'), shown.origin),
        );
    },
    (card) => put(card, { place: origin.place }),
  );
  clearTimeout(timer);
  desk.memory.running.delete(from.event);
}

/** A form that was left: said to be put aside, with the way back. */
export async function onClosed(desk: Desk, { from, where, action }: FromView): Promise<void> {
  await guarded(
    desk,
    async () => {
      const out = await ask(desk, { ...from, kind: 'action', action, fields: {} });
      await show(
        desk,
        out.filter(({ card }) => !lasts(card)),
        { where },
      );
    },
    (card) => show(desk, [{ card, replaces: false }], { where }),
  );
}

/** `/photo-check`: a view at once, and a thread in the direct message for what comes of it. */
export async function onPhotoCheck(desk: Desk, begin: Extract<FromCommand, { what: 'begin' }>): Promise<void> {
  await inOwnThread(desk, begin.trigger, async (where) => {
    const from = envelope(desk, where, begin.event, defaultsOf(desk));
    return ask(desk, { ...from, kind: 'command', command: 'photo-check', text: begin.text });
  });
}

/** The words that announce a draft to the house, in the language of whoever asks. */
const ANNOUNCE: Record<Lang, string> = {
  nb: 'Kan vi legge ut dette',
  nn: 'Kan vi leggje ut dette',
  sv: 'Kan vi lägga ut det här',
  en: 'Can we post this',
};

/** "Check before publishing": the message is a draft, or its picture a photo. */
export async function onCheck(desk: Desk, { text, files, trigger, event }: FromShortcut): Promise<void> {
  await inOwnThread(desk, trigger, async (where) => {
    const from = envelope(desk, where, event, defaultsOf(desk));
    const [file] = files;
    if (file) return ask(desk, await fileIncoming(desk, from, file, text));
    const lang = await langOf(desk);
    return ask(desk, { ...from, kind: 'text', text: text ? `${ANNOUNCE[lang]}:\n«${text}»` : '' });
  });
}

async function inOwnThread(desk: Desk, trigger: string, work: (where: Where) => Promise<Outgoing[]>): Promise<void> {
  const open = await openWaiting(desk, trigger);
  let where: Where | undefined;
  await guarded(
    desk,
    async () => {
      where = await ownThread(desk, 'photo-check');
      await fill(desk, open, await work(where), where, { place: packWhere(where) });
    },
    async (card) => {
      const nowhere = { channel: 'NONE', root: '', threaded: false, shared: false };
      if (where) return fill(desk, open, [{ card, replaces: false }], where, { place: packWhere(where) });
      if (open)
        await exchange(desk, open, modalOf(card, drawnAt(desk, card, nowhere, 'modal'), { place: packWhere(nowhere) }));
    },
  );
}
