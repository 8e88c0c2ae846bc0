import type { Lang } from '../core/language.ts';

/** Language tags as readers' software knows them. */
export const TAGS: Record<Lang, string> = { nb: 'nb-NO', nn: 'nn-NO', sv: 'sv-SE', en: 'en-GB' };

export const INK = '1B1F23';
export const MUTED = '4A5158';
export const LINE = 'B8BEC4';
export const HEAD = 'E9EDF0';
