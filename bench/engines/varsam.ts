import { join } from 'node:path';
import type { Candidate } from '../../src/core/ranking.ts';
import type { Bm25Data } from '../../src/retrieval/bm25.ts';
import { embedAll } from '../../src/retrieval/build-index.ts';
import type { EmbeddingModel } from '../../src/retrieval/embeddings.ts';
import { HybridRetriever } from '../../src/retrieval/hybrid.ts';
import { LexicalIndex, type Unit } from '../../src/retrieval/lexical.ts';
import { type Arrays, openIndex, saveIndex } from '../../src/retrieval/saved-index.ts';
import { windows } from '../../src/retrieval/terms.ts';
import { buildVectors, ExactIndex, openGraph, type VectorIndex } from '../../src/retrieval/vector.ts';
import type { Doc, Engine, Searcher } from './engine.ts';

const FILE = 'index.bin';
const GRAPH = 'vectors.hnsw';
const IDENTITY = { hash: 'bench', model: 'bench' };
/** About how far a build with vectors is after each step; only the bar believes it. */
const SHARE = { lexical: 0.2, embedded: 0.4 };

/** `model` opens the embedding when it is needed: a process that measures another engine must not hold it. */
type Options = { model?: () => EmbeddingModel; expanded?: boolean };
type Saved = { candidates: Candidate[]; partTexts: string[]; vectors: 'none' | 'exact' | 'hnsw' };

/**
 * varsam's own retriever, built, saved and opened as build-index.ts does it. Without `model` it is lexical only; `expanded` indexes the sidecars'
 * texts where a document has some.
 */
export function varsam(name: string, { model, expanded = false }: Options = {}): Engine {
  const searcher = (saved: Saved, lexical: LexicalIndex, vectors: VectorIndex | undefined): Searcher => {
    const { candidates, partTexts } = saved;
    const retriever = new HybridRetriever({
      candidates,
      partTexts,
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
      const saved: Saved = {
        candidates: docs.map((doc) => doc.candidate ?? passage(doc, lang)),
        partTexts: units.flatMap((u) => u.parts),
        vectors: made?.index.kind ?? 'none',
      };
      return {
        ...searcher(saved, lexical, made?.index),
        steps,
        save: (dir) => {
          saveIndex(dir, FILE, {
            ...IDENTITY,
            json: saved,
            arrays: { ...toArrays(lexical), ...(saved.vectors === 'exact' ? { vectors: flat } : {}) },
          });
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
      return searcher(saved, fromArrays(opened.arrays, saved.candidates.length), vectors);
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

function toArrays({ data }: LexicalIndex): Arrays {
  const arrays: Arrays = { unitOwner: data.unitOwner, partOwner: data.partOwner };
  for (const scale of ['units', 'parts'] as const) {
    const { docs, ...rest } = data[scale];
    arrays[`${scale}.docs`] = Uint32Array.of(docs);
    for (const [name, array] of Object.entries(rest)) arrays[`${scale}.${name}`] = array;
  }
  return arrays;
}

function fromArrays(arrays: Arrays, owners: number): LexicalIndex {
  const bm25 = (scale: string): Bm25Data => ({
    docs: arrays[`${scale}.docs`]?.[0] ?? 0,
    keys: arrays[`${scale}.keys`] as Uint32Array,
    starts: arrays[`${scale}.starts`] as Uint32Array,
    ids: arrays[`${scale}.ids`] as Uint32Array,
    impacts: arrays[`${scale}.impacts`] as Uint16Array,
  });
  return new LexicalIndex({
    owners,
    unitOwner: arrays.unitOwner as Uint32Array,
    partOwner: arrays.partOwner as Uint32Array,
    units: bm25('units'),
    parts: bm25('parts'),
  });
}
