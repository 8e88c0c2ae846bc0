import type { types } from '@slack/bolt';
import { type Button, type Card, type Form, type Part, packAction } from '../../core/card.ts';
import { word } from '../../core/screening/wording.ts';
import { fieldBlocks, whyText } from './form-blocks.ts';
import { costOf, LIMITS } from './limits.ts';
import { blockId } from './place.ts';
import {
  type Block,
  filled,
  header,
  PIECE,
  paragraphs,
  plainText,
  points,
  preformatted,
  small,
  words,
} from './rich.ts';
import { type Drawn, sourceBlocks } from './sources.ts';
import { cut, escaped } from './text.ts';

export type { Block } from './rich.ts';
export { header, paragraphs } from './rich.ts';
export type { Drawn } from './sources.ts';

/** A card as Slack messages. Nothing of it is lost: what one message can't hold goes on in the next, and no quote is ever cut. */

/** What a button does, by the beginning of its action id. */
export const DOES = { act: 'do.', send: 'send.', link: 'link.', why: 'why.' } as const;

export type Message = { text: string; blocks: Block[] };

/** The messages that a card takes, nearly always one. The words of `text` are what is read aloud and shown in a notification. */
export function messagesOf(card: Card, drawn: Drawn): Message[] {
  const pages: Block[][] = [];
  let page: Block[] = [];
  let cost = 0;
  for (const unit of unitsOf(card, drawn)) {
    const more = weigh(unit);
    const fits = page.length + unit.length <= LIMITS.message.blocks && cost + more <= LIMITS.message.cost;
    if (page.length > 0 && !fits) {
      pages.push(page);
      page = [];
      cost = 0;
    }
    page.push(...unit);
    cost += more;
  }
  if (page.length > 0) pages.push(page);
  if (pages.length === 0) pages.push(paragraphs(filled(card.fallback) ? cut(card.fallback, PIECE) : '–'));
  return pages.map((blocks, i) => ({
    text: textOf(i === 0 ? card.fallback : `(${i + 1}/${pages.length}) ${cut(card.fallback, 200)}`),
    blocks: named(blocks, drawn.place),
  }));
}

/** As it will be sent: every block has an id. */
const weigh = (blocks: Block[]): number => costOf(blocks.map((b) => ({ block_id: '', ...b })));

/** Every block has an id of its own; those with buttons or fields have theirs already. */
export function named(blocks: readonly Block[], place: string): Block[] {
  return blocks.map((block, n) => (block.block_id ? block : { ...block, block_id: blockId(place, `n${n}`) }));
}

/** The words beside the blocks, without anything that Slack reads as markup. */
export function textOf(fallback: string): string {
  let max: number = LIMITS.message.text;
  let text = escaped(cut(filled(fallback) ? fallback : '–', max));
  while (text.length > LIMITS.message.text) {
    max = Math.floor(max / 2);
    text = escaped(cut(fallback, max));
  }
  return text;
}

/** Blocks that stay together in one message. */
export type Unit = Block[];

/** A card in units, in its own order. */
export function unitsOf(card: Card, drawn: Drawn, room: Room = MESSAGE_ROOM): Unit[] {
  return card.parts.flatMap((part, i) => partUnits(part, i, drawn, room));
}

/** How much a form may take where it stands: fields that find no room are asked for next. */
export type Room = { blocks: number; cost: number };
const MESSAGE_ROOM: Room = { blocks: LIMITS.message.blocks - 2, cost: LIMITS.message.cost - 3500 };

const alone = (blocks: Block[]): Unit[] => blocks.map((block) => [block]);

function partUnits(part: Part, i: number, drawn: Drawn, room: Room): Unit[] {
  switch (part.kind) {
    case 'text':
      return filled(part.text) ? alone(textBlocks(part.role, part.text)) : [];
    case 'progress':
      return filled(part.text) ? alone(small(part.text)) : [];
    case 'facts': {
      const rows = part.rows.map(({ label, value }) => [
        words(/[?:]$/.test(label.trim()) ? `${label.trim()} ` : `${label.trim()}: `, { bold: true }),
        words(filled(value) ? value : '–'),
      ]);
      return rows.length > 0 ? alone(points(part.title, rows)) : [];
    }
    case 'list': {
      const mark = part.style === 'check' ? '☐ ' : '';
      const items = part.items.filter((item) => filled(item.text)).map((item) => [words(`${mark}${item.text}`)]);
      return items.length > 0 ? alone(points(part.title, items, mark ? 'none' : 'bullet')) : [];
    }
    case 'sources':
      return alone(sourceBlocks(part.title, part.items, part.shown, drawn));
    case 'form':
      return [formUnit(part, i, drawn, room)].filter((unit) => unit.length > 0);
    case 'buttons':
      return alone(actionBlocks(part.buttons, i, drawn));
    case 'image':
      // Goes as a file below the message; the facts beside it say what matters of it.
      return [];
    case 'copy':
      return filled(part.text) ? alone(preformatted(part.label, part.text)) : [];
  }
}

function textBlocks(role: 'title' | 'lead' | 'body' | 'note', text: string): Block[] {
  switch (role) {
    case 'title':
      if (text.trim().length <= LIMITS.header) return [header(text, LIMITS.header)];
      return paragraphs(text, { bold: true });
    case 'lead':
      return paragraphs(text, { bold: true });
    case 'body':
      return paragraphs(text);
    case 'note':
      return small(text);
  }
}

/** The fields that find room, and below them what can be done with them. */
function formUnit(form: Form, i: number, drawn: Drawn, room: Room): Unit {
  const fields: Block[] = [];
  for (const field of form.fields) {
    const more = fieldBlocks(form, field, drawn);
    if (fields.length + more.length > room.blocks || weigh([...fields, ...more]) > room.cost) break;
    fields.push(...more);
  }
  const buttons = drawn.surface === 'modal' ? form.also.filter(notPause) : [form.submit, ...form.also];
  return [...fields, ...actionBlocks(buttons, i, drawn, whyText(form))];
}

/** A view has a button of its own to leave it: that is "continue later". */
const notPause = (button: Button): boolean => button.action?.do !== 'pause';

/** Buttons in as many blocks as they need. Links without an address are left out. */
export function actionBlocks(buttons: readonly Button[], i: number, drawn: Drawn, why = ''): Block[] {
  const elements = buttons.flatMap((button, n) => elementOf(button, n, drawn));
  if (why)
    elements.push({
      type: 'button',
      action_id: `${DOES.why}0`,
      text: plainText(word(drawn.lang, 'why'), LIMITS.button.text),
      value: why,
    });
  const size = LIMITS.actions.elements;
  return Array.from({ length: Math.ceil(elements.length / size) }, (_, n) => ({
    type: 'actions' as const,
    block_id: blockId(drawn.place, `b${i}.${n}`),
    elements: elements.slice(n * size, (n + 1) * size),
  }));
}

function elementOf(button: Button, n: number, { href }: Drawn): types.Button[] {
  const look = {
    type: 'button' as const,
    text: plainText(button.label, LIMITS.button.text),
    ...(filled(button.about)
      ? { accessibility_label: cut(`${button.label}: ${button.about}`, LIMITS.button.label) }
      : {}),
    ...(button.style ? { style: button.style } : {}),
  };
  if (button.link) {
    const url = href(button.link);
    return url && url.length <= LIMITS.button.url ? [{ ...look, action_id: `${DOES.link}${n}`, url }] : [];
  }
  const value = packAction(button.action);
  if (value.length > LIMITS.button.value) return [];
  return [{ ...look, action_id: `${button.sends ? DOES.send : DOES.act}${n}`, value }];
}

/** Words alone as a message, for a draft that is still being written. */
export function wordsOnly(lead: string, text: string, { place }: Pick<Drawn, 'place'>): Message {
  const blocks = [...small(lead), ...paragraphs(cut(text, LIMITS.message.cost / 2))].slice(0, LIMITS.message.blocks);
  return {
    text: textOf(`${lead} ${text}`),
    blocks: named(blocks, place),
  };
}
