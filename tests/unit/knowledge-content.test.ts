import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { LANGS } from '../../src/core/language.ts';
import { composed } from '../support/builders.ts';
import { KNOWLEDGE_DIR, READERS, readWords, realKnowledge, writtenAnswers } from '../support/knowledge.ts';

/** The real knowledge. What is checked here of quotes and originals reads the files itself: the loader must not vouch for the loader. */

const knowledge = realKnowledge();
const numbered = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${prefix}${String(i + 1).padStart(2, '0')}`);

/** The five originals as they were published, with the rules that were read out of them. */
const ORIGINALS = [
  {
    id: 'ks-slides',
    file: '000_67a517f90cb0f71f.txt',
    sha256: 'ffd19947e96bfeb40c2fc5ef129a7f040cfd2fcbd23ef3679d5a3d0d95b6fa7b',
    rules: numbered('KSS-', 43),
    country: 'NO',
    authority: 3,
  },
  {
    id: 'ks-article',
    file: '001_68d10db57b531b00.txt',
    sha256: '362d505aa291046db9d52810ce574d76e03de411a4d3041ee200c567ad48d6fe',
    rules: numbered('KSN-', 22),
    country: 'NO',
    authority: 3,
  },
  {
    id: 'datatilsynet',
    file: '002_602ace644aa3c6af.txt',
    sha256: '84f4b647f79010ab8753b53121767acf6fb98b849ede6ae1fced89f557f3d629',
    rules: numbered('DTS-', 24),
    country: 'NO',
    authority: 2,
  },
  {
    id: 'norberg',
    file: '003_3fae86cb0a854f13.txt',
    sha256: '60d0ad12d102c056a94a7b0ad9f944d1be87b070002115263d56623652d11a56',
    rules: numbered('NRB-', 60),
    country: 'SE',
    authority: 5,
  },
  {
    id: 'osteraker',
    file: '004_66e1dc29ca7b6574.txt',
    sha256: '4872b7b0bc2998f7cc17eea10377aa8cd9d604a19f15999c61bef8040dedd745',
    rules: numbered('OST-', 98),
    country: 'SE',
    authority: 5,
  },
];
const pathOf = (o: { id: string; file: string }) => join(KNOWLEDGE_DIR, 'guidelines', o.id, o.file);

/** A text as what is left of it between white space, bullets and soft hyphens. */
const bare = (text: string) =>
  text
    .split(/[\s\uf000-\uf0ff\u00ad]+/u)
    .filter(Boolean)
    .join(' ');
/** The words at `norberg:105-107`, straight from the file. */
function standingAt(place: string): string {
  const [, id, from, to] = /^([\w-]+):(\d+)-(\d+)$/.exec(place) ?? [];
  const original = ORIGINALS.find((o) => o.id === id);
  if (!original) throw new Error(`${place} is no place in an original`);
  const lines = readFileSync(pathOf(original), 'utf8').split('\n');
  expect(Number(to), place).toBeLessThanOrEqual(lines.length);
  return bare(lines.slice(Number(from) - 1, Number(to)).join('\n'));
}

type Cited = { at: string; quote: string };
/** Every place and quote in a YAML file, however deep. */
function citedIn(node: unknown): Cited[] {
  if (Array.isArray(node)) return node.flatMap(citedIn);
  if (typeof node !== 'object' || node === null) return [];
  const own = 'at' in node && 'quote' in node ? [{ at: String(node.at), quote: String(node.quote) }] : [];
  return [...own, ...Object.values(node).flatMap(citedIn)];
}
const yaml = (file: string): unknown => parse(readFileSync(join(KNOWLEDGE_DIR, file), 'utf8'));

describe('the originals', () => {
  test.each(ORIGINALS)('$id is the file that was published, untouched', (original) => {
    expect(
      createHash('sha256')
        .update(readFileSync(pathOf(original)))
        .digest('hex'),
    ).toBe(original.sha256);
    const loaded = knowledge.guidelines.find((g) => g.id === original.id);
    expect(loaded).toMatchObject({
      file: original.file,
      sha256: original.sha256,
      country: original.country,
      authority: original.authority,
    });
  });

  test.each(ORIGINALS)('of $id every rule is there, none twice', ({ id, rules }) => {
    const ids = knowledge.guidelines.find((g) => g.id === id)?.rules.map((r) => r.id) ?? [];
    expect(ids.toSorted()).toEqual(rules);
  });

  test('the five have 247 rules together', () => {
    const five = new Set(ORIGINALS.map((o) => o.id));
    expect(knowledge.guidelines.filter((g) => five.has(g.id)).reduce((n, g) => n + g.rules.length, 0)).toBe(247);
  });

  test('every rule has its words inside its lines', () => {
    for (const { id } of ORIGINALS)
      for (const rule of knowledge.guidelines.find((g) => g.id === id)?.rules ?? [])
        expect(standingAt(`${id}:${rule.lines.join('-')}`), rule.id).toContain(bare(rule.anchor));
  });

  test('every rule is put in other words, with two to four questions, in all four languages', () => {
    for (const guideline of knowledge.guidelines.filter((g) => ORIGINALS.some((o) => o.id === g.id)))
      for (const rule of guideline.rules)
        for (const lang of LANGS) {
          const there = rule.expansions?.[lang];
          expect(there?.paraphrase.length, `${rule.id} ${lang}`).toBeGreaterThan(10);
          expect([2, 3, 4], `${rule.id} ${lang}`).toContain(there?.questions.length);
        }
  });

  test('what stands on changed ground is flagged, with the date and what came after', () => {
    const norberg = knowledge.guidelines.find((g) => g.id === 'norberg');
    expect(norberg?.rules.filter((r) => r.status === 'superseded').map((r) => r.id)).toEqual(
      expect.arrayContaining(['NRB-52', 'NRB-53']),
    );
    for (const g of knowledge.guidelines)
      if (g.rules.some((r) => r.status === 'superseded')) {
        expect(g.validity?.writtenBefore, g.id).toMatch(/^\d{4}-\d\d-\d\d$/);
        expect(g.validity?.supersededBy.filter((id) => !knowledge.law.some((n) => n.id === id))).toEqual([]);
      }
  });
});

test('the knowledge is plain data that can be written as JSON and read back', () => {
  expect(JSON.parse(JSON.stringify(knowledge))).toEqual(knowledge);
});

describe('every quote', () => {
  const files = [
    'conflicts.yaml',
    ...readdirSync(join(KNOWLEDGE_DIR, 'answers'))
      .filter((f) => f.endsWith('.yaml'))
      .map((f) => `answers/${f}`),
  ];

  test.each(files)('in %s stands letter for letter where it says', (file) => {
    const cited = citedIn(yaml(file));
    if (!file.includes('refusals')) expect(cited.length).toBeGreaterThan(5);
    expect(cited.filter(({ at, quote }) => !bare(quote) || !standingAt(at).includes(bare(quote)))).toEqual([]);
  });

  test('has 40 words at most, no ellipsis and no more than 40 lines', () => {
    for (const { at, quote } of files.flatMap((f) => citedIn(yaml(f)))) {
      expect(bare(quote).split(' ').length, `${at} ${quote}`).toBeLessThanOrEqual(40);
      expect(quote, at).not.toMatch(/…|\.\.\./);
      const [from = 0, to = 0] = (at.split(':')[1] ?? '').split('-').map(Number);
      expect(to - from, at).toBeLessThan(40);
    }
  });
});

describe('the written answers', () => {
  test('are 60 at least', () => {
    expect(writtenAnswers().length).toBeGreaterThanOrEqual(60);
  });

  test('have 60 words at most, for every reader', () => {
    for (const entry of writtenAnswers())
      for (const reader of READERS) {
        const { text } = composed(entry, { knowledge, ...reader });
        expect(readWords(text).length, `${entry.id} ${reader.country} ${reader.lang}: ${text}`).toBeLessThanOrEqual(60);
      }
  });

  test('have 60 words at most as they are written, for each country', () => {
    for (const entry of writtenAnswers())
      for (const { country, lang } of READERS) {
        const own = entry.claims.filter((c) => (c.country ?? country) === country).map((c) => c.text[lang]);
        expect(readWords(own.join(' ')).length, `${entry.id} ${country} ${lang}`).toBeLessThanOrEqual(60);
      }
  });

  test('can be asked for in at least two ways in each language', () => {
    for (const entry of knowledge.curated)
      for (const lang of LANGS) expect(entry.questions[lang].length, `${entry.id} ${lang}`).toBeGreaterThanOrEqual(2);
  });

  test('rest on every section of the originals that has a rule one can read', () => {
    const used = new Set(writtenAnswers().flatMap((e) => e.rules));
    const left = knowledge.guidelines.flatMap((g) =>
      g.sections
        .map((s) => ({
          id: `${g.id}/${s.id}`,
          rules: g.rules.filter((r) => r.status !== 'artefact' && s.lines[0] <= r.lines[0] && r.lines[0] <= s.lines[1]),
        }))
        .filter((s) => s.rules.length > 0 && !s.rules.some((r) => used.has(r.id)))
        .map((s) => s.id),
    );
    expect(left).toEqual([]);
  });

  test('say where somebody should check again, and when', () => {
    for (const entry of writtenAnswers()) expect(entry.reviewBy > '2026-11-22', entry.id).toBe(true);
  });
});

describe('conflicts and notes on the law', () => {
  test('there are sixteen conflicts, each with two sides at least and words of a source on one', () => {
    expect(knowledge.conflicts.map((c) => c.id)).toEqual(Array.from({ length: 16 }, (_, i) => `K${i + 1}`));
    for (const { id, sides } of knowledge.conflicts) {
      expect(sides.length, id).toBeGreaterThanOrEqual(2);
      expect(
        sides.some((s) => s.cite.length > 0),
        id,
      ).toBe(true);
    }
  });

  test('every conflict is named by an answer', () => {
    const named = new Set(writtenAnswers().flatMap((e) => e.conflicts));
    expect(knowledge.conflicts.filter((c) => !named.has(c.id)).map((c) => c.id)).toEqual([]);
  });

  test('there are 48 notes on the law, each with its source and how sure it is', () => {
    expect(knowledge.law.map((n) => n.id).toSorted()).toEqual(numbered('L', 48));
    for (const note of knowledge.law) {
      expect(note.confidence, note.id).toMatch(/^(primary|secondary|gk)/);
      expect(note.source.length, note.id).toBeGreaterThan(3);
      expect(note.lastVerified === null || note.lastVerified <= '2026-11-22', note.id).toBe(true);
    }
  });

  test('a note says what the law says, in our words: it quotes no paragraph', () => {
    for (const note of knowledge.law)
      for (const lang of LANGS) expect(note.note[lang], `${note.id} ${lang}`).not.toMatch(/[«“”][^»“”]{60,}[»“”]/);
  });
});
