import type { Citation } from '../answer.ts';
import type { Action, Button, Card, Part, Source } from '../card.ts';
import type { Knowledge } from '../guideline.ts';
import type { Country, Lang } from '../language.ts';
import { say } from '../locale.ts';
import { flagOf, sourceText } from '../present.ts';
import type { Session } from '../screening/session.ts';
import { spoken } from './spoken.ts';

/** What every card is drawn with: whose words, whose law, and what is known. */
export type CardView = { lang: Lang; country: Country; knowledge: Knowledge };

/** A stored screening under way, as its cards name it. */
export type Held = { id: string; session: Session };

/** How much had been said when a card was drawn: a button of an older card no longer fits. */
export function seenOf({ session }: Held): number {
  return session.answers.length + session.opened.length;
}

/** Sources that stand open; the others fold. */
const SHOWN = 3;

/** A fixed string in the reader's language. An unknown key is shown as it stands. */
export function t({ knowledge, lang }: CardView, key: string, values?: Record<string, string | number>): string {
  return say(knowledge.locales, lang, key, values);
}

/** A card with its parts, and the same in words. */
export function card({ lang }: { lang: Lang }, parts: (Part | undefined)[]): Card {
  const there = parts.filter((part) => part !== undefined);
  return { lang, fallback: spoken(there), parts: there };
}

/** The same card with one more line at its end. */
export function withNote(view: CardView, before: Card, key: string): Card {
  return card(view, [...before.parts, note(t(view, key))]);
}

export const title = (text: string): Part => ({ kind: 'text', role: 'title', text });
export const lead = (text: string): Part => ({ kind: 'text', role: 'lead', text });
export const body = (text: string): Part => ({ kind: 'text', role: 'body', text });
export const note = (text: string): Part => ({ kind: 'text', role: 'note', text });
export const button = (label: string, action: Action, more: { style?: 'primary' | 'danger'; sends?: boolean } = {}) =>
  ({ label, action, ...more }) satisfies Button;

/** Parts only where there is something in them. */
export function list(
  name: string,
  items: readonly (string | { text: string; of: readonly string[] })[],
  style: 'bullet' | 'check' = 'bullet',
): Part | undefined {
  return items.length > 0
    ? {
        kind: 'list',
        title: name,
        style,
        items: items.map((item) => (typeof item === 'string' ? { text: item } : item)),
      }
    : undefined;
}
export function buttons(all: Button[]): Part | undefined {
  return all.length > 0 ? { kind: 'buttons', buttons: all } : undefined;
}
export function sources(name: string, items: Source[], shown: number = SHOWN): Part | undefined {
  if (items.length === 0) return undefined;
  // What holds for every one of several is said once, in their title.
  const [first, ...others] = items;
  const common = others.length > 0 ? (first?.flags ?? []).filter((f) => others.every((s) => s.flags.includes(f))) : [];
  const [words = '', colon = ''] = name.split(/(:)$/);
  const titled = common.length > 0 ? `${words} (${common.join(' · ')})${colon}` : name;
  const each = items.map((s) => ({ ...s, flags: s.flags.filter((f) => !common.includes(f)) }));
  return { kind: 'sources', title: titled, items: each, shown };
}

/** A citation as a card shows it. `n` is its number among an answer's sources; `turn` leads back to the answer. */
export function sourceOf(view: CardView, citation: Citation, more: { n?: number; turn?: string } = {}): Source {
  const { knowledge, lang, country } = view;
  const { document, lines, quote, quoteLang } = citation;
  const flag = flagOf(citation, knowledge.locales, lang);
  const foreign = citation.country !== null && citation.country !== country;
  return {
    ...(more.n === undefined ? {} : { n: more.n }),
    quote,
    quoteLang,
    verbatim: lines !== null,
    from: sourceText(citation, knowledge.locales, lang),
    flags: [
      ...(flag ? [flag] : []),
      ...(foreign ? [t(view, 'other_country', { country: t(view, `country.${citation.country}`) })] : []),
    ],
    at: { to: 'source', document, lines, ...(more.turn === undefined ? {} : { turn: more.turn }) },
  };
}
