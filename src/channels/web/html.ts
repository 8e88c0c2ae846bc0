/**
 * HTML that can't be forgotten to be escaped: every value in a template is text unless it was made here. A template with a hole where
 * escaping would not be enough (an unquoted attribute, a script, a comment) is refused when it is first used, so a test finds it.
 */

/** A piece of finished HTML. Made by the functions here, and by `into` of stream.ts. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** Attributes of an element, escaped; stands between the tag's name and its `>`. */
export class Attributes {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Value = Html | Attributes | string | number | null | undefined | false | readonly Value[];
type Place = 'text' | 'attribute' | 'tag';

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** Text as it may stand in an element or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"'`]/g, (c) => ENTITIES[c] ?? c);
}

/**
 * A template whose holes are escaped. Lists are joined; null, undefined and false are nothing.
 * @throws Error for a hole where a value could change the meaning of the markup
 */
export function html(strings: TemplateStringsArray, ...values: Value[]): Html {
  const places = placesOf(strings);
  let out = strings[0] ?? '';
  values.forEach((value, i) => {
    out += fill(value, places[i] ?? 'text') + (strings[i + 1] ?? '');
  });
  return new Html(out);
}

/** ` lang="nb" open` from an object: true gives the bare name, false, null and undefined nothing. */
export function attributes(given: Record<string, string | number | boolean | null | undefined>): Attributes {
  const parts = Object.entries(given).flatMap(([name, value]) => {
    if (!/^[a-z][a-z0-9:-]*$/.test(name)) throw new Error(`${name} is no name of an attribute`);
    if (value === false || value === null || value === undefined) return [];
    return value === true ? [name] : [`${name}="${escapeHtml(String(value))}"`];
  });
  return new Attributes(parts.join(' '));
}

/** Pieces with something between them, such as ` · `. */
export function join(pieces: readonly Value[], between: string): Html {
  const shown = pieces.filter((p) => p !== null && p !== undefined && p !== false && p !== '');
  return new Html(shown.map((p) => fill(p, 'text')).join(escapeHtml(between)));
}

function fill(value: Value, place: Place): string {
  if (value === null || value === undefined || value === false) return '';
  if (Array.isArray(value)) return value.map((v: Value) => fill(v, place)).join('');
  if (value instanceof Attributes) {
    if (place !== 'tag') throw new Error('attributes stand in a tag');
    return value.text;
  }
  if (place === 'tag') throw new Error('put quotation marks around the value of an attribute, or use attributes()');
  if (value instanceof Html) {
    if (place === 'attribute') throw new Error('markup can’t stand in an attribute');
    return value.text;
  }
  return escapeHtml(String(value));
}

const known = new WeakMap<TemplateStringsArray, Place[]>();

/** Where each hole of a template stands. Our own literals are well-formed, so a small reader of tags and quotation marks is enough. */
function placesOf(strings: TemplateStringsArray): Place[] {
  const before = known.get(strings);
  if (before) return before;
  const places: Place[] = [];
  let inTag = false;
  let quote = '';
  for (const literal of strings.slice(0, -1)) {
    if (/<(script|style)(\s[^>]*)?>(?![\s\S]*<\/\1)|<!--(?![\s\S]*-->)/i.test(literal))
      throw new Error('no value may stand in a script, a style or a comment');
    for (const c of literal) {
      if (quote) quote = c === quote ? '' : quote;
      else if (inTag && (c === '"' || c === "'")) quote = c;
      else if (c === '<') inTag = true;
      else if (c === '>') inTag = false;
    }
    places.push(quote ? 'attribute' : inTag ? 'tag' : 'text');
  }
  known.set(strings, places);
  return places;
}
