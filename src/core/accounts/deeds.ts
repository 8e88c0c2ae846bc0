/** Steps that a card has a button for. */
export const CARD_DEEDS = [
  'agree',
  'ask_back',
  'decline',
  'activate',
  'close',
  'keep',
  'archive',
  'snapshot',
  'review',
  'propose',
] as const;
export type CardDeed = (typeof CARD_DEEDS)[number];
/** Steps that ask for something first, by the field that is asked for. */
export const ASKS: Partial<Record<CardDeed, 'why' | 'reference'>> = {
  ask_back: 'why',
  decline: 'why',
  close: 'why',
  keep: 'why',
  archive: 'reference',
  snapshot: 'reference',
};
