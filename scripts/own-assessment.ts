import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { beginAssessment, confirmRisk } from '../src/core/assessment/begin.ts';
import { defaultMunicipality } from '../src/core/assessment/default-municipality.ts';
import { Assessment } from '../src/core/assessment/document.ts';
import { render } from '../src/core/assessment/render.ts';
import { settled } from '../src/core/assessment/settle.ts';
import { type Dossier, open } from '../src/core/assessment/versions.ts';
import type { Knowledge } from '../src/core/guideline.ts';
import { readAnswers } from '../src/core/screening/read-answers.ts';
import { toMarkdown } from '../src/export/markdown.ts';

/** varsam's assessment of itself: docs/own-assessment.yaml through the same screening, rules and export as any other. */

const side = z.enum(['likelihood', 'consequence']);
const score = { likelihood: z.int(), consequence: z.int() };
const Own = z.strictObject({
  at: z.iso.datetime(),
  title: z.string(),
  country: z.literal('NO'),
  lang: z.literal('en'),
  answers: z.record(z.string(), z.string()),
  texts: z.record(z.string(), z.record(z.string(), z.string())),
  balancing: Assessment.shape.balancing,
  views: Assessment.shape.views,
  bank: z.record(z.string(), z.strictObject({ ...score, comment: z.string() })),
  setAside: z.string(),
  risks: z.array(
    z.strictObject({
      ...{ family: z.enum(['M', 'A', 'F', 'T']), name: z.string(), cause: z.string(), consequence: z.string() },
      ...{ exposed: z.boolean(), likelihood: z.int(), consequenceScore: z.int() },
    }),
  ),
  measures: z.array(z.strictObject({ text: z.string(), effects: z.record(z.string(), side) })),
});
type Own = z.infer<typeof Own>;
const REASONS = { likelihood: 'It meets the cause.', consequence: 'It limits what follows.' } as const;
const AUTHOR = { kind: 'person', person: 'makers', role: 'author' } as const;

/** The Markdown of docs/privacy.md. @throws where the answers open no assessment, or what was written is none */
export function ownAssessment(root: string, knowledge: Knowledge): string {
  const own = Own.parse(parse(readFileSync(join(root, 'docs', 'own-assessment.yaml'), 'utf8')));
  const definition = knowledge.screenings.find((s) => s.id === 'dpia');
  const read = definition && readAnswers(definition, own.answers);
  if (!definition || !knowledge.risks || !read) throw new Error('the knowledge has no DPIA screening or no risk bank');
  if ('error' in read) throw new Error(read.error);
  const { title, country, lang, at } = own;
  const given = { id: 'varsam', title, country, lang, answers: read.answers };
  const begun = beginAssessment(definition, knowledge.risks, given);
  if (!begun) throw new Error('these answers open no assessment');
  const document = settled(definition, Assessment.parse(written(begun, own)));
  const dossier: Dossier = open(document, { by: AUTHOR, at });
  const municipality = { ...defaultMunicipality(country, lang), name: 'For the municipality that runs varsam' };
  const note = '<!-- Made by `npm run docs` from docs/own-assessment.yaml. Edit that. -->';
  return `${note}\n${toMarkdown(render({ dossier, definition, knowledge, municipality, lang }))}`;
}

/** What the makers wrote into the document: texts, scores, their own risks, and the measures that are in place. */
function written(begun: Assessment, own: Own): Assessment {
  const by = { role: 'author', at: own.at } as const;
  const banked = begun.risks.map((risk) => {
    const fits = own.bank[risk.id];
    return fits ? { ...confirmRisk(risk, fits, by), comment: fits.comment } : { ...risk, setAside: own.setAside };
  });
  const added = own.risks.map(({ consequenceScore, likelihood, ...risk }, i) =>
    confirmRisk(
      {
        ...{ ...risk, id: `E${i + 1}`, source: 'own' as const, proposed: null, inherent: null, confirmedBy: null },
        ...{ floor: null, mandatory: false, setAside: '', comment: '', cite: [] },
      },
      { likelihood, consequence: consequenceScore },
      by,
    ),
  );
  const measures = own.measures.map(({ text, effects }, i) => ({
    ...{ id: `own-${i + 1}`, common: null, text, due: null, status: 'implemented' as const },
    owner: { role: 'editor' as const, name: 'The makers of varsam' },
    effects: Object.entries(effects).map(([risk, lowers]) => ({
      risk,
      lowers,
      reason: REASONS[lowers],
      confirmed: true,
    })),
  }));
  const texts = { ...begun.texts };
  for (const [section, fields] of Object.entries(own.texts)) texts[section] = { ...texts[section], ...fields };
  return { ...begun, texts, balancing: own.balancing, views: own.views, risks: [...banked, ...added], measures };
}
