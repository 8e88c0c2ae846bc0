import { z } from 'zod';
import { Reference, Screening } from '../guideline.ts';
import { COUNTRIES, type Country, Country as CountryCode, Localised } from '../language.ts';
import { Condition } from './condition.ts';

/**
 * A screening as data that a lawyer can read: questions with the effect of every option, gates, rules, what clears what, and the outcomes. The
 * program knows none of the questions; it only knows how such a definition is worked through (evaluate.ts).
 */

const MISSING = 'this is missing: add it, for both countries or for each, and texts in nb, nn, sv and en';

/** The same for every country, or one for each. What is wrong is said of the variant it is wrong in. */
function byCountry<S extends z.ZodType>(schema: S) {
  const each = z.strictObject({ NO: schema, SE: schema });
  return z.unknown().transform((value, ctx): ByCountry<z.infer<S>> => {
    const perCountry = typeof value === 'object' && value !== null && COUNTRIES.some((c) => c in value);
    const result = perCountry ? each.safeParse(value) : schema.safeParse(value);
    if (result.success) return result.data as ByCountry<z.infer<S>>;
    for (const { message, path } of result.error.issues)
      ctx.addIssue({
        code: 'custom',
        message: message.endsWith('received undefined') ? MISSING : message,
        path: [...path],
      });
    return z.NEVER;
  });
}
export type ByCountry<T> = T | { NO: T; SE: T };
/** What holds in a country. */
export function inCountry<T>(value: ByCountry<T>, country: Country): T {
  return typeof value === 'object' && value !== null && 'NO' in value ? value[country] : (value as T);
}
/** Every variant with its place below the value. */
export function variants<T>(value: ByCountry<T>): { value: T; path: PropertyKey[] }[] {
  return typeof value === 'object' && value !== null && 'NO' in value
    ? COUNTRIES.map((c) => ({ value: value[c], path: [c] }))
    : [{ value: value as T, path: [] }];
}

const Text = byCountry(Localised);
export type Text = z.infer<typeof Text>;

const Id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/, 'an id is letters, digits, hyphens and low lines');
const cite = z.array(Reference).default([]);

/** An outcome id; or `none`: recorded and without effect; or `rule`: a gate or rule names it and says what follows. */
export const NO_EFFECT = 'none';
export const BY_RULE = 'rule';

export const Option = z.strictObject({
  code: Id,
  text: Localised,
  effect: byCountry(Id),
  /** To be done or thought of when this is the answer: a line to tick. */
  action: Text.optional(),
  /** What to do in place of it, where the answer ends the questions. */
  instead: Text.optional(),
  /** Risks of the bank that belong in an assessment after this answer. */
  risks: z.array(z.string().regex(/^R\d\d$/)).default([]),
  /** The outcome stands, but nobody may decide on the assessment before this has changed. */
  blocksApproval: z.boolean().default(false),
});
export type Option = z.infer<typeof Option>;

export const Question = z.strictObject({
  id: Id,
  /** `text` is free text without options: it never holds up an outcome. */
  kind: z.enum(['choice', 'text']).default('choice'),
  text: Localised,
  why: Text,
  /** The article or criterion behind the question. */
  basis: z.string().optional(),
  skipIf: Condition.optional(),
  /** On a card the question can be one line to tick; left unticked, `otherwise` is recorded: always the option with the mildest effect. */
  tick: z.strictObject({ text: Localised, otherwise: Id }).optional(),
  /** Proposed, never recorded, while the condition holds. */
  suggest: z.strictObject({ option: Id, when: Condition }).optional(),
  options: z.array(Option).default([]),
  cite,
});
export type Question = z.infer<typeof Question>;

/** Something known beside the questions. It may be absent without holding up an outcome. */
const Fact = z.strictObject({
  id: Id,
  kind: z.enum(['yes-no', 'score']),
  text: Localised,
  why: Text,
  options: z.array(Option).default([]),
  cite,
});
type Fact = z.infer<typeof Fact>;
/** Absent, a yes/no fact counts as this; an absent score leaves its rule unapplied. */
export const ABSENT = 'no';
export const SCORE = { min: 1, max: 16 } as const;

const variantOf = { title: Text, text: Text, actions: z.array(Text).default([]), ask: Text.optional() };
export const Outcome = z.strictObject({
  id: Id,
  ...variantOf,
  /** Other words for the same outcome, the first whose condition holds. */
  variants: z.array(z.strictObject({ when: Condition, ...variantOf })).default([]),
  cite,
});
export type Outcome = z.infer<typeof Outcome>;

const ruleOf = {
  id: Id,
  /** Its number in the printed procedure. */
  step: z.string().optional(),
  title: Localised,
  when: Condition,
  cite,
};
/** Tried in order before anything else; the first that holds ends the questions. */
export const Gate = z.strictObject({
  ...ruleOf,
  /** Absent: the strictest effect among the gate's own questions and those beside it. */
  outcome: Id.optional(),
  /** Questions that are asked and counted beside the gate's own. */
  beside: z.array(Id).default([]),
  /** Somebody may lift the gate; the outcome is then at least this. */
  override: z.strictObject({ outcome: Id, title: Localised }).optional(),
});
export type Gate = z.infer<typeof Gate>;
/** Of the rules that hold, together with the effects of the answers, the strictest counts. */
const Rule = z.strictObject({
  ...ruleOf,
  countries: z
    .array(CountryCode)
    .min(1)
    .default([...COUNTRIES]),
  outcome: Id,
});
/** One answer that turns the effect of others into a milder one. */
const Clearing = z.strictObject({ ...ruleOf, turns: Id, into: Id, of: z.array(Id).min(1) });
/** After the rules, in order: an outcome becomes another. */
const Escalation = z.strictObject({ ...ruleOf, from: z.array(Id).min(1), outcome: Id });

/** Questions that are shown together. */
export const Card = z.strictObject({
  id: Id,
  title: Localised,
  note: Localised.optional(),
  /** Asked once for a channel and then kept. */
  remembered: z.boolean().default(false),
  questions: z.array(Id).min(1),
});
export type Card = z.infer<typeof Card>;

export const Definition = z.strictObject({
  id: Screening,
  /** Raised when questions, options or rules change what they mean; a running session then offers a restart. */
  version: z.int().positive(),
  title: Localised,
  /** What it is and what it is not, before the first question. */
  about: Localised,
  /** Mildest first. */
  outcomes: z.array(Outcome).min(1),
  /** Where no effect and no rule says more. */
  otherwise: Id,
  /** In a dialogue an answer with this effect ends the questions, after the alternative has been shown. */
  endsDialogue: Id.optional(),
  gates: z.array(Gate).default([]),
  clearing: z.array(Clearing).default([]),
  rules: z.array(Rule).default([]),
  escalations: z.array(Escalation).default([]),
  cards: z.array(Card).min(1),
  questions: z.array(Question).min(1),
  facts: z.array(Fact).default([]),
});
export type Definition = z.infer<typeof Definition>;

/** A question or a fact: whatever can be answered. */
export type Item = (Question & { fact: false }) | (Fact & { fact: true });

export type Index = {
  items: ReadonlyMap<string, Item>;
  /** Place of an outcome among the outcomes; a higher one is stricter. */
  rank: (outcome: string) => number;
};
const indexes = new WeakMap<Definition, Index>();

/** Lookups of a definition, made once. */
export function indexOf(definition: Definition): Index {
  const made = indexes.get(definition);
  if (made) return made;
  const ranks = new Map(definition.outcomes.map((o, i) => [o.id, i]));
  const index: Index = {
    items: new Map<string, Item>([
      ...definition.questions.map((q): [string, Item] => [q.id, { ...q, fact: false }]),
      ...definition.facts.map((f): [string, Item] => [f.id, { ...f, fact: true }]),
    ]),
    rank: (outcome) => ranks.get(outcome) ?? -1,
  };
  indexes.set(definition, index);
  return index;
}

export function optionOf(
  item: Pick<Item, 'options'> | undefined,
  code: string | number | undefined,
): Option | undefined {
  return item?.options.find((o) => o.code === code);
}
