import type { Button, Card, Part, Text } from '../../core/card.ts';
import { buttonRows } from './actions.ts';
import {
  type AdaptiveCard,
  type Allowance,
  type Drawing,
  type Element,
  heading,
  paragraph,
  paragraphs,
  run,
  type View,
} from './element.ts';
import { formElements } from './fields.ts';
import { bytesOf, LIMITS } from './limits.ts';
import { sourceList } from './sources.ts';
import { cutText, escaped } from './text.ts';

export type { AdaptiveCard, View } from './element.ts';

const ALL: Allowance = {
  pictures: true,
  whys: 'all',
  text: 6000,
  rows: 60,
  sources: 40,
  hints: true,
  labels: 200,
  fields: 100,
};
/** The card without anything that it can do without. */
const LEAST = {
  ...ALL,
  pictures: false,
  whys: 'none',
  text: 120,
  rows: 3,
  hints: false,
  sources: 0,
  labels: 40,
} as const;
/** From the whole card to the least of it. Words go before sources, and fields last: those left out are asked for next, since without any nobody could go on. */
const STEPS: readonly Allowance[] = [
  ALL,
  { ...ALL, whys: 'once' },
  { ...ALL, whys: 'words' },
  { ...ALL, whys: 'words', pictures: false },
  { ...ALL, whys: 'words', pictures: false, text: 1500, rows: 20 },
  { ...ALL, whys: 'none', pictures: false, text: 600, rows: 12 },
  { ...ALL, whys: 'none', pictures: false, text: 300, rows: 6, hints: false },
  ...[20, 10, 5, 2, 0].map(
    (sources) =>
      ({ ...ALL, whys: 'none', pictures: false, text: 300, rows: 6, hints: false, sources, labels: 120 }) as const,
  ),
  LEAST,
  ...[12, 6, 3, 1].map((fields) => ({ ...LEAST, fields })),
];

/**
 * A card of the conversation as an Adaptive Card 1.5 that every Teams client draws. One that is too large for Teams is shortened, and says so: texts end
 * after a sentence, a quote stays whole or goes, and sources are the last to go.
 */
export function adaptiveCard(card: Card, view: View): AdaptiveCard {
  for (const allow of STEPS) {
    const drawn = draw(card, view, allow);
    if (bytesOf(drawn) <= LIMITS.card.bytes) return drawn;
  }
  return bare(card, view);
}

function draw(card: Card, view: View, allow: Allowance): AdaptiveCard {
  let ids = 0;
  let cut = false;
  const seen = new Set<string>();
  const drawing: Drawing = {
    ...view,
    lang: card.lang,
    allow,
    id: () => `v${++ids}`,
    first: (words) => !seen.has(words) && seen.add(words).size > 0,
    cut: () => {
      cut = true;
    },
  };
  const body = card.parts.flatMap((part) => partElements(part, drawing));
  return frame(card, allow, cut ? [...body, ...more(card, view)] : body);
}

function frame(card: Card, allow: Pick<Allowance, 'text'>, body: Element[]): AdaptiveCard {
  const said = cutText(card.fallback, Math.min(LIMITS.card.spoken, allow.text * 2)) || ' ';
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: LIMITS.card.version,
    lang: card.lang,
    speak: said,
    fallbackText: said,
    msteams: { width: 'Full' },
    body: body.length > 0 ? body : [paragraph([run(said)])],
  };
}

function partElements(part: Part, drawing: Drawing): Element[] {
  switch (part.kind) {
    case 'text':
      return textElements(part, drawing);
    case 'progress':
      return [paragraph([run(cut(part.text, drawing), { isSubtle: true, size: 'Small' })])];
    case 'facts':
      return factElements(part, drawing);
    case 'list':
      return listElements(part, drawing);
    case 'sources':
      return sourceList(cut(part.title, drawing), part.items, part.shown, drawing);
    case 'form':
      return formElements(part, drawing);
    case 'buttons':
      return buttonRows(part.buttons, drawing);
    case 'image':
      return imageElements(part, drawing);
    case 'copy':
      return [
        paragraph([run(cut(part.label, drawing), { weight: 'Bolder' })]),
        ...paragraphs(cut(part.text, drawing), { fontType: 'Monospace', size: 'Small' }, { spacing: 'Small' }),
      ];
  }
}

/** A text as long as it may be; that it is shorter than it was is said on the card. */
function cut(text: string, drawing: Drawing): string {
  const short = cutText(text, drawing.allow.text);
  if (short !== text) drawing.cut();
  return short;
}
function firstRows<T>(rows: readonly T[], drawing: Drawing): readonly T[] {
  if (rows.length <= drawing.allow.rows) return rows;
  drawing.cut();
  return rows.slice(0, drawing.allow.rows);
}

function textElements({ role, text }: Text, drawing: Drawing): Element[] {
  const said = cut(text, drawing);
  switch (role) {
    case 'title':
      return said.trim() ? [heading(said)] : [];
    case 'lead':
      return paragraphs(said, { weight: 'Bolder' });
    case 'body':
      return paragraphs(said);
    case 'note':
      return paragraphs(said, { isSubtle: true, size: 'Small' });
  }
}

const titled = (title: string | undefined, drawing: Drawing): Element[] =>
  title ? [paragraph([run(cut(title, drawing), { weight: 'Bolder' })])] : [];

/** Short facts side by side; sentences in a table, since facts are cut short on a phone. */
const SHORT = { label: 30, value: 80 } as const;
function factElements({ title, rows }: Extract<Part, { kind: 'facts' }>, drawing: Drawing): Element[] {
  const shown = firstRows(rows, drawing).map((r) => ({ label: cut(r.label, drawing), value: cut(r.value, drawing) }));
  if (shown.length === 0) return titled(title, drawing);
  const short = shown.every((r) => r.label.length <= SHORT.label && r.value.length <= SHORT.value);
  const facts = short
    ? { type: 'FactSet', facts: shown.map((r) => ({ title: escaped(r.label) || ' ', value: escaped(r.value) })) }
    : {
        type: 'Table',
        // The schema names the one, the renderers read the other (microsoft/AdaptiveCards#8599).
        firstRowAsHeader: false,
        firstRowAsHeaders: false,
        showGridLines: false,
        columns: [{ width: 1 }, { width: 1 }],
        rows: shown.map((r) => ({ type: 'TableRow', cells: [cell(r.label, true), cell(r.value, false)] })),
      };
  return [...titled(title, drawing), facts];
}

const cell = (text: string, strong: boolean): Element => ({
  type: 'TableCell',
  items: text.trim() ? paragraphs(text, strong ? { weight: 'Bolder' } : {}) : [paragraph([run(' ')])],
});

const MARK = { bullet: '• ', check: '☐ ' } as const;
function listElements({ title, style, items }: Extract<Part, { kind: 'list' }>, drawing: Drawing): Element[] {
  return [
    ...titled(title, drawing),
    ...firstRows(items, drawing).flatMap((item) =>
      paragraphs(`${MARK[style]}${cut(item.text.replaceAll('\n', ' '), drawing)}`, {}, { spacing: 'Small' }),
    ),
  ];
}

/** The picture, with its words for those who don't see it; where it can't be drawn, the words. */
function imageElements({ svg, alt }: Extract<Part, { kind: 'image' }>, drawing: Drawing): Element[] {
  const url = drawing.allow.pictures ? drawing.picture(svg) : undefined;
  if (url === undefined) return paragraphs(cut(alt, drawing), { isSubtle: true, size: 'Small' });
  return [{ type: 'Image', url, altText: cutText(alt, LIMITS.card.spoken) || ' ', size: 'Stretch' }];
}

/** Says that something was left out, and where it stands if it stands anywhere. */
function more(card: Card, view: View): Element[] {
  const opens = buttonsOf(card).some((b) => b.link && view.href(b.link) !== null);
  return paragraphs(view.t(opens ? 'teams.rest' : 'teams.shortened'), { isSubtle: true, size: 'Small' });
}

/** A card that no shortening makes small enough: its words as far as they go, and the first buttons. */
function bare(card: Card, view: View): AdaptiveCard {
  const allow: Allowance = { ...LEAST, text: 1500, rows: 0 };
  const drawing: Drawing = { ...view, lang: card.lang, allow, id: () => 'v', first: () => true, cut: () => undefined };
  const rows = buttonRows(
    buttonsOf(card)
      .filter((b) => b.link || !b.sends)
      .slice(0, LIMITS.card.actions),
    drawing,
  );
  return frame(card, { text: 200 }, [...paragraphs(cutText(card.fallback, 1500)), ...rows, ...more(card, view)]);
}

/** Every button of a card, those of its forms too. */
function buttonsOf(card: Card): Button[] {
  return card.parts.flatMap((p) => (p.kind === 'buttons' ? p.buttons : p.kind === 'form' ? [p.submit, ...p.also] : []));
}
