import { z } from 'zod';
import { Lines } from '../guideline.ts';
import { Country, Lang } from '../language.ts';

/** Days past its review date after which an answer is no longer given; before that it is given with a flag. */
const WITHHELD_AFTER_DAYS = 30;
/** Days before its review date in which those responsible are warned. */
const WARNED_BEFORE_DAYS = 30;
/** Months to the first review where nobody says otherwise. */
const REVIEW_MONTHS = 12;

/** Lines of the corpus that an expert's answer rests on, by the original's file name. */
export const ExpertCite = z.strictObject({ file: z.string().min(1), lines: Lines });
export type ExpertCite = z.infer<typeof ExpertCite>;

const EXPERT_STATES = ['published', 'awaiting', 'withdrawn'] as const;
const ExpertState = z.enum(EXPERT_STATES);

/** One version of what an office has answered. Versions are only added: the newest one holds. */
export const ExpertAnswer = z.strictObject({
  id: z.string().min(1),
  /** From 1. */
  version: z.int().positive(),
  /** The group it answers. */
  group: z.string().min(1),
  /** As the group is called, in the asker's words, masked. */
  question: z.string().trim().min(1),
  /** The masked questions of the group, without `question`: by these and it the next asker's words are known again. */
  variants: z.array(z.string().trim().min(1)),
  text: z.string().trim().min(1).max(4000),
  lang: Lang,
  cites: z.array(ExpertCite),
  /** Where it holds; null: in both countries. */
  country: Country.nullable(),
  /** The unit it holds for; null: all. */
  unit: z.string().trim().min(1).nullable(),
  /** The office that answered, never a person's name. */
  by: z.string().trim().min(1).max(80),
  at: z.iso.datetime(),
  /** The date by which somebody has read it again. */
  reviewBy: z.iso.date(),
  /** `awaiting` a second person's approval. */
  state: ExpertState,
});
export type ExpertAnswer = z.infer<typeof ExpertAnswer>;

const STANDINGS = ['current', 'due_soon', 'flagged', 'withheld'] as const;
export type Standing = (typeof STANDINGS)[number];

const DAY = 86_400_000;

/**
 * How an answer stands by its review date, counted in whole days of UTC: `current`, `due_soon` in the last 30 days up to and including the date itself,
 * `flagged` for the 30 days after, then `withheld`. What is not published is withheld whatever its date.
 */
export function standing(expert: Pick<ExpertAnswer, 'reviewBy' | 'state'>, now: Date): Standing {
  if (expert.state !== 'published') return 'withheld';
  const today = Math.floor(now.getTime() / DAY);
  const left = Math.round(Date.parse(`${expert.reviewBy}T00:00:00Z`) / DAY) - today;
  if (left < -WITHHELD_AFTER_DAYS) return 'withheld';
  if (left < 0) return 'flagged';
  return left <= WARNED_BEFORE_DAYS ? 'due_soon' : 'current';
}

/** The date (ISO) so many months after a time, in UTC; where that month is shorter, its last day: 31 August and 6 months give 28 February. */
export function reviewDate(at: string, months: number = REVIEW_MONTHS): string {
  const from = new Date(at);
  const last = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months + 1, 0)).getUTCDate();
  const day = Math.min(from.getUTCDate(), last);
  return new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, day)).toISOString().slice(0, 10);
}

/** Whether it may be shown to somebody in a country: published, not withheld, and for that country or both. */
export function holdsFor(expert: ExpertAnswer, country: Country, now: Date): boolean {
  return standing(expert, now) !== 'withheld' && (expert.country === null || expert.country === country);
}

/** The words by which a question is known again: the group's name first. */
export function wordingsOf(expert: Pick<ExpertAnswer, 'question' | 'variants'>): string[] {
  return [...new Set([expert.question, ...expert.variants])];
}
