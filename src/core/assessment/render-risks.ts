import { date } from '../locale.ts';
import type { Measure } from './document.ts';
import { label } from './labels.ts';
import { countsOf, MATRIX_SIZE, matrixOf, matrixSvg, matrixTable, scoreText, WHENS, type When } from './matrix.ts';
import type { Block, Cell, Row } from './model.ts';
import { cell, heading, note, outcomeTitle, type Rendering, said } from './render-parts.ts';
import { bandOf, carrying, rated, steepDrops, unconfirmed } from './risk.ts';
import { type Score, scoreOf } from './risk-bank.ts';
import { sectionTitle } from './sections.ts';
import { missing } from './settle.ts';
import { kindName, STATE_NAMES, term } from './words.ts';

/** The first page after the title: where it stands, in a few lines. */
export function summaryBlocks(r: Rendering): Block[] {
  const { d, lang, definition } = r;
  const all = rated(d);
  const open = unconfirmed(d).length;
  const gaps = ['draft', 'unit', 'editor', 'security_archive'].includes(d.state) ? missing(d) : [];
  const parts = [...new Set(gaps.map((g) => g.split('.')[0]))].flatMap((id) => {
    const section = SECTION_NAMES(lang).find((s) => s.id === id);
    return section ? [section.name] : [];
  });
  return [
    heading(1, term(lang, 'summary'), 'summary'),
    {
      kind: 'facts',
      caption: term(lang, 'summary'),
      rows: [
        { label: term(lang, 'kind'), value: kindName(d.kind, d.country, lang) },
        { label: term(lang, 'state'), value: STATE_NAMES[d.state][lang] },
        { label: term(lang, 'outcome'), value: outcomeTitle(definition, d, lang) },
        ...(all.length > 0 ? WHENS.map((when) => ({ label: term(lang, when), value: countsOf(all, when, lang) })) : []),
      ],
    },
    ...(open > 0 ? [note(r, term(lang, 'unconfirmed', { n: open }))] : []),
    ...(parts.length > 0 ? [note(r, term(lang, 'missing', { list: parts.join(', ') }))] : []),
  ];
}

const SECTION_NAMES = (lang: Rendering['lang']) =>
  (
    [
      'header',
      'description',
      'basis',
      'necessity',
      'balancing',
      'openness',
      'platform',
      'views',
      'risks',
      'measures',
      'ethics',
      'conclusion',
      'review',
    ] as const
  ).map((id) => ({ id, name: sectionTitle(id, lang) }));

const scored = (r: Rendering, score: Score): Cell =>
  cell(r, scoreText(score, r.lang), { band: bandOf(scoreOf(score)) });

/** Each risk with cause and consequence, then its three scores. */
export function risksBlocks(r: Rendering): Block[] {
  const { d, lang } = r;
  const scores = new Map(rated(d).map((one) => [one.risk.id, one]));
  const rows = d.risks.map((risk): Row => {
    const one = scores.get(risk.id);
    const why = [risk.cause, risk.consequence].map((w) => said(r, w).text).filter(Boolean);
    const last: Cell[] = one
      ? [scored(r, one.inherent), scored(r, one.now), scored(r, one.planned)]
      : [
          cell(
            r,
            risk.setAside.trim()
              ? term(lang, 'setAside', { why: risk.setAside.trim() })
              : risk.proposed
                ? term(lang, 'proposedScore', { score: scoreText(risk.proposed, lang) })
                : term(lang, 'notConfirmed'),
          ),
          cell(r, '–'),
          cell(r, '–'),
        ];
    const name = said(r, risk.name);
    return [
      cell(r, risk.id, { strong: true }),
      name,
      { text: why.join(' → '), lang: said(r, risk.cause).lang },
      ...last,
    ];
  });
  return [
    ...(d.bankLabel ? [note(r, d.bankLabel[lang])] : []),
    note(r, term(lang, 'scale')),
    {
      kind: 'table',
      caption: term(lang, 'risk'),
      head: [
        'Id',
        term(lang, 'risk'),
        `${term(lang, 'cause')} → ${term(lang, 'consequenceOf').toLowerCase()}`,
        ...WHENS.map((w) => term(lang, w)),
      ],
      rows,
      widths: [0.07, 0.24, 0.27, 0.14, 0.14, 0.14],
    },
  ];
}

/** Measures that somebody has taken up; the bank's other proposals are counted, not listed. */
export function measuresBlocks(r: Rendering): Block[] {
  const { d, lang } = r;
  const taken = d.measures.filter((m) => m.status !== 'proposed');
  const rest = d.measures.length - taken.length;
  const row = (m: Measure): Row => {
    const common = m.common ? `${m.common} ` : '';
    const text = said(r, m.text);
    return [
      { ...text, text: `${common}${text.text}` },
      cell(r, m.owner?.name ?? '–'),
      cell(r, m.due ? date(lang, m.due) : '–'),
      cell(r, label(m.status, lang)),
      {
        text:
          m.effects
            .filter((e) => e.confirmed)
            .map((e) => effectText(r, e))
            .join('\n') || '–',
        lang: d.lang,
      },
    ];
  };
  return [
    ...(taken.length > 0
      ? [
          {
            kind: 'table' as const,
            caption: term(lang, 'measure'),
            head: [
              term(lang, 'measure'),
              term(lang, 'owner'),
              term(lang, 'due'),
              term(lang, 'state'),
              term(lang, 'effect'),
            ],
            rows: taken.map(row),
            widths: [0.27, 0.15, 0.13, 0.13, 0.32],
          },
        ]
      : [note(r, term(lang, 'noMeasures'))]),
    ...(rest > 0 ? [note(r, term(lang, 'proposedMeasures', { n: rest }))] : []),
    ...carrying(d).map((m) => note(r, term(lang, 'carrying', { id: said(r, m.text).text }))),
  ];
}

function effectText({ lang }: Rendering, e: Measure['effects'][number]): string {
  return term(lang, e.lowers === 'likelihood' ? 'lowersLikelihood' : 'lowersConsequence', {
    risk: e.risk,
    reason: e.reason,
  });
}

/** The matrices before and after, as a picture each and as a table each. */
export function conclusionBlocks(r: Rendering): Block[] {
  const { d, lang } = r;
  const all = rated(d);
  if (all.length === 0) return [note(r, term(lang, 'unconfirmed', { n: unconfirmed(d).length }))];
  const shown: When[] = carrying(d).length > 0 ? ['before', 'now', 'after'] : ['before', 'now'];
  return [
    ...shown.flatMap((when): Block[] => {
      const matrix = matrixOf(all, when);
      const counts = countsOf(all, when, lang);
      const alt = term(lang, 'matrixAlt', { when: term(lang, when).toLowerCase(), counts });
      const { head, rows } = matrixTable(matrix, lang);
      const name = `${term(lang, 'matrix')}: ${term(lang, when)}`;
      return [
        heading(2, name, `matrix-${when}`),
        {
          kind: 'matrix',
          svg: matrixSvg(matrix, lang, alt),
          alt,
          ...MATRIX_SIZE,
          table: {
            kind: 'table',
            caption: name,
            head,
            rows: rows.map((row, i) =>
              row.map((text, j) => {
                const band = matrix.cells[i * 4 + j - 1]?.band;
                return j === 0 || !band ? cell(r, text, { strong: true }) : cell(r, text, { band });
              }),
            ),
            widths: [0.16, 0.21, 0.21, 0.21, 0.21],
          },
        },
        note(r, counts),
      ];
    }),
    ...steepDrops(d).map(({ risk }) => note(r, term(lang, 'drop', { risk: risk.id }))),
    ...(d.consultation.trim()
      ? [
          {
            kind: 'field' as const,
            label: term(lang, 'consultation'),
            text: d.consultation,
            lang: d.lang,
            empty: false,
          },
        ]
      : []),
  ];
}
