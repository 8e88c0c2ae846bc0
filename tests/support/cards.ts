import { expect } from 'vitest';
import {
  Action,
  type Button,
  type Card,
  type Field,
  type Form,
  type Part,
  packAction,
  type Source,
  unpackAction,
} from '../../src/core/card.ts';
import type { CardView } from '../../src/core/cards/view.ts';
import { locateQuote } from '../../src/core/guideline.ts';
import type { Country, Lang } from '../../src/core/language.ts';
import { say } from '../../src/core/locale.ts';
import { foldSpace } from '../../src/core/text.ts';
import { forbiddenIn } from './forbidden-words.ts';
import { realKnowledge } from './knowledge.ts';

/** What a test looks for on a card. */

export const viewIn = (lang: Lang, country: Country = 'NO'): CardView => ({
  lang,
  country,
  knowledge: realKnowledge(),
});

export function partsOf<K extends Part['kind']>(card: Card, kind: K): Extract<Part, { kind: K }>[] {
  return card.parts.filter((p): p is Extract<Part, { kind: K }> => p.kind === kind);
}

export function formOf(card: Card): Form {
  const [form] = partsOf(card, 'form');
  if (!form) throw new Error('no form on the card');
  return form;
}

export function fieldOf(card: Card, id: string): Field {
  const field = formOf(card).fields.find((f) => f.id === id);
  if (!field) throw new Error(`no field ${id} among ${formOf(card).fields.map((f) => f.id)}`);
  return field;
}

export function buttonsOf(card: Card): Button[] {
  return card.parts.flatMap((p) => (p.kind === 'buttons' ? p.buttons : p.kind === 'form' ? [p.submit, ...p.also] : []));
}

export const labelsOf = (card: Card): string[] => buttonsOf(card).map((b) => b.label);

/** The action of the button with a label. */
export function actionOf(card: Card, label: string): Action {
  const found = buttonsOf(card).find((b) => b.label === label)?.action;
  if (!found) throw new Error(`no button ${label} among ${labelsOf(card).join(', ')}`);
  return found;
}

export function sourcesOf(card: Card): Source[] {
  const folded = partsOf(card, 'form').flatMap((f) =>
    f.fields.flatMap((field) => [
      ...(field.why?.sources ?? []),
      ...(field.kind === 'ticks' ? field.options.flatMap((o) => o.why?.sources ?? []) : []),
    ]),
  );
  return [...partsOf(card, 'sources').flatMap((p) => p.items), ...folded];
}

/** Every text on a card but quotes, with where it stands. */
function textsOf(card: Card): { where: string; text: string }[] {
  const out: { where: string; text: string }[] = [];
  const visit = (value: unknown, where: string): void => {
    if (typeof value === 'string') out.push({ where, text: value });
    else if (typeof value === 'object' && value !== null)
      for (const [key, child] of Object.entries(value))
        if (
          ![
            'kind',
            'role',
            'style',
            'quote',
            'lang',
            'quoteLang',
            'id',
            'value',
            'values',
            'svg',
            'action',
            'link',
            'at',
          ].includes(key)
        )
          visit(child, `${where}.${key}`);
  };
  visit(card.parts, 'parts');
  return out;
}

const MAX = { buttonWords: 3, buttonLetters: 24, choiceLetters: 110, labelLetters: 200, fallback: 3000 } as const;

/** What holds for every card: nothing without words, every action readable again, short labels, no key or slot left, quotes letter for letter. */
export function expectSound(card: Card, held?: { id: string; seen: number }): void {
  const { guidelines } = realKnowledge();
  const said = JSON.stringify(card.parts).slice(0, 200);
  expect(card.parts.length, said).toBeGreaterThan(0);
  expect(card.fallback.trim(), said).not.toBe('');
  expect(card.fallback.length, card.fallback).toBeLessThanOrEqual(MAX.fallback);
  for (const { where, text } of textsOf(card)) {
    expect(text.trim(), where).not.toBe('');
    expect(text, where).not.toMatch(/\{\w+\}|undefined|\[object/);
    expect(text, where).not.toMatch(/^[a-z_]+(\.[a-z_]+)+$/);
    // The id of a fact is a word of the program.
    expect(text, where).not.toMatch(/\([a-z]+_[a-z_]+\)|^[a-z]+_[a-z_]+ /);
  }
  for (const { label, action } of buttonsOf(card)) {
    expect(label.length, label).toBeLessThanOrEqual(MAX.buttonLetters);
    expect(label.split(' ').length, label).toBeLessThanOrEqual(MAX.buttonWords);
    if (!action) continue;
    expect(Action.safeParse(action).success, JSON.stringify(action)).toBe(true);
    expect(unpackAction(packAction(action))).toEqual(action);
    if (held && 'seen' in action) expect(action).toMatchObject({ session: held.id, seen: held.seen });
  }
  for (const form of partsOf(card, 'form')) {
    const ids = form.fields.map((f) => f.id);
    expect(ids.length).toBeGreaterThan(0);
    expect(new Set(ids).size, ids.join()).toBe(ids.length);
    for (const field of form.fields) {
      expect(field.label.length, field.label).toBeLessThanOrEqual(MAX.labelLetters);
      if (field.kind === 'text') continue;
      const values = field.options.map((o) => o.value);
      expect(values.length).toBeGreaterThan(0);
      expect(new Set(values).size).toBe(values.length);
      for (const o of field.options) expect(o.label.length, o.label).toBeLessThanOrEqual(MAX.choiceLetters);
      if (field.kind === 'choice' && field.value !== undefined) expect(values).toContain(field.value);
    }
  }
  for (const { verbatim, quote, at } of sourcesOf(card)) {
    if (at?.to !== 'source') throw new Error('a source without a place');
    if (verbatim && at.lines) {
      const lines = guidelines.find((g) => g.id === at.document)?.lines ?? [];
      expect(locateQuote(lines, [at.lines[0], at.lines[1]], foldSpace(quote)), quote).toBeDefined();
    } else expect(at.lines, quote).toBeNull();
  }
}

/**
 * Words on the card that varsam does not use of itself; that it gives advice and no permission is what it says. Left out are whose a source is, and
 * questions with their options, which come word for word from the domain sheet; the verb "object" is the glossary's own.
 */
export function unluckyWords(card: Card): string[] {
  const advice = say(realKnowledge().locales, card.lang, 'advice');
  return textsOf(card)
    .filter(
      ({ text, where }) => text !== advice && !/\.from$|\.rows\./.test(where) && !/\((?:[PD]\d\d|\w+_\w+)\)/.test(text),
    )
    .flatMap(({ text }) =>
      forbiddenIn(card.lang, text.replace('how to withdraw or object', '')).map((w) => `${w}: ${text}`),
    );
}
