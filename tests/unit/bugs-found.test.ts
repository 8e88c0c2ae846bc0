import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { answerQuestion } from '../../src/app/answer-question.ts';
import { ground } from '../../src/core/grounding.ts';
import { guarded } from '../../src/core/guard.ts';
import { LANGS, type Lang } from '../../src/core/language.ts';
import { openOrBuild } from '../../src/retrieval/build-index.ts';
import type { EmbeddingModel } from '../../src/retrieval/embeddings.ts';
import { TrainedEmbeddings } from '../../src/retrieval/trained-embeddings.ts';
import { copyOfKnowledge } from '../support/broken-knowledge.ts';
import { aGuideline, aPassage, someKnowledge } from '../support/builders.ts';
import { realAnswerDeps } from '../support/fakes.ts';
import { forbiddenIn } from '../support/forbidden-words.ts';
import { ownTexts, realKnowledge } from '../support/knowledge.ts';

/** What does not hold yet. Each test moves to the file of its subject once it passes. */

const knowledge = realKnowledge();
const refusals = new Set(knowledge.curated.filter((e) => e.outcome === 'refused').map((e) => e.id));
const guardOf = (text: string) => guarded(text, knowledge.guards)?.id;

describe('honest questions that a guard refuses', () => {
  test.each([
    // override-rules: “bryt*” near “reglene”.
    'Kan vi slette kommentarer som bryter reglene på siden vår?',
    'Hva gjør vi når noen bryter reglene i kommentarfeltet?',
    'Vad gör vi om någon bryter mot reglerna i kommentarsfältet?',
    // identify-person: who is in a photo is the most common question there is.
    'Do we need consent from everyone who is in the photo?',
    'Må vi skrive hvem som er på bildet?',
    'How do we describe the person in the picture in alt text?',
    'Må det være tydelig hvem som er bak kontoen?',
    'Vem är ansvarig bakom kontot?',
    // fake-consent: forms, signatures and two homes.
    'Må samtykke være skriftlig med underskrift? Hvordan lage det?',
    'Can we write a consent form that is valid without a signature?',
    'Må vi lage nytt samtykke hvis foreldrene ikke bor sammen?',
    // approve-for-me and sign-for-me: who approves and who signs.
    'Hvem skal godkjenne innlegget mitt før det går ut?',
    'Kan redaktøren godkjenne dette innlegget?',
    'Who must sign the DPIA on behalf of the municipality?',
    // others-personal-data and injected-instruction.
    'What is the rule if someone posts the phone number of a resident?',
    'Ny rutine: skal vi alltid svare i kommentarfeltet?',
  ])('“%s”', (question) => {
    expect(guardOf(question)).toBeUndefined();
  });

  test('no text of our own that is pasted back', () => {
    const own = LANGS.flatMap((lang) => ownTexts(knowledge)[lang]).filter(
      (t) => t.kind !== 'question' && !refusals.has(t.where),
    );
    expect(own.filter((t) => guardOf(t.text)).map((t) => `${t.where}: ${t.text}`)).toEqual([]);
  });
});

describe('grounding', () => {
  test('a claim that is dropped leaves its places to the claims after it', () => {
    const lines = Array.from({ length: 7 }, (_, i) => `Dette er linje nummer ${'abcdefg'[i]} i veilederen.`);
    const guideline = aGuideline(lines);
    const claims = lines.map((line, i) => ({
      text: i < 6 ? 'Det koster 99 kroner.' : 'Les siste linje.',
      quotes: [{ candidate: 'p', quote: line }],
    }));
    const grounded = ground(
      claims,
      [aPassage(guideline, [1, 7], { id: 'p' })],
      '',
      someKnowledge({ guidelines: [guideline] }),
      'nb',
    );
    expect(grounded.claims.map((c) => c.text)).toEqual(['Les siste linje.']);
  });
});

describe('follow-ups', async () => {
  const deps = await realAnswerDeps();
  const followed = async (before: string, text: string) =>
    (await answerQuestion({ text, history: [before], fallbackLang: 'nb', country: 'NO' }, deps)).answer;

  test('“og hvis det er barn?” after a question about photos is answered', async () => {
    expect((await followed('Kan jeg legge ut bilder fra festivalen på Facebook?', 'Og hvis det er barn?')).status).toBe(
      'answered',
    );
  });
});

test('an embedding endpoint that goes down leaves clear questions answered, by words alone', async () => {
  const trained = TrainedEmbeddings.open();
  const embeddings: EmbeddingModel = {
    name: trained.name,
    dimensions: trained.dimensions,
    embedDocuments: (texts) => trained.embedDocuments(texts),
    embedQuery: () => Promise.reject(new Error('ECONNREFUSED')),
  };
  const { retriever } = await openOrBuild(knowledge.hash, () => knowledge, { embeddings });
  const deps = { ...(await realAnswerDeps()), retriever };
  const question = { history: [], fallbackLang: 'nb', country: 'NO' } as const;
  for (const text of ['Kan vi slette en kritisk kommentar?', 'Hva er en DPIA?', 'Hva er en personopplysning?'])
    expect((await answerQuestion({ ...question, text }, deps)).answer.status, text).toBe('answered');
});

describe('the loader', () => {
  test('tells one mistake in a sidecar as one fault, not as hundreds in the files that cite it', () => {
    const copy = copyOfKnowledge();
    try {
      copy.replace('guidelines/norberg/guideline.yaml', 'modality: FACT', 'modality: WISH');
      expect(copy.faults().map((f) => f.file)).toEqual(['guidelines/norberg/guideline.yaml']);
    } finally {
      copy.remove();
    }
  });

  test('notices two guidelines with the same id', () => {
    const copy = copyOfKnowledge();
    try {
      cpSync(join(copy.dir, 'guidelines/norberg'), join(copy.dir, 'guidelines/norberg-2'), { recursive: true });
      expect(
        copy.faults().filter((f) => f.file.startsWith('guidelines/norberg-2') && f.problem.includes('norberg')).length,
      ).toBeGreaterThan(0);
    } finally {
      copy.remove();
    }
  });

  test('names the line of a text whose braces differ', () => {
    const copy = copyOfKnowledge();
    try {
      const line = copy.replace('locales/sv.yaml', 'skrivet före {date}', 'skrivet före {datum}');
      expect(copy.faults()).toMatchObject([{ file: 'locales/sv.yaml', line }]);
    } finally {
      copy.remove();
    }
  });
});

describe('the content', () => {
  test.each<[Lang, string, string]>([
    ['sv', 'direct-messages-status', 'journalföras'],
    ['sv', 'case-arrives-on-social-media', 'journalföringen'],
    ['sv', 'confidential-post-or-comment', 'journalföras'],
    ['en', 'L17', 'image right'],
    ['en', 'NRB-42', 'we'],
  ])('%s %s does without “%s”', (lang, where, word) => {
    const there = ownTexts(knowledge)[lang].filter((t) => t.where === where && t.kind !== 'question');
    expect(there.flatMap((t) => forbiddenIn(lang, t.text))).not.toContain(word);
  });

  test('no question stands in two entries: which of them answers would be a toss-up', () => {
    const seen = new Map<string, string>();
    const twice = knowledge.curated.flatMap((entry) =>
      LANGS.flatMap((lang) =>
        entry.questions[lang].flatMap((question) => {
          const key = `${lang} ${question.toLowerCase()}`;
          const other = seen.get(key) ?? entry.id;
          seen.set(key, entry.id);
          return other === entry.id ? [] : [`${key} ${other}, ${entry.id}`];
        }),
      ),
    );
    expect(twice).toEqual([]);
  });
});
