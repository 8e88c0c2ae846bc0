import type { Answer } from '../core/answer.ts';
import type { Country, Lang } from '../core/language.ts';
import type { Proposal } from '../core/proposal.ts';
import type { Ranked } from '../core/ranking.ts';

/** The ports: what the use cases need of the world. Adapters implement them; tests fake them by hand. */

export type SearchOptions = { lang: Lang; country: Country; limit: number };

/**
 * What a search found, and what confidence needs beside it: how much of the query's weight the corpus knows and the best able candidate has, and the
 * nearest single texts, best first, with whether an answer can be made from their candidates.
 */
export type SearchResult = {
  ranked: Ranked[];
  known: number;
  covered: number;
  nearest: { able: boolean; score: number }[];
  /** The same by meaning: the nearest texts by the embeddings' cosine; empty without embeddings. */
  akin: { able: boolean; score: number }[];
};

export interface Retriever {
  /** Candidates best first. Never more than `limit`; an empty query gives none. */
  search(query: string, options: SearchOptions): Promise<SearchResult>;
}

export interface ModelAnswerer {
  /**
   * Proposes claims from candidates. Rejects when the model does not answer in time, or with something that is no proposal;
   * the caller then answers without it. `onText` gets the growing text for display; nothing of it is verified yet.
   */
  propose(
    input: {
      question: string;
      history: readonly string[];
      lang: Lang;
      country: Country;
      passages: readonly { id: string; text: string; source: string }[];
    },
    onText?: (text: string) => void,
  ): Promise<Proposal>;
}

/** A question of a screening as a reader of free text gets it. */
type OpenQuestionText = { id: string; text: string; options: { code: string; label: string }[] };
/** An answer that a reader found, with the words it read it from. Nothing of it is checked yet. */
export type ReadAnswer = { id: string; code: string; words: string };

export interface AnswerReader {
  /**
   * Reads what somebody wrote into answers to these questions. `text` is masked. Rejects when the reader does not answer in time, or with something that is
   * no reading; the caller then goes on without it.
   */
  read(input: { text: string; lang: Lang; questions: readonly OpenQuestionText[] }): Promise<ReadAnswer[]>;
}

export interface Clock {
  now(): Date;
}

export interface Ids {
  /** A new identifier, unguessable, sortable by time. */
  next(): string;
}

type Masked = { text: string; found: { kind: string; count: number }[] };
/** Takes identity numbers, phones, e-mails, cards and likely names out of a text. */
export type Mask = (text: string) => Masked;

export type StoredTurn = { id: string; question: string; answer: Answer; at: string };

export type OpenQuestion = {
  id: string;
  tenant: string;
  conversation: string;
  question: string;
  lang: Lang;
  country: Country;
  reason: 'unsure' | 'not_helpful' | 'ask_person';
  at: string;
};

/** Everything that outlives a process. Texts arrive masked: the store never sees what `Mask` takes out. */
export interface Store {
  /** Opens or creates a conversation and notes that it is in use. */
  touchConversation(input: {
    tenant: string;
    id: string;
    channel: string;
    lang: Lang | null;
    country: Country;
    at: string;
  }): Promise<void>;
  conversation(tenant: string, id: string): Promise<{ lang: Lang | null; country: Country } | undefined>;
  saveTurn(input: { tenant: string; conversation: string; turn: StoredTurn }): Promise<void>;
  /** The conversation's turns, oldest first; the last `limit` of them. */
  turns(tenant: string, conversation: string, limit: number): Promise<StoredTurn[]>;
  /** Undefined also where a conversation is named that it does not belong to. */
  turn(tenant: string, id: string, conversation?: string): Promise<StoredTurn | undefined>;
  saveFeedback(input: {
    tenant: string;
    turn: string;
    verdict: 'helped' | 'not_helpful' | 'wrong_source';
    at: string;
  }): Promise<void>;
  /** Keeps a question nobody has answered; the same id again changes nothing. */
  captureQuestion(question: OpenQuestion): Promise<void>;
  openQuestions(tenant: string): Promise<OpenQuestion[]>;
  /** Takes a captured question back ("don't send"). */
  withdrawQuestion(tenant: string, id: string): Promise<void>;
  close(): Promise<void>;
}

/** Structured log without personal data: events and figures, never a question or an answer. */
export interface Log {
  info(event: string, figures?: Record<string, string | number | boolean>): void;
  warn(event: string, figures?: Record<string, string | number | boolean>): void;
  error(event: string, error: unknown, figures?: Record<string, string | number | boolean>): void;
}
