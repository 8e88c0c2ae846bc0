import { z } from 'zod';
import { foldLetters, words } from './text.ts';

/**
 * Requests that are refused by what they ask for, wherever they stand: in a question, a pasted document or a follow-up. Each guard is data: groups of
 * word beginnings, and a text is caught when every group has a hit within one stretch of words. Search catches the rest by likeness.
 */
export const Guard = z.strictObject({
  id: z.string().min(1),
  /** The refusal to give. */
  entry: z.string().min(1),
  /** How many words apart the hits may stand. */
  within: z.int().min(2).max(40).default(10),
  all: z.array(z.array(z.string().min(2)).min(1)).min(1),
});
export type Guard = z.infer<typeof Guard>;

/** One group, ready for matching: whole words, word beginnings, and phrases by their first word. */
type Group = { whole: Set<string>; beginnings: string[]; phrases: Map<string, string[][]> };
const compiled = new WeakMap<Guard, Group[]>();

/** The first guard that catches a text, or undefined. Linear in the text. A pattern's last word may end in `*` for a beginning, else words match whole. */
export function guarded(text: string, guards: readonly Guard[]): Guard | undefined {
  const all = words(text);
  return guards.find((guard) => {
    const groups = groupsOf(guard);
    const last = groups.map(() => -1);
    for (let i = 0; i < all.length; i++) {
      groups.forEach((group, g) => {
        if (hits(group, all, i)) last[g] = i;
      });
      const lowest = Math.min(...last);
      if (lowest >= 0 && i - lowest <= guard.within) return true;
    }
    return false;
  });
}

function groupsOf(guard: Guard): Group[] {
  const known = compiled.get(guard);
  if (known) return known;
  const groups = guard.all.map((patterns): Group => {
    const group: Group = { whole: new Set(), beginnings: [], phrases: new Map() };
    for (const pattern of patterns.map(foldLetters)) {
      const [first = '', ...rest] = pattern.split(' ');
      if (rest.length > 0) group.phrases.set(first, [...(group.phrases.get(first) ?? []), rest]);
      else if (pattern.endsWith('*')) group.beginnings.push(pattern.slice(0, -1));
      else group.whole.add(pattern);
    }
    return group;
  });
  compiled.set(guard, groups);
  return groups;
}

function hits({ whole, beginnings, phrases }: Group, all: readonly string[], at: number): boolean {
  const word = all[at] ?? '';
  if (whole.has(word) || beginnings.some((b) => word.startsWith(b))) return true;
  return (phrases.get(word) ?? []).some((rest) =>
    rest.every((p, k) => {
      const next = all[at + 1 + k] ?? '';
      return p.endsWith('*') ? next.startsWith(p.slice(0, -1)) : next === p;
    }),
  );
}
