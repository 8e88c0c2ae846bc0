import type { Country, Lang } from '../language.ts';
import { holds } from '../screening/condition.ts';
import { type Definition, optionOf } from '../screening/definition.ts';
import { type Answers, evaluate } from '../screening/evaluate.ts';
import { verdictOf } from '../screening/verdict.ts';
import { Assessment, type Effect, type Measure, type RiskEntry } from './document.ts';
import { EXPOSED_CONSEQUENCE } from './risk.ts';
import type { Risk, RiskBank } from './risk-bank.ts';

/** Risks of the bank that hit children, patients or people with a protected address. */
const EXPOSED: readonly string[] = ['R17'];

/**
 * The document that a screening opens: its answers, the bank's risks with starting values that nobody has confirmed yet, and the bank's measures as
 * proposals. Undefined where the screening did not end in an assessment.
 */
export function beginAssessment(
  definition: Definition,
  bank: RiskBank,
  given: {
    id: string;
    title: string;
    country: Country;
    lang: Lang;
    answers: Answers;
    lifted?: Assessment['screening']['lifted'];
  },
): Assessment | undefined {
  const { id, title, country, lang, answers, lifted = [] } = given;
  const evaluation = evaluate(definition, country, answers, { lifted: lifted.map((l) => l.gate) });
  const verdict = verdictOf(definition, country, evaluation);
  if (!verdict || !['PLM', 'DPIA', 'DPIA_PRIOR_CONSULTATION'].includes(verdict.outcome)) return undefined;
  const risks = bank.risks.map((risk) => entryOf(risk, answers, verdict.risks.includes(risk.id)));
  return Assessment.parse({
    id,
    title,
    kind: verdict.outcome === 'PLM' ? 'PLM' : 'DPIA',
    country,
    lang,
    state: 'draft',
    screening: {
      definition: 'dpia',
      version: definition.version,
      answers: Object.fromEntries(evaluation.counted),
      lifted,
      outcome: verdict.outcome,
    },
    texts: filled(definition, answers, lang),
    balancing: {
      information: { weight: null, reason: '' },
      expression: { weight: null, reason: '' },
      privacy: { weight: null, reason: '' },
    },
    views: [],
    bankLabel: bank.label,
    risks,
    measures: proposals(bank, risks),
    advice: null,
    decision: null,
    consultation: '',
    reviewDate: null,
    steps: [],
  } satisfies Assessment);
}

function entryOf(risk: Risk, answers: Answers, mandatory: boolean): RiskEntry {
  const stays = risk.unless && holds(risk.unless.when, (id) => answers.get(id) ?? null) === true;
  return {
    id: risk.id,
    source: 'bank',
    family: risk.family,
    name: risk.name,
    cause: risk.cause,
    consequence: risk.consequence,
    exposed: EXPOSED.includes(risk.id),
    proposed: risk.inherent,
    inherent: null,
    confirmedBy: null,
    floor: stays && risk.unless ? { residual: risk.unless.residual, why: risk.unless.why } : null,
    mandatory,
    setAside: '',
    comment: '',
    cite: risk.cite,
  };
}

/** The bank's measures, own ones first, with so many unconfirmed effects that all together give the bank's residual. */
function proposals(bank: RiskBank, risks: readonly RiskEntry[]): Measure[] {
  const common = new Map<string, Effect[]>();
  const own = bank.risks.flatMap((risk): Measure[] => {
    const sides = [
      ...Array<'likelihood'>(risk.inherent.likelihood - risk.residual.likelihood).fill('likelihood'),
      ...Array<'consequence'>(risk.inherent.consequence - risk.residual.consequence).fill('consequence'),
    ];
    const stays = risks.find((r) => r.id === risk.id)?.floor !== null;
    const next = (): Effect[] => {
      const lowers = stays ? undefined : sides.shift();
      return lowers ? [{ risk: risk.id, lowers, reason: '', confirmed: false }] : [];
    };
    const measures = risk.measures.own.map((m) => ({
      ...blank,
      id: `${risk.id}${m.id}`,
      text: m.text,
      effects: next(),
    }));
    for (const id of risk.measures.common) common.set(id, [...(common.get(id) ?? []), ...next()]);
    return measures;
  });
  const shared = (['m1', 'm2', 'm3', 'm4', 'm5', 'm6'] as const).map((id) => ({
    ...blank,
    id,
    common: id,
    text: bank.measures[id],
    effects: common.get(id) ?? [],
  }));
  return [...shared, ...own];
}

const blank: Pick<Measure, 'common' | 'owner' | 'due' | 'status'> = {
  common: null,
  owner: null,
  due: null,
  status: 'proposed',
};

/** What the screening already says, so that nobody writes it twice. */
function filled(definition: Definition, answers: Answers, lang: Lang): Assessment['texts'] {
  const chosen = (id: string) => {
    const question = definition.questions.find((q) => q.id === id);
    return optionOf(question, answers.get(id))?.text[lang] ?? '';
  };
  const plan = answers.get('D01');
  return {
    description: typeof plan === 'string' && plan.trim() ? { purpose: plan.trim() } : {},
    basis: chosen('D06') ? { article6: chosen('D06') } : {},
    platform: {
      ...(chosen('D20') ? { joint: chosen('D20') } : {}),
      ...(chosen('D21') ? { transfers: chosen('D21') } : {}),
    },
  };
}

/** A score as a person confirms it; what hits those who need shelter most is lifted to what it has to be. */
export function confirmRisk(
  risk: RiskEntry,
  score: { likelihood: number; consequence: number },
  by: NonNullable<RiskEntry['confirmedBy']>,
): RiskEntry {
  const consequence = risk.exposed ? Math.max(score.consequence, EXPOSED_CONSEQUENCE) : score.consequence;
  return { ...risk, inherent: { likelihood: score.likelihood, consequence }, confirmedBy: by };
}
