import { beginAssessment } from '../core/assessment/begin.ts';
import type { Assessment } from '../core/assessment/document.ts';
import type { Actor } from '../core/assessment/roles.ts';
import { current, open } from '../core/assessment/versions.ts';
import type { Knowledge } from '../core/guideline.ts';
import type { Country, Lang } from '../core/language.ts';
import type { Definition } from '../core/screening/definition.ts';
import { type Answers, evaluate } from '../core/screening/evaluate.ts';
import type { Mask } from './ports.ts';
import type { Assessments } from './screening-ports.ts';

const TITLE = 80;

export type OpenDeps = { knowledge: Knowledge; assessments: Assessments; mask: Mask };
export type ToOpen = {
  tenant: string;
  id: string;
  by: Actor;
  at: string;
  definition: Definition;
  country: Country;
  lang: Lang;
  answers: Answers;
  lifted?: Assessment['screening']['lifted'];
};
type Begun = { document: Assessment } | { error: string };

/**
 * Stores the document that these answers open, as its first version. The same id again gives what is stored under it. An error says why the answers
 * open none.
 */
export async function openAssessment({ knowledge, assessments, mask }: OpenDeps, given: ToOpen): Promise<Begun> {
  const { tenant, id, by, at, definition, country, lang, lifted = [] } = given;
  if (definition.id !== 'dpia') return { error: `${definition.id} opens no assessment; dpia does.` };
  if (!knowledge.risks) return { error: 'There is no risk bank in the knowledge folder.' };
  const answers = withoutNames(definition, given.answers, mask);
  const { missing, outcome } = evaluate(definition, country, answers, { lifted: lifted.map((l) => l.gate) });
  if (outcome === null) return { error: `Still to be answered: ${missing.join(', ')}.` };
  const title = titleOf(answers.get('D01')) || definition.title[lang];
  const document = beginAssessment(definition, knowledge.risks, { id, title, country, lang, answers, lifted });
  if (!document) return { error: `These answers end in ${outcome}, which opens no assessment.` };
  const [first] = open(document, { by, at }).versions;
  if (first && (await assessments.append(tenant, first))) return { document };
  const stored = await assessments.dossier(tenant, id);
  return stored ? { document: current(stored) } : { error: `The assessment ${id} could not be stored.` };
}

/** Free text may hold names; nothing stores it before they are out. */
function withoutNames(definition: Definition, answers: Answers, mask: Mask): Answers {
  const free = new Set(definition.questions.filter((q) => q.kind === 'text').map((q) => q.id));
  return new Map(
    [...answers].map(([id, value]) => [id, free.has(id) && typeof value === 'string' ? mask(value).text : value]),
  );
}

/** The first line of what is planned, short enough for a title page. */
function titleOf(plan: string | number | undefined): string {
  const line =
    String(plan ?? '')
      .trim()
      .split('\n')[0] ?? '';
  if (line.length <= TITLE) return line;
  return `${line.slice(0, TITLE).replace(/(?<!\s)\s+\S*$/, '')} …`;
}
