import { readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { passages } from '../../src/core/passages.ts';
import { loadKnowledge } from '../../src/knowledge/load.ts';
import { TrainedEmbeddings } from '../../src/retrieval/trained-embeddings.ts';
import { dot } from '../../training/evaluate.ts';

const model = TrainedEmbeddings.open();
const near = (a: string, b: string) => dot(model.embed(a), model.embed(b));

describe('the trained embedding', () => {
  it('fits in 16 MB, and its name changes with its bytes', () => {
    expect(statSync('src/retrieval/weights/embeddings.bin').size).toBeLessThan(16e6);
    expect(model.name).toMatch(/^varsam-subword-[0-9a-f]{8}$/);
    expect(readFileSync('src/retrieval/weights/embeddings.bin').toString('latin1', 0, 8)).toBe('VARSAMW1');
  });

  it('gives vectors of length 1, and zeros for a text without words', () => {
    const vector = model.embed('Får vi legge ut bildet?');
    expect(vector).toHaveLength(model.dimensions);
    expect(Math.abs(dot(vector, vector) - 1)).toBeLessThan(1e-5);
    expect([...model.embed('?!')].every((x) => x === 0)).toBe(true);
  });

  it('gives queries and documents the same vectors, as LangChain asks for them', async () => {
    expect(await model.embedDocuments(['Hei', 'Hallo'])).toEqual([
      await model.embedQuery('Hei'),
      await model.embedQuery('Hallo'),
    ]);
  });

  it.each([
    ['foresatte', 'guardians'],
    ['foresatte', 'vårdnadshavare'],
    ['føresette', 'vårdnadshavare'],
    ['vårdnadshavare', 'guardians'],
    ['samtykke', 'consent'],
    ['personopplysninger', 'personuppgifter'],
    ['barnehage', 'förskola'],
    ['sletter kommentar', 'delete a comment'],
  ])('knows that %s and %s are near', (a, b) => {
    for (const other of ['tractor', 'spreadsheet formula', 'brannslange', 'väderprognos'])
      expect(near(a, b)).toBeGreaterThan(near(a, other));
    expect(near(a, b)).toBeGreaterThan(0.25);
  });

  it('brings a nynorsk question to its Swedish rule', () => {
    const osteraker = loadKnowledge('knowledge').guidelines.find((g) => g.id === 'osteraker');
    const rules = osteraker ? passages(osteraker).filter((p) => p.rule) : [];
    const best = (question: string) =>
      rules
        .map((p) => ({ text: p.text, score: near(question, p.text) }))
        .sort((a, b) => b.score - a.score)
        .map((p) => p.text);
    expect(best('Kva gjer vi med kommentarar som er rasistiske?')[0]).toMatch(/raderas|hets\s+mot\s+folkgrupp/);
    expect(best('Må vi arkivere innlegg på Facebook?').slice(0, 3).join()).toMatch(/arkivering/);
  });

  it('takes less than a millisecond a question, on a slow machine too', () => {
    const question = "Do we need the guardians' consent for the class photo?";
    for (let i = 0; i < 200; i++) model.embed(question);
    const from = performance.now();
    for (let i = 0; i < 500; i++) model.embed(question);
    expect((performance.now() - from) / 500).toBeLessThan(1);
  });
});
