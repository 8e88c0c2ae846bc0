import type { Button, Field, Form } from '../../core/card.ts';
import type { Fields } from '../../core/message.ts';
import { foldLetters } from '../../core/text.ts';
import { canSkip, isFilled } from './card-lines.ts';

/** A form is asked field by field; what is typed is a number, a label, or words. Pure. */

export type Filling = {
  form: Form;
  /** The field that is being asked. */
  at: number;
  entered: Fields;
  /** "None of these" was said to the lines to tick. */
  none: boolean;
};

export const begin = (form: Form, entered: Fields = {}): Filling => {
  const first = form.fields.findIndex((f) => !(f.id in entered));
  return { form, at: Math.max(0, first), entered, none: false };
};

export const fieldAt = ({ form, at }: Filling): Field | undefined => form.fields[at];

/** The button that says "none of these" of the lines to tick: in a terminal it is the number 0. */
export function noneOf({ also }: Form): Button | undefined {
  return also.find((b) => b.action?.do === 'none');
}

/** After one line. `foreign`: it is no answer to this field, and may be something else; `unclear`: it is meant as one, but can't be. */
export type Took = { filling: Filling; done: boolean } | 'foreign' | 'unclear';

export function enter(filling: Filling, line: string): Took {
  const field = fieldAt(filling);
  if (!field) return 'foreign';
  const text = line.trim();
  if (text === '') return isFilled(field) || canSkip(field) ? on(filling, {}) : 'unclear';
  switch (field.kind) {
    case 'text':
      return text.length <= field.max ? on(filling, { [field.id]: text }) : 'unclear';
    case 'choice': {
      const value = optionIn(field.options, text);
      if (value !== undefined) return on(filling, { [field.id]: value });
      return isNumber(text) ? 'unclear' : 'foreign';
    }
    case 'ticks': {
      if (!/^\d+(?:[\s,]+(?:(?:og|och|and)\s+)?\d+)*$/u.test(text)) return 'foreign';
      const numbers = [...text.matchAll(/\d+/g)].map(Number);
      if (numbers.length === 1 && numbers[0] === 0 && noneOf(filling.form)) return on(filling, {}, true);
      const values = numbers.flatMap((n) => field.options[n - 1]?.value ?? []);
      return values.length === numbers.length ? on(filling, { [field.id]: [...new Set(values)] }) : 'unclear';
    }
  }
}

const isNumber = (text: string): boolean => /^\d+$/.test(text);

/** By its number, by its label, or by how one label alone begins. */
function optionIn(options: Extract<Field, { kind: 'choice' }>['options'], text: string): string | undefined {
  if (isNumber(text)) return options[Number(text) - 1]?.value;
  const said = foldLetters(text);
  const same = options.find((o) => foldLetters(o.label) === said || o.value === said);
  if (same) return same.value;
  const [begun, ...others] = options.filter((o) => begins(foldLetters(o.label), said));
  return others.length === 0 ? begun?.value : undefined;
}

const begins = (label: string, said: string): boolean =>
  label.startsWith(said) && !/^\p{L}/u.test(label.slice(said.length));

function on(filling: Filling, entered: Fields, none = filling.none): Took {
  const next = { ...filling, entered: { ...filling.entered, ...entered }, none, at: filling.at + 1 };
  return { filling: next, done: next.at >= filling.form.fields.length };
}

/** What is sent: what stands in the form, and over it what was entered. */
export function fieldsOf({ form, entered }: Filling): Fields {
  const filled = form.fields.flatMap((f): [string, string | readonly string[]][] => {
    if (f.kind === 'ticks') return f.values.length > 0 ? [[f.id, f.values]] : [];
    return f.value === undefined ? [] : [[f.id, f.value]];
  });
  return { ...Object.fromEntries(filled), ...entered };
}

/** The button that sends the form as it was filled in. */
export const sendOf = ({ form, none }: Filling): Button => (none ? (noneOf(form) ?? form.submit) : form.submit);
