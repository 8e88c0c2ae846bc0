import { join } from 'node:path';
import type { Candidate } from '../../src/core/ranking.ts';
import type { Blobs } from '../../src/retrieval/blob.ts';
import { embedAll } from '../../src/retrieval/build-index.ts';
import { outline } from '../../src/retrieval/candidates.ts';
import type { EmbeddingModel } from '../../src/retrieval/embeddings.ts';
import { HybridRetriever } from '../../src/retrieval/hybrid.ts';
import { fromArrays, LexicalIndex, toArrays, type Unit } from '../../src/retrieval/lexical.ts';
import { type Arrays, openIndex, saveIndex } from '../../src/retrieval/saved-index.ts';
import { windows } from '../../src/retrieval/terms.ts';
import { Records, Texts } from '../../src/retrieval/texts.ts';
import { buildVectors, ExactIndex, openGraph, type VectorIndex } from '../../src/retrieval/vector.ts';
import type { Doc, Engine, Searcher } from './engine.ts';

const FILE = 'index.bin';
const GRAPH = 'vectors.hnsw';
const IDENTITY = { hash: 'bench', model: 'bench' };
/** About how far a build with vectors is after each step; only the bar believes it. */
const SHARE = { lexical: 0.2, embedded: 0.4 };

/** `model` opens the embedding when it is needed: a process that measures another engine must not hold it. */
type Options = { model?: () => EmbeddingModel; expanded?: boolean };
type Content = { arrays: Arrays; blobs: Blobs };
type Saved = { outlines: Candidate[]; vectors: 'none' | 'exact' | 'hnsw' };

/**
 * varsam's own retriever, built, saved and opened as build-index.ts does it. Without `model` it is lexical only; `expanded` indexes the sidecars'
 * texts where a document has some.
 */
export function varsam(name: string, { model, expanded = false }: Options = {}): Engine {
  const searcher = (
    { outlines }: Saved,
    content: Content,
    lexical: LexicalIndex,
    vectors: VectorIndex | undefined,
  ): Searcher => {
    const retriever = new HybridRetriever({
      candidates: new Records<Candidate>(Texts.open('candidates', content)),
      outlines,
      partTexts: Texts.open('parts', content),
      unitOwner: lexical.data.unitOwner,
      lexical,
      vectors,
      embeddings: model?.(),
    });
    return {
      search: async ({ text, lang, country }, k) =>
        (await retriever.search(text, { lang, country, limit: k })).ranked.map((r) => r.candidate.id),
    };
  };
  return {
    name,
    build: async (docs, lang, onProgress) => {
      const embeddings = model?.();
      const steps: Record<string, number> = {};
      const started = performance.now();
      const units: Unit[] = docs.flatMap((doc, owner) =>
        expanded && doc.expanded
          ? doc.expanded.map((u) => ({ owner, ...u }))
          : [{ owner, text: doc.text, parts: windows(doc.text) }],
      );
      const lexical = LexicalIndex.build(units, docs.length);
      steps.lexical = performance.now() - started;
      onProgress(SHARE.lexical);
      const flat = embeddings
        ? await embedAll(
            embeddings,
            units.map((u) => u.text),
            (_, share) => onProgress(SHARE.lexical + share * (SHARE.embedded - SHARE.lexical)),
          )
        : new Float32Array(0);
      if (embeddings) steps.embedding = performance.now() - started - steps.lexical;
      const made = embeddings
        ? buildVectors(flat, embeddings.dimensions, {
            onProgress: (share) => onProgress(SHARE.embedded + share * (1 - SHARE.embedded)),
          })
        : undefined;
      if (made) steps[made.index.kind] = performance.now() - started - steps.lexical - (steps.embedding ?? 0);
      const candidates = docs.map((doc) => doc.candidate ?? passage(doc, lang));
      const saved: Saved = { outlines: candidates.map(outline), vectors: made?.index.kind ?? 'none' };
      const records = Texts.of(candidates.map((c) => JSON.stringify(c))).save('candidates');
      const texts = Texts.ofParts(units).save('parts');
      const content: Content = {
        arrays: {
          ...toArrays(lexical),
          ...records.arrays,
          ...texts.arrays,
          ...(saved.vectors === 'exact' ? { vectors: flat } : {}),
        },
        blobs: { ...records.blobs, ...texts.blobs },
      };
      return {
        ...searcher(saved, content, lexical, made?.index),
        steps,
        save: (dir) => {
          saveIndex(dir, FILE, { ...IDENTITY, json: saved, ...content });
          made?.save(join(dir, GRAPH));
        },
      };
    },
    open: async (dir) => {
      const opened = openIndex(dir, FILE, IDENTITY);
      if (opened.state !== 'ok') throw new Error(`the saved index is ${opened.state}`);
      const saved = opened.json as Saved;
      const dimensions = model?.().dimensions ?? 0;
      const vectors =
        saved.vectors === 'exact'
          ? new ExactIndex(opened.arrays.vectors as Float32Array, dimensions)
          : saved.vectors === 'hnsw'
            ? openGraph(join(dir, GRAPH), dimensions)
            : undefined;
      return searcher(saved, opened, fromArrays(opened.arrays), vectors);
    },
  };
}

/** A text from elsewhere as a passage of a guideline, all of the same country and weight, so that only the text decides. */
function passage({ id, text }: Doc, language: Parameters<Engine['build']>[1]): Candidate {
  const country = language === 'sv' ? 'SE' : 'NO';
  return {
    kind: 'passage',
    id,
    document: 'bench',
    file: 'bench.txt',
    lines: [1, 1],
    text,
    language,
    section: null,
    rule: null,
    anchor: null,
    country,
    authority: 4,
    status: 'ok',
    expansions: null,
    figures: false,
  };
}
