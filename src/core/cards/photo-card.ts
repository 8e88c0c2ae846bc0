import type { Action, Card } from '../card.ts';
import { date } from '../locale.ts';
import { body, button, buttons, type CardView, card, note, t, title } from './view.ts';

/** What a photo file says about itself; never who or what is in the picture. */
export type PhotoSummary = {
  position: { latitude: number; longitude: number } | null;
  author: string | null;
  device: string | null;
  /** ISO, without zone. */
  takenAt: string | null;
  /** A copy without all this goes with the card. */
  stripped: boolean;
};

/**
 * A photo dropped into the chat: what its file tells, and what happens to it. `problem` says why it could not be read, in the reader's words. `start`
 * begins the photo check with what was read.
 */
export function photoCard(
  view: CardView,
  summary: PhotoSummary | null,
  problem?: string,
  start: Action = { do: 'start', screening: 'photo-check' },
): Card {
  const check = buttons([button(t(view, 'check.start'), start, { style: 'primary' })]);
  if (problem !== undefined || summary === null)
    return card(view, [
      title(t(view, 'photo.title')),
      body(problem ?? t(view, 'photo.unread')),
      note(t(view, 'check.privacy')),
    ]);
  const rows = [
    ...(summary.position ? [{ label: t(view, 'photo.position'), value: t(view, 'photo.there') }] : []),
    ...(summary.author ? [{ label: t(view, 'photo.author'), value: summary.author }] : []),
    ...(summary.device ? [{ label: t(view, 'photo.device'), value: summary.device }] : []),
    ...(summary.takenAt ? [{ label: t(view, 'photo.time'), value: when(view, summary.takenAt) }] : []),
  ];
  return card(view, [
    title(t(view, 'photo.title')),
    rows.length > 0 ? { kind: 'facts', title: t(view, 'photo.says'), rows } : body(t(view, 'photo.nothing')),
    ...(summary.stripped ? [body(t(view, 'photo.stripped'))] : []),
    note(t(view, 'check.privacy')),
    check,
  ]);
}

function when({ lang }: CardView, takenAt: string): string {
  const time = takenAt.slice(11, 16);
  return time ? `${date(lang, takenAt)}, ${time}` : date(lang, takenAt);
}
