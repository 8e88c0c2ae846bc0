import { appendFileSync } from 'node:fs';
import fc from 'fast-check';
import { INJECTIONS, WHOLE } from './inputs.ts';

/** What the fuzzers share: odd values, recorded payloads with odd values in them, and what may never be seen. */

const SEED = 20261122;
/** Inputs to one surface: a sample among the tests, all of them in `npm run test:hostile`. */
export const runs = (sample: number, whole = 2000): { numRuns: number; seed: number } => ({
  numRuns: WHOLE ? whole : sample,
  seed: SEED,
});

/** Names of what is inside: of files, of errors, of calls. Nobody outside is to read one. */
const INSIDE =
  /\.ts:\d|node_modules|at (?:async )?[\w.<>]+ \((?:file:|node:|\/)|SqliteError|ZodError|TypeError|ReferenceError|RangeError|Cannot read prop|is not a function|is not iterable|\[object Object\]/;

/** What of the inside stands in a text, with some words around it; undefined where nothing does. */
export function insideIn(text: string): string | undefined {
  const found = INSIDE.exec(text);
  return found ? text.slice(Math.max(0, found.index - 80), found.index + 120) : undefined;
}

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const odd = fc.oneof(
  fc.constantFrom<Json>(null, true, -1, 1e308, '', [], {}, '__proto__', '\u0000', 'x'.repeat(5000), '../../etc/passwd'),
  fc.constantFrom(...INJECTIONS.map((i) => i.text)),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
export const oddText = odd.map((v) => (typeof v === 'string' ? v : JSON.stringify(v)));

/** A recorded payload in which a few places hold something else, or nothing. */
export const mutated = (payload: unknown): fc.Arbitrary<Json> =>
  fc.array(fc.tuple(fc.nat(), odd, fc.boolean()), { minLength: 1, maxLength: 4 }).map((changes) => {
    const copy = JSON.parse(JSON.stringify(payload)) as Json;
    for (const [at, value, gone] of changes) {
      const places: [holder: { [key: string]: Json }, key: string][] = [];
      const visit = (node: Json): void => {
        if (typeof node !== 'object' || node === null) return;
        for (const [key, child] of Object.entries(node)) {
          places.push([node as { [key: string]: Json }, key]);
          visit(child);
        }
      };
      visit(copy);
      const place = places[at % Math.max(1, places.length)];
      if (!place) continue;
      if (gone) delete place[0][place[1]];
      else place[0][place[1]] = value;
    }
    return copy;
  });

/** Bytes of a file with a few of them changed, cut off, doubled, or with others behind them. Some changes leave it as it was. */
export const mutatedBytes = (length: number): fc.Arbitrary<(bytes: Uint8Array) => Uint8Array> => {
  const at = fc.nat({ max: Math.max(0, length - 1) });
  return fc.oneof(
    fc.array(fc.tuple(at, fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 6 }).map((flips) => {
      return (bytes: Uint8Array) => {
        const copy = Uint8Array.from(bytes);
        for (const [i, mask] of flips) copy[i] = (copy[i] ?? 0) ^ mask;
        return copy;
      };
    }),
    at.map((n) => (bytes: Uint8Array) => bytes.slice(0, n)),
    fc.uint8Array({ minLength: 1, maxLength: 64 }).map((tail) => (bytes: Uint8Array) => Buffer.concat([bytes, tail])),
    fc.tuple(at, at).map(([a, b]) => (bytes: Uint8Array) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
    }),
  );
};

/** A text file with a few lines gone, doubled, changed or put elsewhere, or odd words in the place of a value. */
export const mutatedText = (text: string): fc.Arbitrary<string> => {
  const lines = text.split('\n');
  const deed = fc.constantFrom('gone', 'twice', 'swapped', 'value', 'indent', 'cut', 'words');
  return fc
    .array(fc.tuple(deed, fc.nat({ max: lines.length - 1 }), oddText), { minLength: 1, maxLength: 4 })
    .map((changes) => {
      const copy = [...lines];
      for (const [what, at, words] of changes) {
        const line = copy[at] ?? '';
        if (what === 'gone') copy.splice(at, 1);
        else if (what === 'twice') copy.splice(at, 0, line);
        else if (what === 'swapped') copy.splice(at, 2, copy[at + 1] ?? '', line);
        else if (what === 'value') copy[at] = line.replace(/: .*$/, () => `: ${JSON.stringify(words)}`);
        else if (what === 'indent') copy[at] = `  ${line}`;
        else if (what === 'cut') copy[at] = line.slice(0, line.length / 2);
        else copy.splice(at, 0, words);
      }
      return copy.join('\n').toWellFormed();
    });
};

const REPORT = process.env.VARSAM_HOSTILE_REPORT;
/** Notes that something was tried in some way, for the table of `npm run test:hostile`. */
export function tried(way: string, n = 1): void {
  if (REPORT) appendFileSync(REPORT, `${JSON.stringify({ way, n })}\n`);
}
