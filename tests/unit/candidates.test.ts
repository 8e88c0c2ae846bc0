import { describe, expect, test } from 'vitest';
import { LANGS } from '../../src/core/language.ts';
import { passages } from '../../src/core/passages.ts';
import { foldSpace } from '../../src/core/text.ts';
import { collect } from '../../src/retrieval/candidates.ts';
import { aGap, aGuideline, aLawNote, aRule, aWritten, inAll, someKnowledge } from '../support/builders.ts';
import { realKnowledge } from '../support/knowledge.ts';

const knowledge = realKnowledge();
const all = collect(knowledge);

describe('what an answer can be made from', () => {
  test('each rule, each law note and each written entry is there once', () => {
    const ids = all.candidates.map((c) => c.id);
    expect(new Set(ids).size).toBe(ids.length);
    const count = (kind: string) => all.candidates.filter((c) => c.kind === kind).length;
    expect(count('law')).toBe(knowledge.law.length);
    expect(count('curated')).toBe(knowledge.curated.length);
    const rules = knowledge.guidelines.flatMap((g) => g.rules.map((r) => `${g.id}:${r.id}`));
    expect(rules.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test('each is found in all four languages, unless it is a piece of an original or a question somebody asked', () => {
    all.candidates.forEach((candidate, owner) => {
      if (candidate.kind === 'outside' || (candidate.kind === 'passage' && !candidate.expansions)) return;
      const langs = all.units.flatMap((u, i) => (u.owner === owner ? [all.languages[i]] : []));
      expect(new Set(langs), candidate.id).toEqual(new Set(LANGS));
    });
  });

  test('no text is empty, and each has its language', () => {
    expect(all.languages).toHaveLength(all.units.length);
    expect(all.units.filter((u) => !u.text.trim() || u.parts.length === 0 || u.parts.some((p) => !p.trim()))).toEqual(
      [],
    );
  });

  test('a passage is the original’s own lines, with country, weight and state of its source', () => {
    for (const guideline of knowledge.guidelines)
      for (const p of passages(guideline)) {
        expect(p.text, p.id).toBe(guideline.lines.slice(p.lines[0] - 1, p.lines[1]).join('\n'));
        expect(p).toMatchObject({ file: guideline.file, country: guideline.country, authority: guideline.authority });
      }
  });

  test('the original is indexed in its own language only', () => {
    const original = foldSpace(
      knowledge.guidelines
        .find((g) => g.id === 'norberg')
        ?.lines.slice(104, 107)
        .join(' ') ?? '-',
    );
    const holding = all.units.flatMap((u, i) => (u.text.includes(original.slice(0, 60)) ? [all.languages[i]] : []));
    expect(new Set(holding)).toEqual(new Set(['sv']));
  });
});

describe('a section that no rule describes', () => {
  const lines = Array.from({ length: 60 }, (_, i) =>
    i % 9 === 8 ? '' : `Dette er setning nummer ${i} i en lang del av teksten.`,
  );
  const guideline = aGuideline(lines, {
    sections: [
      { id: 'ruled', lines: [1, 5], title: 'Med regel' },
      { id: 'open', lines: [6, 60], title: 'Uten regel' },
    ],
    rules: [aRule('R1', [2, 3], { anchor: 'setning nummer 1' })],
  });
  const pieces = passages(guideline).filter((p) => p.rule === null);

  test('is cut into pieces that follow each other and cover it, none too long to cite', () => {
    expect(pieces.length).toBeGreaterThan(2);
    expect(pieces[0]?.lines[0]).toBe(6);
    expect(pieces.at(-1)?.lines[1]).toBe(60);
    for (const [i, p] of pieces.slice(1).entries()) expect(p.lines[0]).toBe((pieces[i]?.lines[1] ?? 0) + 1);
    expect(pieces.every((p) => p.lines[1] - p.lines[0] < 40)).toBe(true);
    expect(pieces.every((p) => p.section === 'open')).toBe(true);
  });

  test('a section of few words a line is cut too, so that each piece can be cited', () => {
    const slide = aGuideline(Array.from({ length: 90 }, (_, i) => (i % 2 ? '' : `ord${i}`)));
    const cut = passages(slide).map((p) => p.lines[1] - p.lines[0] + 1);
    expect(cut.reduce((a, b) => a + b, 0)).toBeGreaterThanOrEqual(89);
    expect(Math.max(...cut)).toBeLessThanOrEqual(40);
  });

  test('a section with rules is left to them', () => {
    expect(
      passages(guideline)
        .filter((p) => p.section === 'ruled')
        .map((p) => p.rule),
    ).toEqual(['R1']);
  });

  test('hardly any text makes no passage', () => {
    const bare = aGuideline(['Side 1', '', '\uf0a7'], { sections: [{ id: 's', lines: [1, 3], title: 'x' }] });
    expect(passages(bare)).toEqual([]);
  });

  test('of a guideline with changed ground is marked as dated', () => {
    const old = aGuideline(lines, {
      validity: { writtenBefore: '2023-07-10', supersededBy: [], lastVerified: '2026-08-05' },
    });
    expect(new Set(passages(old).map((p) => p.status))).toEqual(new Set(['dated']));
  });
});

describe('questions that somebody asked', () => {
  const entries = [
    aWritten('photos', { questions: { nb: ['Kan vi legge ut bilder?'], nn: [], sv: [], en: [] } }),
    aGap('figures'),
  ];
  const asked = collect(
    someKnowledge({
      law: [aLawNote('L01')],
      curated: entries,
      questions: [
        { lang: 'sv', country: 'SE', question: 'får jag posta skolfotot', entry: 'photos' },
        { lang: 'en', country: 'NO', question: 'how tall is the mayor', entry: null },
      ],
    }),
  );
  const textsOf = (id: string) => asked.units.filter((u) => asked.candidates[u.owner]?.id === id).map((u) => u.text);

  test('are more ways to find the entry that answers them', () => {
    expect(textsOf('curated:photos').join('\n')).toContain('får jag posta skolfotot');
  });

  test('where no source answers, stand as what is beyond the sources', () => {
    expect(asked.candidates.filter((c) => c.kind === 'outside')).toHaveLength(1);
    expect(asked.units.some((u) => u.text === 'how tall is the mayor')).toBe(true);
  });

  test('an entry says in its claims what it is about, a gap only in its questions', () => {
    const gap = collect(
      someKnowledge({
        curated: [aGap('g', { missing: inAll('Tallene mangler.'), questions: inAllLists('Hvor mange?') })],
      }),
    );
    expect(gap.units.some((u) => u.text.includes('Tallene mangler'))).toBe(false);
    expect(textsOf('curated:photos').some((t) => t.includes('photos'))).toBe(true);
  });
  const inAllLists = (q: string) => ({ nb: [q], nn: [q], sv: [q], en: [q] });
});
