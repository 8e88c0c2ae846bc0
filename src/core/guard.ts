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

/** The first guard that catches a text, or undefined. Linear in the text. A group's word ends in `*` for a beginning, else it must match whole. */
export function guarded(text: string, guards: readonly Guard[]): Guard | undefined {
  const all = words(text);
  return guards.find((guard) => {
    const last = guard.all.map(() => -1);
    const groups = guard.all.map((group) => group.map((g) => foldLetters(g)));
    for (let i = 0; i < all.length; i++) {
      const word = all[i] ?? '';
      groups.forEach((group, g) => {
        if (group.some((p) => matches(p, all, i, word))) last[g] = i;
      });
      const lowest = Math.min(...last);
      if (lowest >= 0 && i - lowest <= guard.within && last.every((l) => l >= 0)) return true;
    }
    return false;
  });
}

/** A pattern of one or more words; the last may end in `*`. */
function matches(pattern: string, all: readonly string[], at: number, word: string): boolean {
  if (!pattern.includes(' ')) return pattern.endsWith('*') ? word.startsWith(pattern.slice(0, -1)) : word === pattern;
  return pattern.split(' ').every((p, k) => {
    const w = all[at + k] ?? '';
    return p.endsWith('*') ? w.startsWith(p.slice(0, -1)) : w === p;
  });
}
