import type { Assessment, Measure, RiskEntry } from './document.ts';
import { type Score, scoreOf } from './risk-bank.ts';

/** The 4 × 4 scale of this project: what a score means, and what measures do to it. Scores 1–16; a convention, not from the sources. */
export type Band = 'low' | 'medium' | 'high' | 'very_high';
export const BANDS: readonly Band[] = ['low', 'medium', 'high', 'very_high'];

/** From here on a PLM becomes a DPIA, and a residual risk calls for prior consultation. */
export const HIGH = 8;
/** A risk that falls by more steps than this needs a comment of the DPO. */
const MAX_DROP = 2;
/** What hits children, patients or people with a protected address weighs at least this. */
export const EXPOSED_CONSEQUENCE = 4;

export function bandOf(score: number): Band {
  if (score >= 12) return 'very_high';
  if (score >= HIGH) return 'high';
  return score >= 4 ? 'medium' : 'low';
}

/** The score before measures: undefined until a person has confirmed one, or when the risk is set aside. */
export function inherentOf(risk: RiskEntry): Score | undefined {
  if (risk.setAside.trim() || risk.inherent === null || risk.confirmedBy === null) return undefined;
  return floored(risk, risk.inherent);
}

function floored(risk: RiskEntry, { likelihood, consequence }: Score): Score {
  return { likelihood, consequence: risk.exposed ? Math.max(consequence, EXPOSED_CONSEQUENCE) : consequence };
}

/** Whether a measure's effect on a risk counts: confirmed, with a reason and an owner, and taken up. */
function countsFor(measure: Measure, riskId: string, planned: boolean): boolean {
  if (measure.status === 'proposed' || measure.owner === null) return false;
  if (measure.status === 'planned' && (!planned || measure.due === null)) return false;
  return measure.effects.some((e) => e.risk === riskId && e.confirmed && e.reason.trim() !== '');
}

/**
 * The score after measures: with those in place, or with the planned ones too. Each measure lowers one side by one step, never below 1, never below
 * what the risk's floor or the people it hits allow, and never above the score before. Undefined while that is not confirmed.
 */
export function residualOf(
  risk: RiskEntry,
  measures: readonly Measure[],
  { planned }: { planned: boolean },
): Score | undefined {
  const inherent = inherentOf(risk);
  if (!inherent) return undefined;
  const steps = { likelihood: 0, consequence: 0 };
  for (const measure of measures)
    if (countsFor(measure, risk.id, planned)) {
      const effect = measure.effects.find((e) => e.risk === risk.id);
      if (effect) steps[effect.lowers]++;
    }
  const side = (key: 'likelihood' | 'consequence') =>
    Math.min(inherent[key], Math.max(inherent[key] - steps[key], risk.floor?.residual[key] ?? 1, 1));
  return floored(risk, { likelihood: side('likelihood'), consequence: side('consequence') });
}

export type Rated = {
  risk: RiskEntry;
  inherent: Score;
  /** With the measures in place. */
  now: Score;
  /** With the planned ones too. */
  planned: Score;
  /** Steps down on both sides together, planned measures included. */
  drop: number;
};

/** Every risk that applies and has a confirmed score. */
export function rated(d: Pick<Assessment, 'risks' | 'measures'>): Rated[] {
  return d.risks.flatMap((risk) => {
    const inherent = inherentOf(risk);
    const now = residualOf(risk, d.measures, { planned: false });
    const planned = residualOf(risk, d.measures, { planned: true });
    if (!inherent || !now || !planned) return [];
    const drop = inherent.likelihood - planned.likelihood + (inherent.consequence - planned.consequence);
    return [{ risk, inherent, now, planned, drop }];
  });
}

/** Risks that apply and still wait for somebody to confirm their score. */
export function unconfirmed(d: Pick<Assessment, 'risks'>): RiskEntry[] {
  return d.risks.filter((r) => !r.setAside.trim() && r.inherent === null);
}

/** Risks whose fall the DPO has to comment on. */
export function steepDrops(d: Pick<Assessment, 'risks' | 'measures'>): Rated[] {
  return rated(d).filter((r) => r.drop > MAX_DROP);
}

/** Planned measures without which some risk would be higher: they have to be in place before a decision. */
export function carrying(d: Pick<Assessment, 'risks' | 'measures'>): Measure[] {
  const open = rated(d).filter((r) => scoreOf(r.planned) < scoreOf(r.now));
  return d.measures.filter((m) => m.status === 'planned' && open.some(({ risk }) => countsFor(m, risk.id, true)));
}

/**
 * The two figures the screening takes from the risk table. `max_inherent` once every risk that applies is confirmed; `max_residual` (planned measures
 * too) once the assessment goes to the DPO or has been there. A fresh document has neither.
 */
export function factsOf(
  d: Pick<Assessment, 'risks' | 'measures'>,
  { toAdvice }: { toAdvice: boolean },
): { max_inherent?: number; max_residual?: number } {
  const all = rated(d);
  if (all.length === 0 || unconfirmed(d).length > 0) return {};
  const max = (of: (r: Rated) => Score) => Math.max(...all.map((r) => scoreOf(of(r))));
  const facts = { max_inherent: max((r) => r.inherent) };
  return toAdvice ? { ...facts, max_residual: max((r) => r.planned) } : facts;
}
