import type { Action, Card } from '../card.ts';
import type { ShownFinding } from '../draft/show-findings.ts';
import { body, button, buttons, type CardView, card, note, t, title } from './view.ts';

type Row = { label: string; value: string };

/**
 * What was found in a pasted draft: each thing by its kind, its first letters and its place, drawn from memory. `understood` are answers that were read out
 * of it, with their words. `start` begins the photo check with all of it filled in.
 */
export function draftCard(
  view: CardView,
  { findings, more }: { findings: readonly ShownFinding[]; more: number },
  start: Action,
  understood: readonly Row[] = [],
): Card {
  const rows = findings.map(({ kind, shown, line, word }) => ({
    label: t(view, `draft.${kind}`),
    value: t(view, 'draft.place', { shown, line, word }),
  }));
  if (more > 0) rows.push({ label: t(view, 'draft.more'), value: String(more) });
  return card(view, [
    title(t(view, 'draft.title')),
    rows.length > 0 ? { kind: 'facts', title: t(view, 'draft.found'), rows } : body(t(view, 'draft.none')),
    understood.length > 0 ? { kind: 'facts', title: t(view, 'draft.understood'), rows: [...understood] } : undefined,
    note(t(view, 'draft.kept')),
    buttons([button(t(view, 'check.start'), start, { style: 'primary' })]),
    note(t(view, 'advice')),
  ]);
}
