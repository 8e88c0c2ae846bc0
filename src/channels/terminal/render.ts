import type { Answer, Citation } from '../../core/answer.ts';
import type { Knowledge } from '../../core/guideline.ts';
import type { Lang } from '../../core/language.ts';
import { lineRange, quoted, say } from '../../core/locale.ts';
import { flagOf, noticeText, sourcesShown, sourceText } from '../../core/present.ts';
import { wrap } from './wrap.ts';

/** Sources shown before the rest is folded away. */
const SHOWN = 3;

/** An answer as plain lines: the words, then each quote with its place. `style` paints it where the terminal can. */
export function renderAnswer(answer: Answer, knowledge: Knowledge, style: Style = PLAIN): string {
  const { lang } = answer;
  const { locales } = knowledge;
  const out: string[] = [wrap(style.strong(answer.text), '')];
  const { shown: all, office } = sourcesShown(answer, locales, lang);
  const citations = all.map(({ citation }) => citation);
  const shown = citations.slice(0, SHOWN);
  if (office) out.push('', wrap(style.faint(office), '  '));
  if (answer.status === 'unsure' && shown.length > 0) out.push('', say(locales, lang, 'closest'));
  for (const notice of answer.notices) out.push('', wrap(style.faint(noticeText(notice, locales, lang)), '  '));
  for (const citation of shown) out.push('', ...source(citation, knowledge, lang, style));
  const rest = citations.length - shown.length;
  if (rest > 0)
    out.push(
      '',
      `  ${citations
        .slice(SHOWN)
        .map((c) => place(c))
        .join(' · ')}`,
    );
  for (const id of answer.conflicts) out.push('', ...conflict(id, knowledge, lang));
  return `${out.join('\n')}\n`;
}

export type Style = { strong: (t: string) => string; faint: (t: string) => string };
export const PLAIN: Style = { strong: (t) => t, faint: (t) => t };
export const ANSI: Style = { strong: (t) => `\u001b[1m${t}\u001b[22m`, faint: (t) => `\u001b[2m${t}\u001b[22m` };

function source(citation: Citation, knowledge: Knowledge, lang: Lang, style: Style): string[] {
  const words = citation.lines === null ? citation.quote : quoted(citation.quoteLang, citation.quote);
  const flag = flagOf(citation, knowledge.locales, lang);
  return [
    wrap(words, '  '),
    wrap(style.faint(sourceText(citation, knowledge.locales, lang)), '    '),
    ...(flag ? [`    ${flag}`] : []),
  ];
}

function conflict(id: string, knowledge: Knowledge, lang: Lang): string[] {
  const found = knowledge.conflicts.find((c) => c.id === id);
  if (!found) return [];
  return [
    `  ${say(knowledge.locales, lang, 'conflict')}: ${found.topic[lang]}`,
    ...found.sides.map((side) => wrap(`– ${side.says[lang]}`, '  ')),
    wrap(found.handling[lang], '  '),
  ];
}

function place(citation: Citation): string {
  return citation.lines === null ? citation.document : `${citation.publisher} ${lineRange(citation.lines)}`;
}
