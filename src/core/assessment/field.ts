import type { Assessment } from './document.ts';
import type { Role } from './roles.ts';

/**
 * Every field of an assessment that somebody can fill in, under a path and as a string: what a form shows and sends, and what two people can clash
 * over. `risks.R04.score` is `3x4`, or empty while nobody has confirmed it.
 */
export type FieldFault =
  /** No such field in this document. */
  | 'unknown'
  | 'too_long'
  | 'required'
  | 'invalid'
  /** The screening says that the risk belongs here. */
  | 'mandatory'
  /** An owner needs a role before a name. */
  | 'role_first'
  /** Views of a group need to say first whether it was asked. */
  | 'asked_first';
export type Made = { role: Role; at: string };
export type Field = {
  /** Written freely, so it may hold names. */
  free: boolean;
  read: (d: Assessment) => string;
  write: (d: Assessment, value: string, made: Made) => Assessment | FieldFault;
};

/** Characters that a text may have; the document's own ceiling. */
export const MAX_TEXT = 20_000;

/** A field of free text. */
export function free(
  read: Field['read'],
  put: (d: Assessment, text: string) => Assessment | FieldFault,
  { required = false } = {},
): Field {
  return {
    free: true,
    read,
    write: (d, value) => {
      if (value.length > MAX_TEXT) return 'too_long';
      return required && !value.trim() ? 'required' : put(d, value);
    },
  };
}
