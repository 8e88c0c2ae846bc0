import type { Citation, Claim } from './answer.ts';
import { MAX_CITATIONS, MAX_CITED_LINES } from './answer.ts';
import { type Knowledge, type Lines, linesOf, locateQuote, type Reference, sectionAt } from './guideline.ts';
import type { Lang } from './language.ts';
import type { ProposedClaim } from './proposal.ts';
import type { Candidate } from './ranking.ts';
import { foldSpace, words } from './text.ts';

/**
 * The guarantee: a claim stays only with quotes that stand, letter for letter, in the passage they name. Every answerer goes through here, the
 * offline one too, so nothing a model writes and nothing an editor mistypes reaches a user unbacked.
 */

/** Verdicts varsam never gives as its own: people approve, and the law is not ours to declare. "Legal basis" is no verdict, "is legal" is one. */
const OWN_VERDICTS =
  /(?<!\p{L})(?:er|är|is|are|blir|becomes)\s+(?:(?:helt|fullt|heilt|completely|perfectly|ikke|ikkje|inte|not)\s+)?(?:godkjen[td]e?|godkän[dt]a?|approved|klarerte?|cleared|u?lovl[ei]ge?|o?laglig[at]?|legal|illegal|tryg(?:t|gt|g[ea]?)|safe)(?!\p{L})/iu;

/** Words of approval, in any form of sentence, and addresses: a claim has them from its source or not at all. */
const BORROWED =
  /(?<!\p{L})(?:godkjent|godkänt|godkänd|approved|klarert|klarerat|cleared)(?!\p{L})|(?:https?|javascript|data|file):\S*|www\.\S+|\]\(/giu;

/** A quote shorter than this is no evidence: "ja" stands everywhere. */
const MIN_QUOTE = 12;

/** Builds the citation of a quote in a guideline, or undefined when it does not stand in `within`. */
export function cite(
  knowledge: Knowledge,
  document: string,
  within: Lines,
  quote: string,
  lang: Lang,
): Citation | undefined {
  const guideline = knowledge.guidelines.find((g) => g.id === document);
  const lines = guideline && locateQuote(guideline.lines, within, quote);
  if (!guideline || !lines || lines[1] - lines[0] >= MAX_CITED_LINES) return undefined;
  const section = sectionAt(guideline, lines[0]);
  const rule = guideline.rules
    .filter((r) => r.lines[0] <= lines[1] && lines[0] <= r.lines[1])
    .sort((a, b) => overlap(b.lines, lines) - overlap(a.lines, lines))[0];
  const status = rule?.status ?? null;
  return {
    document,
    file: guideline.file,
    lines,
    quote: foldSpace(quote),
    quoteLang: guideline.language,
    section: section === undefined ? null : typeof section.title === 'string' ? section.title : section.title[lang],
    title: guideline.title,
    publisher: guideline.publisher,
    published: guideline.published,
    inferred: guideline.inferred,
    country: guideline.country,
    authority: guideline.authority,
    status,
    writtenBefore: status === 'superseded' ? (guideline.validity?.writtenBefore ?? null) : null,
  };
}

function overlap(a: Lines, b: Lines): number {
  return Math.min(a[1], b[1]) - Math.max(a[0], b[0]) + 1;
}

/** Citation of a law note in the reader's language. It is our summary, so there is no file, no line and no quotation mark. */
export function citeLaw(knowledge: Knowledge, id: string, lang: Lang): Citation | undefined {
  const note = knowledge.law.find((n) => n.id === id);
  if (!note) return undefined;
  return {
    document: `law:${id}`,
    file: null,
    lines: null,
    quote: note.note[lang],
    quoteLang: lang,
    section: note.topic,
    title: note.title[lang],
    publisher: '',
    published: note.lastVerified,
    inferred: [],
    country: note.jurisdiction === 'NO' || note.jurisdiction === 'SE' ? note.jurisdiction : null,
    authority: null,
    status: null,
    writtenBefore: null,
  };
}

/** A reference of an editor as a citation; undefined when its quote has gone astray, which the loader would have refused. */
export function citeReference(knowledge: Knowledge, ref: Reference, lang: Lang): Citation | undefined {
  if ('law' in ref) return citeLaw(knowledge, ref.law, lang);
  const [document = '', range = ''] = ref.at.split(':');
  const [from = 0, to = 0] = range.split('-').map(Number);
  return cite(knowledge, document, [from, to], ref.quote, lang);
}

/** Citations shared between claims: each place once, at most MAX_CITATIONS in all. */
export class CitationList {
  readonly list: Citation[] = [];

  /** Position of the citation, or -1 when the list is full. */
  add(citation: Citation): number {
    const same = this.list.findIndex(
      (c) =>
        c.document === citation.document &&
        c.lines?.[0] === citation.lines?.[0] &&
        c.lines?.[1] === citation.lines?.[1] &&
        c.quote === citation.quote,
    );
    if (same >= 0) return same;
    return this.list.length < MAX_CITATIONS ? this.list.push(citation) - 1 : -1;
  }
}

export type Grounded = { claims: Claim[]; citations: Citation[]; dropped: number };

/**
 * Keeps of a model's claims those that stand: at least one quote verbatim in its candidate, no figure that is not in the quoted candidates or the
 * question, no verdict of our own, no approval and no address that its sources don't have. What is dropped is counted, never shown.
 */
export function ground(
  proposed: readonly ProposedClaim[],
  candidates: readonly Candidate[],
  question: string,
  knowledge: Knowledge,
  lang: Lang,
): Grounded {
  const byId = new Map(candidates.map((c) => [c.id, c]));
  const list = new CitationList();
  const claims: Claim[] = [];
  let dropped = 0;
  for (const claim of proposed) {
    const backed = claim.quotes.flatMap(({ candidate: id, quote }) => {
      const candidate = byId.get(id);
      const citation = candidate && quoteIn(candidate, quote, knowledge, lang);
      return candidate && citation ? [{ candidate, citation }] : [];
    });
    const backing = backed
      .map(({ candidate: c, citation }) => `${c.kind === 'passage' ? c.text : citation.quote} ${citation.title}`)
      .join(' ');
    // Letters that nobody sees would hide a word from those who look for it.
    const text = foldSpace(claim.text.replace(/\p{Cf}/gu, ''));
    const stands =
      backed.length > 0 &&
      text &&
      !OWN_VERDICTS.test(text) &&
      !bringsAlong(text, backing) &&
      !inventsFigures(text, `${backing} ${question}`);
    // Only now are places taken: a claim that falls must not crowd out the ones after it.
    const positions = stands ? backed.map(({ citation }) => list.add(citation)).filter((at) => at >= 0) : [];
    if (positions.length === 0) dropped++;
    else claims.push({ text, citations: [...new Set(positions)] });
  }
  return { ...onlyUsed(claims, list.list), dropped };
}

function quoteIn(candidate: Candidate, quote: string, knowledge: Knowledge, lang: Lang): Citation | undefined {
  if (foldSpace(quote).length < MIN_QUOTE) return undefined;
  if (candidate.kind === 'passage') return cite(knowledge, candidate.document, candidate.lines, quote, lang);
  if (candidate.kind !== 'law') return undefined;
  const citation = citeLaw(knowledge, candidate.law, lang);
  return citation && foldSpace(citation.quote).includes(foldSpace(quote)) ? citation : undefined;
}

/** True when a claim has a number that neither its sources nor the question have. */
function inventsFigures(claim: string, backing: string): boolean {
  const known = new Set(words(backing).filter((w) => /\d/.test(w)));
  return words(claim).some((w) => /\d/.test(w) && !known.has(w));
}

/** True when a claim approves, or sends people somewhere, in words that its sources don't have. */
function bringsAlong(claim: string, backing: string): boolean {
  const source = backing.toLowerCase();
  return [...claim.matchAll(BORROWED)].some(([found]) => !source.includes(found.toLowerCase()));
}

/** Drops citations that no claim uses and renumbers the rest in the order of use. */
function onlyUsed(claims: Claim[], citations: Citation[]): { claims: Claim[]; citations: Citation[] } {
  const order = [...new Set(claims.flatMap((c) => c.citations))];
  return {
    citations: order.flatMap((i) => citations[i] ?? []),
    claims: claims.map((c) => ({ ...c, citations: c.citations.map((i) => order.indexOf(i)) })),
  };
}

/**
 * A quote of at most `max` words around the anchor: the sentences that hold it, without the torn ends that line ranges have. Where a text has no
 * sentences, as on slides, it is quoted whole, or from the anchor on.
 */
export function quoteAround(text: string, anchor: string | null, max = 40): string {
  const whole = foldSpace(text);
  const wanted = anchor ? foldSpace(anchor) : '';
  const at = Math.max(0, whole.indexOf(wanted));
  const ends = [...whole.matchAll(/[.!?](?=\s+[\p{Lu}«”"]|$)/gu)].map((m) => m.index + 1);
  const start = Math.max(0, ...ends.filter((e) => e <= at && e < whole.length));
  const end = ends.find((e) => e >= at + wanted.length) ?? whole.length;
  const sentence = whole.slice(start, end).trim();
  const count = (t: string) => t.split(' ').length;
  if (count(sentence) < SHORT_QUOTE && count(whole) <= max) return whole;
  if (count(sentence) <= max) return sentence;
  return whole
    .slice(sentence.includes(wanted) && count(whole.slice(start, at + wanted.length)) <= max ? start : at)
    .trim()
    .split(' ')
    .slice(0, max)
    .join(' ');
}

/** A sentence of fewer words says too little alone. */
const SHORT_QUOTE = 4;

/** Text of a candidate as a model may see it: the source's words, or our note. */
export function candidateText(candidate: Candidate, knowledge: Knowledge, lang: Lang): string {
  if (candidate.kind === 'passage') {
    const guideline = knowledge.guidelines.find((g) => g.id === candidate.document);
    return guideline ? foldSpace(linesOf(guideline, candidate.lines)) : candidate.text;
  }
  if (candidate.kind === 'law') return knowledge.law.find((n) => n.id === candidate.law)?.note[lang] ?? '';
  return '';
}
