import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Lang } from '../../src/core/language.ts';
import { isConfidential, TOPICS, topicOf, topicsOf } from '../../src/core/learning/topic.ts';
import type { Candidate } from '../../src/core/ranking.ts';
import { loadKnowledge } from '../../src/knowledge/load.ts';

const knowledge = loadKnowledge(join(import.meta.dirname, '..', '..', 'knowledge'));
const topics = topicsOf(knowledge);
const curated = (entry: string, score: number) => ({
  candidate: {
    kind: 'curated',
    id: `curated:${entry}`,
    entry,
    outcome: 'answered',
    restsOn: [],
    figures: false,
  } as Candidate,
  score,
});

describe('what a question is about', () => {
  it('is what the nearest written answers are about', () => {
    expect(topicOf([curated('archive-social-media', 0.8), curated('start-account', 0.5)], topics)).toBe('records');
    expect(topicOf([curated('start-account', 0.8), curated('archive-social-media', 0.5)], topics)).toBe('accounts');
  });

  it('is other where nothing near has a topic', () => {
    expect(topicOf([], topics)).toBe('other');
    expect(topicOf([{ candidate: { kind: 'outside', id: 'outside:1' }, score: 0.9 }], topics)).toBe('other');
    expect(topicOf([curated('refuse-chit-chat', 0.9)], topics)).toBe('other');
  });

  it('is known for every written answer, and for the rules that they rest on', () => {
    const answered = knowledge.curated.filter((e) => e.outcome === 'answered');
    expect(answered.filter((e) => !topics.has(`curated:${e.id}`)).map((e) => `${e.id} (${e.topic})`)).toEqual([]);
    expect(
      answered.flatMap((e) => (e.outcome === 'answered' ? e.rules : [])).filter((r) => !topics.has(`rule:${r}`)),
    ).toEqual([]);
    for (const of of topics.values()) for (const topic of of) expect(TOPICS).toContain(topic);
  });
});

describe('what is for the data protection officer alone', () => {
  const alone: [Lang, string][] = [
    ['nb', 'En elev har fått kreft. Kan vi skrive om det?'],
    ['nb', 'Kan vi legge ut bilde av et barn som bor i fosterhjem, et fosterbarn?'],
    ['nb', 'Vi har fått en bekymringsmelding i innboksen'],
    ['nn', 'Ei mor har hemmeleg adresse, kan vi vise klassebiletet?'],
    ['nn', 'Gjeld teieplikta når barnevernet svarar på Facebook?'],
    ['sv', 'En elev har skyddade personuppgifter, får vi publicera klassfotot?'],
    ['sv', 'Mamman är orolig för soc, vad svarar vi?'],
    ['sv', 'Omfattas meddelandet av sekretess?'],
    ['en', 'A pupil wrote that he is abused at home'],
    ['en', 'She is a union member, may we mention it?'],
    ['nb', '[name] er medlem av Høyre, kan vi skrive det?'],
  ];
  it.each(alone)('%s %s', (lang, text) => {
    expect(isConfidential(text, lang)).toBe(true);
  });

  const open: [Lang, string][] = [
    ['nb', 'Kan vi slette kommentarer med banning?'],
    ['nb', 'Kan vi dele et innlegg fra Arbeiderpartiet?'],
    ['nb', 'Kan vi bruke Facebook til å finne fosterhjem?'],
    ['nn', 'Kven godkjenner ei ny side?'],
    ['sv', 'Får vi använda musik i en film?'],
    ['sv', 'Får vi dela ett inlägg från Moderaterna?'],
    ['en', 'May we post a job ad?'],
    ['en', 'How long do we keep comments?'],
  ];
  it.each(open)('is not: %s %s', (lang, text) => {
    expect(isConfidential(text, lang)).toBe(false);
  });
});
