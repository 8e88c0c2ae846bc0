import type { Lines } from '../../core/guideline.ts';

/** Where the lines of a source are shown, marked and scrolled to. `turn` brings the reader back to the answer they came from. */
export function sourceLink(document: string, lines: Lines | null, turn: string | null): string {
  const query = new URLSearchParams();
  if (lines) {
    query.set('from', String(lines[0]));
    query.set('to', String(lines[1]));
  }
  if (turn) query.set('turn', turn);
  const tail = query.size > 0 ? `?${query}` : '';
  return `/source/${encodeURIComponent(document).replace('%3A', ':')}${tail}${lines ? `#L${lines[0]}` : ''}`;
}

export function turnLink(turn: string): string {
  return `/#turn-${turn}`;
}
