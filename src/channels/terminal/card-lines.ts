import type { Button, Card, Field, Part, Source } from '../../core/card.ts';
import { quoted } from '../../core/locale.ts';
import { PLAIN, type Style } from './render.ts';
import { wrap } from './wrap.ts';

/** A card as plain lines for a terminal. Pure: what can be pressed or asked for has its key given to it. */

export type Keyed = { key: string; button: Button };
export type Drawing = {
  /** The keys of this card's buttons, by part. */
  keys: ReadonlyMap<Part, readonly Keyed[]>;
  say: (key: string, values?: Record<string, string | number>) => string;
  style?: Style;
};

/** Everything of a card but its form's fields, which are asked one by one (`fieldLines`). */
export function cardLines(card: Card, drawing: Drawing): string[] {
  return card.parts.flatMap((part) => partLines(part, drawing));
}

function partLines(part: Part, drawing: Drawing): string[] {
  const { style = PLAIN, say } = drawing;
  switch (part.kind) {
    case 'text': {
      const text = wrap(part.text);
      if (part.role === 'title') return ['', style.strong(text)];
      if (part.role === 'lead') return ['', style.strong(text)];
      return part.role === 'note' ? [style.faint(text)] : [text];
    }
    case 'facts':
      return [
        ...titled(part.title),
        ...part.rows.map((r) => wrap(`${r.label}${/[?:.!]$/.test(r.label) ? '' : ':'} ${r.value}`, '  ', '    ')),
      ];
    case 'list': {
      const mark = part.style === 'check' ? '☐' : '–';
      return [...titled(part.title), ...part.items.map((i) => wrap(`${mark} ${i.text}`, '  ', '    '))];
    }
    case 'sources': {
      const folded = part.items.length - part.shown;
      return [
        ...titled(part.title),
        ...part.items.slice(0, part.shown).flatMap((s) => sourceLines(s, style)),
        ...(folded > 0 ? [style.faint(`  + ${say('more_sources', { n: folded })}`)] : []),
      ];
    }
    case 'progress':
      return ['', style.faint(part.text)];
    case 'buttons':
      return buttonLine(drawing.keys.get(part) ?? []);
    case 'image':
      return ['', wrap(part.alt, '  ')];
    case 'copy':
      return ['', part.label, wrap(part.text, '  ', '    ')];
    case 'form':
      return [];
  }
}

const titled = (title: string | undefined): string[] => (title ? ['', wrap(title)] : []);

/** A quote with where it stands. */
export function sourceLines({ n, quote, quoteLang, verbatim, from, flags }: Source, style: Style = PLAIN): string[] {
  const words = verbatim ? quoted(quoteLang, quote) : quote;
  return [
    wrap(n === undefined ? words : `[${n}] ${words}`, '  ', n === undefined ? '  ' : '      '),
    wrap(style.faint(from), '      '),
    ...flags.map((flag) => wrap(flag, '      ')),
  ];
}

/** One line, or as many as it takes. */
function buttonLine(keyed: readonly Keyed[]): string[] {
  if (keyed.length === 0) return [];
  const all = keyed.map(({ key, button }) => `${key}) ${button.label}`.replaceAll(' ', NO_BREAK));
  return [wrap(all.join('  · ').replaceAll('  · ', ' · '), '  ').replaceAll(NO_BREAK, ' ')];
}
/** A button is not broken over two lines. */
const NO_BREAK = '\ue000';

/** A field with its options by number, what stands in it already, and what can be typed beside an answer. */
export function fieldLines(
  field: Field,
  also: readonly Keyed[],
  { say, style = PLAIN }: Omit<Drawing, 'keys'>,
  none?: string,
): string[] {
  const options = field.kind === 'text' ? [] : field.options.map((o, i) => wrap(`${i + 1}  ${o.label}`, '  ', '     '));
  const kept = field.kind === 'text' && field.value ? [wrap(field.value, '  ')] : [];
  const keys = [
    ...(field.kind === 'ticks' ? [say('terminal.ticks')] : []),
    ...(isFilled(field) ? [say('terminal.keep')] : canSkip(field) ? [say('terminal.skip')] : []),
    ...(hasWhy(field) ? [say('terminal.why')] : []),
  ];
  return [
    '',
    wrap(style.strong(field.label)),
    ...(field.error ? [wrap(`! ${field.error}`, '  ', '    ')] : []),
    ...(field.hint ? [wrap(style.faint(field.hint), '  ')] : []),
    ...options,
    ...(none ? [wrap(`0  ${none}`, '  ', '     ')] : []),
    ...kept,
    ...(keys.length > 0 ? [style.faint(`  (${keys.join(' · ')})`)] : []),
    ...buttonLine(also),
  ];
}

export const isFilled = (field: Field): boolean =>
  field.kind === 'ticks' ? field.values.length > 0 : field.value !== undefined && field.value !== '';
export const canSkip = (field: Field): boolean => field.kind !== 'ticks' && !field.required;
const hasWhy = (field: Field): boolean =>
  field.why !== undefined || (field.kind === 'ticks' && field.options.some((o) => o.why));

/** "Why this question?": the reasons, each with the lines it rests on. */
export function whyLines(field: Field, style: Style = PLAIN): string[] {
  const all =
    field.kind === 'ticks'
      ? field.options.flatMap((o) => (o.why ? [{ label: o.label, why: o.why }] : []))
      : field.why
        ? [{ label: '', why: field.why }]
        : [];
  return all.flatMap(({ label, why }) => [
    '',
    ...(label ? [wrap(style.strong(label))] : []),
    wrap(why.text, '  '),
    ...why.sources.flatMap((s) => sourceLines(s, style)),
  ]);
}
