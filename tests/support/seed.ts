import type { Learn } from '../../src/app/learn-ports.ts';
import type { Store } from '../../src/app/ports.ts';
import type { Sessions } from '../../src/app/screening-ports.ts';
import type { Answer } from '../../src/core/answer.ts';
import type { AskedQuestion } from '../../src/core/learning/question.ts';
import type { Topic } from '../../src/core/learning/topic.ts';
import { startSession } from '../../src/core/screening/session.ts';
import { realKnowledge } from './knowledge.ts';
import { answer, asked } from './learning.ts';

/** A municipality in its twelfth week: what the console shows. */

const ASKED: [string, Topic, number, string][] = [
  ['Kan vi strømme kommunestyremøtet på Facebook?', 'platforms', 4, '2026-11-09T09:00:00.000Z'],
  ['Hvem følger kommentarfeltet i jula?', 'moderation', 2, '2026-11-12T09:00:00.000Z'],
  ['Vilken färg ska vi ha på julkortet till pensionärerna?', 'planning-and-content', 1, '2026-11-17T09:00:00.000Z'],
];

export async function seed(
  site: { learn: Learn; store: Store; sessions: Sessions },
  tenant = 'local',
): Promise<{ confidential: string; expert: string }> {
  const { learn, store, sessions } = site;
  let n = 0;
  const add = async (
    question: string,
    topic: Topic,
    at: string,
    into: string | null,
    over: Partial<AskedQuestion> = {},
  ) => {
    const id = `seeded-question-${String(++n).padStart(3, '0')}`;
    const lang = question.includes('julkortet') ? 'sv' : 'nb';
    await learn.groups.add(asked(id, { tenant, question, topic, at, lang, ...over }), into, null);
    return id;
  };
  for (const [question, topic, count, at] of ASKED) {
    const first = await add(question, topic, at, null);
    for (let i = 1; i < count; i++) await add(`${question.slice(0, -1)} i år?`, topic, at, first);
  }
  const confidential = await add(
    'Hvem i barnevernet tar bilder til årskalenderen?',
    'personal-data',
    '2026-11-16T09:00:00.000Z',
    null,
    {
      confidential: true,
    },
  );
  const closed = await add('Hvor er bilnøklene?', 'other', '2026-11-10T09:00:00.000Z', null);
  await learn.groups.change(
    tenant,
    closed,
    { state: 'closed', closedBecause: 'Ikke om sosiale medier.' },
    '2026-11-11T09:00:00.000Z',
  );
  const done = await add('Hvem har passordet til Instagram?', 'accounts', '2026-10-20T09:00:00.000Z', null);
  for (let i = 0; i < 3; i++)
    await add('Hvem har passordet til Instagram nå?', 'accounts', '2026-10-20T09:00:00.000Z', done);
  const expert = answer('seeded-answer-0001', {
    group: done,
    question: 'Hvem har passordet til Instagram?',
    text: 'Servicetorget.',
    reviewBy: '2026-12-01',
  });
  await learn.experts.append(tenant, expert);
  await learn.groups.change(tenant, done, { state: 'answered', expert: expert.id }, '2026-11-02T09:00:00.000Z');

  await store.touchConversation({
    tenant,
    id: 'seeded',
    channel: 'web',
    lang: 'nb',
    country: 'NO',
    at: '2026-09-01T09:00:00.000Z',
  });
  const [first] = realKnowledge().guidelines;
  if (!first) throw new Error('no guideline');
  for (let week = 0; week < 10; week++)
    for (let i = 0; i < 2 + ((week * 7) % 9); i++) {
      const at = new Date(Date.parse('2026-09-08T09:00:00Z') + week * 7 * 86_400_000 + i * 3_600_000).toISOString();
      const status = i % 4 === 3 ? 'unsure' : 'answered';
      const rule = first.rules[(week + i) % 3];
      const citation = {
        document: first.id,
        file: first.file,
        lines: rule?.lines ?? [1, 1],
        quote: 'x',
        quoteLang: 'nb',
        section: null,
        title: first.title,
        publisher: first.publisher,
        published: null,
        inferred: [],
        country: 'NO',
        authority: 3,
        status: 'ok',
        writtenBefore: null,
      };
      const base = {
        lang: 'nb',
        country: 'NO',
        text: 'x',
        claims: [],
        citations: [citation],
        conflicts: [],
        offers: [],
        notices: [],
      };
      const made = (status === 'unsure'
        ? { ...base, status, missing: null }
        : { ...base, status, by: 'rule' }) as unknown as Answer;
      await store.saveTurn({
        tenant,
        conversation: 'seeded',
        turn: { id: `seeded-turn-${week}-${i}-xxxxxx`, question: 'q', answer: made, at },
      });
    }
  for (const definition of realKnowledge().screenings.slice(0, 2))
    for (let i = 0; i < 4; i++)
      await sessions.save(tenant, {
        id: `seeded-session-${definition.id}-${i}`,
        conversation: 'seeded',
        session: startSession(definition, 'NO'),
        state: i === 3 ? 'cancelled' : 'open',
        at: '2026-11-10T09:00:00.000Z',
        revision: 0,
      });
  return { confidential, expert: expert.id };
}
