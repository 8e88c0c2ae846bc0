import type { Button, Card, Part } from '../card.ts';

/** What only the one who asked can say or undo. */
const OWN: readonly string[] = ['feedback', 'withdraw', 'reword', 'ask_person', 'share'];
const isOpen = ({ action }: Button): boolean => action === undefined || !OWN.includes(action.do);

/** The card as it stands where it belongs to everybody who is there: without the buttons that are its asker's alone. */
export function openCard(card: Card): Card {
  const parts = card.parts.flatMap((part): Part[] => {
    if (part.kind !== 'buttons') return [part];
    const buttons = part.buttons.filter(isOpen);
    return buttons.length > 0 ? [{ ...part, buttons }] : [];
  });
  return { ...card, parts };
}
