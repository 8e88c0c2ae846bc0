import { dayIn } from '../learning/week.ts';
import type { Removal } from './removal.ts';

/** Figures of the log, by quarter in the municipality's own time. */

/** `2026-Q4`. */
function quarterOf(iso: string, zone: string): string {
  const [year = '', month = '1'] = dayIn(new Date(iso), zone).split('-');
  return `${year}-Q${Math.ceil(Number(month) / 3)}`;
}

export type Count = { quarter: string; ground: string; account: string; count: number };

/**
 * How many removals, by quarter, ground and account, the last quarter first. Each removal counts once, as its newest version says. These are the
 * municipality's own, beside the entries themselves: no small number is hidden, for the row it counts is there to be read.
 */
export function countRemovals(removals: readonly Removal[], zone: string): Count[] {
  const counted = new Map<string, Count>();
  for (const { removedAt, ground, account } of removals) {
    const quarter = quarterOf(removedAt, zone);
    const key = JSON.stringify([quarter, ground, account.name]);
    const before = counted.get(key) ?? { quarter, ground, account: account.name, count: 0 };
    counted.set(key, { ...before, count: before.count + 1 });
  }
  const by = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return [...counted.values()].sort(
    (a, b) => by(b.quarter, a.quarter) || b.count - a.count || by(a.ground, b.ground) || by(a.account, b.account),
  );
}

/** The fewest that outsiders are told of. */
export const FEWEST = 3;
export type PublicCount = { quarter: string; ground: string; count: number | null };

/**
 * What may be given to outsiders: by quarter and ground for the municipality as a whole, and null under 3. A single removal on a small account points at
 * whoever wrote it. No sums, from which a hidden number could be worked out.
 */
export function publicCounts(removals: readonly Removal[], zone: string): PublicCount[] {
  const sums = new Map<string, { quarter: string; ground: string; count: number }>();
  for (const { quarter, ground, count } of countRemovals(removals, zone)) {
    const before = sums.get(`${quarter}/${ground}`)?.count ?? 0;
    sums.set(`${quarter}/${ground}`, { quarter, ground, count: before + count });
  }
  return [...sums.values()].map((one) => ({ ...one, count: one.count < FEWEST ? null : one.count }));
}
