import type { Reference } from '../guideline.ts';
import { type Country, LANGS, type Localised } from '../language.ts';
import { holds } from './condition.ts';
import { type Definition, inCountry, indexOf, type Option, type Outcome, optionOf, type Text } from './definition.ts';
import type { Evaluation, Finding, Given } from './evaluate.ts';

/** Something to do or to think of before publishing; `question` is null where it comes from the outcome itself. */
type Action = { question: string | null; text: Localised };

/** What a reader gets: advice with its reasons. Never an approval. */
export type Verdict = {
  outcome: string;
  title: Localised;
  text: Localised;
  /** What decided, and what else was noted beside it. */
  because: Finding[];
  beside: Finding[];
  triggers: string[];
  actions: Action[];
  /** What can be done in its place. */
  instead: Localised[];
  /** Whom to ask. */
  ask: Localised | null;
  cite: Reference[];
  /** Risks of the bank that belong in the assessment. */
  risks: string[];
  /** Answers that leave the outcome as it is but block a decision. */
  blocks: Given[];
  /** Set when an answer ended the questions: at once, or after its alternative has been shown. */
  early: 'at-once' | 'after-alternative' | null;
};

/** The supervisory authority by country, for texts with {authority}. */
export const AUTHORITY: Record<Country, string> = { NO: 'Datatilsynet', SE: 'IMY' };

/** Puts an evaluation that has an outcome into words; undefined while it has none. */
export function verdictOf(
  definition: Definition,
  country: Country,
  evaluation: Evaluation,
  early: Verdict['early'] = null,
): Verdict | undefined {
  const outcome = definition.outcomes.find((o) => o.id === evaluation.outcome);
  if (!outcome) return undefined;
  const { because, triggers, counted } = evaluation;
  const { items, rank } = indexOf(definition);
  const words = wordsOf(outcome, evaluation);
  const beside = evaluation.findings
    .filter((f) => !because.includes(f))
    .sort((a, b) => rank(b.outcome) - rank(a.outcome));
  const answered = (id: string): { id: string; option: Option }[] => {
    const option = optionOf(items.get(id), counted.get(id));
    return option ? [{ id, option }] : [];
  };
  const deciding = triggers.flatMap(answered);
  const ended = outcome.id === definition.endsDialogue;
  const others = [...beside.flatMap((f) => f.answers.map((a) => a.id)), ...counted.keys()];
  const listed = ended ? deciding : [...deciding, ...others.filter((id) => !triggers.includes(id)).flatMap(answered)];
  const all = [...counted.keys()].flatMap(answered);
  const say = (text: Text): Localised => filled(inCountry(text, country), country);
  return {
    outcome: outcome.id,
    title: say(words.title),
    text: say(words.text),
    because,
    beside: ended ? [] : beside,
    triggers,
    actions: unique([
      ...words.actions.map((text) => ({ question: null, text: say(text) })),
      ...listed.flatMap(({ id, option }) => (option.action ? [{ question: id, text: say(option.action) }] : [])),
    ]),
    instead: unique(
      deciding.flatMap(({ id, option }) => (option.instead ? [{ question: id, text: say(option.instead) }] : [])),
    ).map((i) => i.text),
    ask: words.ask ? say(words.ask) : null,
    cite: citesOf(definition, because, outcome),
    risks: [...new Set(all.flatMap(({ option }) => option.risks))].sort(),
    blocks: all.flatMap(({ id, option }) => (option.blocksApproval ? [{ id, value: option.code }] : [])),
    early,
  };
}

function wordsOf(outcome: Outcome, { asked, counted }: Evaluation) {
  const lookup = (id: string) => (asked.includes(id) ? (counted.get(id) ?? null) : null);
  return outcome.variants.find((v) => holds(v.when, lookup)) ?? outcome;
}

/** References of what decided: the rule's own, then those of each deciding question, then the outcome's. Each once. */
function citesOf(definition: Definition, because: readonly Finding[], outcome: Outcome): Reference[] {
  const { items } = indexOf(definition);
  const all = [
    ...because.flatMap((f) => [
      ...(f.by === 'effect' ? [] : f.cite),
      ...f.answers.flatMap((a) => items.get(a.id)?.cite ?? []),
    ]),
    ...outcome.cite,
  ];
  const key = (ref: Reference) => ('law' in ref ? ref.law : ref.at);
  return [...new Map(all.map((ref) => [key(ref), ref] as const)).values()];
}

function unique(actions: Action[]): Action[] {
  const seen = new Set<string>();
  return actions.filter(({ text }) => !seen.has(text.en) && seen.add(text.en));
}

function filled(text: Localised, country: Country): Localised {
  const out = { ...text };
  for (const lang of LANGS) out[lang] = text[lang].replaceAll('{authority}', AUTHORITY[country]);
  return out;
}
