import type { Country, Lang } from '../language.ts';
import { type Definition, indexOf } from './definition.ts';
import type { Answers } from './evaluate.ts';
import { WORDS } from './wording.ts';

type Logged = { outcome: string; title: Record<Lang, string>; triggers: readonly string[] };

/**
 * One line for the log: what was screened, the outcome, and every answer as its code. No name can stand in it: free text is left out, and codes are
 * the definition's own. `day` is an ISO date, or null where none is to stand there.
 */
export function logLine(
  definition: Definition,
  country: Country,
  verdict: Logged,
  answers: Answers,
  lang: Lang,
  day: string | null,
): string {
  const { items } = indexOf(definition);
  const codes = [...items.values()].flatMap((item) => {
    const value = answers.get(item.id);
    return value === undefined || item.kind === 'text' ? [] : [{ id: item.id, text: `${item.id}=${value}` }];
  });
  const because = codes.filter((c) => verdict.triggers.includes(c.id)).map((c) => c.text);
  const parts = [
    ...(day ? [day] : []),
    `${definition.title[lang]} (${definition.id} v${definition.version}, ${country})`,
    `${verdict.outcome}: ${verdict.title[lang].replace(/\.$/, '')}`,
    ...(because.length > 0 ? [`${WORDS.decidedBy[lang]} ${because.join(' ')}`] : []),
    `${WORDS.answers[lang]} ${codes.map((c) => c.text).join(' ')}`,
  ];
  return parts.join(' · ');
}
