import { z } from 'zod';

/** What an answer can be: the code of an option, a score, or free text. */
export type Value = string | number;

/**
 * When something applies, as data over stable ids, never as text to be interpreted:
 * `is` one option, `anyOf` several, `atLeast` so many of a list of questions, `reaches` a score, and `all`, `any`, `not` over those.
 */
export type Condition =
  | { is: { question: string; option: string } }
  | { anyOf: { question: string; options: string[] } }
  | { atLeast: { count: number; of: string[]; options: string[] } }
  | { reaches: { fact: string; score: number } }
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition };

const id = z.string().min(1);
const several = z.array(id).min(1);

export const Condition: z.ZodType<Condition> = z.lazy(() =>
  z.union(
    [
      z.strictObject({ is: z.strictObject({ question: id, option: id }) }),
      z.strictObject({ anyOf: z.strictObject({ question: id, options: several }) }),
      z.strictObject({ atLeast: z.strictObject({ count: z.int().positive(), of: several, options: several }) }),
      z.strictObject({ reaches: z.strictObject({ fact: id, score: z.int() }) }),
      z.strictObject({ all: z.array(Condition).min(1) }),
      z.strictObject({ any: z.array(Condition).min(1) }),
      z.strictObject({ not: Condition }),
    ],
    { error: 'a condition is one of is, anyOf, atLeast, reaches, all, any, not' },
  ),
);

/** What is known of an id: its answer, undefined while it is still to be asked, null when it never will be (skipped, or absent for good). */
export type Lookup = (id: string) => Value | undefined | null;

/** True, false, or undefined while an answer that matters is still to come (three-valued logic). */
export function holds(condition: Condition, lookup: Lookup): boolean | undefined {
  if ('is' in condition) return among(lookup(condition.is.question), [condition.is.option]);
  if ('anyOf' in condition) return among(lookup(condition.anyOf.question), condition.anyOf.options);
  if ('atLeast' in condition) {
    const { count, of, options } = condition.atLeast;
    const each = of.map((q) => among(lookup(q), options));
    const yes = each.filter((e) => e === true).length;
    if (yes >= count) return true;
    return yes + each.filter((e) => e === undefined).length < count ? false : undefined;
  }
  if ('reaches' in condition) {
    const value = lookup(condition.reaches.fact);
    if (value === undefined) return undefined;
    return typeof value === 'number' && value >= condition.reaches.score;
  }
  if ('not' in condition) {
    const inner = holds(condition.not, lookup);
    return inner === undefined ? undefined : !inner;
  }
  const every = 'all' in condition;
  const parts = (every ? condition.all : condition.any).map((part) => holds(part, lookup));
  if (parts.includes(!every)) return !every;
  return parts.includes(undefined) ? undefined : every;
}

function among(value: Value | undefined | null, options: readonly string[]): boolean | undefined {
  return value === undefined ? undefined : typeof value === 'string' && options.includes(value);
}

/** Ids of the answers that make a condition true, in its own order; what is denied (`not`) is no reason. */
export function reasons(condition: Condition, lookup: Lookup): string[] {
  if ('not' in condition || holds(condition, lookup) !== true) return [];
  if ('is' in condition) return [condition.is.question];
  if ('anyOf' in condition) return [condition.anyOf.question];
  if ('reaches' in condition) return [condition.reaches.fact];
  if ('atLeast' in condition) {
    const { of, options } = condition.atLeast;
    return of.filter((q) => among(lookup(q), options) === true);
  }
  return [...new Set(('all' in condition ? condition.all : condition.any).flatMap((part) => reasons(part, lookup)))];
}

/** A place where a condition names an id, and the options it names there; `path` leads to the id itself. */
export type Mention = { id: string; options: string[]; kind: 'question' | 'fact'; path: PropertyKey[] };

/** Everything a condition names, in the order it names it. */
export function mentions(condition: Condition, path: PropertyKey[] = []): Mention[] {
  if ('is' in condition) {
    const { question, option } = condition.is;
    return [{ id: question, options: [option], kind: 'question', path: [...path, 'is', 'question'] }];
  }
  if ('anyOf' in condition) {
    const { question, options } = condition.anyOf;
    return [{ id: question, options, kind: 'question', path: [...path, 'anyOf', 'question'] }];
  }
  if ('atLeast' in condition) {
    const { of, options } = condition.atLeast;
    return of.map((q, i) => ({ id: q, options, kind: 'question' as const, path: [...path, 'atLeast', 'of', i] }));
  }
  if ('reaches' in condition)
    return [{ id: condition.reaches.fact, options: [], kind: 'fact', path: [...path, 'reaches', 'fact'] }];
  if ('not' in condition) return mentions(condition.not, [...path, 'not']);
  const key = 'all' in condition ? 'all' : 'any';
  const parts = 'all' in condition ? condition.all : condition.any;
  return parts.flatMap((part, i) => mentions(part, [...path, key, i]));
}
