import type { Assessment } from '../assessment/document.ts';
import { textOf } from '../assessment/document.ts';
import { countsOf, MATRIX_SIZE, matrixOf, matrixSvg, scoreText } from '../assessment/matrix.ts';
import { type Rated, rated, unconfirmed } from '../assessment/risk.ts';
import { scoreOf } from '../assessment/risk-bank.ts';
import { SECTIONS, type Section } from '../assessment/sections.ts';
import { missing } from '../assessment/settle.ts';
import { kindName, STATE_NAMES, term } from '../assessment/words.ts';
import type { Card, Part } from '../card.ts';
import { button, buttons, type CardView, card, note, t, title } from './view.ts';

/** The assessment at a glance: its state, how much is written, where the risks stand, and the way to the document. */
export function assessmentCard(
  view: CardView,
  { document: d, version }: { document: Assessment; version: number },
): Card {
  const { lang } = view;
  const all = rated(d);
  const shown = SECTIONS.filter((s) => s.short || d.kind === 'DPIA');
  const applying = d.risks.filter((r) => !r.setAside.trim());
  const worst = all.reduce<Rated | undefined>((a, r) => (a && scoreOf(a.now) >= scoreOf(r.now) ? a : r), undefined);
  const row = (label: string, value: string) => ({ label, value });
  return card(view, [
    title(d.title),
    {
      kind: 'facts',
      rows: [
        row(term(lang, 'kind'), kindName(d.kind, d.country, lang)),
        row(term(lang, 'state'), STATE_NAMES[d.state][lang]),
        row(term(lang, 'version'), String(version)),
        row(t(view, 'assessment.parts'), t(view, 'assessment.filled', { n: filledIn(d, shown), m: shown.length })),
        row(
          t(view, 'assessment.risks'),
          t(view, 'assessment.confirmed', { n: applying.length, m: applying.length - unconfirmed(d).length }),
        ),
        row(
          t(view, 'assessment.worst'),
          worst ? `${worst.risk.id} ${scoreText(worst.now, lang)}` : t(view, 'assessment.unknown'),
        ),
        ...(worst ? [row(term(lang, 'now'), countsOf(all, 'now', lang))] : []),
      ],
    },
    matrix(view, all),
    ...(d.bankLabel ? [note(d.bankLabel[lang])] : []),
    note(term(lang, 'adviceNote')),
    buttons([
      { label: t(view, 'open'), link: { to: 'assessment', id: d.id }, style: 'primary' },
      button(t(view, 'assessment.download'), { do: 'export', assessment: d.id, format: 'docx' }),
    ]),
  ]);
}

/** The risks as they stand now; without a confirmed one there is nothing to draw. */
function matrix({ lang }: CardView, all: readonly Rated[]): Part | undefined {
  if (all.length === 0) return undefined;
  const each = all.map((r) => `${r.risk.id} ${scoreText(r.now, lang)}`).join('; ');
  const alt = `${term(lang, 'matrix')}: ${term(lang, 'now')}. ${countsOf(all, 'now', lang)} ${each}.`;
  return { kind: 'image', svg: matrixSvg(matrixOf(all, 'now'), lang, alt), alt, ...MATRIX_SIZE };
}

/** Parts in which nothing is left to write. */
function filledIn(d: Assessment, shown: readonly Section[]): number {
  const open = new Set(missing(d).map((path) => path.split('.')[0]));
  return shown.filter((s) => !open.has(s.id) && begun(d, s)).length;
}

function begun(d: Assessment, section: Section): boolean {
  switch (section.id) {
    case 'decision':
      return d.decision !== null;
    case 'measures':
      return d.measures.some((m) => m.status !== 'proposed');
    case 'review':
      return d.reviewDate !== null || textOf(d, 'review', 'triggers').trim() !== '';
    default:
      return true;
  }
}
