import type { Learn, Tellers } from '../../src/app/learn-ports.ts';
import type { ExpertAnswer } from '../../src/core/learning/expert.ts';
import type { Owner } from '../../src/core/learning/owners.ts';
import { type AskedQuestion, countryOf, type Group } from '../../src/core/learning/question.ts';
import weights from '../../src/core/learning/same-question.json' with { type: 'json' };
import { samenessBy } from '../../src/core/learning/same-question.ts';
import { topicsOf } from '../../src/core/learning/topic.ts';
import { likeness, mattersOf } from '../../src/retrieval/likeness.ts';
import { TrainedEmbeddings } from '../../src/retrieval/trained-embeddings.ts';
import { nextDue } from '../../src/scheduler.ts';
import type { Stores } from '../../src/store/open.ts';
import { realKnowledge } from './knowledge.ts';

export const OSLO = { cron: '0 8 * * 1', zone: 'Europe/Oslo' };

export function asked(id: string, over: Partial<AskedQuestion> = {}): AskedQuestion {
  return {
    id,
    tenant: 't',
    conversation: `c-${id}`,
    channel: 'web',
    user: `u-${id}`,
    question: `Hva gjelder for ${id}?`,
    lang: 'nb',
    country: 'NO',
    topic: 'other',
    reason: 'unsure',
    confidential: false,
    named: null,
    closest: [],
    at: '2026-11-16T09:00:00.000Z',
    ...over,
  };
}

export function group(id: string, questions: AskedQuestion[] = [asked(id)], over: Partial<Group> = {}): Group {
  const topic = questions[0]?.topic ?? 'other';
  const blank = { state: 'open', owner: null, expert: null, closedBecause: null, version: 0 } as const;
  return { id, topic, country: countryOf(questions), questions, ...blank, ...over };
}

export function answer(id: string, over: Partial<ExpertAnswer> = {}): ExpertAnswer {
  return {
    id,
    version: 1,
    group: `g-${id}`,
    question: 'Hvem følger kommentarfeltet i jula?',
    variants: [],
    text: 'Servicetorget følger feltet kl. 09.00–15.00.',
    lang: 'nb',
    cites: [],
    country: null,
    unit: null,
    by: 'Kommunikasjonsenheten',
    at: '2026-11-17T09:00:00.000Z',
    reviewBy: '2027-11-17',
    state: 'published',
    ...over,
  };
}

export function owner(id: string, over: Partial<Owner> = {}): Owner {
  return { id, people: [], deputies: [], to: { web: true }, ...over };
}

let same: Learn['same'] | undefined;
/** Learning over a store, with the real likeness. */
export function realLearn(stores: Stores, owners: readonly Owner[] = [], tellers: Tellers = {}): Learn {
  same ??= {
    sameness: samenessBy(
      likeness(TrainedEmbeddings.open(), () => mattersOf(realKnowledge())),
      weights,
    ),
    threshold: weights.threshold,
    warm: async () => undefined,
  };
  const topics = topicsOf(realKnowledge());
  return {
    ...stores,
    same,
    topics: () => topics,
    owners,
    zone: OSLO.zone,
    tellers,
    nextDigest: (now) => nextDue(OSLO, now),
    lang: 'nb',
    saysEmpty: false,
    reachable: false,
  };
}
