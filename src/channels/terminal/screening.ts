import type { Knowledge } from '../../core/guideline.ts';
import type { Country, Lang } from '../../core/language.ts';
import { lineRange, quoted } from '../../core/locale.ts';
import { flagOf, sourceText } from '../../core/present.ts';
import { type Cited, citeAll } from '../../core/screening/cite.ts';
import type { Value } from '../../core/screening/condition.ts';
import { type Definition, type Item, inCountry, indexOf, optionOf } from '../../core/screening/definition.ts';
import type { Finding } from '../../core/screening/evaluate.ts';
import type { Next } from '../../core/screening/next.ts';
import type { GivenAnswer } from '../../core/screening/session.ts';
import type { Verdict } from '../../core/screening/verdict.ts';
import { word } from '../../core/screening/wording.ts';
import { PLAIN, type Style } from './render.ts';
import { wrap } from './wrap.ts';

/** A screening as plain lines for a terminal. */

export type View = { definition: Definition; country: Country; lang: Lang; knowledge: Knowledge; style?: Style };

/** Quotes and law notes that are shown in full; the rest is named. */
const SHOWN = 3;
const NOTES = 2;

/** The head of a card: how far, what it is about, and what is already filled in. */
export function renderCard({ lang, style = PLAIN }: View, { card, progress }: Extract<Next, { kind: 'ask' }>): string {
  const head = `${word(lang, 'progress', { n: progress.step, m: progress.steps })} · ${card.title[lang]}`;
  return ['', style.strong(head), ...(card.note ? [card.note[lang]] : [])].join('\n');
}

/** The lines of a card that can be ticked, numbered from 1; 0 is "none of these". */
export function renderTicks({ lang }: View, items: readonly Item[]): string {
  const lines = items.map((item, i) =>
    wrap(`${i + 1}  ${item.fact || !item.tick ? item.text[lang] : item.tick.text[lang]}`, '  ', '     '),
  );
  return ['', word(lang, 'ticks'), ...lines, `  0  ${word(lang, 'none')}`, `  (${word(lang, 'keys')})`].join('\n');
}

/** One question with its options, and what is filled in or suggested for it. */
export function renderQuestion(view: View, item: Item, ask: Extract<Next, { kind: 'ask' }>): string {
  const { lang, style = PLAIN } = view;
  const out = ['', wrap(`${style.strong(item.id)} ${item.text[lang]}`, '', '  ')];
  item.options.forEach((o, i) => {
    out.push(wrap(`${i + 1}  ${o.text[lang]}`, '  ', '     '));
  });
  const filled = ask.filled.get(item.id);
  if (filled) {
    const from = filled.words ? ` (${quoted(lang, filled.words)})` : '';
    const key = filled.by === 'inferred' && filled.state === 'proposed' ? 'understood' : 'before';
    out.push(`  ${word(lang, key)} ${labelOf(item, filled.value, lang)}${from}. ${word(lang, 'keep')}.`);
  }
  const suggested = ask.suggested.get(item.id);
  if (suggested) out.push(`  ${word(lang, 'suggested')} ${labelOf(item, suggested, lang)}. ${word(lang, 'keep')}.`);
  out.push(`  (${word(lang, 'keys')})`);
  return out.join('\n');
}

/** What was read out of the user's own words, numbered from 1, each with those words. */
export function renderUnderstood(view: View, proposed: readonly GivenAnswer[]): string {
  const { definition, lang, style = PLAIN } = view;
  const lines = proposed.map(({ question, value, words }, i) => {
    const item = indexOf(definition).items.get(question);
    const from = words ? ` (${quoted(lang, words)})` : '';
    const said = item ? `${item.text[lang]} – ${labelOf(item, value, lang)}` : String(value);
    return wrap(`${i + 1}  ${question} ${said}${from}`, '  ', '     ');
  });
  return ['', style.strong(word(lang, 'understood')), ...lines, wrap(`(${word(lang, 'wrong')})`, '  ')].join('\n');
}

/** "Why do we ask?": the reason, and the lines it rests on. */
export function renderWhy(view: View, items: readonly Item[]): string {
  const { lang, country, knowledge } = view;
  return items
    .flatMap((item) => {
      const { places, law } = citeAll(item.cite, country, knowledge, lang);
      return [
        '',
        wrap(`${item.id} ${word(lang, 'why')} ${inCountry(item.why, country)[lang]}`, '  '),
        ...places.slice(0, 1).flatMap((p) => quote(view, p)),
        ...also(view, { places: places.slice(1), law }),
      ];
    })
    .join('\n');
}

/** The verdict: advice first, then what decided it with its lines, what to do, whom to ask, and the line for the log. */
export function renderVerdict(view: View, verdict: Verdict, log: string): string {
  const { lang, country, knowledge, style = PLAIN, definition } = view;
  const { places, law } = citeAll(verdict.cite, country, knowledge, lang);
  const already = new Set<string>();
  /** The first line behind a finding that has not been quoted yet: the rule's own, else that of an answer. */
  const quoteOf = (f: Finding): string[] => {
    const own = f.cite.some((ref) => 'at' in ref)
      ? f.cite
      : f.answers.flatMap((a) => indexOf(definition).items.get(a.id)?.cite ?? []);
    const place = citeAll(own, country, knowledge, lang).places.find((p) => !already.has(keyOf(p)));
    if (!place || already.size >= SHOWN) return [];
    already.add(keyOf(place));
    return quote(view, place);
  };
  const list = (key: Parameters<typeof word>[1], lines: readonly string[]) =>
    lines.length > 0 ? ['', word(lang, key), ...lines] : [];
  const because = verdict.because.flatMap((f) => [...finding(view, f), ...quoteOf(f)]);
  const rest = places.filter((p) => !already.has(keyOf(p)));
  return [
    '',
    wrap(`${style.strong(verdict.title[lang])} ${verdict.text[lang]}`),
    style.faint(word(lang, 'advice')),
    ...list('because', because),
    ...list(
      'beside',
      verdict.beside.flatMap((f) => finding(view, f)),
    ),
    ...list(
      'blocks',
      verdict.blocks.map((b) => given(view, b.id, b.value)),
    ),
    ...list(
      'todo',
      verdict.actions.map((a) => wrap(`☐ ${a.text[lang]}`, '  ', '    ')),
    ),
    ...list(
      'instead',
      verdict.instead.map((t) => wrap(`– ${t[lang]}`, '  ', '    ')),
    ),
    ...(verdict.ask ? ['', wrap(verdict.ask[lang])] : []),
    ...(verdict.risks.length > 0 ? ['', `${word(lang, 'risks')} ${verdict.risks.join(', ')}`] : []),
    ...also(view, { places: rest, law: law.slice(NOTES) }),
    ...list(
      'law',
      law.slice(0, NOTES).map((c) => wrap(`${c.document.slice(4)} ${c.quote}`, '  ', '    ')),
    ),
    ...list('log', [log]),
    '',
  ].join('\n');
}

function finding(view: View, f: Finding): string[] {
  const { lang } = view;
  const title = f.title ? [wrap(`– ${f.title[lang]}`, '  ', '    ')] : [];
  const cleared = f.cleared
    ? [
        wrap(
          `(${word(lang, 'cleared', { by: f.cleared.answers.map((a) => a.id).join(', '), title: f.cleared.title[lang] })})`,
          '    ',
        ),
      ]
    : [];
  return [...title, ...f.answers.map((a) => given(view, a.id, a.value, f.title ? '    ' : '  ')), ...cleared];
}

function given({ definition, lang }: View, id: string, value: Value, indent = '  '): string {
  const item = indexOf(definition).items.get(id);
  return wrap(
    `${id} ${item?.text[lang] ?? ''} – ${item ? labelOf(item, value, lang) : value}`,
    indent,
    `${indent}    `,
  );
}

function quote({ knowledge, lang, style = PLAIN }: View, { citation }: Cited['places'][number]): string[] {
  const flag = flagOf(citation, knowledge.locales, lang);
  return [
    wrap(quoted(citation.quoteLang, citation.quote), '      '),
    wrap(style.faint(sourceText(citation, knowledge.locales, lang)), '        '),
    ...(flag ? [`        ${flag}`] : []),
  ];
}

const keyOf = (p: Cited['places'][number]): string => `${p.citation.document}:${p.lines.join('-')}`;

/** What is not quoted: places and law notes by name. */
function also({ lang }: View, { places, law }: Cited): string[] {
  const named = [
    ...places.map((p) => `${p.citation.publisher} ${lineRange(p.lines)}`),
    ...law.map((c) => `${c.document.slice(4)} ${c.title}`),
  ];
  return named.length > 0 ? ['', wrap(`${word(lang, 'more')} ${named.join(' · ')}`, '', '  ')] : [];
}

function labelOf(item: Item, value: Value, lang: Lang): string {
  return optionOf(item, value)?.text[lang] ?? String(value);
}
