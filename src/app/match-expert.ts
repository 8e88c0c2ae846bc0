import type { Answer } from '../core/answer.ts';
import type { Knowledge } from '../core/guideline.ts';
import type { Country, Lang } from '../core/language.ts';
import { type ExpertAnswer, holdsFor, wordingsOf } from '../core/learning/expert.ts';
import { fromExpert } from '../core/learning/give.ts';
import type { Learn } from './learn-ports.ts';
import type { Clock } from './ports.ts';

/** So long in ms an answer that another process published may be unknown here. */
const UNSEEN_MS = 2000;

type Known = { version: number; at: number; answers: readonly ExpertAnswer[] };
const known = new WeakMap<Learn['experts'], Map<string, Known>>();

export type MatchDeps = { learn: Learn; knowledge: Knowledge; clock: Clock };
export type ToMatch = { tenant: string; question: string; lang: Lang; country: Country };

/** The answer that an office has given to the same question, in whatever language it was asked and answered; undefined where there is none that holds. */
export async function matchExpert(
  { tenant, question, lang, country }: ToMatch,
  deps: MatchDeps,
): Promise<Answer | undefined> {
  const { learn, knowledge, clock } = deps;
  const now = clock.now();
  const { sameness, threshold } = learn.same;
  let best: { expert: ExpertAnswer; near: number } | undefined;
  for (const expert of await published(tenant, deps)) {
    if (!holdsFor(expert, country, now)) continue;
    const near = Math.max(...wordingsOf(expert).map((wording) => sameness(question, wording)));
    // Of two that are as near, the newer one.
    if (near >= threshold && near >= (best?.near ?? 0)) best = { expert, near };
  }
  return best && fromExpert(best.expert, { knowledge, lang, country }, now);
}

/** The newest versions, read again when their number in the store has gone up; that is looked at every two seconds at most. */
async function published(tenant: string, { learn, clock }: MatchDeps): Promise<readonly ExpertAnswer[]> {
  const { experts } = learn;
  const mine = known.get(experts) ?? new Map<string, Known>();
  known.set(experts, mine);
  const at = clock.now().getTime();
  const had = mine.get(tenant);
  // A clock that was set back makes it look again, too.
  if (had && Math.abs(at - had.at) < UNSEEN_MS) return had.answers;
  const version = await experts.version(tenant);
  const answers = had?.version === version ? had.answers : await experts.latest(tenant);
  mine.set(tenant, { version, at, answers });
  return answers;
}

/** What was just published here is known here at once. */
export function forgetKnown({ experts }: Pick<Learn, 'experts'>, tenant: string): void {
  known.get(experts)?.delete(tenant);
}
