import { capture } from '../src/app/capture.ts';
import type { Learn } from '../src/app/learn-ports.ts';
import { matchExpert } from '../src/app/match-expert.ts';
import type { Retriever } from '../src/app/ports.ts';
import { previewDigest } from '../src/app/send-digest.ts';
import { sameQuestions } from '../src/compose/questions.ts';
import { type Facts, planDigest } from '../src/core/learning/digest.ts';
import type { ExpertAnswer } from '../src/core/learning/expert.ts';
import type { Owner } from '../src/core/learning/owners.ts';
import { type AskedQuestion, groupOf } from '../src/core/learning/question.ts';
import { TOPICS, topicsOf } from '../src/core/learning/topic.ts';
import { loadKnowledge } from '../src/knowledge/load.ts';
import { openSqlite } from '../src/store/open.ts';

export type LearningRow = { what: string; n: number; ms: number; budget: number | null };

const TENANT = 't';
const NOW = new Date('2026-11-23T07:00:00Z');
const ZONE = 'Europe/Oslo';
/** Answers of offices, many years' worth. */
const ANSWERS = 1000;
const quiet = { info: () => {}, warn: () => {}, error: () => {} };

/** What learning takes with many open questions, each worded as somebody asked it; the last of some runs. `budget`: what it may take, in ms. */
export async function measureLearning(knowledgeDir: string, open: number): Promise<LearningRow[]> {
  const knowledge = loadKnowledge(knowledgeDir);
  const questions = Array.from({ length: open }, (_, i) =>
    asked(i, knowledge.questions[i % knowledge.questions.length]),
  );
  const owners: Owner[] = TOPICS.map((topic) => ({ id: topic, topics: [topic], people: [], deputies: [], to: {} }));
  const facts: Facts = {
    groups: questions.map((q) => groupOf(q, q.id)),
    experts: [],
    received: [],
    written: [],
    assessments: [],
    last: {},
  };
  const stores = await openSqlite(':memory:');
  const topics = topicsOf(knowledge);
  const same = sameQuestions(knowledge);
  const learn: Learn = {
    ...stores,
    same,
    topics: () => topics,
    owners,
    zone: ZONE,
    tellers: {},
    nextDigest: () => undefined,
    lang: 'nb',
    saysEmpty: false,
    reachable: false,
  };
  const clock = { now: () => NOW };
  const deps = { learn, knowledge, country: 'NO', clock, log: quiet } as const;
  for (const q of questions) await stores.groups.add(q, null, null);
  const retriever: Retriever = {
    search: async () => {
      throw new Error('what search found is given');
    },
  };
  let n = 0;
  const keep = () => {
    const question = `Hvilken farge skal vi ha på flagget til biblioteket ${++n}?`;
    const own = { id: `new-${n}`, tenant: TENANT, conversation: 'c', channel: 'web', user: `u${n}`, question } as const;
    return capture(
      { ...own, lang: 'nb', country: 'NO', reason: 'unsure', closest: [], ranked: [] },
      { learn, retriever, clock, log: quiet },
    );
  };
  const rows: LearningRow[] = [];
  const row = async (what: string, budget: number | null, work: () => unknown, times = 3) => {
    let ms = 0;
    for (let i = 0; i < times; i++) {
      const from = performance.now();
      await work();
      ms = performance.now() - from;
    }
    rows.push({ what, n: open, ms, budget });
  };
  await row('planDigest alone', 2000, () => planDigest(facts, NOW, { owners, zone: ZONE }));
  await row('the digest, read from the store and planned', 2000, () => previewDigest(TENANT, NOW, deps));
  await row('what grouping reads ahead, off anybody’s way', null, () => same.warm(), 1);
  await row('the first question that is placed among them', null, keep, 1);
  await row('another question that is placed among them', null, keep);
  for (let i = 0; i < ANSWERS; i++) await stores.experts.append(TENANT, answer(i, questions[i]?.question ?? '?'));
  let m = 0;
  const match = () =>
    matchExpert(
      { tenant: TENANT, question: `Hvem vasker bussene på linje ${++m}?`, lang: 'nb', country: 'NO' },
      { learn, knowledge, clock },
    );
  await row(`the first question looked up among ${ANSWERS} answers of offices`, null, match, 1);
  await row(`another question looked up among ${ANSWERS} answers of offices`, null, match);
  await stores.store.close();
  return rows;
}

function asked(i: number, from: { question: string; lang: AskedQuestion['lang'] } | undefined): AskedQuestion {
  const { question = '?', lang = 'nb' } = from ?? {};
  const at = new Date(NOW.getTime() - (i % 500) * 3_600_000).toISOString();
  return {
    id: `q${i}`,
    tenant: TENANT,
    conversation: `c${i}`,
    channel: 'web',
    user: `u${i}`,
    question: `${question} (${i})`,
    lang,
    country: lang === 'sv' ? 'SE' : 'NO',
    topic: TOPICS[i % TOPICS.length] ?? 'other',
    reason: 'unsure',
    confidential: false,
    named: null,
    closest: [],
    at,
  };
}

function answer(i: number, question: string): ExpertAnswer {
  return {
    id: `e${i}`,
    version: 1,
    group: `g${i}`,
    question,
    variants: [],
    text: 'Ja.',
    lang: 'nb',
    cites: [],
    country: null,
    unit: null,
    by: 'Arkivet',
    at: '2026-11-17T09:00:00.000Z',
    reviewBy: '2027-11-17',
    state: 'published',
  };
}
