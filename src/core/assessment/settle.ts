import type { Definition } from '../screening/definition.ts';
import { type Evaluation, evaluate } from '../screening/evaluate.ts';
import { verdictOf } from '../screening/verdict.ts';
import { type Assessment, type State, textOf } from './document.ts';
import { factsOf, unconfirmed } from './risk.ts';
import { SECTIONS } from './sections.ts';

const AT_ADVICE: readonly State[] = ['dpo_advice', 'decided', 'active', 'review_due', 'closed'];

/** The screening once more, with what the risk table adds to the answers. */
function reassess(definition: Definition, d: Assessment, toAdvice = AT_ADVICE.includes(d.state)): Evaluation {
  const answers = new Map([...Object.entries(d.screening.answers), ...Object.entries(factsOf(d, { toAdvice }))]);
  return evaluate(definition, d.country, answers, { lifted: d.screening.lifted.map((l) => l.gate) });
}

/**
 * The document with its outcome brought up to date. A PLM whose risk table calls for it becomes a DPIA and keeps every word; a DPIA never becomes a PLM
 * again by itself: what was found can't be unfound by editing a score.
 */
export function settled(definition: Definition, d: Assessment, toAdvice?: boolean): Assessment {
  const { outcome } = reassess(definition, d, toAdvice);
  const kind = d.kind === 'DPIA' || (outcome !== null && outcome !== 'PLM') ? 'DPIA' : 'PLM';
  return {
    ...d,
    kind,
    screening: { ...d.screening, outcome: kind === 'DPIA' && outcome === 'PLM' ? 'DPIA' : outcome },
  };
}

/** Answers that block a decision, by id (D22=no). */
export function blockingAnswers(definition: Definition, d: Assessment): string[] {
  const verdict = verdictOf(definition, d.country, reassess(definition, d));
  return verdict?.blocks.map((b) => b.id) ?? [];
}

/** Fields that may stay empty. */
const OPTIONAL: readonly string[] = [
  'basis.article9',
  'basis.secrecy',
  'basis.image',
  'basis.consent',
  'conclusion.conditions',
];

/**
 * What is still to be written before the DPO is asked, as paths (`description.purpose`, `risks.R04`, `views`). Only the parts of its kind count: a PLM
 * needs the short ones.
 */
export function missing(d: Assessment): string[] {
  const dpia = d.kind === 'DPIA';
  const texts = SECTIONS.filter((s) => s.short || dpia).flatMap((s) =>
    s.fields
      .map((f) => `${s.id}.${f.id}`)
      .filter((path) => !OPTIONAL.includes(path) && !textOf(d, s.id, path.split('.')[1] ?? '').trim()),
  );
  const interests = Object.entries(d.balancing).filter(([, i]) => i.weight === null || !i.reason.trim());
  const owners = d.measures.filter(
    (m) => m.status !== 'proposed' && (!m.owner?.name.trim() || (m.status === 'planned' && m.due === null)),
  );
  return [
    ...texts,
    ...(dpia ? interests.map(([id]) => `balancing.${id}`) : []),
    ...(dpia && (d.views.length === 0 || d.views.some((v) => !v.text.trim())) ? ['views'] : []),
    ...(d.risks.length === 0 ? ['risks'] : unconfirmed(d).map((r) => `risks.${r.id}`)),
    ...owners.map((m) => `measures.${m.id}`),
  ];
}
