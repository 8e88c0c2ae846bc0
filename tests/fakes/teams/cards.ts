import fc from 'fast-check';
import type { Action, Button, Card, Field, Part, Source } from '../../../src/core/card.ts';
import { LANGS } from '../../../src/core/language.ts';

/** Cards of any length, language and content. */

const WORDS = [
  'bilde',
  'samtykke',
  'å, ä og ö',
  '«hvert tilfelle»',
  '”svensk”',
  '*',
  '_',
  '[1]',
  '](x)',
  '<b>',
  '&amp;',
  '{{DATE(x)}}',
  '\n',
  '\n\n',
  '😀',
  '漢字',
  'Setning nummer to.',
  '# tittel',
  '1. en',
  '\\',
  '|',
  '٣',
  '\u200f',
];
const word = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...WORDS) },
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);
const textOf = (max: number) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.array(word, { maxLength: 12 }).map((w) => w.join(' ')) },
    { weight: 1, arbitrary: fc.tuple(word, fc.integer({ min: 1, max })).map(([w, n]) => `${w} og `.repeat(n)) },
    { weight: 1, arbitrary: fc.tuple(word, fc.integer({ min: 1, max })).map(([w, n]) => (w || 'x').repeat(n)) },
  );
const text = textOf(4000);
const short = textOf(60);
const id = fc.string({ minLength: 1, maxLength: 60 }).filter((s) => s.trim() !== '');
const lang = fc.constantFrom(...LANGS);

const source: fc.Arbitrary<Source> = fc
  .record({
    n: fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }),
    quote: text,
    quoteLang: lang,
    verbatim: fc.boolean(),
    from: short,
    flags: fc.array(short, { maxLength: 3 }),
    at: fc.option(fc.record({ to: fc.constant('source' as const), document: id, lines: fc.constant(null) }), {
      nil: null,
    }),
  })
  .map(({ n, ...rest }) => (n === undefined ? rest : { n, ...rest }));
const why = fc.record({ text, sources: fc.array(source, { maxLength: 4 }) });

const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ do: fc.constant('answer' as const), session: id, seen: fc.nat(50) }),
  fc.record({ do: fc.constant('share' as const), turn: id }),
  fc.constant({ do: 'help' as const }),
);
const button: fc.Arbitrary<Button> = fc.oneof(
  fc.record({ label: short, action, sends: fc.boolean() }),
  fc.record({
    label: short,
    link: fc.record({ to: fc.constant('assessment' as const), id }),
    style: fc.constant('primary' as const),
  }),
);

const option = fc.record({ value: id, label: short, why });
const base = { label: short, hint: text, error: short, why };
const field: fc.Arbitrary<Omit<Field, 'id'>> = fc.oneof(
  fc.record({
    kind: fc.constant('choice' as const),
    ...base,
    options: fc.array(option, { minLength: 1, maxLength: 60 }),
    required: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('ticks' as const),
    ...base,
    options: fc.array(option, { minLength: 1, maxLength: 30 }),
    values: fc.constant([]),
  }),
  fc.record({
    kind: fc.constant('text' as const),
    ...base,
    value: text,
    required: fc.boolean(),
    multiline: fc.boolean(),
    max: fc.constant(2000),
  }),
);

const part: fc.Arbitrary<Part> = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), role: fc.constantFrom('title', 'lead', 'body', 'note'), text }),
  fc.record({
    kind: fc.constant('facts' as const),
    title: short,
    rows: fc.array(fc.record({ label: short, value: text }), { maxLength: 40 }),
  }),
  fc.record({
    kind: fc.constant('list' as const),
    style: fc.constantFrom('bullet', 'check'),
    items: fc.array(fc.record({ text }), { maxLength: 30 }),
  }),
  fc.record({
    kind: fc.constant('sources' as const),
    title: short,
    items: fc.array(source, { maxLength: 30 }),
    shown: fc.nat(5),
  }),
  fc.record({ kind: fc.constant('progress' as const), text: short, step: fc.nat(9), steps: fc.nat(9) }),
  fc.record({
    kind: fc.constant('form' as const),
    fields: fc
      .array(field, { minLength: 1, maxLength: 12 })
      .map((all) => all.map((f, i) => ({ ...f, id: `F${i}` }) as Field)),
    submit: button,
    also: fc.array(button, { maxLength: 4 }),
  }),
  fc.record({ kind: fc.constant('buttons' as const), buttons: fc.array(button, { maxLength: 20 }) }),
  fc.record({
    kind: fc.constant('image' as const),
    svg: fc.constant('<svg/>'),
    alt: text,
    width: fc.constant(10),
    height: fc.constant(10),
  }),
  fc.record({ kind: fc.constant('copy' as const), label: short, text }),
);

/** At most one form: field ids are the keys of one press. */
export const anyCard: fc.Arbitrary<Card> = fc
  .record({ lang, fallback: text, parts: fc.array(part, { minLength: 1, maxLength: 12 }) })
  .map((card) => {
    const form = card.parts.findIndex((p) => p.kind === 'form');
    return { ...card, parts: card.parts.filter((p, i) => p.kind !== 'form' || i === form) };
  });
