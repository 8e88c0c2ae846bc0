import { date, lineRange } from '../locale.ts';
import type { Block, ExportModel } from './model.ts';
import { answersBlocks, historyBlocks } from './render-answers.ts';
import { balancingBlocks, decisionBlocks, reviewBlocks, viewsBlocks } from './render-decision.ts';
import { heading, note, outcomeTitle, type RenderInput, type Rendering } from './render-parts.ts';
import { conclusionBlocks, measuresBlocks, risksBlocks, summaryBlocks } from './render-risks.ts';
import { SECTIONS, type SectionId } from './sections.ts';
import { current } from './versions.ts';
import { kindName, LANG_NAMES, STATE_NAMES, term } from './words.ts';

/**
 * An assessment as neutral blocks in a language, whatever language it was written in: labels and the bank's texts are translated, what people wrote
 * stands as they wrote it and is marked with its language. A PLM shows its short parts. Pure.
 */
export function render(input: RenderInput): ExportModel {
  const { dossier, definition, municipality, lang } = input;
  const d = current(dossier);
  const r: Rendering = { ...input, d };
  const last = dossier.versions.at(-1);
  return {
    lang,
    title: d.title,
    subtitle: kindName(d.kind, d.country, lang),
    municipality: municipality.name,
    logoAlt: term(lang, 'logo', { name: municipality.name }),
    cover: [
      { label: term(lang, 'municipality'), value: municipality.name },
      { label: term(lang, 'kind'), value: kindName(d.kind, d.country, lang) },
      { label: term(lang, 'state'), value: STATE_NAMES[d.state][lang] },
      { label: term(lang, 'version'), value: `${last?.number ?? 1} · ${last ? date(lang, last.at) : ''}` },
      { label: term(lang, 'outcome'), value: outcomeTitle(definition, d, lang) },
      ...(d.reviewDate ? [{ label: term(lang, 'reviewDate'), value: date(lang, d.reviewDate) }] : []),
      {
        label: term(lang, 'definition'),
        value: term(lang, 'definitionValue', { title: definition.title[lang], version: d.screening.version }),
      },
    ],
    note: `${term(lang, 'advisory')} ${term(lang, 'adviceNote')}`,
    page: term(lang, 'page'),
    blocks: [
      ...summaryBlocks(r),
      ...(lang === d.lang ? [] : [note(r, term(lang, 'writtenIn', { lang: LANG_NAMES[d.lang][lang] }))]),
      ...SECTIONS.filter((s) => s.short || d.kind === 'DPIA').flatMap((s) => section(r, s.id)),
      ...answersBlocks(r),
      ...historyBlocks(r),
    ],
  };
}

const SPECIAL: Partial<Record<SectionId, (r: Rendering) => Block[]>> = {
  balancing: balancingBlocks,
  views: viewsBlocks,
  risks: risksBlocks,
  measures: measuresBlocks,
  conclusion: conclusionBlocks,
  decision: decisionBlocks,
  review: reviewBlocks,
};

function section(r: Rendering, id: SectionId): Block[] {
  const { d, lang } = r;
  const s = SECTIONS.find((one) => one.id === id);
  if (!s) return [];
  const fields = s.fields.map((f): Block => {
    const text = d.texts[id]?.[f.id]?.trim() ?? '';
    return {
      kind: 'field',
      label: f.label[lang],
      text: text || term(lang, 'empty'),
      lang: text ? d.lang : lang,
      empty: !text,
    };
  });
  return [
    heading(1, `${s.n} ${s.title[lang]}`, id),
    note(r, term(lang, 'basisNote', { basis: basisText(r, s.basis) })),
    ...fields,
    ...(SPECIAL[id]?.(r) ?? []),
  ];
}

/** `ks-slides:201` as a reader knows it: publisher, title, line. Articles stand as they are. */
export function basisText({ knowledge, lang }: Rendering, basis: string): string {
  return basis.replace(
    /(?<![a-z-])([a-z][a-z-]*):(\d+)(?:-(\d+))?/g,
    (whole, id: string, from: string, to?: string) => {
      const source = knowledge.guidelines.find((g) => g.id === id);
      const range = lineRange([Number(from), Number(to ?? from)]);
      return source ? `${source.publisher} (${source.title}) ${term(lang, 'lines').toLowerCase()} ${range}` : whole;
    },
  );
}
