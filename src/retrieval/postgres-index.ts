import type { DocumentInterface } from '@langchain/core/documents';
import { Document } from '@langchain/core/documents';
import { VectorStore } from '@langchain/core/vectorstores';
import type { Lang } from '../core/language.ts';
import type { EmbeddingModel } from './embeddings.ts';

/** What a query is sent through: a pool or client of node-postgres, or anything that answers like one. */
export type Queryable = {
  query: (sql: string, parameters?: unknown[]) => Promise<{ rows: Record<string, unknown>[] }>;
};

/** Which of a tenant's passages are searched; absent: all of them. */
export type PassageFilter = { lang?: Lang; country?: string; document?: string };

/** One found passage with both figures: cosine in [-1, 1], and the rank of its words, 0 where none of them stands in it. */
export type FoundPassage = { document: DocumentInterface; cosine: number; words: number };

/** Bokmål and nynorsk share Postgres's Norwegian stemmer and stop words. */
const CONFIGURATION: Record<Lang, string> = { nb: 'norwegian', nn: 'norwegian', sv: 'swedish', en: 'english' };
const LANGS = Object.keys(CONFIGURATION) as Lang[];

/**
 * What each connection of a pool is opened with (`new Pool({ options: GRAPH_OPTIONS })`): how many the graph looks at, and that it goes on where a filter takes
 * away from them, so that a small tenant gets its passages also where large ones stand nearer. A single connection is told by `open`.
 */
export const GRAPH_OPTIONS = '-c hnsw.ef_search=120 -c hnsw.iterative_scan=strict_order';
/** pgvector's graphs take no longer vectors. */
const MOST_DIMENSIONS = 2000;
const CHUNK = 200;

/** The extension is missing, too old, or the vectors don't fit. The message says how to mend it. */
export class PassagesError extends Error {
  override readonly name = 'PassagesError';
}

/**
 * Passages in Postgres, for corpora beyond one process's memory: pgvector for meaning, full text search for words, as LangChain's vector store. One object serves one
 * tenant and one embedding model: every statement carries both, so no filter can leave them out. Documents are taken in with `metadata.lang`, `.country` and
 * `.document`; other metadata comes back as it was.
 */
export class PostgresPassages extends VectorStore {
  declare FilterType: PassageFilter;
  readonly #db: Queryable;
  readonly #tenant: string;
  readonly #model: string;
  readonly #dimensions: number;

  private constructor(model: EmbeddingModel, db: Queryable, tenant: string) {
    super(model, {});
    this.#db = db;
    this.#tenant = tenant;
    this.#model = model.name;
    this.#dimensions = model.dimensions;
  }

  /**
   * Prepares the extension, the table and the graph of this model; what is there stays.
   *
   * @throws PassagesError where pgvector 0.8 is not to be had, or the model's vectors are too long
   */
  static async open(model: EmbeddingModel, db: Queryable, tenant: string): Promise<PostgresPassages> {
    if (model.dimensions > MOST_DIMENSIONS)
      throw new PassagesError(
        `${model.name} has ${model.dimensions} dimensions; Postgres indexes ${MOST_DIMENSIONS} at most. Take a model with fewer.`,
      );
    try {
      await db.query('create extension if not exists vector');
      await db.query(
        "select set_config('hnsw.iterative_scan', 'strict_order', false), set_config('hnsw.ef_search', '120', false)",
      );
    } catch (cause) {
      throw new PassagesError(
        'Passages in Postgres take the extension pgvector, 0.8 or later. Install it beside the server (Debian 13: postgresql-17-pgvector; managed services list it as “vector”), and let an administrator run: create extension vector',
        { cause },
      );
    }
    await db.query(`create table if not exists varsam_passages (
      tenant text collate "C" not null, model text collate "C" not null, id text collate "C" not null, document text collate "C" not null,
      lang text collate "C" not null, country text collate "C" not null, text text not null, words tsvector not null, metadata jsonb not null,
      embedding vector not null, primary key (tenant, model, id))`);
    await db.query(`create table if not exists varsam_passage_sets (
      tenant text collate "C" not null, model text collate "C" not null, hash text not null, primary key (tenant, model))`);
    await db.query('create index if not exists varsam_passages_words on varsam_passages using gin (words)');
    const name = `varsam_passages_${hex(model.name)}`;
    // Each model has its own graph: vectors of different lengths cannot share one.
    await db.query(
      `create index if not exists ${name} on varsam_passages using hnsw ((embedding::vector(${model.dimensions})) vector_ip_ops) where model = ${quoted(model.name)}`,
    );
    return new PostgresPassages(model, db, tenant);
  }

  /** Where `open` has prepared everything before, on another connection. */
  static opened(model: EmbeddingModel, db: Queryable, tenant: string): PostgresPassages {
    return new PostgresPassages(model, db, tenant);
  }

  override _vectorstoreType(): string {
    return 'varsam-postgres';
  }

  override async addDocuments(documents: DocumentInterface[]): Promise<string[]> {
    return this.addVectors(await this.embeddings.embedDocuments(documents.map((d) => d.pageContent)), documents);
  }

  /** @param vectors of length 1, in the order of the documents; a document that is there already is replaced */
  override async addVectors(vectors: number[][], documents: DocumentInterface[]): Promise<string[]> {
    const rows = documents.map((document, i) => this.#row(document, vectors[i] ?? []));
    for (let from = 0; from < rows.length; from += CHUNK) {
      const some = rows.slice(from, from + CHUNK);
      await this.#db.query(
        `insert into varsam_passages (tenant, model, id, document, lang, country, text, words, metadata, embedding)
        select $1, $2, r.id, r.document, r.lang, r.country, r.text, to_tsvector(r.configuration::regconfig, r.text), r.metadata, r.embedding::vector
        from jsonb_to_recordset($3::jsonb) as r(id text, document text, lang text, country text, text text, configuration text, metadata jsonb, embedding text)
        on conflict (tenant, model, id) do update set document = excluded.document, lang = excluded.lang, country = excluded.country,
          text = excluded.text, words = excluded.words, metadata = excluded.metadata, embedding = excluded.embedding`,
        [this.#tenant, this.#model, JSON.stringify(some)],
      );
    }
    return rows.map((row) => row.id);
  }

  #row({ id, pageContent, metadata }: DocumentInterface, vector: number[]) {
    const { lang, country, document } = metadata;
    const fits = vector.length === this.#dimensions && vector.every(Number.isFinite);
    if (!id || !LANGS.includes(lang) || typeof country !== 'string' || typeof document !== 'string' || !fits)
      throw new PassagesError(
        `A document for Postgres takes an id, metadata.lang (${LANGS.join(', ')}), .country and .document, and a vector of ${this.#dimensions} numbers: ${id ?? 'one without id'}`,
      );
    const text = pageContent.toWellFormed().replaceAll('\0', '\uFFFD');
    const configuration = CONFIGURATION[lang as Lang];
    return { id, document, lang, country, text, configuration, metadata, embedding: `[${vector.join(',')}]` };
  }

  /** Takes out single passages, all of a document, or, without either, everything this tenant has under this model. */
  override async delete({ ids, document }: { ids?: string[]; document?: string } = {}): Promise<void> {
    await this.#db.query(
      'delete from varsam_passages where tenant = $1 and model = $2 and ($3::text[] is null or id = any($3)) and ($4::text is null or document = $4)',
      [this.#tenant, this.#model, ids ?? null, document ?? null],
    );
  }

  /** What the passages were made from, as `fill` was told; undefined where nobody has. */
  async filledWith(): Promise<string | undefined> {
    const { rows } = await this.#db.query('select hash from varsam_passage_sets where tenant = $1 and model = $2', [
      this.#tenant,
      this.#model,
    ]);
    return rows[0] && String(rows[0].hash);
  }

  /**
   * Makes these the passages of this tenant under this model, and no others, unless they are there already: in one transaction, for which others wait who
   * would do the same. Needs a connection of its own. Gives whether it did.
   */
  async fill(
    hash: string,
    make: () => Promise<{ vectors: number[][]; documents: DocumentInterface[] }>,
  ): Promise<boolean> {
    await this.#db.query('begin');
    try {
      await this.#db.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
        `varsam_passages/${this.#tenant}`,
      ]);
      const filled = (await this.filledWith()) === hash;
      if (!filled) {
        const { vectors, documents } = await make();
        await this.delete();
        await this.addVectors(vectors, documents);
        await this.#db.query(
          `insert into varsam_passage_sets (tenant, model, hash) values ($1, $2, $3)
          on conflict (tenant, model) do update set hash = excluded.hash`,
          [this.#tenant, this.#model, hash],
        );
      }
      await this.#db.query('commit');
      return !filled;
    } catch (error) {
      await this.#db.query('rollback');
      throw error;
    }
  }

  /** Documents by their ids, with their vectors; in the order of ids. */
  async byIds(ids: readonly string[]): Promise<{ document: DocumentInterface; vector: number[] }[]> {
    const { rows } = await this.#db.query(
      'select id, text, metadata, embedding::text as vector from varsam_passages where tenant = $1 and model = $2 and id = any($3) order by id',
      [this.#tenant, this.#model, ids],
    );
    return rows.map((row) => ({ document: documentOf(row), vector: JSON.parse(String(row.vector)) as number[] }));
  }

  async count(): Promise<number> {
    const { rows } = await this.#db.query(
      'select count(*)::int as n from varsam_passages where tenant = $1 and model = $2',
      [this.#tenant, this.#model],
    );
    return Number(rows[0]?.n);
  }

  /** The k nearest by cosine, best first; ties in the order of ids. */
  override async similaritySearchVectorWithScore(
    query: number[],
    k: number,
    filter: PassageFilter = {},
  ): Promise<[DocumentInterface, number][]> {
    const near = await this.#rows(this.#nearest(k, filter), query, '', filter);
    return near.map((row) => [documentOf(row), Number(row.cosine)]);
  }

  /** Passages in which words of the query stand, each read by the stemmer of the passage's language, best first. */
  async wordSearch(query: string, k: number, filter: PassageFilter = {}): Promise<[DocumentInterface, number][]> {
    const found = await this.#rows(WORDS(k, filter), [], query, filter);
    return found.map((row) => [documentOf(row), Number(row.rank)]);
  }

  /** Both searches in one statement: what either puts among its best `pool`, with both figures, nearest first. How they are weighed is the caller's affair. */
  async search(
    query: string,
    { pool = 100, filter = {} }: { pool?: number; filter?: PassageFilter } = {},
  ): Promise<FoundPassage[]> {
    const vector = await this.embeddings.embedQuery(query);
    const both = `select id, text, metadata, max(cosine) as cosine, max(rank) as rank from (
      select id, text, metadata, cosine, 0::real as rank from (${this.#nearest(pool, filter)}) near
      union all select id, text, metadata, -(embedding <#> $4::vector) as cosine, rank from (${WORDS(pool, filter)}) worded
    ) found group by id, text, metadata order by max(cosine) desc, id`;
    const rows = await this.#rows(both, vector, query, filter);
    return rows.map((row) => ({ document: documentOf(row), cosine: Number(row.cosine), words: Number(row.rank) }));
  }

  #nearest(k: number, filter: PassageFilter): string {
    const d = this.#dimensions;
    // The partial index is only taken where the model stands in the statement itself.
    return `select id, text, metadata, -distance as cosine from (
      select id, text, metadata, embedding::vector(${d}) <#> $4::vector(${d}) as distance from varsam_passages p
      where tenant = $1 and model = $2 and model = ${quoted(this.#model)}${filtering(filter)}
      order by embedding::vector(${d}) <#> $4::vector(${d}) limit ${whole(k)}) q order by distance, id`;
  }

  /** Every statement has the same parameters, so that none is forgotten; what one does not read is named all the same. */
  async #rows(sql: string, vector: number[], words: string, filter: PassageFilter): Promise<Record<string, unknown>[]> {
    const parameters = [
      this.#tenant,
      this.#model,
      JSON.stringify(filter),
      vector.length > 0 ? `[${vector.join(',')}]` : null,
      words,
    ];
    const all = `with given as (select $1::text, $2::text, $3::jsonb, $4::vector, $5::text) ${sql}`;
    return (await this.#db.query(all, parameters)).rows;
  }
}

/** Only what is asked for: a condition that is always true would make the planner expect few rows, and leave the graph aside. */
const filtering = (filter: PassageFilter): string =>
  (['lang', 'country', 'document'] as const)
    .filter((key) => filter[key] !== undefined)
    .map((key) => ` and p.${key} = $3::jsonb->>'${key}'`)
    .join('');

/** Any of the words will do, and more of them, nearer together, are better (32: rank/(rank+1)). */
const ANY = (configuration: string) => `replace(plainto_tsquery('${configuration}', $5)::text, ' & ', ' | ')::tsquery`;
const WORDS = (
  k: number,
  filter: PassageFilter,
) => `select id, text, metadata, embedding, ts_rank_cd(words, asked, 32) as rank
  from varsam_passages p join (values ${LANGS.map((lang) => `('${lang}', ${ANY(CONFIGURATION[lang])})`).join(', ')}) q(spoken, asked) on q.spoken = p.lang
  where tenant = $1 and model = $2 and words @@ asked${filtering(filter)} order by rank desc, id limit ${whole(k)}`;

function documentOf({ id, text, metadata }: Record<string, unknown>): DocumentInterface {
  return new Document({ id: String(id), pageContent: String(text), metadata: metadata as Record<string, unknown> });
}

const whole = (k: number): number => Math.max(0, Math.floor(k));
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const hex = (text: string): string => Buffer.from(text).toString('hex').slice(0, 40);
