import { words } from './text.ts';

/** Openings that lean on what was said before, folded, in four languages. */
const OPENINGS =
  /^(og|men|hva med|ka med|kva med|hva om|kva om|enn|gjelder det|gjeld det|også|og hvis|og om|och|men om|vad med|hur är det med|gäller det|även|and|but|what about|how about|does that|does it|is that|also|so|så|da|då|eller|or|hva da|kva då|og da|selv om|sjølv om|även om|even if|what if|i så fall|isåfall|hvor lenge da|samme|same|samma)(?!\p{L})/iu;

/** Words that point back at something. */
const POINTERS = new Set(
  'det den de dem dei dette denne disse desse der då da slik sånn hen de dom detta den dessa denna så dit it that this they them those these there then one he she his her hans hennes deres deira deras'.split(
    ' ',
  ),
);

/**
 * How much a question leans on the earlier ones, 0 (stands alone) to 1 (nothing without them). A short question that opens with "and if …" leans
 * most; a long one with nouns of its own not at all.
 */
export function leaning(question: string): number {
  const all = words(question);
  const content = all.filter((w) => w.length > 3 && !POINTERS.has(w)).length;
  const opens = OPENINGS.test(question.trim());
  const points = all.some((w) => POINTERS.has(w));
  if (opens && content <= 6) return 1;
  if (opens || (points && content <= 4)) return 0.7;
  if (content <= 2) return 0.7;
  return points && content <= 7 ? 0.35 : 0;
}
