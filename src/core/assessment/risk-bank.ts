import { z } from 'zod';
import { Reference } from '../guideline.ts';
import { Localised } from '../language.ts';
import { Condition } from '../screening/condition.ts';

/** The four things a risk can take from people: medbestemmelse, åpenhet, forutsigbarhet, tillit (ks-slides:166-175). */
export const FAMILIES = ['M', 'A', 'F', 'T'] as const;
/** The six common measures of KS' slides (ks-slides:242-253). */
export const COMMON_MEASURES = ['m1', 'm2', 'm3', 'm4', 'm5', 'm6'] as const;

const degree = z.int().min(1).max(4);
/** Likelihood × consequence, 1–4 each; the product is the score, 1–16. */
export const Score = z.strictObject({ likelihood: degree, consequence: degree });
export type Score = z.infer<typeof Score>;

export const Risk = z.strictObject({
  id: z.string().regex(/^R\d\d$/, 'a risk is R and two digits'),
  family: z.enum(FAMILIES),
  name: Localised,
  cause: Localised,
  consequence: Localised,
  measures: z.strictObject({
    common: z.array(z.enum(COMMON_MEASURES)).min(1),
    own: z.array(z.strictObject({ id: z.string().regex(/^[a-z]$/), text: Localised })).min(1),
  }),
  /** Starting values: they count only once a person has confirmed or changed them. */
  inherent: Score,
  residual: Score,
  /** Where an answer of the screening leaves the risk as it was. */
  unless: z.strictObject({ when: Condition, residual: Score, why: Localised }).optional(),
  note: Localised.optional(),
  cite: z.array(Reference).min(1),
});
export type Risk = z.infer<typeof Risk>;

export const RiskBank = z.strictObject({
  /** Whose bank this is; shown wherever a risk of it is shown. */
  label: Localised,
  families: z.strictObject({ M: Localised, A: Localised, F: Localised, T: Localised }),
  measures: z.strictObject({
    m1: Localised,
    m2: Localised,
    m3: Localised,
    m4: Localised,
    m5: Localised,
    m6: Localised,
  }),
  risks: z.array(Risk).min(1),
});
export type RiskBank = z.infer<typeof RiskBank>;

export const scoreOf = ({ likelihood, consequence }: Score): number => likelihood * consequence;

/** What a schema can't see in a risk bank: where, what, how to mend it. */
export function checkRiskBank(bank: RiskBank): { path: PropertyKey[]; problem: string; mend: string }[] {
  return bank.risks.flatMap((risk, i) => {
    const at = ['risks', i];
    const faults: { path: PropertyKey[]; problem: string; mend: string }[] = [];
    if (bank.risks.findIndex((r) => r.id === risk.id) < i)
      faults.push({
        path: [...at, 'id'],
        problem: `the risk ${risk.id} stands twice`,
        mend: 'Give the second another id.',
      });
    for (const [key, residual] of [
      ['residual', risk.residual],
      ['unless', risk.unless?.residual],
    ] as const)
      if (residual && scoreOf(residual) > scoreOf(risk.inherent))
        faults.push({
          path: [...at, key],
          problem: `${risk.id} is higher after measures than before`,
          mend: 'Correct the scores.',
        });
    const own = risk.measures.own.map((m) => m.id);
    if (new Set(own).size < own.length)
      faults.push({
        path: [...at, 'measures', 'own'],
        problem: `${risk.id} has two measures with one id`,
        mend: 'Give each its own letter.',
      });
    return faults;
  });
}
