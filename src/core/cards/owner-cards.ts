import type { Answer } from '../answer.ts';
import type { Action, Card, Choice, Field, Form, Part } from '../card.ts';
import { COUNTRIES, type Lang } from '../language.ts';
import type { ExpertAnswer } from '../learning/expert.ts';
import { type Group, namesIn } from '../learning/question.ts';
import { date, quoted } from '../locale.ts';
import { answerCard } from './answer-card.ts';
import { body, button, buttons, type CardView, card, lead, note, t, title } from './view.ts';

/** What those responsible do with a question that waits, in the chat where they read it. Everything is sent with the form: nothing is kept in between. */

/** The longest question, or part of one, that a line of a card shows. */
const SHOWN = 80;
/** Of a text, as much as a line shows. */
export function shortened(text: string, max: number = SHOWN): string {
  const one = text.replace(/\s+/g, ' ').trim();
  return one.length <= max ? one : `${one.slice(0, max - 1).replace(/(?<!\s)\s+\S*$/, '')}…`;
}

/** What stands in the form. */
export type AnswerForm = {
  text: string;
  find: string;
  /** Places as `document:from-to`. */
  cites: readonly string[];
  country: string;
  unit: string;
  review: string;
};
export const BOTH = 'both';

/** What a group is called: by its first question, in the words of whoever asked; and who asked, where they said so. */
function asked(view: CardView, group: Pick<Group, 'questions'>): Part[] {
  const [first] = group.questions;
  if (!first) return [];
  const names = namesIn(group).join(', ');
  return [
    { kind: 'text', role: 'body', text: quoted(first.lang, first.question), lang: first.lang },
    ...(names ? [note(t(view, 'digest.named', { names }))] : []),
  ];
}

const on = ({ id: group, version }: Pick<Group, 'id' | 'version'>) => ({ group, version });
const leave = (view: CardView, group: Group) => button(t(view, 'cancel'), { do: 'learn.board', ...on(group) });

/**
 * The form of an answer: its text, lines of the corpus to rest on with a search for more, where it holds, and when it is read again. `preview`: as the next one
 * who asks would get it, above the form with the same words in it.
 */
export function answerFormCard(
  view: CardView,
  group: Group,
  form: AnswerForm,
  more: {
    lines: readonly Choice[];
    errors?: Readonly<Record<string, string>>;
    preview?: Answer | undefined;
    /** The office in whose name it is given, and the one that approves it. */
    by: string;
    approver?: string | undefined;
  },
): Card {
  const { errors = {}, preview } = more;
  const wrong = (id: string) => (errors[id] === undefined ? {} : { error: errors[id] });
  const text = (id: 'text' | 'find' | 'unit' | 'review', max: number, hint?: string): Field => ({
    kind: 'text',
    id,
    label: t(view, `learn.${id}`),
    ...(hint ? { hint } : {}),
    ...wrong(id),
    ...(form[id] ? { value: form[id] } : {}),
    // What is missing is said by the card itself, so that a search needs no answer yet.
    required: false,
    multiline: id === 'text',
    max,
  });
  const ticks: Field = {
    kind: 'ticks',
    id: 'cites',
    label: t(view, 'learn.cites'),
    ...wrong('cites'),
    options: [...more.lines],
    values: [...form.cites],
  };
  const countries = [...COUNTRIES.map((c) => ({ value: c, label: t(view, `country.${c}`) }))];
  const fields: Field[] = [
    text('text', 4000, t(view, 'learn.text.hint')),
    ...(more.lines.length > 0 ? [ticks] : []),
    text('find', 200, t(view, 'learn.find.hint')),
    {
      kind: 'choice',
      id: 'country',
      label: t(view, 'learn.country'),
      options: [...countries, { value: BOTH, label: t(view, 'learn.country.both') }],
      value: form.country,
      required: true,
    },
    text('unit', 80, t(view, 'learn.unit.hint')),
    text('review', 10, t(view, 'learn.review.hint')),
  ];
  // The first button is the one that a key presses: it shows, and publishes nothing.
  const first = (is: boolean) => (is ? ({ style: 'primary', sends: true } as const) : { sends: true });
  const shape: Form = {
    kind: 'form',
    fields,
    submit: button(t(view, 'learn.preview'), { do: 'learn.preview', ...on(group) }, first(!preview)),
    also: [
      button(t(view, 'learn.save'), { do: 'learn.save', ...on(group) }, first(preview !== undefined)),
      button(t(view, 'learn.find.button'), { do: 'learn.find', ...on(group) }, { sends: true }),
      leave(view, group),
    ],
  };
  return card(view, [
    title(t(view, 'learn.title')),
    ...asked(view, group),
    note(t(view, more.approver ? 'learn.by.second' : 'learn.by', { unit: more.by, second: more.approver ?? '' })),
    ...(preview ? previewOf(view, preview) : []),
    shape,
  ]);
}

function previewOf(view: CardView, answer: Answer): Part[] {
  const { parts } = answerCard(view, { id: 'preview', answer }, { captured: false, place: 'private' });
  return [lead(t(view, 'learn.preview.title')), ...parts.filter((p) => p.kind !== 'buttons')];
}

function oneField(view: CardView, group: Group, name: string, field: Field, action: Action): Card {
  const submit = button(t(view, `learn.${name}.button`), action, { style: 'primary', sends: true });
  return card(view, [
    title(t(view, `learn.${name}.title`)),
    ...asked(view, group),
    { kind: 'form', fields: [field], submit, also: [leave(view, group)] },
  ]);
}

/** To whom it is passed on, or with which other question it is one: one of some. */
export function chooseCard(
  view: CardView,
  group: Group,
  name: 'pass' | 'merge',
  options: readonly Choice[],
  error?: string,
): Card {
  if (options.length === 0) {
    const nothing = body(t(view, `learn.${name}.none`));
    return card(view, [
      title(t(view, `learn.${name}.title`)),
      ...asked(view, group),
      nothing,
      buttons([leave(view, group)]),
    ]);
  }
  const id = name === 'pass' ? 'owner' : 'into';
  const wrong = error === undefined ? {} : { error };
  const field: Field = {
    kind: 'choice',
    id,
    label: t(view, `learn.${name}.label`),
    ...wrong,
    options: [...options],
    required: true,
  };
  return oneField(view, group, name, field, { do: `learn.${name}`, ...on(group), sent: true });
}

export function closeCard(view: CardView, group: Group, error?: string): Card {
  const field: Field = {
    kind: 'text',
    id: 'reason',
    label: t(view, 'learn.close.label'),
    hint: t(view, 'learn.close.hint'),
    ...(error === undefined ? {} : { error }),
    required: true,
    multiline: true,
    max: 500,
  };
  return oneField(view, group, 'close', field, { do: 'learn.close', ...on(group), sent: true });
}

/** Above what still waits: the answer is saved, and who is told. */
export function savedParts(view: CardView, expert: ExpertAnswer, told: number): Part[] {
  const saved = told === 0 ? 'answer.saved.none' : told === 1 ? 'answer.saved.one' : 'answer.saved';
  return [
    lead(t(view, saved, { n: told })),
    note(t(view, 'answer.by', { unit: expert.by, date: date(view.lang, expert.at) })),
  ];
}
/** It waits for a second office. */
export function awaitedParts(view: CardView, approver: string): Part[] {
  return [lead(t(view, 'learn.awaits', { unit: approver }))];
}
/** What was done with a group, with the way back where there is one. */
export function doneParts(view: CardView, text: string, group?: Pick<Group, 'id' | 'version'>): Part[] {
  const back = group && buttons([button(t(view, 'learn.reopen'), { do: 'learn.reopen', ...on(group) })]);
  return [lead(text), ...(back ? [back] : [])];
}

/** A second office is shown what the first has written, and publishes it or sends it back. */
export function approvalCard(view: CardView, expert: ExpertAnswer, answer: Answer): Card {
  const action = { answer: expert.id, version: expert.version };
  const { question, lang } = askedFirst(expert);
  return card(view, [
    title(t(view, 'learn.approval')),
    { kind: 'text', role: 'body', text: quoted(lang, question), lang },
    note(t(view, 'learn.written_by', { unit: expert.by })),
    ...previewOf(view, answer),
    buttons([
      button(t(view, 'learn.approve'), { do: 'learn.approve', ...action }, { style: 'primary' }),
      button(t(view, 'learn.return'), { do: 'learn.return', ...action }),
    ]),
  ]);
}

/** An answer keeps no language of its question: that of the answer is the likeliest. */
const askedFirst = ({ question, lang }: ExpertAnswer): { question: string; lang: Lang } => ({ question, lang });

/** Words alone: who is no owner, and what is no longer there. */
export function plainCard(view: CardView, text: string): Card {
  return card(view, [body(text)]);
}
