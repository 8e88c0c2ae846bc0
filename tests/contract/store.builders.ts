import { readFileSync } from 'node:fs';
import type { OpenQuestion, Store, StoredTurn } from '../../src/app/ports.ts';
import type { Answer, Citation } from '../../src/core/answer.ts';
import type { Lines } from '../../src/core/guideline.ts';
import type { Lang } from '../../src/core/language.ts';

/** Sources whose real lines the tests quote. */
export const SLIDES = {
  document: 'ks-slides',
  file: '000_67a517f90cb0f71f.txt',
  lang: 'nb',
  title: 'Veileder',
} as const;
export const OSTERAKER = {
  document: 'osteraker',
  file: '004_66e1dc29ca7b6574.txt',
  lang: 'sv',
  title: 'Riktlinjer',
} as const;
/** The same advice in the four languages, with their letters, quotes and dashes. */
export const CONSENT: Record<Lang, string> = {
  nb: 'Spør de foresatte først – og vis til «samtykke».',
  nn: 'Spør dei føresette fyrst – ikkje gjer det utan løyve.',
  sv: 'Fråga vårdnadshavarna först – även på förskolan.',
  en: 'Ask the guardians first – don’t post without consent.',
};

/** A citation of real lines, bullets, blanks and line ends as they stand in the original. */
export function cite(source: typeof SLIDES | typeof OSTERAKER, lines: Lines): Citation {
  const original = readFileSync(`knowledge/guidelines/${source.document}/${source.file}`, 'utf8').split('\n');
  return {
    document: source.document,
    file: source.file,
    lines,
    quote: original.slice(lines[0] - 1, lines[1]).join('\n'),
    quoteLang: source.lang,
    section: null,
    title: source.title,
    publisher: 'KS',
    published: null,
    inferred: ['publisher'],
    country: source.lang === 'sv' ? 'SE' : 'NO',
    authority: 3,
    status: 'ok',
    writtenBefore: null,
  };
}

export const lawNote: Citation = {
  ...cite(SLIDES, [3, 3]),
  document: 'law:L15',
  file: null,
  lines: null,
  quote: 'A note.',
  authority: 1,
};

export function answered(text: string, citations: Citation[] = [cite(SLIDES, [3, 5])], lang: Lang = 'nb'): Answer {
  const claims = citations.map((_, index) => ({ text, citations: [index] }));
  const offers: Answer['offers'] = [{ screening: 'photo-check' }];
  return {
    status: 'answered',
    by: 'rule',
    lang,
    country: 'NO',
    text,
    claims,
    citations,
    conflicts: ['K3'],
    offers,
    notices: [],
  };
}

export function unsure(text: string): Answer {
  const none = { claims: [], citations: [], conflicts: [], offers: [] };
  return {
    status: 'unsure',
    missing: 'punkt 7',
    lang: 'nb',
    country: 'NO',
    text,
    ...none,
    notices: [{ key: 'masked', values: { n: '1' } }],
  };
}

/** The n-th minute of a working day. */
export const minute = (n: number) => new Date(Date.UTC(2026, 2, 2, 8, n)).toISOString();

export function turn(id: string, n = 0, answer = answered('Spør først.')): StoredTurn {
  return { id, question: 'Kan jeg legge ut bilde av en elev?', answer, at: minute(n) };
}

export function question(id: string, over: Partial<OpenQuestion> = {}): OpenQuestion {
  const text = "Hva er punkt 7 i KS' risikobank?";
  return {
    id,
    tenant: 'nesodden',
    conversation: 'c1',
    question: text,
    lang: 'nb',
    country: 'NO',
    reason: 'unsure',
    at: minute(0),
    ...over,
  };
}

export async function talk(
  store: Store,
  tenant = 'nesodden',
  id = 'c1',
  lang: Lang | null = 'nb',
  n = 0,
): Promise<void> {
  await store.touchConversation({ tenant, id, channel: 'web', lang, country: 'NO', at: minute(n) });
}
