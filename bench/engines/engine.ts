import type { Country, Lang } from '../../src/core/language.ts';
import type { Candidate } from '../../src/core/ranking.ts';

export type Doc = {
  id: string;
  text: string;
  /** What varsam knows of a passage of its own corpus. */
  candidate?: Candidate;
  /** The texts by which the product finds it, where that is more than its own. */
  expanded?: { text: string; parts: string[] }[];
};
export type Asked = { text: string; lang: Lang; country: Country };

export type Searcher = {
  /** Ids of the best documents, best first, k at most. */
  search(asked: Asked, k: number): Promise<string[]>;
};
type Built = Searcher & {
  /** Writes all that `open` needs into a folder. */
  save(dir: string): void;
  /** Milliseconds of the build's parts, where it has some. */
  steps?: Record<string, number>;
};

/** Told how much of the build is done, in [0, 1]. */
export type OnProgress = (share: number) => void;

/** A search engine, behind the same two doors: built from texts, or opened from a folder that a build wrote. */
export type Engine = {
  name: string;
  build(docs: readonly Doc[], lang: Lang, onProgress: OnProgress): Promise<Built>;
  open(dir: string): Promise<Searcher>;
};

/** Imports a package that only the bench has (bench/package.json). The caller states the few signatures it uses: types are not there before the bench has installed it. */
export async function competitor<T>(name: string): Promise<T> {
  return (await import(name)) as T;
}
