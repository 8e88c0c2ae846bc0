import type { CallbackManagerForRetrieverRun } from '@langchain/core/callbacks/manager';
import { Document } from '@langchain/core/documents';
import { BaseRetriever, type BaseRetrieverInput } from '@langchain/core/retrievers';
import type { Retriever, SearchOptions } from '../app/ports.ts';
import type { Candidate } from '../core/ranking.ts';

/** What a document found by the guideline retriever carries beside its text. */
export type PassageMetadata = { id: string; score: number; kind: Candidate['kind'] } & Record<string, unknown>;

/**
 * The retriever as LangChain knows it, for chains and graphs of others: `new GuidelineRetriever({ retriever, lang: 'nb', country: 'NO' })`.
 * Only passages of guidelines are given; written answers and notes are varsam's own affair.
 */
export class GuidelineRetriever extends BaseRetriever<PassageMetadata> {
  override lc_namespace = ['varsam', 'retrievers'];
  readonly #retriever: Retriever;
  readonly #options: SearchOptions;

  constructor({
    retriever,
    lang,
    country,
    limit = 8,
    ...rest
  }: BaseRetrieverInput & { retriever: Retriever; limit?: number } & Pick<SearchOptions, 'lang' | 'country'>) {
    super(rest);
    this.#retriever = retriever;
    this.#options = { lang, country, limit };
  }

  static override lc_name(): string {
    return 'GuidelineRetriever';
  }

  override async _getRelevantDocuments(
    query: string,
    _run?: CallbackManagerForRetrieverRun,
  ): Promise<Document<PassageMetadata>[]> {
    const { ranked } = await this.#retriever.search(query, { ...this.#options, limit: this.#options.limit * 3 });
    return ranked
      .flatMap(({ candidate, score }) => (candidate.kind === 'passage' ? [toDocument(candidate, score)] : []))
      .slice(0, this.#options.limit);
  }
}

function toDocument(candidate: Extract<Candidate, { kind: 'passage' }>, score: number): Document<PassageMetadata> {
  const { text, expansions: _, ...metadata } = candidate;
  return new Document({ id: candidate.id, pageContent: text, metadata: { ...metadata, score } });
}
