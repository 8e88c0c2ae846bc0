import type { Field, Part } from '../card.ts';

/**
 * A card in words: for a notification, a screen reader, or a channel that can show no more. Quotes, reasons and pictures stay out (the facts beside
 * a picture say what matters of it): what is left is short enough to be read aloud.
 */
export function spoken(parts: readonly Part[]): string {
  return parts.flatMap(linesOf).join('\n');
}

function linesOf(part: Part): string[] {
  switch (part.kind) {
    case 'text':
    case 'progress':
      return [part.text];
    case 'facts':
      return [...(part.title ? [part.title] : []), ...part.rows.map(rowLine)];
    case 'list':
      return [...(part.title ? [part.title] : []), ...part.items.map((item) => `– ${item.text}`)];
    case 'sources':
      return [
        ...(part.shown > 0 ? [part.title] : []),
        ...part.items.slice(0, part.shown).map((s) => `${s.n === undefined ? '–' : `[${s.n}]`} ${s.from}`),
      ];
    case 'form':
      return [...part.fields.map(fieldLine), labels([part.submit, ...part.also])];
    case 'buttons':
      return [labels(part.buttons)];
    case 'image':
      return [];
    case 'copy':
      return [`${part.label} ${part.text}`];
  }
}

function fieldLine(field: Field): string {
  const said = [field.label, field.hint, field.error].filter(Boolean).join(' ');
  return field.kind === 'text' ? said : `${said} ${field.options.map((o) => o.label).join(' · ')}`;
}

const labels = (all: readonly { label: string }[]): string => all.map((b) => `[${b.label}]`).join(' ');

/** A label that is a question needs no colon. */
const rowLine = ({ label, value }: { label: string; value: string }): string =>
  /[?:]$/.test(label) ? `${label} ${value}` : `${label}: ${value}`;
