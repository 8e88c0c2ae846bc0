import type { Lang } from '../language.ts';
import { type Definition, indexOf } from '../screening/definition.ts';
import { fits } from '../screening/evaluate.ts';
import { GRAMMAR, type Grammar } from './grammar.ts';
import { type Found, Phrases } from './patterns.ts';
import { type Token, type Tokens, tokenise } from './tokens.ts';
import type { AnswerWords, Signal } from './words.ts';

/** An answer read out of a text, with the stretch it was read from: `text.slice(from, to) === words`. To be confirmed by whoever wrote it. */
export type Proposal = { question: string; value: string; words: string; from: number; to: number };

type Mark = 'negator' | 'hedge' | 'wish' | 'contrast';
type Language = {
  signals: Phrases<Signal>;
  about: Phrases<true>;
  elsewhere: Phrases<true>;
  marks: Phrases<Mark | 'exempt'>;
  negators: ReadonlySet<string>;
  between: ReadonlySet<string>;
  after: ReadonlySet<string>;
  joins: ReadonlySet<string>;
  or: ReadonlySet<string>;
};

/** A picture word this many words away says that the picture is meant. */
const NEAR = 8;
/** A negation reaches this many words on; what it might still touch further on is left unread up to `WARY`. */
const CLOSE = 5;
const WARY = 6;
/** Words after what was negated that are looked at. */
const TAIL = 10;

/**
 * Reads what somebody wrote into proposed answers, by words and phrases alone. In doubt it proposes nothing: what is conditional, uncertain, asked, or
 * negated in a way it can't follow stays unread, and so does a question that the text answers in two ways. Pure; linear in the text.
 */
export function readAnswers(definition: Definition, words: AnswerWords, text: string, lang: Lang): Proposal[] {
  const language = languageOf(words, lang);
  const reading = readMarks(tokenise(text), language);
  const answers = new Map<string, Proposal[]>();
  const vetoed = new Set<Signal>();
  for (const match of reading.signals) {
    const heard = hear(reading, language, match);
    if (heard === 'veto') vetoed.add(match.value);
    if (heard === 'nothing' || heard === 'veto') continue;
    const from = reading.tokens[heard.at]?.from ?? 0;
    const to = reading.tokens[match.end - 1]?.to ?? from;
    for (const [question, value] of Object.entries(heard.answers))
      answers.set(question, [
        ...(answers.get(question) ?? []).slice(0, 2),
        { question, value, words: text.slice(from, to), from, to },
      ]);
  }
  // "Ingen elever … elevene": the text says both, so nothing is read of either.
  const silent = new Set([...vetoed].flatMap((s) => Object.keys(s.says)));
  const { items } = indexOf(definition);
  return [...items.values()].flatMap((item) => {
    const [first, ...others] = answers.get(item.id) ?? [];
    if (!first || silent.has(item.id) || !fits(item, first.value)) return [];
    return others.every((o) => o.value === first.value) ? [first] : [];
  });
}

type Reading = Tokens & {
  signals: Found<Signal>[];
  /** What a token is, where it is something. A noun is part of a signal that says what may be in the picture. */
  mark: (Mark | 'signal' | 'noun' | 'exempt' | undefined)[];
  /** Distance to the nearest word for the picture in the same sentence; Infinity without. */
  distance: number[];
  hedged: { sentence: Map<number, number>; clause: Set<number> };
  /** Clauses with a negation, each with the signals it is part of ("ingen kan kjennes igjen"), or -1 for a negator of its own. */
  negated: Map<number, Set<number>>;
  wished: Map<number, number>;
  elsewhere: Set<number>;
};

function readMarks(read: Tokens, language: Language): Reading {
  const { tokens } = read;
  const mark: Reading['mark'] = [];
  const signals = language.signals.findAll(tokens);
  const negated: Reading['negated'] = new Map();
  const negate = (clause: number, by: number) => negated.set(clause, (negated.get(clause) ?? new Set()).add(by));
  for (const { at, end, value } of signals)
    for (let i = at; i < end; i++) {
      mark[i] = value.near ? 'noun' : 'signal';
      const token = tokens[i];
      if (token && language.negators.has(token.fold)) negate(token.clause, at);
    }
  const hedged: Reading['hedged'] = { sentence: new Map(), clause: new Set() };
  const wished: Reading['wished'] = new Map();
  const isSignal = (i: number) => mark[i] === 'signal' || mark[i] === 'noun';
  for (const { at, end, value } of language.marks.findAll(tokens, isSignal)) {
    const token = tokens[at];
    if (!token || tokens.slice(at, end).some((_, k) => isSignal(at + k))) continue;
    for (let i = at; i < end; i++) mark[i] = value;
    if (value === 'negator') negate(token.clause, -1);
    if (value === 'wish' && !wished.has(token.sentence)) wished.set(token.sentence, at);
    if (value !== 'hedge') continue;
    hedged.clause.add(token.clause);
    if (!hedged.sentence.has(token.sentence)) hedged.sentence.set(token.sentence, at);
  }
  return {
    ...read,
    signals,
    mark,
    hedged,
    negated,
    wished,
    distance: distances(tokens, language.about.findAll(tokens)),
    elsewhere: new Set(language.elsewhere.findAll(tokens).map(({ at }) => tokens[at]?.sentence ?? -1)),
  };
}

function distances(tokens: readonly Token[], about: readonly Found<true>[]): number[] {
  const out = tokens.map(() => Number.POSITIVE_INFINITY);
  const at = new Set(about.flatMap((f) => Array.from({ length: f.end - f.at }, (_, k) => f.at + k)));
  const walk = (order: number[]) => {
    let last = -1;
    for (const i of order) {
      if (at.has(i)) last = i;
      if (last >= 0 && tokens[last]?.sentence === tokens[i]?.sentence)
        out[i] = Math.min(out[i] ?? Number.POSITIVE_INFINITY, Math.abs(i - last));
    }
  };
  const order = tokens.map((_, i) => i);
  walk(order);
  walk(order.reverse());
  return out;
}

type Heard = { answers: Record<string, string>; at: number } | 'nothing' | 'veto';

/** What one phrase says where it stands. `at` is the token its words begin with: the negator's where there is one. */
function hear(reading: Reading, language: Language, match: Found<Signal>): Heard {
  const { tokens, hedged } = reading;
  const { at, end, value: signal } = match;
  const token = tokens[at];
  if (!token) return 'nothing';
  if (signal.stated && reading.questions[token.sentence]) return 'nothing';
  if (signal.near && reading.elsewhere.has(token.sentence)) return 'nothing';
  if (signal.near && Math.min(reading.distance[at] ?? 99, reading.distance[end - 1] ?? 99) > NEAR) return 'nothing';
  if (hedged.clause.has(token.clause) || (hedged.sentence.get(token.sentence) ?? at) < at) return 'nothing';
  const wished = (reading.wished.get(token.sentence) ?? at) < at;
  const negator = negatorBefore(reading, language, at);
  if (negator === undefined) {
    const by = reading.negated.get(token.clause);
    // "No one in the photo who is under 18": a negation inside a phrase has to end there too.
    const own = by?.has(at) === true;
    if ((own && !endsPlainly(reading, language, end)) || (wished && (own || signal.stated))) return 'nothing';
    const others = by !== undefined && by.size > (own ? 1 : 0) && !contrastBefore(reading, at);
    return others || negatedAfter(reading, end) ? 'nothing' : { answers: signal.says, at };
  }
  if (negator === 'far') return 'nothing';
  const twice = negatorBefore(reading, language, negator) !== undefined;
  if (twice || wished || !endsPlainly(reading, language, end)) return 'veto';
  return Object.keys(signal.negated).length > 0 ? { answers: signal.negated, at: negator } : 'veto';
}

/** The negator that reaches a phrase; `far` where one stands before it that may. */
function negatorBefore(reading: Reading, language: Language, at: number): number | 'far' | undefined {
  const { tokens, mark } = reading;
  let close = true;
  for (let i = at - 1; i >= 0 && i >= at - WARY; i--) {
    const token = tokens[i];
    if (!token || token.sentence !== tokens[at]?.sentence || mark[i] === 'contrast') return undefined;
    if (mark[i] === 'negator') return close && at - i <= CLOSE ? i : 'far';
    // Behind a comma only a list goes on: "ingen barn, elever eller ansikter".
    const next = tokens[i + 1];
    const inList = mark[i] === 'noun' || language.joins.has(token.fold);
    const passes = next && next.clause !== token.clause ? mark[i] === 'noun' : true;
    // "no faces or children": whatever the alternative is, the negation reaches across it.
    const alternative = next?.clause === token.clause && language.or.has(next.fold);
    if (!passes || !(inList || alternative || language.between.has(token.fold))) close = false;
  }
  return undefined;
}

function contrastBefore({ tokens, mark }: Reading, at: number): boolean {
  const clause = tokens[at]?.clause;
  for (let i = at - 1; i >= 0 && i >= at - WARY && tokens[i]?.clause === clause; i--)
    if (mark[i] === 'contrast') return true;
  return false;
}

function negatedAfter({ tokens, mark }: Reading, end: number): boolean {
  const clause = tokens[end - 1]?.clause;
  for (let i = end; i < end + WARY && tokens[i]?.clause === clause && mark[i] !== 'contrast'; i++)
    if (mark[i] === 'negator') return true;
  return false;
}

/** Nothing but place and company follows up to the end of the clause: "ingen barn på bildet", not "ingen barn har samtykket". */
function endsPlainly({ tokens, mark, distance }: Reading, language: Language, end: number): boolean {
  const clause = tokens[end - 1]?.clause;
  for (let i = end; i < end + TAIL; i++) {
    const token = tokens[i];
    if (!token || token.clause !== clause || mark[i] === 'contrast') return true;
    const plain =
      mark[i] === 'noun' || distance[i] === 0 || language.after.has(token.fold) || language.joins.has(token.fold);
    if (!plain) return false;
  }
  return false;
}

const languages = new WeakMap<AnswerWords, Map<Lang, Language>>();

/** Norwegians write both of their languages in one sentence, so the two are read together; Swedish and English each alone. */
function languageOf(words: AnswerWords, lang: Lang): Language {
  const made = languages.get(words) ?? new Map<Lang, Language>();
  languages.set(words, made);
  const known = made.get(lang);
  if (known) return known;
  const langs: Lang[] = lang === 'nb' || lang === 'nn' ? ['nb', 'nn'] : [lang];
  const grammar: Grammar = GRAMMAR[lang];
  const marks = new Phrases<Mark | 'exempt'>();
  const lists = {
    negator: grammar.negators,
    hedge: grammar.hedges,
    wish: grammar.wishes,
    contrast: grammar.contrasts,
    exempt: grammar.exempt,
  };
  for (const kind of ['negator', 'hedge', 'wish', 'contrast', 'exempt'] as const)
    for (const phrase of lists[kind]) marks.add(phrase, kind);
  const signals = new Phrases<Signal>();
  const about = new Phrases<true>();
  const elsewhere = new Phrases<true>();
  for (const l of langs) {
    for (const signal of words.signals) for (const phrase of signal[l]) signals.add(phrase, signal);
    for (const phrase of words.about[l]) about.add(phrase, true);
    for (const phrase of words.elsewhere[l]) elsewhere.add(phrase, true);
  }
  const language: Language = {
    signals,
    about,
    elsewhere,
    marks,
    negators: new Set(grammar.negators),
    between: new Set([...grammar.fillers, ...grammar.joins]),
    after: new Set([...grammar.trail, ...grammar.fillers]),
    joins: new Set(grammar.joins),
    or: new Set(grammar.or),
  };
  made.set(lang, language);
  return language;
}
