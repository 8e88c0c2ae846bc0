import type { Citation } from '../answer.ts';
import { date, lineRange } from '../locale.ts';
import { citeAll } from '../screening/cite.ts';
import { optionOf } from '../screening/definition.ts';
import { changesBetween } from './compare.ts';
import { label } from './labels.ts';
import type { Block, Row } from './model.ts';
import { whoText } from './render-decision.ts';
import { cell, heading, note, type Rendering } from './render-parts.ts';
import { sectionTitle } from './sections.ts';
import { term } from './words.ts';

/** Every answer of the screening with the lines behind its question. */
export function answersBlocks(r: Rendering): Block[] {
  const { d, definition, knowledge, lang } = r;
  const items = [...definition.questions, ...definition.facts].filter((q) => d.screening.answers[q.id] !== undefined);
  const sources: Citation[] = [];
  /** `[2]`: the place of a source in the list below the table. */
  const numbered = (c: Citation): string => {
    const at = sources.findIndex((s) => s.document === c.document);
    return `[${at >= 0 ? at + 1 : sources.push(c)}]`;
  };
  const notes = new Map<string, string>();
  const older = definition.version !== d.screening.version;
  return [
    heading(1, term(lang, 'answers'), 'answers'),
    note(r, term(lang, 'definitionValue', { title: definition.title[lang], version: definition.version })),
    ...(older ? [note(r, term(lang, 'definitionOlder', { version: d.screening.version }))] : []),
    {
      kind: 'table',
      caption: term(lang, 'answers'),
      head: ['Id', term(lang, 'question'), term(lang, 'answer'), term(lang, 'lines')],
      rows: items.map((q): Row => {
        const value = d.screening.answers[q.id] ?? '';
        const option = optionOf(q, value);
        const { places, law } = citeAll(q.cite, d.country, knowledge, lang);
        for (const c of law) notes.set(c.document.replace('law:', ''), c.title);
        const lines = [
          ...places.map((p) => `${numbered(p.citation)} ${lineRange(p.lines)}`),
          ...law.map((c) => c.document.replace('law:', '')),
        ];
        return [
          cell(r, q.id, { strong: true }),
          cell(r, q.text[lang]),
          option ? cell(r, option.text[lang]) : { text: String(value), lang: d.lang },
          cell(r, lines.join('; ') || '–'),
        ];
      }),
      widths: [0.16, 0.36, 0.24, 0.24],
    },
    ...(sources.length + notes.size > 0
      ? [
          heading(2, term(lang, 'sources'), 'sources'),
          {
            kind: 'list' as const,
            items: [
              ...sources.map((c, i) => ({ text: `[${i + 1}] ${c.publisher}, ${c.title}`, lang: c.quoteLang })),
              ...[...notes].sort().map(([id, title]) => cell(r, term(lang, 'lawNote', { id, title }))),
            ],
          },
        ]
      : []),
  ];
}

/** All versions with what each changed: the parts, not every word; the words are in the JSON. */
export function historyBlocks(r: Rendering): Block[] {
  const { dossier, lang } = r;
  return [
    heading(1, term(lang, 'history'), 'history'),
    {
      kind: 'table',
      caption: term(lang, 'history'),
      head: [term(lang, 'version'), term(lang, 'when'), term(lang, 'who'), term(lang, 'changed')],
      rows: dossier.versions.map((v, i): Row => {
        const before = dossier.versions[i - 1]?.document;
        const parts = before ? [...new Set(changesBetween(before, v.document, lang).map((c) => c.section))] : [];
        return [
          cell(r, String(v.number), { strong: true }),
          cell(r, date(lang, v.at)),
          cell(r, whoText(v.by, lang)),
          cell(r, parts.map((p) => sectionTitle(p, lang)).join(', ') || label(v.what, lang)),
        ];
      }),
      widths: [0.12, 0.22, 0.26, 0.4],
    },
  ];
}
