import type { types } from '@slack/bolt';
import { z } from 'zod';
import { Action, type Button, type Card, type Form } from '../../core/card.ts';
import { type Block, type Drawn, named, unitsOf } from './blocks.ts';
import { fieldBlockId } from './form-blocks.ts';
import { LIMITS } from './limits.ts';
import { filled, paragraphs, plainText, small } from './rich.ts';
import { cut } from './text.ts';

/** A card as a modal view. */

export const CALLBACK = { form: 'varsam.form', card: 'varsam.card', note: 'varsam.note' } as const;

/** What a view remembers of where it came from. */
export const Origin = z.strictObject({
  /** Where what comes of it is shown to those concerned, packed. */
  place: z.string().min(1).max(120),
  /** What sending the form does. */
  submit: Action.optional(),
  /** What leaving it does, where it is no form: a screening waits. */
  leave: Action.optional(),
  /** The message that has the outcome already: it is exchanged when there is another. */
  posted: z.string().max(40).optional(),
});
export type Origin = z.infer<typeof Origin>;

/** Undefined: somebody else's view, or one of an earlier version. */
export function originOf(metadata: string): Origin | undefined {
  try {
    return Origin.safeParse(JSON.parse(metadata)).data;
  } catch {
    return undefined;
  }
}

export function formIn(card: Card): Form | undefined {
  return card.parts.find((part) => part.kind === 'form');
}

/** The title of a view is short, and said once: a step of a form gives it its name, anything else stands in full below it. */
const NAME = 'varsam';

/**
 * The card as a view. What finds no room is left out from the end of the words before the form, never from a quote; the outcome of a screening stands in the thread
 * in full.
 */
export function modalOf(
  card: Card,
  drawn: Omit<Drawn, 'surface'>,
  origin: Omit<Origin, 'submit' | 'leave'>,
): types.ModalView {
  const form = formIn(card);
  const pause = pauseOn(card);
  const submit = form?.submit.action;
  const at: Drawn = { ...drawn, surface: 'modal' };
  const name = form ? shortTitle(card) : undefined;
  const below = name ? { ...card, parts: card.parts.filter((part) => part !== titlePart(card)) } : card;
  const units = unitsOf(below, at, { blocks: LIMITS.view.blocks - 30, cost: LIMITS.view.bytes / 2 });
  return {
    type: 'modal',
    callback_id: form ? CALLBACK.form : CALLBACK.card,
    title: plainText(name ?? NAME, LIMITS.view.title),
    ...(form ? { submit: plainText(form.submit.label, LIMITS.view.submit) } : {}),
    ...(pause ? { close: plainText(pause.label, LIMITS.view.close) } : {}),
    ...(form || pause ? { notify_on_close: true } : {}),
    private_metadata: JSON.stringify({
      ...origin,
      ...(submit ? { submit } : pause?.action ? { leave: pause.action } : {}),
    } satisfies Origin),
    blocks: named(withinView(units), drawn.place),
  };
}

const titlePart = (card: Card) => card.parts.find((part) => part.kind === 'text' && part.role === 'title');
function shortTitle(card: Card): string | undefined {
  const title = titlePart(card);
  const text = title?.kind === 'text' ? title.text.trim() : '';
  return filled(text) && text.length <= LIMITS.view.title ? text : undefined;
}

/** Leaving a question is "continue later", in the words of the card's own button. */
function pauseOn(card: Card): Button | undefined {
  const all = card.parts.flatMap((part) =>
    part.kind === 'form' ? part.also : part.kind === 'buttons' ? part.buttons : [],
  );
  return all.find((b) => b.action?.do === 'pause');
}

/** Those units that fit, in their order. A form with its buttons goes before everything else. */
function withinView(units: readonly Block[][]): Block[] {
  const vital = (unit: Block[]) => unit.some((b) => b.type === 'input' || b.type === 'actions');
  const order = [...units.filter(vital), ...units.filter((u) => !vital(u))];
  const taken = new Set<Block[]>();
  let blocks = 0;
  let bytes = 4000;
  for (const unit of order) {
    const weight = new TextEncoder().encode(JSON.stringify(unit)).length + unit.length * 160;
    if (blocks + unit.length > LIMITS.view.blocks || bytes + weight > LIMITS.view.bytes) continue;
    taken.add(unit);
    blocks += unit.length;
    bytes += weight;
  }
  const kept = units.filter((unit) => taken.has(unit)).flat();
  return kept.length > 0 ? kept : paragraphs('–');
}

/** A view with words alone: while something is on its way, or the reasons for a question. */
export function noteModal(text: string, origin?: Origin): types.ModalView {
  const blocks = text
    .split('\n\n')
    .filter(filled)
    .flatMap((one): Block[] => {
      const [first = '', ...rest] = one.split('\n');
      return rest.length === 0
        ? paragraphs(first)
        : [...paragraphs(first, { bold: true }), ...paragraphs(rest.join('\n'))];
    });
  return {
    type: 'modal',
    callback_id: CALLBACK.note,
    title: plainText(NAME, LIMITS.view.title),
    ...(origin ? { private_metadata: JSON.stringify(origin) } : {}),
    blocks: named((blocks.length > 0 ? blocks : small('–')).slice(0, LIMITS.view.blocks), 'note'),
  };
}

/**
 * What is wrong in each field, by its block, where the form that was sent still stands: the same action and the same fields. Undefined: the next form takes its
 * place.
 */
export function errorsIn(card: Card, origin: Origin): Record<string, string> | undefined {
  const form = formIn(card);
  const action = form?.submit.action;
  if (!form || !action || JSON.stringify(action) !== JSON.stringify(origin.submit)) return undefined;
  const wrong = form.fields.filter((field) => filled(field.error));
  if (wrong.length === 0) return undefined;
  return Object.fromEntries(
    wrong.map((field) => [fieldBlockId(form, field, origin.place), cut(field.error ?? '', LIMITS.input.hint)]),
  );
}
