import {
  type Likeness,
  type Read,
  readQuestion,
  SAME_FEATURES,
  type SameFeature,
  type SameFeatures,
  sameFeatures,
} from './same-features.ts';

/**
 * Below this cosine two questions are not looked at closely: of the pairs in eval/pairs-seen.jsonl that are the same that loses two of 299, of questions from two families it
 * leaves one in fourteen.
 */
const FAR = 0.2;

/** Weights of a logistic regression. */
export type SameFit = { bias: number; weights: Record<SameFeature, number> };
/**
 * Fitted by `node eval/fit-grouping.ts --write`: one regression for two questions found to be in one language, where words tell much, and one for two languages, where meaning must. `threshold`:
 * from this sameness on two questions are taken for one.
 */
export type SameWeights = { inOne: SameFit; across: SameFit; threshold: number };

/** The regression by which two questions are compared. */
export const fitFor = (a: Read, b: Read): 'inOne' | 'across' => (a.tongue === b.tongue ? 'inOne' : 'across');

/** How likely a pair with these features is the same, in [0, 1]; 0 where they are FAR apart. */
export function samenessOf(features: SameFeatures, { bias, weights }: SameFit): number {
  if (features.cosine < FAR) return 0;
  let z = bias;
  for (const key of SAME_FEATURES) z += weights[key] * features[key];
  return 1 / (1 + Math.exp(-z));
}

/** How likely two questions ask the same, in [0, 1], whichever comes first. The very same words are 1, what is far apart is 0. */
export type Sameness = (a: string, b: string) => number;

/** Questions whose reading is kept, so that one compared with thousands is read once. */
const KEPT = 20_000;

/** Compares questions by these weights. Readings are remembered; beyond 20,000 the oldest go. */
export function samenessBy(likeness: Likeness, weights: SameWeights): Sameness {
  const readings = new Map<string, Read>();
  const read = (text: string) => {
    const known = readings.get(text);
    if (known) return known;
    const fresh = readQuestion(text, likeness);
    readings.set(text, fresh);
    if (readings.size > KEPT) readings.delete(readings.keys().next().value ?? '');
    return fresh;
  };
  return (a, b) => {
    if (a === b) return 1;
    if (likeness(a, b).cosine < FAR) return 0;
    const [x, y] = [read(a), read(b)];
    return samenessOf(sameFeatures(x, y, likeness), weights[fitFor(x, y)]);
  };
}

/** Members of a group that a question is compared with: the first and the last ones, as wordings drift. */
const COMPARED = 5;

/** The members that a question is compared with; those of a part that has them are the same. */
export const comparedOf = <T>(members: readonly T[]): readonly T[] =>
  members.length <= COMPARED ? members : [...members.slice(0, 2), ...members.slice(members.length - (COMPARED - 2))];

/**
 * How likely a question belongs to a group: the average over up to five of its members. 0 for a group without questions, and for one that can't come to `least` any more:
 * most are told by the first few.
 */
export function likenessToGroup(question: string, members: readonly string[], sameness: Sameness, least = 0): number {
  const compared = comparedOf(members);
  let sum = 0;
  for (const [i, member] of compared.entries()) {
    // Each of those that are left may be as near as can be.
    if (sum + compared.length - i < least * compared.length) return 0;
    sum += sameness(question, member);
  }
  return compared.length === 0 ? 0 : sum / compared.length;
}

/** The group that a question joins: the likeliest, from the threshold on; undefined makes it the first of a new one. One pass over the groups. */
export function groupFor<G extends { questions: readonly { question: string }[] }>(
  question: string,
  groups: Iterable<G>,
  sameness: Sameness,
  threshold: number,
): { group: G; sameness: number } | undefined {
  let best: { group: G; sameness: number } | undefined;
  for (const group of groups) {
    const members = comparedOf(group.questions).map((q) => q.question);
    const near = likenessToGroup(question, members, sameness, Math.max(threshold, best?.sameness ?? 0));
    if (near >= threshold && near > (best?.sameness ?? 0)) best = { group, sameness: near };
  }
  return best;
}

/** Groups questions in the order they came: each joins the likeliest group so far or begins one. Confidential ones keep to themselves. */
export function groupQuestions<Q extends { question: string; tenant?: string; confidential?: boolean }>(
  questions: readonly Q[],
  sameness: Sameness,
  threshold: number,
): Q[][] {
  const rooms = new Map<string, { questions: Q[] }[]>();
  const groups: { questions: Q[] }[] = [];
  for (const q of questions) {
    const key = `${q.confidential ?? false} ${q.tenant ?? ''}`;
    const room = rooms.get(key) ?? [];
    const found = groupFor(q.question, room, sameness, threshold);
    if (found) found.group.questions.push(q);
    else {
      const fresh = { questions: [q] };
      room.push(fresh);
      groups.push(fresh);
      rooms.set(key, room);
    }
  }
  return groups.map((g) => g.questions);
}
