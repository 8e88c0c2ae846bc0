import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Sample } from '../../eval/fitting-pairs.ts';
import { regression } from '../../eval/regression.ts';
import { LANGS } from '../../src/core/language.ts';
import { notionsOf } from '../../src/core/learning/question-words.ts';
import { type Likeness, readQuestion, sameFeatures } from '../../src/core/learning/same-features.ts';
import weights from '../../src/core/learning/same-question.json' with { type: 'json' };
import {
  groupFor,
  groupQuestions,
  likenessToGroup,
  type Sameness,
  samenessBy,
  samenessOf,
} from '../../src/core/learning/same-question.ts';
import { HashedSubwordEmbeddings } from '../../src/retrieval/embeddings.ts';
import { likeness, likenessAmong, mattersOf } from '../../src/retrieval/likeness.ts';
import { TrainedEmbeddings } from '../../src/retrieval/trained-embeddings.ts';
import { readFamilies } from '../../training/families.ts';
import { realKnowledge } from '../support/knowledge.ts';

const like = likeness(TrainedEmbeddings.open(), () => mattersOf(realKnowledge()));
const sameness = samenessBy(like, weights);
const features = (a: string, b: string) => sameFeatures(readQuestion(a, like), readQuestion(b, like), like);

describe('two questions that may be one', () => {
  it('are the same when the words are the same, and as same the one way as the other', () => {
    const [a, b] = ['Må vi arkivere kommentarer?', 'Ska kommentarer arkiveras?'];
    expect(sameness(a, a)).toBe(1);
    expect(sameness(a, b)).toBeCloseTo(sameness(b, a), 10);
    expect(sameness(a, b)).toBeGreaterThan(0);
    expect(sameness(a, b)).toBeLessThan(1);
  });

  it('are likelier the same in another language than about another matter in their own', () => {
    const question = 'Må vi arkivere kommentarer?';
    const other = 'Hvem kan godkjenne en ny konto?';
    for (const translated of [
      'Må me arkivere kommentarane?',
      'Måste vi arkivera kommentarer?',
      'Do we have to archive comments?',
    ])
      expect(sameness(question, translated)).toBeGreaterThan(sameness(question, other));
  });

  it('stay two when one is about another platform', () => {
    const { platformDiffer, platformAgree } = features(
      'Kan vi bruke TikTok i barnehagen?',
      'Får vi använda Facebook på förskolan?',
    );
    expect([platformDiffer, platformAgree]).toEqual([1, 0]);
    expect(features('Kan vi bruke Insta?', 'May we use Instagram?').platformAgree).toBe(1);
  });

  it('differ in whom they are about across languages', () => {
    expect(features('Kan vi vise ansatte?', 'Can we show patients?').whomDiffer).toBe(1);
    expect(features('Kan vi vise elevene?', 'Can we show pupils?').whomAgree).toBe(1);
  });

  it('differ in their numbers, as figures, in words and in ages', () => {
    expect(features('Må vi svare innen tre dager?', 'Must we answer within 10 days?').numbersDiffer).toBe(1);
    expect(features('Kan en femtenåring samtykke?', 'Can a 15 year old consent?').numbersDiffer).toBe(0);
    expect(features('Må vi svare innen to dager?', 'Do we have to answer?').numbersDiffer).toBe(0);
  });

  it('differ by the number alone, where all else is the same', () => {
    const apart = features('Må vi svare innen tre dager?', 'Må vi svare innen ti dager?');
    expect(apart.numbersDiffer).toBe(1);
    expect(apart.numbersAligned).toBeGreaterThan(0.5);
  });

  it('clash where each has what the other has not, whatever they share', () => {
    expect(features('Kan rektor filme elever?', 'Får rektorn filma lärare?')).toMatchObject({
      whomClash: 1,
      actClash: 0,
    });
    expect(features('Skal gruppa være åpen?', 'Ska gruppen vara stängd?')).toMatchObject({ qualityClash: 1 });
    expect(features('Kan skolen filme elever?', 'Får skolan filma elever?')).toMatchObject({ clashes: 0, extra: 0 });
  });

  it('ask for a time with “when” at the beginning, and not where it begins a clause', () => {
    const asks = (text: string) => [...notionsOf(text).of.asks];
    expect(asks('Når må bildet fjernes?')).toContain('asks:how long');
    expect(asks('Hva gjør vi når noen truer?')).not.toContain('asks:how long');
  });

  it('differ where one of them says not', () => {
    expect(features('Kan jeg la være å svare?', 'Kan jag inte svara?').negationDiffers).toBe(1);
  });

  it('give figures that can be counted with, whatever somebody typed', () => {
    for (const text of ['', '?', '…', '🙂', 'a'.repeat(5000), `${'kan vi '.repeat(600)}?`])
      for (const value of Object.values(features(text, 'Kan vi slette?'))) expect(Number.isFinite(value)).toBe(true);
  });
});

describe('grouping', () => {
  /** The same where the first word is the same. */
  const byFirst: Sameness = (a, b) => (a.split(' ')[0] === b.split(' ')[0] ? 0.9 : 0.1);
  const asked = (...texts: string[]) => texts.map((question) => ({ question }));

  it('lets a question join the likeliest group or begin one, in the order they came', () => {
    const groups = groupQuestions(asked('slett a', 'film b', 'slett c', 'svar d', 'film e'), byFirst, 0.5);
    expect(groups.map((g) => g.map((q) => q.question))).toEqual([
      ['slett a', 'slett c'],
      ['film b', 'film e'],
      ['svar d'],
    ]);
  });

  it('asks for the average of the members, so that one likeness does not join two matters', () => {
    const chain: Sameness = (a, b) => (Math.abs(Number(a) - Number(b)) <= 1 ? 0.9 : 0.1);
    expect(groupQuestions(asked('1', '2', '3', '4'), chain, 0.6)).toHaveLength(2);
  });

  it('looks at five members however many there are', () => {
    let compared = 0;
    const counting: Sameness = () => {
      compared++;
      return 0.8;
    };
    const members = Array.from({ length: 500 }, (_, i) => `spørsmål ${i}`);
    expect(likenessToGroup('nytt', members, counting)).toBeCloseTo(0.8);
    expect(compared).toBe(5);
  });

  it('finds no group where none reaches the threshold', () => {
    expect(groupFor('svar', [{ questions: asked('film') }], byFirst, 0.5)).toBeUndefined();
    expect(groupFor('svar', [{ questions: [] }], byFirst, 0)).toBeUndefined();
  });

  it('keeps confidential questions and other tenants apart, however alike', () => {
    const questions = [
      { question: 'slett a', tenant: 'x' },
      { question: 'slett a', tenant: 'x', confidential: true },
      { question: 'slett a', tenant: 'y' },
      { question: 'slett a', tenant: 'x', confidential: false },
    ];
    expect(groupQuestions(questions, byFirst, 0.5)).toEqual([
      [questions[0], questions[3]],
      [questions[1]],
      [questions[2]],
    ]);
  });
});

describe('likeness', () => {
  it('is 1 for a text and itself, and 0 in every way for a text without words', () => {
    const { cosine, overlap } = like('Kan vi filme?', 'Kan vi filme?');
    expect(cosine).toBeCloseTo(1, 5);
    expect(overlap).toBe(1);
    expect(like('', 'Kan vi filme?')).toMatchObject({ cosine: 0, overlap: 0 });
    expect(like('', '')).toMatchObject({ cosine: 0, overlap: 0 });
  });

  it('keeps the same company in another language rather than in its own about another matter', () => {
    const question = 'Må vi arkivere kommentarer?';
    expect(like(question, 'Do we have to archive comments?').company).toBeGreaterThan(
      like(question, 'Hvem kan godkjenne en ny konto?').company,
    );
    expect([like.tongue(question), like.tongue('Do we have to archive comments?')]).toEqual(['nb', 'en']);
  });

  it('has no company where no matters are known', () => {
    const alone = likeness(TrainedEmbeddings.open(), () => []);
    expect(alone('Kan vi filme?', 'Kan vi filme?').company).toBe(0);
    expect(alone.crowd('Kan vi filme?')).toBe(0);
  });

  it('can be had of any embedding model, for texts named beforehand', async () => {
    const among = await likenessAmong(['Kan vi filme?', 'Kan me filme?'], new HashedSubwordEmbeddings());
    expect(among('Kan vi filme?', 'Kan me filme?').cosine).toBeGreaterThan(0.5);
    expect(among('Kan vi filme?', 'ukjent').cosine).toBe(0);
  });

  it('can be made ready beforehand, between other work, and then says the same', async () => {
    const embeddings = TrainedEmbeddings.open();
    let read = 0;
    const ahead = likeness(embeddings, () => {
      read++;
      return mattersOf(realKnowledge());
    });
    let others = 0;
    const beat = setInterval(() => others++, 0);
    await Promise.all([ahead.warm(), ahead.warm()]);
    clearInterval(beat);
    expect(others).toBeGreaterThan(1);
    const before = read;
    const [a, b] = ['Må vi arkivere kommentarer?', 'Ska kommentarer arkiveras?'];
    expect(ahead(a, b).company).toBeCloseTo(like(a, b).company, 10);
    await ahead.warm();
    expect(read).toBe(before);
  });

  it('asks for an embedding of each text once', () => {
    let embedded = 0;
    const counting: Likeness = likeness(
      {
        embed: () => {
          embedded++;
          return Float32Array.of(1);
        },
      },
      () => [],
    );
    for (let i = 0; i < 10; i++) counting('a', 'b');
    expect(embedded).toBe(2);
  });
});

const linesOf = (name: string) =>
  readFileSync(new URL(`../../eval/${name}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe.each([
  // What is wanted, on pairs that nothing was chosen by; and what was measured on those that the fit has seen, less a few.
  { name: 'pairs.jsonl', same: 200, other: 199, precision: 0.9, recall: 0.8 },
  { name: 'pairs-seen.jsonl', same: 1341, other: 1411, precision: 0.91, recall: 0.81 },
])('eval/$name', ({ name, same, other, precision, recall }) => {
  const pairs = linesOf(name);

  it('is joined where it is the same and left apart where not, as often as measured', () => {
    const joined = pairs.filter((p) => sameness(p.a.question, p.b.question) >= weights.threshold);
    const right = joined.filter((p) => p.same).length;
    expect(right / joined.length).toBeGreaterThanOrEqual(precision);
    expect(right / same).toBeGreaterThanOrEqual(recall);
  }, 60_000);

  it('holds about as many pairs that are the same as not, in all four languages', () => {
    expect(pairs.filter((p) => p.same)).toHaveLength(same);
    expect(pairs.filter((p) => !p.same)).toHaveLength(other);
    expect(new Set(pairs.map((p) => p.id)).size).toBe(same + other);
    for (const lang of LANGS)
      expect(pairs.filter((p) => p.a.lang === lang || p.b.lang === lang).length).toBeGreaterThan(40);
  });
});

describe('the fit of the grouping', () => {
  const pair = (cosine: number, same: boolean): Sample => ({
    features: { ...features('Kan vi filme?', 'Hvem svarer?'), cosine },
    fit: 'inOne',
    same,
    weight: 1,
  });

  it('finds the feature that tells, and is as sure as the samples are', () => {
    const samples = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8].flatMap((cosine) =>
      Array.from({ length: 10 }, (_, i) => pair(cosine, i < cosine * 10)),
    );
    const fit = regression(samples);
    expect(fit.weights.cosine).toBeGreaterThan(0);
    expect(fit.weights.overlap).toBe(0);
    for (const cosine of [0.4, 0.5, 0.6, 0.7])
      expect(Math.abs(samenessOf(pair(cosine, true).features, fit) - cosine)).toBeLessThan(0.05);
    const heavier = regression(samples.map((s) => ({ ...s, weight: s.same ? 4 : 1 })));
    expect(samenessOf(pair(0.5, true).features, heavier)).toBeGreaterThan(0.7);
  });

  it('needs something to fit on, and takes what is far apart for different whatever else it has', () => {
    expect(() => regression([])).toThrow(/nothing to fit on/);
    expect(samenessOf(pair(0.1, true).features, weights.inOne)).toBe(0);
  });
});

describe('families of questions', () => {
  const bare = (questions: string[]) => new Set(questions.map((q) => q.toLowerCase()));
  const judges = bare(linesOf('pairs.jsonl').flatMap((p) => [p.a.question, p.b.question]));
  const seen = bare(linesOf('pairs-seen.jsonl').flatMap((p) => [p.a.question, p.b.question]));
  const [fitted, learnt] = ['eval', 'training'].map((folder) =>
    readFamilies(`${folder}/families.jsonl`).flatMap(({ matters }) =>
      matters.map((wordings) => bare(wordings.map((w) => w.question))),
    ),
  ) as [Set<string>[], Set<string>[]];
  const all = (matters: Set<string>[]) => matters.flatMap((m) => [...m]);

  it('share no question with the pairs that judge, nor do those that were seen', () => {
    for (const questions of [all(fitted), all(learnt), [...seen]])
      expect(questions.filter((q) => judges.has(q))).toEqual([]);
    expect(judges.size).toBeGreaterThan(390);
  });

  it('are fitted on apart from those that the embedding has learnt: nearness that was trained in says nothing', () => {
    const known = new Set(all(learnt));
    expect(all(fitted).filter((q) => known.has(q))).toEqual([]);
    expect(all(fitted).length).toBeGreaterThan(8000);
    expect(known.size).toBeGreaterThan(30_000);
  });

  it('have no question in two matters, for what is the same in one must not be another in the next', () => {
    for (const questions of [all(fitted), all(learnt)]) {
      const met = new Set<string>();
      expect(questions.filter((q) => met.has(q) || !met.add(q))).toEqual([]);
    }
  });

  it('that are not whole are refused by file and line', () => {
    const folder = mkdtempSync(join(tmpdir(), 'varsam-families-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'families.jsonl');
    writeFileSync(file, '{"matters":[[{"lang":"nb","kind":"short","question":"Kan vi filme?"}]]}\n');
    expect(() => readFamilies(file)).toThrow(/families\.jsonl:1 matters/);
    writeFileSync(file, '\n{"matters":\n');
    expect(() => readFamilies(file)).toThrow(/families\.jsonl:2 is not JSON/);
  });
});
