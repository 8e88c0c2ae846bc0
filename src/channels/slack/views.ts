import type { types } from '@slack/bolt';
import type { Card, Part } from '../../core/card.ts';
import type { Outgoing } from '../../core/message.ts';
import { show } from './deliver.ts';
import { type Desk, drawnAt, langOf, patiently, refusalOf } from './desk.ts';
import { modalOf, noteModal, type Origin } from './modal.ts';
import type { Where } from './place.ts';
import { slackText } from './strings.ts';

/** Views that wait for what comes of something, and then show it. */

type Open = { view: string; hash: string | undefined };

/** Opens a view at once, since what opens it holds for three seconds only. Undefined: it could not be opened; a message does as well. */
export async function openWaiting(desk: Desk, trigger: string): Promise<Open | undefined> {
  const before = desk.steps?.work.made('view');
  if (before) return { view: before, hash: undefined };
  if (!trigger) return undefined;
  const lang = await langOf(desk);
  try {
    const { view } = await desk.api.views.open({
      trigger_id: trigger,
      view: noteModal(slackText(desk.deps.knowledge, lang, 'wait')),
    });
    if (!view?.id) return undefined;
    desk.steps?.work.mark('view', view.id);
    return { view: view.id, hash: view.hash };
  } catch (error) {
    desk.deps.log.warn('slack.no_view', { why: refusalOf(error) || 'unreachable' });
    return undefined;
  }
}

/** Exchanges what a view shows. False: it was closed meanwhile, so the card goes where it would have come from. */
export async function exchange(desk: Desk, at: Open, view: types.ModalView): Promise<boolean> {
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
export async function inView(
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
export const lasts = (card: Card): boolean =>
  card.parts.some((part: Part) => part.kind === 'copy' || part.kind === 'image');

async function keep(desk: Desk, one: Outgoing, where: Where, { posted }: Origin): Promise<string | undefined> {
  const takes = posted ? { channel: where.channel, ts: posted, ephemeral: false, respond: undefined } : undefined;
  return show(desk, [{ ...one, replaces: true }], { where, takes });
}

/** From a view that waits: the card takes its place, or goes into the conversation where the view is gone. */
export async function fill(
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
