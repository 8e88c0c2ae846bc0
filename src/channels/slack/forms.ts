import type { types } from '@slack/bolt';
import type { Card } from '../../core/card.ts';
import type { Lang } from '../../core/language.ts';
import type { Outgoing } from '../../core/message.ts';
import { show } from './deliver.ts';
import { type Desk, drawnAt, langOf } from './desk.ts';
import type { FromView } from './inbound.ts';
import { errorsIn, formIn, modalOf, noteModal, type Origin } from './modal.ts';
import { slackText } from './strings.ts';
import { exchange, fill, inView, lasts } from './views.ts';
import { ask, guarded } from './work.ts';

/** Forms that are sent, or left. */

/** ms that a form may keep somebody waiting before the view says that it does; Slack gives up after three seconds. */
const PATIENCE_MS = 1500;
export type ViewReply =
  | { response_action: 'errors'; errors: Record<string, string> }
  | { response_action: 'update'; view: types.ModalView };

/**
 * A form that was sent: errors at their fields, else the next card in the same view. Until it is answered Slack keeps the form and says when nothing comes, so nothing is
 * lost; what is still to come after the answer is kept as work before it.
 */
export function onSubmitted(desk: Desk, sent: FromView, reply: Reply): Promise<void> {
  const { event } = sent.from;
  const { forms } = desk.memory;
  const before = forms.get(event);
  const work = submitted(desk, sent, reply, before?.out).finally(() => forms.delete(event));
  return work;
}

type Reply = {
  /** Answers Slack. */
  now: (body: ViewReply) => Promise<void>;
  /** Keeps it as a piece of work. */
  keep: () => Promise<void>;
};

async function submitted(desk: Desk, sent: FromView, reply: Reply, before?: Promise<Outgoing[]>): Promise<void> {
  const { from, where, action, fields, origin } = sent;
  const running = before ?? ask(desk, { ...from, kind: 'action', action, fields });
  let over: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    over = resolve;
  });
  desk.memory.forms.set(from.event, { out: running, done });
  let replied = false;
  const now = async (body: ViewReply, more = false) => {
    if (replied) return false;
    replied = true;
    if (more) await reply.keep();
    await reply.now(body);
    return true;
  };
  const lang: Lang = await langOf(desk);
  const timer = setTimeout(() => {
    now(
      { response_action: 'update', view: noteModal(slackText(desk.deps.knowledge, lang, 'wait'), origin) },
      true,
    ).catch((error: unknown) => desk.deps.log.error('slack.no_reply', error));
  }, PATIENCE_MS);
  const put = async (card: Card, at: Omit<Origin, 'submit'>, more = false) => {
    const view = modalOf(card, drawnAt(desk, card, where, 'modal'), at);
    if (!(await now({ response_action: 'update', view }, more)))
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
      if (card && !replied) await put(card, base, lasts(card) || out.length > 1);
      await inViewAgain(desk, sent, out);
    },
    (card) => put(card, { place: origin.place }),
  );
  clearTimeout(timer);
  over();
}

/** What lasts is posted, and the view is told where. */
async function inViewAgain(desk: Desk, { view, where, origin }: FromView, out: readonly Outgoing[]): Promise<void> {
  const shown = await inView(desk, out, where, origin);
  if (!shown?.origin.posted || shown.origin.posted === origin.posted) return;
  const last = modalOf(shown.card, drawnAt(desk, shown.card, where, 'modal'), shown.origin);
  await exchange(desk, { view, hash: undefined }, last);
}

/** The work that a form has left after its answer: the process that gave that goes on with it; where that is gone, it is done again here. */
export async function onSubmittedLate(desk: Desk, sent: FromView): Promise<void> {
  const { from, where, action, fields, origin } = sent;
  const here = desk.memory.forms.get(from.event);
  if (here) return here.done;
  const open = { view: sent.view, hash: undefined };
  const place = { place: origin.place };
  await guarded(
    desk,
    async () => fill(desk, open, await ask(desk, { ...from, kind: 'action', action, fields }), where, place),
    (card) => fill(desk, open, [{ card, replaces: false }], where, place),
  );
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
