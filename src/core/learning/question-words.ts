import { Phrases } from '../reading/patterns.ts';
import { tokenise } from '../reading/tokens.ts';
import { NOTIONS } from './notions.ts';

export const KINDS = ['platform', 'whom', 'act', 'thing', 'place', 'quality', 'time', 'asks'] as const;
export type Kind = (typeof KINDS)[number];

const PHRASES = new Phrases<{ kind: Kind; notion: string }>();
for (const kind of KINDS)
  for (const line of NOTIONS[kind].trim().split('\n')) {
    const words = line.trim().split(/, */);
    const [notion = ''] = words;
    for (const word of new Set(words)) PHRASES.add(word, { kind, notion: `${kind}:${notion}` });
  }

/** “Not” in four languages; “no” alone is left out, being Norwegian for now. */
const NEGATIONS = new Set(
  "ikke ikkje inte ej not never aldri aldrig uten utan without ingen inga inget nekte nekter nekta nektar vägrar refuse refuses can't don't mustn't won't isn't aren't doesn't shouldn't".split(
    ' ',
  ),
);
/** Without those that are an article or, as Norwegian “to”, a small word of another language. */
const NUMBER_WORDS: Readonly<Record<string, string>> = Object.fromEntries(
  'två two:2, tre three:3, fire fyra four:4, fem five:5, seks sex six:6, sju syv seven:7, åtte åtta eight:8, ni nine:9, ti tio ten:10, femten femton fifteen:15, seksten sexton sixteen:16, atten aderton arton eighteen:18, hundre hundra hundred:100'
    .split(', ')
    .flatMap((line) => {
      const [names = '', value = ''] = line.split(':');
      return names.split(' ').map((name) => [name, value]);
    }),
);
const AGE = /^(.+?)(?:åring|åringar|åringer|åringen|year-old|years)$/;

const WHEN = new Set(['når', 'nar', 'när', 'when']);

/** What a question holds that sets it apart from others like it. */
export type Notions = {
  of: Readonly<Record<Kind, ReadonlySet<string>>>;
  numbers: ReadonlySet<string>;
  negated: boolean;
  /** Words. */
  length: number;
};

export function notionsOf(question: string): Notions {
  const { tokens } = tokenise(question);
  const of = Object.fromEntries(KINDS.map((k) => [k, new Set<string>()])) as Record<Kind, Set<string>>;
  for (const { at, value } of PHRASES.findAll(tokens)) {
    const token = tokens[at];
    // “When” asks for a time where a sentence begins with it; elsewhere it begins a clause.
    if (token && WHEN.has(token.fold) && at > 0 && tokens[at - 1]?.sentence === token.sentence) continue;
    of[value.kind].add(value.notion);
  }
  const numbers = new Set<string>();
  for (const { fold } of tokens) {
    const bare = AGE.exec(fold)?.[1] ?? fold;
    const number = /^\d+$/.test(bare) ? String(Number(bare)) : NUMBER_WORDS[bare];
    if (number !== undefined) numbers.add(number);
  }
  return { of, numbers, negated: tokens.some((t) => NEGATIONS.has(t.fold)), length: tokens.length };
}

/** The notions that one word names by itself. */
export function notionsOfWord(word: string): ReadonlySet<string> {
  const { of } = notionsOf(word);
  return new Set(KINDS.flatMap((k) => [...of[k]]));
}
