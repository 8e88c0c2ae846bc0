import type { Value } from './condition.ts';
import { type Definition, indexOf, SCORE } from './definition.ts';
import { type Answers, fits } from './evaluate.ts';

/**
 * Answers as they come from outside, `{ id: code | number }`. An id or code that the definition does not have makes the whole set an error, also
 * where the flow would skip the question: it is a mistake of whoever sent it, and silence would hide it.
 */
export function readAnswers(definition: Definition, raw: unknown): { answers: Answers } | { error: string } {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    return { error: 'answers should be an object of ids and codes' };
  const { items } = indexOf(definition);
  const answers = new Map<string, Value>();
  for (const [id, value] of Object.entries(raw)) {
    const item = items.get(id);
    if (!item) return { error: `unknown id ${id}` };
    if ((typeof value !== 'string' && typeof value !== 'number') || !fits(item, value))
      return { error: `${id} can't be ${shown(value)}; it takes ${expected(item)}` };
    answers.set(id, value);
  }
  return { answers };
}

function expected(item: { kind: string; options: readonly { code: string }[] }): string {
  if (item.kind === 'text') return 'text';
  if (item.kind === 'score') return `a whole number from ${SCORE.min} to ${SCORE.max}`;
  return item.options.map((o) => o.code).join(', ');
}

/** A wrong value in short: it may be anything, also something that should not be repeated at length. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
