import { join } from 'node:path';
import type { CuratedEntry, Knowledge } from '../../src/core/guideline.ts';
import { COUNTRIES, type Country, LANGS, type Lang } from '../../src/core/language.ts';
import { loadKnowledge } from '../../src/knowledge/load.ts';
import { type OpenedIndex, openOrBuild } from '../../src/retrieval/build-index.ts';
import { TrainedEmbeddings } from '../../src/retrieval/trained-embeddings.ts';

/** The real knowledge, read once a test file, and its index, built in memory with the embedding that is on where nothing is configured. */

export const KNOWLEDGE_DIR = join(import.meta.dirname, '..', '..', 'knowledge');

let loaded: Knowledge | undefined;
export function realKnowledge(): Knowledge {
  loaded ??= loadKnowledge(KNOWLEDGE_DIR);
  return loaded;
}

let opened: Promise<OpenedIndex> | undefined;
export function realIndex(): Promise<OpenedIndex> {
  const knowledge = realKnowledge();
  opened ??= openOrBuild(knowledge.hash, () => knowledge, { embeddings: TrainedEmbeddings.open() });
  return opened;
}

export type Written = Extract<CuratedEntry, { outcome: 'answered' }>;
export function writtenAnswers(knowledge: Knowledge = realKnowledge()): Written[] {
  return knowledge.curated.filter((e) => e.outcome === 'answered');
}

/** Every pair of a country and a language that a user may have. */
export const READERS: { country: Country; lang: Lang }[] = COUNTRIES.flatMap((country) =>
  LANGS.map((lang) => ({ country, lang })),
);

/** A text of ours: where it stands, whether a user sees it as varsam's words or search sees it as a user's question. */
export type OwnText = {
  where: string;
  kind: 'answer' | 'law' | 'conflict' | 'paraphrase' | 'title' | 'locale' | 'question';
  text: string;
};

/** All texts that we wrote, by language; the guidelines' own lines are not among them. */
export function ownTexts(knowledge: Knowledge = realKnowledge()): Record<Lang, OwnText[]> {
  const out: Record<Lang, OwnText[]> = { nb: [], nn: [], sv: [], en: [] };
  const add = (kind: OwnText['kind'], where: string, texts: Record<Lang, string | readonly string[]>) => {
    for (const lang of LANGS) for (const text of [texts[lang]].flat()) out[lang].push({ where, kind, text });
  };
  for (const entry of knowledge.curated) {
    add('question', entry.id, entry.questions);
    if (entry.outcome === 'answered') for (const claim of entry.claims) add('answer', entry.id, claim.text);
    if (entry.outcome === 'unsure') add('answer', entry.id, entry.missing);
    if (entry.outcome === 'refused') {
      add('answer', entry.id, entry.reason);
      add('answer', entry.id, entry.way_on);
    }
  }
  for (const note of knowledge.law) {
    add('title', note.id, note.title);
    add('law', note.id, note.note);
    add('question', note.id, note.questions);
  }
  for (const conflict of knowledge.conflicts) {
    add('title', conflict.id, conflict.topic);
    add('conflict', conflict.id, conflict.handling);
    for (const side of conflict.sides) add('conflict', conflict.id, side.says);
  }
  for (const guideline of knowledge.guidelines) {
    for (const section of guideline.sections)
      if (typeof section.title !== 'string') add('title', `${guideline.id}/${section.id}`, section.title);
    for (const rule of guideline.rules)
      for (const lang of LANGS) {
        const expansion = rule.expansions?.[lang];
        if (!expansion) continue;
        out[lang].push({ where: rule.id, kind: 'paraphrase', text: expansion.paraphrase });
        for (const text of expansion.questions) out[lang].push({ where: rule.id, kind: 'question', text });
      }
  }
  for (const lang of LANGS)
    for (const [key, text] of Object.entries(knowledge.locales[lang]))
      out[lang].push({ where: key, kind: key.startsWith('web.example.') ? 'question' : 'locale', text });
  return out;
}

/** Words as a reader counts them. */
export function readWords(text: string): string[] {
  return text.split(/\s+/).filter((w) => /[\p{L}\p{N}]/u.test(w));
}
