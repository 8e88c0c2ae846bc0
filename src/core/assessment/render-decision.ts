import { date } from '../locale.ts';
import { INTERESTS, type Step } from './document.ts';
import { label } from './labels.ts';
import type { Block, Row } from './model.ts';
import { cell, heading, note, type Rendering } from './render-parts.ts';
import { type Actor, ROLE_NAMES } from './roles.ts';
import { STATE_NAMES, term } from './words.ts';

/** The three interests with the weight each was given, and why. */
export function balancingBlocks(r: Rendering): Block[] {
  const { d, lang } = r;
  return [
    {
      kind: 'table',
      caption: term(lang, 'interest'),
      head: [term(lang, 'interest'), term(lang, 'weight'), term(lang, 'reason')],
      rows: INTERESTS.map((id): Row => {
        const { weight, reason } = d.balancing[id];
        return [
          cell(r, label(id, lang), { strong: true }),
          cell(r, weight ? label(weight, lang) : '–'),
          { text: reason || '–', lang: d.lang },
        ];
      }),
      widths: [0.32, 0.14, 0.54],
    },
  ];
}

export function viewsBlocks(r: Rendering): Block[] {
  const { d, lang } = r;
  if (d.views.length === 0) return [note(r, term(lang, 'empty'))];
  return [
    {
      kind: 'table',
      caption: term(lang, 'group'),
      head: [term(lang, 'group'), term(lang, 'asked'), term(lang, 'saidOrWhy')],
      rows: d.views.map(
        (v): Row => [
          cell(r, label(v.group, lang), { strong: true }),
          cell(r, term(lang, v.asked ? 'yes' : 'no')),
          { text: v.text || '–', lang: d.lang },
        ],
      ),
      widths: [0.26, 0.12, 0.62],
    },
  ];
}

/** Advice and decision, kept apart: the DPO advises, the controller decides. */
export function decisionBlocks(r: Rendering): Block[] {
  const { d, lang } = r;
  const { advice, decision } = d;
  const field = (name: string, text: string): Block => ({
    kind: 'field',
    label: name,
    text,
    lang: d.lang,
    empty: false,
  });
  return [
    note(r, term(lang, 'adviceNote')),
    heading(2, term(lang, 'advice'), 'advice'),
    ...(advice
      ? [field(date(lang, advice.at), advice.text), ...commentBlocks(r, advice.comments)]
      : [note(r, term(lang, 'noAdvice'))]),
    heading(2, term(lang, 'decision'), 'decision-made'),
    ...(decision
      ? [
          field(
            `${term(lang, 'decidedBy', { role: ROLE_NAMES[decision.role][lang] })}, ${date(lang, decision.at)}`,
            term(lang, decision.outcome),
          ),
          field(term(lang, 'reason'), decision.reason),
          ...(decision.conditions ? [field(term(lang, 'conditions'), decision.conditions)] : []),
          field(term(lang, 'followed'), term(lang, decision.followsAdvice ? 'yes' : 'no')),
          ...(decision.whyNot ? [field(term(lang, 'whyNot'), decision.whyNot)] : []),
        ]
      : [note(r, term(lang, 'noDecision'))]),
    ...logBlocks(r),
  ];
}

function commentBlocks(r: Rendering, comments: Record<string, string>): Block[] {
  const { d, lang } = r;
  if (Object.keys(comments).length === 0) return [];
  return [
    {
      kind: 'table',
      caption: term(lang, 'comments'),
      head: [term(lang, 'risk'), term(lang, 'comments')],
      rows: Object.entries(comments).map(
        ([risk, text]): Row => [cell(r, risk, { strong: true }), { text, lang: d.lang }],
      ),
      widths: [0.12, 0.88],
    },
  ];
}

function logBlocks(r: Rendering): Block[] {
  const { d, lang } = r;
  if (d.steps.length === 0) return [];
  const row = (s: Step): Row => [
    cell(r, date(lang, s.at)),
    cell(r, `${label(s.action, lang)}: ${STATE_NAMES[s.to][lang]}`),
    cell(r, whoText(s.by, lang) + (s.deputy ? ` (${term(lang, 'deputy')})` : '')),
    { text: s.why || '–', lang: d.lang },
  ];
  return [
    heading(2, term(lang, 'log'), 'log'),
    {
      kind: 'table',
      caption: term(lang, 'log'),
      head: [term(lang, 'when'), term(lang, 'step'), term(lang, 'who'), term(lang, 'why')],
      rows: d.steps.map(row),
      widths: [0.18, 0.3, 0.22, 0.3],
    },
  ];
}

/** A role, never a name: whoever needs the name finds it in the municipality's own list. */
export function whoText(by: Actor, lang: Rendering['lang']): string {
  return ROLE_NAMES[by.kind === 'bot' ? 'bot' : by.role][lang];
}

export function reviewBlocks(r: Rendering): Block[] {
  const { d, lang, municipality } = r;
  return [
    ...(d.reviewDate
      ? [
          {
            kind: 'field' as const,
            label: term(lang, 'reviewDate'),
            text: date(lang, d.reviewDate),
            lang,
            empty: false,
          },
        ]
      : []),
    note(r, term(lang, 'reviewDefault', { months: municipality.reviewMonths[d.kind] })),
  ];
}
