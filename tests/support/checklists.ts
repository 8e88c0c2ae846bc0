import fc from 'fast-check';
import { isChecklist } from '../../src/core/guideline.ts';
import type { Definition } from '../../src/core/screening/definition.ts';
import { harmless } from '../../src/core/screening/explore.ts';
import { anyAnswers, type Plain, realScreenings } from './screening.ts';

/** The checklists around an account, and answers to them. */

export const checklists = (): Definition[] => realScreenings().definitions.filter((d) => isChecklist(d.id));

export function checklist(id: Definition['id']): Definition {
  const found = checklists().find((d) => d.id === id);
  if (!found) throw new Error(`no checklist ${id}`);
  return found;
}

/** Every step done, and nothing out of the ordinary. */
const PLAIN: Partial<Record<Definition['id'], Plain>> = {
  'remove-comment': { M01: 'breach', M02: 'crime', M04: 'remove' },
  breach: { B01: 'yes', B07: 'high', B08: 'yes' },
  'confidential-post': { C01: 'yes', C02: 'comment', C08: 'yes' },
  'move-case': { F01: 'case' },
};
export const done = (d: Definition): Plain => ({ ...Object.fromEntries(harmless(d, 'NO')), ...PLAIN[d.id] });

/** Any complete set of answers: mostly a list that is nearly done, and any other as well. */
export const anyRun = (d: Definition): fc.Arbitrary<Plain> =>
  fc.oneof(anyAnswers(d, done(d), 12), anyAnswers(d, done(d), 1));
