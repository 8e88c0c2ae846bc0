import { COUNTRIES, type Country } from '../core/language.ts';
import { type ExpertAnswer, holdsFor, wordingsOf } from '../core/learning/expert.ts';
import { type Group, isGroupConfidential } from '../core/learning/question.ts';
import type { Learn } from './learn-ports.ts';
import type { Clock } from './ports.ts';

/** A question that an office has answered, as a case of the eval: it must go on being answered, by that answer. */
export type ExpertCase = {
  id: string;
  country: Country;
  question: string;
  expect: 'answered';
  citations: { file: string; lines: [number, number] }[];
  tags: string[];
  /** The answer itself, so that the case needs no store. */
  expert: ExpertAnswer;
};

/** Cases of every published answer that still holds, one for each wording of its question. What is confidential stays where it is. */
export async function exportCases(
  tenant: string,
  { learn, clock }: { learn: Learn; clock: Clock },
): Promise<ExpertCase[]> {
  const now = clock.now();
  const groups = new Map<string, Group>();
  for (const group of await learn.groups.list(tenant, ['open', 'answered', 'closed'])) groups.set(group.id, group);
  return (await learn.experts.latest(tenant)).flatMap((expert) => {
    const group = groups.get(expert.group);
    // Without its group nobody can say whether it is confidential.
    if (!group || isGroupConfidential(group)) return [];
    const country = COUNTRIES.find((c) => holdsFor(expert, c, now));
    if (!country) return [];
    return wordingsOf(expert).map(
      (question, i): ExpertCase => ({
        id: `expert-${expert.id}-${i + 1}`,
        country,
        question,
        expect: 'answered',
        citations: expert.cites.map(({ file, lines: [from, to] }) => ({ file, lines: [from, to] })),
        tags: ['expert'],
        expert,
      }),
    );
  });
}
