import { foldSpace } from '../../core/text.ts';

/** How wide a line of text is at most, in characters; a terminal narrower than this wraps for itself. */
const WIDTH = 88;

/** What would steer the terminal instead of standing in it; text of sources and of people is never more than text. Our own styles begin after it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
const STEERING = /[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f-\u009f]|\u001b(?!\[(?:1|2|22)m)/g;

/** Text in lines, the first behind `indent`, the others behind `hang`. */
export function wrap(text: string, indent = '', hang = indent): string {
  const lines: string[] = [];
  let line = indent;
  let fresh = true;
  for (const part of foldSpace(text.replace(STEERING, ' ')).split(' ')) {
    if (!fresh && line.length + part.length + 1 > WIDTH) {
      lines.push(line);
      line = hang;
      fresh = true;
    }
    line += (fresh ? '' : ' ') + part;
    fresh = false;
  }
  return [...lines, line].join('\n');
}
