import type { Retriever } from '../app/ports.ts';
import type { Lang } from '../core/language.ts';
import type { Candidate } from '../core/ranking.ts';
import type { OpenedIndex } from './build-index.ts';
import { type Collection, collect, parted } from './candidates.ts';
import { buildContent, embedAll, layerOf, type Models } from './content.ts';
import type { HybridRetriever } from './hybrid.ts';
import type { FoundPassage, PostgresPassages } from './postgres-index.ts';
import { windows } from './terms.ts';

/** How many texts each kind of search gives, and how many passages of these are ranked. More cost more of the processor: each is read anew for each question. */
const POOL = 60;
const RANKED = 24;
/** The most texts that a passage has: one a language. */
const TEXTS = 4;

/** The passage itself stands with the first of its texts. */
type Kept = { owner: string; candidate?: Candidate };

/** Puts the passages of the knowledge into the database, where those of this knowledge are not there already. `passages` has a connection of its own. Gives whether it did. */
export function fillPassages(
  passages: PostgresPassages,
  { knowledge }: Pick<OpenedIndex, 'knowledge'>,
  { texts }: Models,
): Promise<boolean> {
  return passages.fill(knowledge.hash, async () => {
    const { candidates, units, languages } = parted(collect(knowledge)).passages;
    const flat = await embedAll(
      texts,
      units.map((u) => u.text),
    );
    const seen = new Map<number, number>();
    const documents = units.map((unit, i) => {
      const candidate = candidates[unit.owner];
      if (candidate?.kind !== 'passage') throw new Error('a text of no passage');
      const n = seen.get(unit.owner) ?? 0;
      seen.set(unit.owner, n + 1);
      const { id: owner, document, country } = candidate;
      const kept: Kept = n === 0 ? { owner, candidate } : { owner };
      const metadata = { lang: languages[i], country, document, ...kept };
      return { id: `${owner}#${n}`, pageContent: unit.text, metadata };
    });
    const { dimensions } = texts;
    const vectors = units.map((_, i) => Array.from(flat.subarray(i * dimensions, (i + 1) * dimensions)));
    return { vectors, documents };
  });
}

/**
 * The retriever over passages in Postgres: the database finds, and what it finds is ranked here with everything else that is known, by the same signals, so that
 * the same confidence holds. What a word is worth is told by the index in memory.
 *
 * @param base what stands in memory: written answers, notes, questions, and a municipality's own
 */
export function postgresRetriever(
  passages: PostgresPassages,
  base: HybridRetriever,
  { content: beside, models }: { content: OpenedIndex['content']; models: Models },
): Retriever {
  return {
    search: async (query, options) => {
      const found = query.trim() ? await passages.search(query, { pool: POOL }) : [];
      if (found.length === 0) return base.search(query, options);
      const ids = best(found).flatMap((owner) => Array.from({ length: TEXTS }, (_, n) => `${owner}#${n}`));
      const rows = await passages.byIds(ids);
      const guest = await buildContent(collectionOf(rows), { models: withVectors(models, rows), beside, guest: true });
      return base.with(layerOf(guest)).search(query, options);
    },
  };
}

const ownerOf = ({ metadata }: { metadata: Record<string, unknown> }): string => (metadata as Kept).owner;

/** The best by meaning and the best by words in turn, each passage once. */
function best(found: readonly FoundPassage[]): string[] {
  const by = (signal: 'cosine' | 'words') =>
    [...found].sort((a, b) => b[signal] - a[signal]).map(({ document }) => ownerOf(document));
  const [near, worded] = [by('cosine'), by('words')];
  const owners = new Set(near.flatMap((owner, i) => [owner, worded[i] ?? owner]));
  return [...owners].slice(0, RANKED);
}

type Rows = Awaited<ReturnType<PostgresPassages['byIds']>>;

/** Passages with their texts, as `collect` gives them. */
function collectionOf(rows: Rows): Collection {
  const out: Collection = { candidates: [], units: [], languages: [] };
  for (const group of Object.values(Object.groupBy(rows, ({ document }) => ownerOf(document)))) {
    const candidate = group?.map(({ document }) => (document.metadata as Kept).candidate).find((c) => c !== undefined);
    if (!group || !candidate) continue;
    const owner = out.candidates.push(candidate) - 1;
    for (const { document } of group) {
      const text = document.pageContent;
      out.units.push({ owner, text, parts: text.split('\n').flatMap(windows) });
      out.languages.push(document.metadata.lang as Lang);
    }
  }
  return out;
}

/** The same models with the vectors that the database has already: an endpoint is not asked for them again. */
function withVectors(models: Models, rows: Rows): Models {
  if (models.texts === models.words) return models;
  const known = new Map(rows.map(({ document, vector }) => [document.pageContent, vector]));
  const { name, dimensions } = models.texts;
  const texts = {
    name,
    dimensions,
    embedQuery: (text: string) => models.texts.embedQuery(text),
    embedDocuments: async (all: string[]) =>
      all.map((text) => known.get(text) ?? new Array<number>(dimensions).fill(0)),
  };
  return { texts, words: models.words };
}
