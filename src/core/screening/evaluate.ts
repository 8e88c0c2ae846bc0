import type { Reference } from '../guideline.ts';
import type { Country, Localised } from '../language.ts';
import { type Condition, holds, type Lookup, mentions, reasons, type Value } from './condition.ts';
import {
  ABSENT,
  BY_RULE,
  type Definition,
  type Gate,
  inCountry,
  indexOf,
  NO_EFFECT,
  optionOf,
  type Question,
  SCORE,
} from './definition.ts';

export type Answers = ReadonlyMap<string, Value>;
export type Given = { id: string; value: Value };

/** One thing that the answers amount to: an option's own effect, a gate, a rule or an escalation, and the answers behind it. */
export type Finding = {
  by: 'effect' | 'gate' | 'rule' | 'escalation';
  /** Id of the gate, rule or escalation; of the question, for an effect. */
  id: string;
  title: Localised | null;
  answers: Given[];
  outcome: string;
  /** The clearing rule that made the effect milder, what it was before, and the answer that cleared it. */
  cleared?: { by: string; title: Localised; from: string; answers: Given[] };
  cite: Reference[];
};

export type Evaluation = {
  /** Null while a question that the flow asks is unanswered. */
  outcome: string | null;
  /** What the flow asks, given these answers, in the definition's order; facts are not among them. */
  asked: string[];
  missing: string[];
  findings: Finding[];
  /** The findings that decided, once there is an outcome. */
  because: Finding[];
  /** Ids of the answers that decided. */
  triggers: string[];
  /** The answers that counted: given, known and not skipped. */
  counted: Answers;
  /** The gate that ended the questions. */
  gate: Gate | null;
};

export type EvaluateOptions = {
  /** Gates that somebody entitled to has lifted. */
  lifted?: readonly string[];
  /** Take what there is: the verdict of a dialogue that an answer has ended. */
  partial?: boolean;
};

/**
 * Works a definition through. Pure: same answers, same verdict, in whatever order they were given. Ids and codes that the definition does not have
 * are left aside here; `readAnswers` refuses them where they come in.
 */
export function evaluate(
  definition: Definition,
  country: Country,
  answers: Answers,
  { lifted = [], partial = false }: EvaluateOptions = {},
): Evaluation {
  const { items } = indexOf(definition);
  const { asked, gate } = walk(definition, answers, lifted);
  const counted = new Map<string, Value>();
  for (const [id, item] of items) {
    const value = answers.get(id);
    if (value !== undefined && (item.fact || asked.includes(id)) && fits(item, value)) counted.set(id, value);
  }
  const missing = asked.filter((id) => !counted.has(id) && !isText(definition, id));
  const base = { asked, missing, counted, gate };
  if (missing.length > 0 && !partial) return { ...base, outcome: null, findings: [], because: [], triggers: [] };

  const lookup = settled(definition, asked, counted);
  if (gate?.outcome !== undefined)
    return { ...base, ...decided([gateFinding(gate, gate.outcome, lookup)], gate.outcome) };
  const findings = [
    ...effects(definition, country, lookup, counted),
    ...definition.gates.flatMap((g) =>
      g.override && lifted.includes(g.id) && holds(g.when, lookup)
        ? [{ ...gateFinding(g, g.override.outcome, lookup), title: g.override.title }]
        : [],
    ),
    ...definition.rules.flatMap((r) =>
      r.countries.includes(country) && holds(r.when, lookup) ? [ruleFinding('rule', r, r.outcome, lookup)] : [],
    ),
  ];
  const { rank } = indexOf(definition);
  let outcome = findings.reduce((a, f) => (rank(f.outcome) > rank(a) ? f.outcome : a), definition.otherwise);
  for (const e of definition.escalations)
    if (e.from.includes(outcome) && holds(e.when, lookup)) {
      findings.push(ruleFinding('escalation', e, e.outcome, lookup));
      outcome = e.outcome;
    }
  return { ...base, ...decided(findings, outcome) };
}

function decided(
  findings: Finding[],
  outcome: string,
): Pick<Evaluation, 'outcome' | 'findings' | 'because' | 'triggers'> {
  const because = findings.filter((f) => f.outcome === outcome);
  return { outcome, findings, because, triggers: [...new Set(because.flatMap((f) => f.answers.map((a) => a.id)))] };
}

/**
 * Which questions the flow asks, and the gate that ends it. The gates come first, in order, each with its questions in order: a gate that already
 * holds spares the rest, though answers to its own questions count where they are there. Then whatever no condition skips.
 */
function walk(
  definition: Definition,
  answers: Answers,
  lifted: readonly string[],
): { asked: string[]; gate: Gate | null } {
  const asked = new Set<string>();
  const { items } = indexOf(definition);
  const lookup: Lookup = (id) =>
    items.get(id)?.fact || asked.has(id) ? currentValue(definition, id, answers) : undefined;
  const ask = (id: string): void => {
    const item = items.get(id);
    if (item && !item.fact && !skipped(definition, item, answers)) asked.add(id);
  };
  const order = () => definition.questions.filter((q) => asked.has(q.id)).map((q) => q.id);
  for (const gate of definition.gates) {
    for (const id of gate.beside) ask(id);
    const own = mentions(gate.when).map((m) => m.id);
    for (const [i, id] of own.entries()) {
      ask(id);
      if (!holds(gate.when, lookup) || lifted.includes(gate.id)) continue;
      for (const also of own.slice(i + 1)) if (answers.has(also)) ask(also);
      return { asked: order(), gate };
    }
  }
  for (const question of definition.questions) ask(question.id);
  return { asked: order(), gate: null };
}

function skipped(definition: Definition, question: Question, answers: Answers): boolean {
  return (
    question.skipIf !== undefined && holds(question.skipIf, (id) => currentValue(definition, id, answers)) === true
  );
}

/** The answer, or what an absent fact counts as. */
function currentValue(definition: Definition, id: string, answers: Answers): Value | undefined | null {
  const given = answers.get(id);
  if (given !== undefined) return given;
  const item = indexOf(definition).items.get(id);
  if (!item?.fact) return undefined;
  return item.kind === 'yes-no' ? ABSENT : null;
}

/** Once everything is asked nothing is still to come: a skipped question is answered by nothing. */
function settled(definition: Definition, asked: readonly string[], counted: Answers): Lookup {
  const { items } = indexOf(definition);
  return (id) => (items.get(id)?.fact || asked.includes(id) ? (currentValue(definition, id, counted) ?? null) : null);
}

/** What each answer does by itself, after clearing. The mildest outcome is no finding. */
function effects(definition: Definition, country: Country, lookup: Lookup, counted: Answers): Finding[] {
  const { items } = indexOf(definition);
  const mildest = definition.outcomes[0]?.id;
  return [...counted].flatMap(([id, value]): Finding[] => {
    const item = items.get(id);
    const option = optionOf(item, value);
    if (!item || !option) return [];
    const effect = inCountry(option.effect, country);
    if (effect === NO_EFFECT || effect === BY_RULE || effect === mildest) return [];
    const finding = { by: 'effect' as const, id, title: null, answers: [{ id, value }], cite: item.cite };
    const clearing = definition.clearing.find((c) => c.turns === effect && c.of.includes(id) && holds(c.when, lookup));
    if (!clearing) return [{ ...finding, outcome: effect }];
    const cleared = {
      by: clearing.id,
      title: clearing.title,
      from: effect,
      answers: givenFor(clearing.when, lookup),
    };
    return [{ ...finding, outcome: clearing.into, cleared }];
  });
}

function gateFinding(gate: Gate, outcome: string, lookup: Lookup): Finding {
  return ruleFinding('gate', gate, outcome, lookup);
}

function ruleFinding(
  by: 'gate' | 'rule' | 'escalation',
  rule: { id: string; title: Localised; when: Condition; cite: Reference[] },
  outcome: string,
  lookup: Lookup,
): Finding {
  return { by, id: rule.id, title: rule.title, answers: givenFor(rule.when, lookup), outcome, cite: rule.cite };
}

function givenFor(when: Condition, lookup: Lookup): Given[] {
  return reasons(when, lookup).flatMap((id) => {
    const value = lookup(id);
    return value === undefined || value === null ? [] : [{ id, value }];
  });
}

function isText(definition: Definition, id: string): boolean {
  return indexOf(definition).items.get(id)?.kind === 'text';
}

/** Whether a question or fact can have this answer. */
export function fits(item: { kind: string; options: readonly { code: string }[] }, value: Value): boolean {
  if (item.kind === 'text') return typeof value === 'string';
  if (item.kind === 'score')
    return typeof value === 'number' && Number.isInteger(value) && value >= SCORE.min && value <= SCORE.max;
  return item.options.some((o) => o.code === value);
}
