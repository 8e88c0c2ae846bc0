import type { Action, Card } from '../card.ts';
import type { FindingKind } from '../draft/read-draft.ts';
import { body, button, buttons, type CardView, card, note, t, title } from './view.ts';

type Counts = readonly { kind: FindingKind; count: number }[];

/** What was found in a pasted draft, by kind: never the words themselves. `start` begins the photo check with what was read. */
export function draftCard(view: CardView, counts: Counts, start: Action): Card {
  return card(view, [
    title(t(view, 'draft.title')),
    ...(counts.length > 0
      ? [{ kind: 'facts' as const, title: t(view, 'draft.found'), rows: findingRows(view, counts) }]
      : [body(t(view, 'draft.none'))]),
    note(t(view, 'draft.kept')),
    buttons([button(t(view, 'check.start'), start, { style: 'primary' })]),
    note(t(view, 'advice')),
  ]);
}

export function findingRows(view: CardView, counts: Counts): { label: string; value: string }[] {
  return counts.map(({ kind, count }) => ({ label: t(view, `draft.${kind}`), value: String(count) }));
}
