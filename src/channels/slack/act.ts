import type { Card } from '../../core/card.ts';
import type { Lang } from '../../core/language.ts';
import type { Outgoing } from '../../core/message.ts';
import { show } from './deliver.ts';
import { type Desk, drawnAt, langOf, refusalOf } from './desk.ts';
import { type Acted, envelope, type FromAction, type FromCommand, type FromShortcut } from './inbound.ts';
import { modalOf, noteModal } from './modal.ts';
import { packWhere, type Where } from './place.ts';
import { publishHome } from './publish-home.ts';
import { exchange, fill, openWaiting } from './views.ts';
import { ask, defaultsOf, filesIncoming, guarded, ownThread } from './work.ts';

/** What somebody does in Slack: buttons, forms in views, commands and shortcuts that open one. */

/** What opens a form goes on in a view, when it is pressed outside of one. */
const OPENS: readonly string[] = [
  ...['start', 'resume', 'restart', 'change', 'confirm', 'back', 'reword', 'ask_person'],
  // A week's digest stands in a room: what somebody writes on it is theirs until it is sent.
  ...['learn.answer', 'learn.pass', 'learn.merge', 'learn.close'],
  'account.form',
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

/** `/photo-check`: a view at once, and a thread in the direct message for what comes of it. */
export async function onPhotoCheck(desk: Desk, begin: Extract<FromCommand, { what: 'begin' }>): Promise<void> {
  await inOwnThread(desk, begin.trigger, async (where) => {
    const from = envelope(desk, where, begin.event, defaultsOf(desk));
    return ask(desk, { ...from, kind: 'command', command: begin.command, text: begin.text });
  });
}

/** Announces a draft to the house, which knows these words (core/draft), in the language of whoever asks; nobody is shown them. */
const ANNOUNCE: Record<Lang, string> = {
  nb: 'Kan vi legge ut dette',
  nn: 'Kan vi leggje ut dette',
  sv: 'Kan vi lägga ut det här',
  en: 'Can we post this',
};

/** "Check before publishing": the message is a draft, or its pictures are photos. */
export async function onCheck(desk: Desk, { text, files, trigger, event }: FromShortcut): Promise<void> {
  await inOwnThread(desk, trigger, async (where) => {
    const from = envelope(desk, where, event, defaultsOf(desk));
    if (files.length > 0) {
      const all = await filesIncoming(desk, from, files, text);
      return (await Promise.all(all.map((incoming) => ask(desk, incoming)))).flat();
    }
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
