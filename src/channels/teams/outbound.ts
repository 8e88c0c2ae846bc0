import type { Card, Source, Text } from '../../core/card.ts';
import type { Lang } from '../../core/language.ts';
import { quoted } from '../../core/locale.ts';
import { adaptiveCard } from './adaptive.ts';
import type { AdaptiveCard, View } from './element.ts';
import { LIMITS } from './limits.ts';
import { cutLabel, cutText, messageText } from './text.ts';

/** Cards as activities that Teams is sent. Pure: recipient and conversation are put in by whoever sends. */

export type Attachment = { contentType: string; content?: unknown; contentUrl?: string; name?: string };
export type Entity = { type: string; [key: string]: unknown };
export type OutActivity = {
  type: 'message' | 'typing';
  text?: string;
  textFormat?: 'markdown' | 'plain';
  /** BCP 47, for the client's own words around it. */
  locale?: string;
  /** For notifications. */
  summary?: string;
  attachments?: Attachment[];
  entities?: Entity[];
};

export const ADAPTIVE = 'application/vnd.microsoft.card.adaptive';
const LOCALE: Record<Lang, string> = { nb: 'nb-NO', nn: 'nn-NO', sv: 'sv-SE', en: 'en-GB' };

/**
 * A card as a message. An answer's words stand in the message itself, where Teams turns `[1]` into a source to look at; its quotes and buttons follow as a
 * card. `ai`: the message says that an AI wrote it. `words`: the message needs words of its own, as the last of a stream does.
 */
export function messageOf(card: Card, view: View, { ai = false, words: needed = false } = {}): OutActivity {
  const { words, rest } = apart(card, needed);
  const text = words.map(wordsOf).join('\n\n');
  const split = text !== '' && text.length <= LIMITS.message.text;
  const shown = split ? rest : card;
  const label =
    ai || (split && numbered(card).length > 0) ? [aiEntity(split ? citationsOf(card, text, view) : [])] : [];
  return {
    type: 'message',
    ...(split ? { text, textFormat: 'markdown' as const } : {}),
    locale: LOCALE[card.lang],
    summary: cutText(card.fallback.replaceAll('\n', ' '), LIMITS.message.summary),
    ...(shown.parts.length > 0 ? { attachments: [attached(adaptiveCard(shown, view))] } : {}),
    ...(label.length > 0 ? { entities: label } : {}),
  };
}

export const attached = (content: AdaptiveCard): Attachment => ({ contentType: ADAPTIVE, content });

/** A line of our own. */
export function lineOf(text: string, lang: Lang): OutActivity {
  return { type: 'message', text: messageText(text), textFormat: 'markdown', locale: LOCALE[lang] };
}

/** The words that an answer begins with and the rest of its card. No words for a card that cites nothing by number, unless they are needed. */
function apart(card: Card, needed: boolean): { words: Text[]; rest: Card } {
  const first = card.parts.findIndex((p) => p.kind !== 'text' || p.role === 'note' || (p.role === 'title' && !needed));
  const count = first < 0 ? card.parts.length : first;
  if ((!needed && numbered(card).length === 0) || count === 0) return { words: [], rest: card };
  const words = card.parts.slice(0, count).filter((p): p is Text => p.kind === 'text');
  return { words, rest: { ...card, parts: card.parts.slice(count) } };
}

const numbered = (card: Card): Source[] =>
  card.parts.flatMap((p) => (p.kind === 'sources' ? p.items.filter((s) => s.n !== undefined) : []));

/** The decisive sentence in bold; the numbers behind it stay outside, or Teams does not see them. */
function wordsOf({ role, text }: Text): string {
  const said = messageText(text);
  if (role === 'body' || role === 'note') return said;
  const marks = /(?:\s{0,2}\[\d{1,2}\]){1,20}$/.exec(said)?.[0] ?? '';
  const words = said.slice(0, said.length - marks.length);
  return words.trim() ? `**${words.trim()}**${marks}` : said;
}

const aiEntity = (citation: object[]): Entity => ({
  type: 'https://schema.org/Message',
  '@type': 'Message',
  '@context': 'https://schema.org',
  '@id': '',
  additionalType: ['AIGeneratedContent'],
  ...(citation.length > 0 ? { citation } : {}),
});

/** The sources that the words refer to. A quote that is too long for the small window is left to the card, never shortened. */
function citationsOf(card: Card, text: string, { href }: View): object[] {
  const seen = new Set<number>();
  return numbered(card).flatMap(({ n = 0, quote, quoteLang, verbatim, from, flags, at }) => {
    if (n < 1 || seen.has(n) || seen.size >= LIMITS.citation.count || !text.includes(`[${n}]`)) return [];
    seen.add(n);
    const words = verbatim ? quoted(quoteLang, quote) : quote;
    const abstract = words.length <= LIMITS.citation.abstract ? words : cutLabel(from, LIMITS.citation.abstract);
    const keywords = flags.filter((f) => f.length <= LIMITS.citation.keyword).slice(0, LIMITS.citation.keywords);
    const url = at ? href(at) : null;
    const appearance = {
      '@type': 'DigitalDocument',
      name: nameOf(from),
      ...(url !== null && url.length <= LIMITS.card.url ? { url } : {}),
      abstract: abstract.trim() || nameOf(from),
      ...(keywords.length > 0 ? { keywords } : {}),
    };
    return [{ '@type': 'Claim', position: n, appearance }];
  });
}

/** As much of "publisher, title · lines · country · weight" as fits, part by part. */
function nameOf(from: string): string {
  const max = LIMITS.citation.name;
  let name = '';
  for (const part of from.split(' · ')) {
    const longer = name ? `${name} · ${part}` : part;
    if (longer.length > max) break;
    name = longer;
  }
  return name.trim() || cutLabel(from.trim(), max) || '–';
}
