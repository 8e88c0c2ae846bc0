import { aPassage, languageOf, languagesOf } from '../../eval/retrieval.ts';
import {
  buildContent,
  type Content,
  modelsFor,
  openContent,
  retrieverOf,
  type Saved,
} from '../../src/retrieval/content.ts';
import type { EmbeddingModel } from '../../src/retrieval/embeddings.ts';
import type { Unit } from '../../src/retrieval/lexical.ts';
import { openIndex, saveIndex } from '../../src/retrieval/saved-index.ts';
import { windows } from '../../src/retrieval/terms.ts';
import type { Engine, Searcher } from './engine.ts';

const FILE = 'index.bin';
const IDENTITY = { hash: 'bench', model: 'bench' };
/** About how far a build with vectors is when words are done; only the bar believes it. */
const LEXICAL = 0.2;

/** `model` opens the embedding when it is needed: a process that measures another engine must not hold it. */
type Options = { model?: () => EmbeddingModel; expanded?: boolean };

/**
 * varsam's own retriever, built, saved and opened by what the product uses. Without `model` it is lexical only; `expanded` indexes the sidecars' texts where a
 * document has some.
 */
export function varsam(name: string, { model, expanded = false }: Options = {}): Engine {
  const models = () => (model ? modelsFor(model()) : undefined);
  const searcher = (content: Content): Searcher => {
    const retriever = retrieverOf(content, models());
    return {
      search: async ({ text, lang, country }, k) =>
        (await retriever.search(text, { lang, country, limit: k })).ranked.map((r) => r.candidate.id),
    };
  };
  return {
    name,
    build: async (docs, _lang, onProgress) => {
      const steps: Record<string, number> = {};
      let last = performance.now();
      const spoken = languagesOf(docs);
      const candidates = docs.map((doc, i) => doc.candidate ?? aPassage(doc.id, doc.text, spoken[i] ?? 'nb'));
      const texts = docs.map((doc): Omit<Unit, 'owner'>[] =>
        expanded && doc.expanded ? doc.expanded : [{ text: doc.text, parts: windows(doc.text) }],
      );
      const units: Unit[] = texts.flatMap((of, owner) => of.map((u) => ({ owner, ...u })));
      const languages = units.map(({ owner, text }) => {
        const candidate = candidates[owner];
        const own = (texts[owner]?.length ?? 0) === 1 && candidate?.kind === 'passage';
        return own ? candidate.language : languageOf(text);
      });
      const content = await buildContent(
        { candidates, units, languages },
        {
          models: models(),
          onProgress: (step, share) => {
            const now = performance.now();
            steps[step] = (steps[step] ?? 0) + now - last;
            last = now;
            onProgress(step === 'lexical' ? LEXICAL : LEXICAL + share * (1 - LEXICAL));
          },
        },
      );
      return {
        ...searcher(content),
        steps,
        save: (dir) => {
          saveIndex(dir, FILE, { ...IDENTITY, json: content.saved, arrays: content.arrays, blobs: content.blobs });
          content.saveGraphs(dir);
        },
      };
    },
    open: async (dir) => {
      const opened = openIndex(dir, FILE, IDENTITY);
      if (opened.state !== 'ok') throw new Error(`the saved index is ${opened.state}`);
      const content = openContent(opened.json as Saved, opened, { dir, models: models() });
      if (!content) throw new Error('the saved graph can’t be opened');
      return searcher(content);
    },
  };
}
