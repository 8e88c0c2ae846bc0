import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TrainingRecord, TrainingText } from '../records.ts';

const PARTS = ['noun', 'verb', 'adj', 'adv'] as const;
/** What WordNet's sense keys call each part of speech; a satellite adjective is "s" in the data. */
const TYPES: Readonly<Record<string, number>> = { n: 1, v: 2, a: 3, r: 4, s: 5 };

/**
 * Words of one meaning, what it is, and how it is used, from WordNet's database (format: wndb(5), cntlist(5)). Only meanings that were met in its
 * tagged texts: the rest are names of plants, places and compounds that nobody asks about, and they would crowd out the words people use.
 */
export function wordnet(folder: string): TrainingRecord[] {
  const met = metSenses(readFileSync(join(folder, 'cntlist.rev'), 'utf8'));
  return PARTS.flatMap((part) =>
    readFileSync(join(folder, `data.${part}`), 'utf8')
      .split('\n')
      .flatMap((line) => synset(line, met)),
  );
}

/** `lemma%type:file:id` of every sense with a count; what follows names the head of a satellite and says nothing new. */
function metSenses(text: string): Set<string> {
  return new Set(
    text.split('\n').flatMap((line) => {
      const key = line.split(' ', 1)[0] ?? '';
      const [lemma = '', sense = ''] = key.split('%');
      return sense ? [`${lemma}%${sense.split(':').slice(0, 3).join(':')}`] : [];
    }),
  );
}

function synset(line: string, met: ReadonlySet<string>): TrainingRecord[] {
  // The first lines of each file are the licence, indented.
  const [head, gloss] = line.startsWith(' ') ? [] : line.split(' | ');
  if (!head || !gloss) return [];
  const [offset = '', file = '', type = '', count = '', ...rest] = head.split(' ');
  const lemmas = Array.from({ length: Number.parseInt(count, 16) }, (_, i) => ({
    lemma: (rest[2 * i] ?? '').replace(/\((?:a|p|ip)\)$/, ''),
    id: String(Number.parseInt(rest[2 * i + 1] ?? '0', 16)).padStart(2, '0'),
  }));
  if (!lemmas.some(({ lemma, id }) => met.has(`${lemma.toLowerCase()}%${TYPES[type]}:${file}:${id}`))) return [];
  const examples = [...gloss.matchAll(/"([^"]+)"/g)].map((m) => m[1] ?? '');
  const meaning = gloss.replace(/;?\s*"[^"]*"/g, '').trim();
  const texts = [...lemmas.map(({ lemma }) => lemma.replaceAll('_', ' ')), meaning, ...examples];
  return [{ source: 'wordnet', id: `wordnet:${type}${offset}`, texts: texts.filter(Boolean).map(en) }];
}

const en = (text: string): TrainingText => ({ lang: 'en', text });

/** Words and their synonyms from a thesaurus in MyThes' format: `word|n`, then n lines `|synonym|synonym…`, after a line that names the encoding. */
export function mythes(source: string, lang: TrainingText['lang'], bytes: Buffer): TrainingRecord[] {
  const records: TrainingRecord[] = [];
  let word = '';
  // The encoding stands in the first line; the one file that is read is in ISO-8859-1.
  for (const line of bytes.toString('latin1').split('\n').slice(1)) {
    const [first = '', ...others] = line.trim().split('|');
    if (first) word = first;
    else if (word && others.length > 0)
      records.push({
        source,
        id: `${source}:${word}:${records.length}`,
        texts: [word, ...others].filter(Boolean).map((text) => ({ lang, text })),
      });
  }
  return records;
}
