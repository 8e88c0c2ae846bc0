import { describe, expect, it } from 'vitest';
import { originals } from '../../eval/answers.ts';
import { reportExperts, runExpertCases } from '../../eval/expert.ts';
import { type ExpertCase, exportCases } from '../../src/app/export-cases.ts';
import { openSqlite } from '../../src/store/open.ts';
import { realAnswerDeps } from '../support/fakes.ts';
import { KNOWLEDGE_DIR } from '../support/knowledge.ts';
import { answer, asked, realLearn } from '../support/learning.ts';

const CLOCK = { now: () => new Date('2026-11-18T09:00:00Z') };
const CITE = { file: '001_68d10db57b531b00.txt', lines: [26, 28] as [number, number] };

/** Three questions that offices have answered, one of them confidential, and one that waits for a second office. */
async function answered() {
  const stores = await openSqlite(':memory:');
  const learn = realLearn(stores);
  for (const [id, question, over] of [
    [
      'a',
      'Hvilken farge skal vi ha på julekortet til pensjonistene?',
      { cites: [CITE], variants: ['Vilken färg ska vi ha på julkortet till pensionärerna?'] },
    ],
    ['b', 'Hvem i barnevernet tar bilder til årskalenderen?', {}],
    ['c', 'Hvem betaler for strømmen på idrettshallen?', { state: 'awaiting' }],
  ] as const) {
    await learn.groups.add(asked(id, { question, confidential: id === 'b' }), null, null);
    await learn.experts.append(
      't',
      answer(id, {
        ...over,
        group: id,
        question,
        variants: 'variants' in over ? [...over.variants] : [],
        cites: 'cites' in over ? [...over.cites] : [],
      }),
    );
  }
  return exportCases('t', { learn, clock: CLOCK });
}

async function run(cases: readonly ExpertCase[], at = CLOCK) {
  const deps = await realAnswerDeps();
  const { same } = realLearn(await openSqlite(':memory:'));
  const read = cases.map((c) => ({
    ...c,
    lang: c.country === 'SE' ? ('sv' as const) : ('nb' as const),
    history: [],
    keyFacts: [],
  }));
  return runExpertCases(read, { deps, same, files: originals(KNOWLEDGE_DIR, deps), clock: at });
}

describe('what offices have answered as cases of the eval', () => {
  it('are all wordings of what is published, and nothing that is confidential or waits', async () => {
    const cases = await answered();
    expect(cases.map((c) => [c.id, c.country, c.citations])).toEqual([
      ['expert-a-1', 'NO', [CITE]],
      ['expert-a-2', 'NO', [CITE]],
    ]);
  });

  it('pass as long as each gets that answer with its lines', async () => {
    const results = await run(await answered());
    expect(results.map((r) => r.lost)).toEqual([null, null]);
    expect(reportExperts(results)).toBe(0);
  });

  it('fail when one is withheld, when its lines are gone, and when another answer comes before it', async () => {
    const cases = await answered();
    const late = { now: () => new Date('2028-11-18T09:00:00Z') };
    expect((await run(cases, late)).every((r) => r.lost !== null)).toBe(true);
    const moved = cases.map((c) => ({ ...c, expert: { ...c.expert, cites: [] } }));
    expect((await run(moved)).map((r) => r.lost)).toEqual(Array(2).fill('lines it rests on are gone'));
    const [first] = cases;
    if (!first) throw new Error('a case');
    const other = {
      ...first,
      question: 'Når må vi gjøre en DPIA?',
      citations: [],
      expert: { ...first.expert, id: 'z', question: 'Når er biblioteket åpent?', variants: [] },
    };
    const results = await run([...cases, other]);
    expect(results.at(-1)?.lost).toMatch(/^answered from/);
    expect(reportExperts(results)).toBe(1);
  });
});
