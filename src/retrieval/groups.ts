import type { Lang } from '../core/language.ts';
import type { Candidate } from '../core/ranking.ts';

/** Bokmål and nynorsk are read as one: their words find each other. */
const BIT: Record<Lang, number> = { nb: 1, nn: 1, sv: 2, en: 4 };
const ALL = 7;

/**
 * The group of each candidate: the set of languages that its texts are in, as bits. Words only say something among candidates of one group; between groups, one
 * that speaks the language of the question would always win. A question without an answer stands with the written answers, to be weighed against them as they are.
 */
export function groupsOf(
  candidates: readonly Candidate[],
  unitOwner: Uint32Array,
  languages: readonly Lang[],
): Uint8Array {
  const groups = Uint8Array.from(candidates, (c) => (c.kind === 'outside' ? ALL : 0));
  unitOwner.forEach((owner, unit) => {
    groups[owner] = (groups[owner] ?? 0) | BIT[languages[unit] ?? 'nb'];
  });
  return groups;
}
