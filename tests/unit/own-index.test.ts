import { mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readCases } from '../../eval/cases.ts';
import type { Knowledge } from '../../src/core/guideline.ts';
import { Recent } from '../../src/core/recent.ts';
import { type OpenedIndex, openOrBuild } from '../../src/retrieval/build-index.ts';
import { type OwnIndex, openOrBuildOwn } from '../../src/retrieval/own-index.ts';
import { threadedRetriever } from '../../src/retrieval/threads.ts';
import { TrainedEmbeddings } from '../../src/retrieval/trained-embeddings.ts';
import { realIndex, realKnowledge } from '../support/knowledge.ts';

/** One guideline of the real knowledge, and all that rests on it, taken for what one municipality knows beside the rest. */
const OWN = 'ks-article';

function parted(whole: Knowledge): { base: Knowledge; all: Knowledge } {
  const rules = new Set(whole.guidelines.find((g) => g.id === OWN)?.rules.map((r) => r.id));
  const rests = (c: Knowledge['curated'][number]) =>
    JSON.stringify(c).includes(`${OWN}:`) || (c.outcome === 'answered' && c.rules.some((r) => rules.has(r)));
  const entries = new Set(whole.curated.filter(rests).map((c) => c.id));
  const parts = <T>(list: readonly T[], own: (one: T) => boolean) => [
    list.filter((one) => !own(one)),
    list.filter(own),
  ];
  const [guidelines = [], ownGuidelines = []] = parts(whole.guidelines, (g) => g.id === OWN);
  const [curated = [], ownCurated = []] = parts(whole.curated, rests);
  const isOwn = ({ entry }: { entry: string | null }) => entry !== null && (rules.has(entry) || entries.has(entry));
  const [questions = [], ownQuestions = []] = parts(whole.questions, isOwn);
  const base = { ...whole, hash: 'base', guidelines, curated, questions };
  return {
    base,
    all: {
      ...whole,
      hash: 'own',
      guidelines: [...guidelines, ...ownGuidelines],
      curated: [...curated, ...ownCurated],
      questions: [...questions, ...ownQuestions],
    },
  };
}

const dir = mkdtempSync(join(tmpdir(), 'varsam-own-'));
const own = join(dir, 'own');
const { base: shared, all } = parted(realKnowledge());
let base: OpenedIndex;
let two: OwnIndex;
beforeAll(async () => {
  base = await openOrBuild('base', () => shared, { dir, embeddings: TrainedEmbeddings.open() });
  two = await openOrBuildOwn(base, 'own', () => all, own);
}, 120_000);
afterAll(() => rmSync(dir, { recursive: true }));

const OPTIONS = { lang: 'nb', country: 'NO', limit: 10 } as const;
/** Questions that nothing answers are numbered by where they stand. */
const best = async ({ retriever }: Pick<OwnIndex, 'retriever'>, question: string) =>
  (await retriever.search(question, OPTIONS)).ranked[0]?.candidate.id.replace(/^outside:.*/, 'outside');

describe('what a municipality knows beside the shared knowledge', () => {
  test('is found as if it were one with it', async () => {
    const one = await realIndex();
    const questions = readCases('eval/cases/tune.jsonl').map((c) => c.question);
    let same = 0;
    for (const question of questions) if ((await best(one, question)) === (await best(two, question))) same++;
    expect(same / questions.length).toBeGreaterThan(0.93);
    const found = (await two.retriever.search('Hva skiller ren informasjon fra markedsføring?', OPTIONS)).ranked;
    expect(found.some((r) => r.candidate.kind === 'passage' && r.candidate.document === OWN)).toBe(true);
    expect(found.some((r) => r.candidate.kind === 'passage' && r.candidate.document !== OWN)).toBe(true);
  }, 120_000);

  test('is saved, opened, and made again where the file is damaged, and says the same', async () => {
    const never = () => {
      throw new Error('read again');
    };
    const question = 'Kan vi legge ut bilde av elever?';
    const before = await two.retriever.search(question, OPTIONS);
    const opened = await openOrBuildOwn(base, 'own', never, own);
    expect(opened.state).toBe('opened');
    expect(opened.knowledge).toEqual(all);
    expect(await opened.retriever.search(question, OPTIONS)).toEqual(before);
    truncateSync(join(own, 'own.bin'), 4000);
    const mended = await openOrBuildOwn(base, 'own', () => all, own);
    expect(mended.state).toBe('rebuilt: damaged');
    expect(await mended.retriever.search(question, OPTIONS)).toEqual(before);
  });

  test('is nothing to those who search the shared knowledge alone', async () => {
    const { ranked } = await base.retriever.search('Hva er ren informasjon?', { ...OPTIONS, limit: 300 });
    expect(JSON.stringify(ranked)).not.toContain(`"${OWN}`);
  });

  test('gives a shared answer one more question it is found by, and the answer still stands once', async () => {
    const entry = shared.curated.find((c) => c.outcome === 'answered')?.id ?? '';
    const question = 'Hva med fløtmannsordningen på Vesleøya?';
    const more = {
      ...shared,
      hash: 'more',
      questions: [...shared.questions, { entry, lang: 'nb' as const, country: 'NO' as const, question }],
    };
    const { retriever } = await openOrBuildOwn(base, 'more', () => more, join(dir, 'more'));
    const { ranked } = await retriever.search(question, OPTIONS);
    const ids = ranked.map((r) => r.candidate.id);
    expect(ids[0]).toBe(`curated:${entry}`);
    expect(new Set(ids).size).toBe(ids.length);
    expect(await best(base, question)).not.toBe(`curated:${entry}`);
  });

  test('is searched in other threads, with what is found here', async () => {
    const threads = threadedRetriever(base.retriever, { dir, hash: 'base' }, 1);
    const beside = threads.beside(two.retriever, { dir: own, hash: 'own' });
    const here = await two.retriever.search('Hva er ren informasjon?', OPTIONS);
    const search = vi.spyOn(two.retriever, 'search');
    await vi.waitFor(
      async () => {
        search.mockClear();
        expect(await beside.search('Hva er ren informasjon?', OPTIONS)).toEqual(here);
        expect(search).not.toHaveBeenCalled();
      },
      { timeout: 60_000, interval: 100 },
    );
    await threads.close();
    search.mockRestore();
  }, 120_000);
});

describe('what was used last', () => {
  test('is held, and the rest is let go, the oldest first', () => {
    const made: string[] = [];
    const recent = new Recent<string>(2);
    const get = (key: string) =>
      recent.get(key, () => {
        made.push(key);
        return key;
      });
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) get(key);
    expect(made).toEqual(['a', 'b', 'c', 'b']);
    expect(recent.size).toBe(2);
  });

  test('holds nothing of what could not be made, and lets go only of what is meant', () => {
    const recent = new Recent<number>(2);
    expect(() =>
      recent.get('a', () => {
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(recent.size).toBe(0);
    recent.get('a', () => 1);
    recent.delete('a', 2);
    expect(recent.size).toBe(1);
    recent.delete('a', 1);
    expect(recent.size).toBe(0);
  });
});
