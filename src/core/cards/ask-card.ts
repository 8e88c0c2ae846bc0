import type { Button, Card, Choice, Field, Form, Part, Why } from '../card.ts';
import { date, quoted } from '../locale.ts';
import { citeAll } from '../screening/cite.ts';
import { type Condition, mentions, type Value } from '../screening/condition.ts';
import { type Definition, type Item, inCountry, indexOf, optionOf, SCORE } from '../screening/definition.ts';
import type { Next } from '../screening/next.ts';
import { latest } from '../screening/session.ts';
import { word } from '../screening/wording.ts';
import { button, type CardView, card, type Held, note, seenOf, sourceOf, t, title } from './view.ts';

/** One step of a screening as one form. */

export type Ask = Extract<Next, { kind: 'ask' }>;

/** The key of the ticked lines among an action's fields. */
export const TICKS = 'ticks';
/** The longest free text of an answer, in letters. */
export const MAX_TEXT = 2000;
/** What can be wrong with what was sent, by locale key. */
export const ASK_ERRORS = {
  /** Next without a tick: is it none of them? */
  ticks: 'ask.error.ticks',
  required: 'ask.error.required',
  unknown: 'ask.error.unknown',
  tooLong: 'ask.error.too_long',
} as const;

/** The open questions of a step: lines to tick that nothing is known of, and below them whatever is asked in full. */
export function shownOn({ session }: Held, step: Ask): { lines: Item[]; full: Item[] } {
  const isLine = (item: Item) =>
    !item.fact && item.tick !== undefined && !step.filled.has(item.id) && !session.opened.includes(item.id);
  return { lines: step.group.filter(isLine), full: step.group.filter((item) => !isLine(item)) };
}

/**
 * The form of a step. `errors` is by field id: a key of ASK_ERRORS' values, or a text. While there are lines to tick, "None of these" stands beside
 * Next, and both send the fields.
 */
export function askCard(
  view: CardView,
  definition: Definition,
  held: Held,
  step: Ask,
  errors: Readonly<Record<string, string>> = {},
): Card {
  const { lang } = view;
  const { progress } = step;
  const { lines, full } = shownOn(held, step);
  const first = progress.step <= 1;
  return card(view, [
    {
      kind: 'progress',
      text: word(lang, 'progress', { n: progress.step, m: progress.steps }),
      step: progress.step,
      steps: progress.steps,
    },
    title(step.card.title[lang]),
    ...(step.card.note ? [note(step.card.note[lang])] : []),
    ...(first ? [note(definition.about[lang])] : []),
    ...channelLine(view, definition, held),
    form(view, held, step, lines, full, errors),
    ...unregistered(view, definition, held, step),
  ]);
}

/** The channel that somebody describes by hand may as well stand in the register. */
function unregistered(view: CardView, { id }: Definition, { session }: Held, step: Ask): Part[] {
  if (id !== 'photo-check' || !step.card.remembered || session.account) return [];
  return [
    note(t(view, 'account.register.hint')),
    { kind: 'buttons', buttons: [button(t(view, 'account.register'), { do: 'account.form', part: 'basic' })] },
  ];
}

function form(
  view: CardView,
  held: Held,
  step: Ask,
  lines: readonly Item[],
  full: readonly Item[],
  errors: Readonly<Record<string, string>>,
): Form {
  const at = { session: held.id, seen: seenOf(held) };
  const wrong = (id: string) => (errors[id] === undefined ? {} : { error: t(view, errors[id], { max: MAX_TEXT }) });
  const ticks: Field[] =
    lines.length === 0
      ? []
      : [
          {
            kind: 'ticks',
            id: TICKS,
            label: word(view.lang, 'ticks'),
            ...wrong(TICKS),
            options: lines.map((item) => ({ value: item.id, label: lineOf(item, view), why: whyOf(view, item) })),
            values: [],
          },
        ];
  const none: Button[] =
    lines.length === 0 ? [] : [button(word(view.lang, 'none'), { do: 'none', ...at }, { sends: true })];
  return {
    kind: 'form',
    fields: [...ticks, ...full.map((item) => fieldOf(view, step, item, wrong(item.id)))],
    submit: button(t(view, 'next'), { do: 'answer', ...at }, { style: 'primary', sends: true }),
    also: [
      ...none,
      button(t(view, 'back'), { do: 'back', ...at }),
      button(t(view, 'pause'), { do: 'pause', session: held.id }),
    ],
  };
}

function lineOf(item: Item, { lang }: CardView): string {
  return item.fact || !item.tick ? item.text[lang] : item.tick.text[lang];
}

function fieldOf(view: CardView, step: Ask, item: Item, wrong: { error?: string }): Field {
  const { lang } = view;
  const filled = step.filled.get(item.id);
  const suggested = filled ? undefined : step.suggested.get(item.id);
  const value = filled?.value ?? suggested;
  const known = value === undefined ? {} : { value: String(value) };
  const hint = hintOf(view, step, item);
  const base = { id: item.id, label: item.text[lang], ...(hint ? { hint } : {}), ...wrong, why: whyOf(view, item) };
  if (item.kind === 'text') return { kind: 'text', ...base, ...known, required: false, multiline: true, max: MAX_TEXT };
  return { kind: 'choice', ...base, ...known, options: choicesOf(item, view), required: !dependsOn(item, step.group) };
}

/** Where a value comes from that stands in a field already. */
function hintOf(view: CardView, { filled, suggested }: Ask, item: Item): string {
  const { lang } = view;
  const given = filled.get(item.id);
  if (given?.words) {
    const answer = labelOf(item, given.value, view);
    return t(view, 'understood.from', { answer, words: quoted(lang, given.words) });
  }
  if (given?.from && item.kind !== 'text') {
    const why = t(view, `account.why_${given.from.why}`, { date: given.from.on ? date(lang, given.from.on) : '' });
    return t(view, 'account.register.says', { answer: `${labelOf(item, given.value, view)}.`, why });
  }
  if (given) return `${word(lang, 'before')} ${labelOf(item, given.value, view)}`;
  const proposal = suggested.get(item.id);
  return proposal ? `${word(lang, 'suggested')} ${labelOf(item, proposal, view)}` : '';
}

function choicesOf(item: Item, { lang }: CardView): Choice[] {
  if (item.kind !== 'score') return item.options.map((o) => ({ value: o.code, label: o.text[lang] }));
  return Array.from({ length: SCORE.max - SCORE.min + 1 }, (_, i) => String(SCORE.min + i)).map((n) => ({
    value: n,
    label: n,
  }));
}

/** Whether an answer beside it can make the question fall away: then it can't be demanded yet. */
function dependsOn(item: Item, group: readonly Item[]): boolean {
  const when: Condition | undefined = item.fact ? undefined : item.skipIf;
  return when !== undefined && mentions(when).some(({ id }) => group.some((other) => other.id === id));
}

/** "Why do we ask?" with the lines that the question rests on. */
function whyOf(view: CardView, item: Item): Why {
  const { knowledge, lang, country } = view;
  const { places, law } = citeAll(item.cite, country, knowledge, lang);
  const all = [...places.map((p) => p.citation), ...law];
  return { text: inCountry(item.why, country)[lang], sources: all.map((c) => sourceOf(view, c)) };
}

/** An answer in words: the option's label, or what was written. */
export function labelOf(item: Item | undefined, value: Value, { lang }: { lang: CardView['lang'] }): string {
  return optionOf(item, value)?.text[lang] ?? String(value);
}

/**
 * What is remembered of the channel, in one line with a way to change it: the first answer, and of the others those that are not the harmless one. Nothing
 * while it is asked or was answered in this session.
 */
export function channelLine(view: CardView, definition: Definition, held: Held): Part[] {
  const given = latest(held.session);
  const { items } = indexOf(definition);
  return definition.cards.flatMap((remembered): Part[] => {
    if (!remembered.remembered) return [];
    const answers = remembered.questions.map((id) => given.get(id));
    if (held.session.account && answers.some((a) => a?.from))
      return registerLine(view, definition, held, remembered.questions);
    if (!answers.every((a) => a?.by === 'channel' && a.state === 'confirmed')) return [];
    const said = answers.flatMap((a, i): string[] => {
      const item = a && items.get(a.question);
      if (!item) return [];
      const label = labelOf(item, a.value, view);
      if (i === 0) return [label];
      return isMildest(definition, item, a.value, view) ? [] : [`${item.text[view.lang]} ${label}`];
    });
    const rest = answers.length - said.length;
    return [
      {
        kind: 'facts',
        rows: [
          {
            label: t(view, 'channel'),
            value: [...said, ...(rest > 0 ? [t(view, 'channel.rest', { n: rest })] : [])].join(' · '),
          },
        ],
      },
      {
        kind: 'buttons',
        buttons: [button(t(view, 'channel.change'), { do: 'change', session: held.id, seen: seenOf(held) })],
      },
    ];
  });
}

/**
 * The account that a check is about, with why the register says what it says: always of its assessment, of the rest where it is not the harmless answer. Where a
 * user has answered more strictly, that stands.
 */
function registerLine(view: CardView, definition: Definition, held: Held, questions: readonly string[]): Part[] {
  const { session } = held;
  const { items } = indexOf(definition);
  const given = questions.flatMap((id) => latest(session).get(id) ?? []);
  const name = given.find((a) => a.from)?.from?.name;
  if (name === undefined || session.account == null) return [];
  const rows = given.flatMap(({ question, value, from }) => {
    const item = items.get(question);
    if (!item || !from || (question !== 'P17' && isMildest(definition, item, value, view))) return [];
    const on = from.on ? date(view.lang, from.on) : '';
    return [{ label: t(view, `account.fact.${question}`), value: t(view, `account.why_${from.why}`, { date: on }) }];
  });
  return [
    { kind: 'facts', rows: [{ label: t(view, 'channel'), value: name }, ...rows] },
    {
      kind: 'buttons',
      buttons: [
        button(t(view, 'account.other'), { do: 'account.choose', session: held.id }),
        { label: t(view, 'account.show'), link: { to: 'account', id: session.account } },
      ],
    },
  ];
}

function isMildest(definition: Definition, item: Item, value: Value, { country }: CardView): boolean {
  const option = optionOf(item, value);
  return option !== undefined && inCountry(option.effect, country) === definition.outcomes[0]?.id;
}
