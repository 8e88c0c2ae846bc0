/** What can be taken out of a text, in the order it is reported. */
export const MASK_KINDS = ['identity_number', 'phone', 'email', 'card', 'plate', 'name', 'address'] as const;
export type MaskKind = (typeof MASK_KINDS)[number];

/** A stretch of a text, `from` included and `to` not, in UTF-16 code units. */
export type Hit = { from: number; to: number; kind: MaskKind };

/** What stands in for a hit: the same words in every language, so that a stored question reads alike everywhere. */
export const TOKENS: Record<MaskKind, string> = {
  identity_number: '[identity number]',
  phone: '[phone]',
  email: '[email]',
  card: '[card number]',
  plate: '[plate]',
  name: '[name]',
  address: '[address]',
};

/** Stands where something is taken out while the rest is read: no letter, no digit, no space, so nothing reaches across it. */
export const HOLE = '\uffff';

/** Hits in order of place, those that touch the same characters brought together under the kind of the first. */
export function merged(hits: readonly Hit[]): Hit[] {
  const out: Hit[] = [];
  for (const hit of [...hits].sort((a, b) => a.from - b.from || b.to - a.to)) {
    const last = out.at(-1);
    if (last && hit.from < last.to) last.to = Math.max(last.to, hit.to);
    else out.push({ ...hit });
  }
  return out;
}
