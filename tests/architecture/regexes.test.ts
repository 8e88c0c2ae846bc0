import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { WHOLE } from '../hostile/inputs.ts';
import { tried } from '../hostile/mutate.ts';
import { distinct, judge, madeDuring, type Regex, regexesIn } from './regexes.ts';
import { sourcesIn } from './sources.ts';

/** No text, however it is written, keeps a regular expression busy for longer than its length allows (ReDoS). */

const ROOT = join(import.meta.dirname, '..', '..');
const FILES = sourcesIn('src').map(({ path }) => regexesIn(path, readFileSync(join(ROOT, path), 'utf8')));

/** Those that may grow faster, with the bound that holds them. `npm run test:hostile` tells what need not stand here any more. */
const BOUNDED: readonly [start: string, why: string][] = [
  ['src/commands/doctor.ts /^(.*?[.:])', 'the operator’s own settings, from the environment'],
  ['src/core/breaks.ts /[.!?:;»', 'looks back over 40 letters (BACK)'],
  ['src/core/calendar/away.ts /(?:\\bfra', 'at most 80 letters: a longer message is about something else'],
  ['src/core/calendar/away.ts /(?:\\btil', 'the same 80 letters'],
  ['src/channels/web/html.ts /<(script|style)', 'our own templates, each once'],
];
/** Too large for recheck to end; without `*` and `+`, so that each start has so many steps and no more. */
const TOO_LARGE: readonly [start: string, why: string][] = [
  [
    'src/privacy/contact.ts /[\\p{L}\\p{N}._-]{1,64} ?[([{](?:at',
    '64 letters, a word in brackets, and six parts of 64',
  ],
  ['src/core/draft/read-draft.ts /(?<![\\p{L}\\p{N}@.])(?:https?', 'four parts of 63 letters, and 2,000 of an address'],
];
/** Put together when they are needed, from words that are escaped; nothing is repeated in them but the spaces between two words. */
const ESCAPED = ['src/core/privacy/person.ts'];

const shown = ({ source, flags, at }: Regex) => `${at.join(' ')} /${source}/${flags}`;
const fileOf = (at: string) => at.replace(/:\d+$/, '');

describe('the regular expressions', () => {
  test('take steps in proportion to the text, whoever wrote it', async () => {
    const sites = FILES.flatMap((f) => f.made).filter(({ at }) => !ESCAPED.includes(fileOf(at)));
    const made = await madeDuring(async () => {
      for (const { at } of sites) await import(join(ROOT, fileOf(at)));
    });
    // Each is put together when its file is read, and none later from what somebody wrote.
    const perFile = (all: readonly string[]) => Object.groupBy(all.toSorted(), (file) => file);
    expect(perFile(made.flatMap(({ at }) => at))).toEqual(perFile(sites.map(({ at }) => fileOf(at))));
    const all = distinct([...FILES.flatMap(({ written }) => written), ...made]);
    expect(all.length).toBeGreaterThan(400);
    const risky: string[] = [];
    const held = new Set<string>();
    for (const regex of all) {
      const stands = ([start]: readonly [string, string]) =>
        regex.at.every((at) => `${fileOf(at)} /${regex.source}`.startsWith(start));
      const large = TOO_LARGE.find(stands);
      if (large) {
        expect(regex.source).not.toMatch(/(?<!\\)[*+]|,\}/);
        held.add(large[0]);
        continue;
      }
      tried('regular expressions');
      const found = await judge(regex);
      if (found.status === 'safe') continue;
      const bounds = regex.at.map((at) =>
        BOUNDED.find(([start]) => `${fileOf(at)} /${regex.source}`.startsWith(start)),
      );
      for (const bound of bounds) if (bound) held.add(bound[0]);
      if (!bounds.every((bound) => bound))
        risky.push(
          `${shown(regex)}: ${found.status === 'vulnerable' ? `${found.complexity.summary}, by ${found.attack.pattern}` : found.error.kind}`,
        );
    }
    expect(risky).toEqual([]);
    // A sample of the attacks may miss one that stands here by right.
    if (WHOLE)
      expect([...BOUNDED, ...TOO_LARGE].map(([start]) => start).filter((start) => !held.has(start))).toEqual([]);
  }, 900_000);

  test.each([
    ['const a = /^(a+)+$/.test(text);', 1],
    ['const a = text.replace(/\\s+$/, "");', 1],
    ['const a = /<[^>]*>/g;', 1],
    ['// /(a+)+$/ would be wrong here\nconst a = "/(a+)+$/";', 0],
    ['const a = /(?<!\\s)\\s+$/;', 0],
  ])('in `%s`, %i are found that do not', async (code, n) => {
    const { written } = regexesIn('src/core/a.ts', code);
    const found = await Promise.all(written.map(judge));
    expect(found.filter((f) => f.status !== 'safe')).toHaveLength(n);
  });

  test('that are put together from texts are seen too', async () => {
    expect(regexesIn('src/core/a.ts', 'const a = new RegExp(B + "x", "u");').made).toEqual([{ at: 'src/core/a.ts:1' }]);
    const made = await madeDuring(async () => new RegExp(`${'(?:a|a)'}*$`, 'i'));
    expect(made).toEqual([{ source: '(?:a|a)*$', flags: 'i', at: ['tests/architecture/regexes.test.ts'] }]);
  });
});
