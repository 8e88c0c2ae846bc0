import type { Group } from './question.ts';
import type { Topic } from './topic.ts';
import { mondayOf, weekIn } from './week.ts';

/** Figures for the console: how much is asked, how much answered, how long people wait. Never of a person, and never a number so small that it is one. */

/** Smaller numbers are not shown, whatever they count. */
export const LEAST = 3;
/** A number as it may be shown; null: fewer than LEAST. */
export const countShown = (n: number): number | null => (n < LEAST ? null : n);

export type Week = { week: string; asked: number | null; answered: number | null };
const DAY = 86_400_000;

/** Questions by ISO week, and which share of them was answered, in whole tens of per cent; the last `weeks` up to now, the oldest first. */
export function byWeek(
  asked: readonly { at: string; status: string }[],
  now: Date,
  { zone, weeks }: { zone: string; weeks: number },
): Week[] {
  const monday = mondayOf(weekIn(now, zone)) ?? now;
  const counted = new Map(
    Array.from({ length: weeks }, (_, i) => [
      weekIn(new Date(monday.getTime() - (weeks - 1 - i) * 7 * DAY), 'UTC'),
      { all: 0, answered: 0 },
    ]),
  );
  for (const { at, status } of asked) {
    const week = counted.get(weekIn(new Date(at), zone));
    // What is refused is no question that somebody could have answered.
    if (!week || status === 'refused') continue;
    week.all++;
    if (status === 'answered') week.answered++;
  }
  return [...counted].map(([week, { all, answered }]) => ({
    week,
    asked: countShown(all),
    answered: all < LEAST ? null : Math.round((answered / all) * 10) * 10,
  }));
}

/** Up to so many whole days; the last has no end. */
const WAITS = [1, 3, 7, 14, 28, null] as const;
export type Wait = { days: number | null; answered: number | null; open: number | null };

/** How many questions waited how long for their answer, and how many wait still. `answeredAt`: by the answer's id, when it was first published. */
export function byWait(groups: readonly Group[], answeredAt: ReadonlyMap<string, string>, now: Date): Wait[] {
  const sums = WAITS.map((days) => ({ days, answered: 0, open: 0 }));
  const add = (kind: 'answered' | 'open', from: string, to: number) => {
    const days = Math.max(0, (to - Date.parse(from)) / DAY);
    const found = sums.find((s) => s.days === null || days <= s.days);
    if (found) found[kind]++;
  };
  for (const group of groups) {
    if (group.state === 'closed') continue;
    const at = group.expert === null ? undefined : answeredAt.get(group.expert);
    for (const q of group.questions)
      if (group.state === 'open') add('open', q.at, now.getTime());
      else if (at !== undefined) add('answered', q.at, Date.parse(at));
  }
  return sums.map(({ days, answered, open }) => ({ days, answered: countShown(answered), open: countShown(open) }));
}

/** The most frequent first; what is too rare to be shown is one sum, left out where that is too small as well. `few` stands for it. */
export function mostFrequent<K extends string>(all: Iterable<K>): { key: K | 'few'; count: number }[] {
  const counts = new Map<K, number>();
  for (const key of all) counts.set(key, (counts.get(key) ?? 0) + 1);
  const rows: { key: K | 'few'; count: number }[] = [...counts]
    .filter(([, n]) => n >= LEAST)
    .map(([key, count]) => ({ key, count }))
    .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
  const rest = [...counts.values()].filter((n) => n < LEAST).reduce((a, b) => a + b, 0);
  return rest < LEAST ? rows : [...rows, { key: 'few', count: rest }];
}

export type TopicCount = { key: Topic | 'few'; count: number };
