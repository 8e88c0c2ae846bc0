import type { Button, Part } from '../../core/card.ts';

/** A row of facts or a point of a list: what a button can stand beside. */
type Place = Extract<Part, { kind: 'facts' }>['rows'][number] | Extract<Part, { kind: 'list' }>['items'][number];
export type Arranged = { parts: Part[]; beside: ReadonlyMap<Place, Button[]> };

/**
 * A page has room where a message has not: a button that changes one answer stands beside that answer, and the one for the channel beside the channel. A row of
 * buttons keeps the others, and goes where none is left.
 */
export function arranged(given: readonly Part[]): Arranged {
  const beside = new Map<Place, Button[]>();
  const parts = given.flatMap((part, i): Part[] => {
    if (part.kind !== 'buttons') return [part];
    const left = part.buttons.filter((button) => {
      const place = placeOf(button, given, given[i - 1]);
      if (place) beside.set(place, [...(beside.get(place) ?? []), button]);
      return place === undefined;
    });
    return left.length > 0 ? [{ ...part, buttons: left }] : [];
  });
  return { parts, beside };
}

function placeOf({ action }: Button, parts: readonly Part[], before: Part | undefined): Place | undefined {
  if (action?.do !== 'change') return undefined;
  const { question } = action;
  if (question === undefined) return before?.kind === 'facts' ? before.rows[0] : undefined;
  return parts
    .flatMap((part): Place[] => {
      if (part.kind === 'facts') return part.rows.filter((row) => row.of?.includes(question));
      return part.kind === 'list' ? part.items.filter((item) => item.of?.includes(question)) : [];
    })
    .at(0);
}

/** `P05 Is …?` as its id and its words. */
export function idAndWords(label: string): { id: string | null; words: string } {
  const [, id = null, words = label] = /^([A-Z]\d{2}) (.+)$/su.exec(label) ?? [];
  return { id, words };
}
