import type { Authority, Lines, Screening, Status } from './guideline.ts';
import type { Country, Lang } from './language.ts';

/** A place in a source that a claim stands on. `file` and `lines` are null for law notes and experts' answers. */
export type Citation = {
  /** Guideline id, `law:L15` or `expert:<id>`. */
  document: string;
  file: string | null;
  lines: Lines | null;
  /** Letter for letter from those lines (white space folded); for a law note our own summary. */
  quote: string;
  /** Language of the quote, for screen readers and hyphenation. */
  quoteLang: Lang;
  section: string | null;
  title: string;
  publisher: string;
  published: string | null;
  inferred: readonly string[];
  country: Country | null;
  authority: Authority | null;
  status: Status | null;
  /** ISO date before which the text was written, when that changed its ground. */
  writtenBefore: string | null;
};

/** One statement with the citations that carry it, as positions in the answer's list. */
export type Claim = { text: string; citations: number[] };

export type Offer = { screening: Screening };

type Common = {
  lang: Lang;
  country: Country;
  /** The whole answer in words, without sources. */
  text: string;
  claims: Claim[];
  citations: Citation[];
  conflicts: string[];
  offers: Offer[];
};

/** What a user gets back. An expected outcome is a member of this union; an exception is a fault. */
export type Answer =
  | (Common & { status: 'answered'; by: 'curated' | 'rule' | 'model' | 'expert'; notices: Notice[] })
  | (Common & { status: 'unsure'; missing: string | null; notices: Notice[] })
  | (Common & { status: 'refused'; notices: Notice[] });

/** A short remark beside the answer, by locale key. */
export type Notice = {
  key:
    | 'offline'
    | 'outdated'
    | 'other_country'
    | 'other_municipality'
    | 'law_note'
    | 'translated'
    | 'masked'
    /** Of a question that is kept: who gets it, whom to ring, how many others wait. Shown while it is kept. */
    | 'goes_to'
    | 'phone'
    | 'waiting'
    /** The asker is told what they asked for: `date` of the question, `unit` that has answered. */
    | 'told'
    /** An expert's answer whose review date has passed. */
    | 'review_passed';
  values?: Record<string, string>;
};

/** At most so many citations in an answer, and so many lines in one: what a person can check on a phone. */
export const MAX_CITATIONS = 6;
export const MAX_CITED_LINES = 40;
