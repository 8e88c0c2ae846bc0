import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkRiskBank, scoreOf } from '../../src/core/assessment/risk-bank.ts';
import { Screening } from '../../src/core/guideline.ts';
import { loadScreenings } from '../../src/knowledge/load-screenings.ts';
import { KNOWLEDGE_DIR, realKnowledge } from '../support/knowledge.ts';
import { dpia, photoCheck, realScreenings, riskBank } from '../support/screening.ts';

describe('the real screenings', () => {
  it('load without a fault', () => {
    expect(realScreenings().faults).toEqual([]);
    expect(
      realScreenings()
        .definitions.map((d) => d.id)
        .sort(),
    ).toEqual([...Screening.options].sort());
  });

  it('have the questions P01–P23 and D01–D22, the five facts and the outcomes of the sheet', () => {
    const ids = (prefix: string, n: number) =>
      Array.from({ length: n }, (_, i) => `${prefix}${String(i + 1).padStart(2, '0')}`);
    expect(photoCheck().questions.map((q) => q.id)).toEqual(ids('P', 23));
    expect(dpia().questions.map((q) => q.id)).toEqual(ids('D', 22));
    expect(dpia().facts.map((f) => f.id)).toEqual([
      'new_account',
      'rebuttal',
      'dpo_asks',
      'max_inherent',
      'max_residual',
    ]);
    expect(photoCheck().outcomes.map((o) => o.id)).toEqual(['OK', 'CAUTION', 'CONSENT', 'STOP']);
    expect(
      dpia()
        .outcomes.map((o) => o.id)
        .sort(),
    ).toEqual(['ADVISED_AGAINST', 'COVERED', 'DPIA', 'DPIA_PRIOR_CONSULTATION', 'NO_BASIS', 'NO_PERSONAL_DATA', 'PLM']);
  });

  it('show the photo check on three cards and a line about the channel', () => {
    expect(photoCheck().cards.map((c) => [c.id, c.remembered, c.questions])).toEqual([
      ['channel', true, ['P01', 'P17', 'P19', 'P22']],
      ['picture', false, ['P05', 'P03', 'P02', 'P14', 'P15', 'P16']],
      ['people', false, ['P06', 'P07', 'P08', 'P09', 'P10', 'P11', 'P12', 'P13']],
      ['post', false, ['P04', 'P18', 'P20', 'P21', 'P23']],
    ]);
  });

  it('give every question a reason and a reference', () => {
    for (const q of [...photoCheck().questions, ...dpia().questions]) expect(q.cite.length, q.id).toBeGreaterThan(0);
  });

  it('have two clearing rules and no others', () => {
    expect(photoCheck().clearing.map((c) => [c.when, c.of])).toEqual([
      [{ is: { question: 'P13', option: 'consent' } }, ['P07', 'P09', 'P10', 'P11']],
      [{ is: { question: 'P12', option: 'only' } }, ['P13']],
    ]);
    expect(dpia().clearing).toEqual([]);
  });
});

describe('the risk bank', () => {
  it("is varsam's own and says so", () => {
    for (const text of Object.values(riskBank().label)) expect(text).toMatch(/varsam.*(KS)/);
  });

  it('has 26 risks in four families, with scores as the sheet gives them', () => {
    const { risks } = riskBank();
    expect(risks.map((r) => r.id)).toEqual(Array.from({ length: 26 }, (_, i) => `R${String(i + 1).padStart(2, '0')}`));
    const bands = (key: 'inherent' | 'residual') => {
      const scores = risks.map((r) => scoreOf(r[key]));
      return [
        scores.filter((s) => s >= 12).length,
        scores.filter((s) => s >= 8 && s < 12).length,
        scores.filter((s) => s >= 4 && s < 8).length,
        scores.filter((s) => s < 4).length,
      ];
    };
    expect(bands('inherent')).toEqual([6, 13, 7, 0]);
    expect(risks.filter((r) => scoreOf(r.residual) >= 8)).toEqual([]);
    expect(bands('residual')[0]).toBe(0);
  });

  it('keeps R07 at 4 × 3 where there is no arrangement', () => {
    const r07 = riskBank().risks.find((r) => r.id === 'R07');
    expect(r07?.unless).toMatchObject({
      when: { is: { question: 'D20', option: 'no_arrangement' } },
      residual: { likelihood: 4, consequence: 3 },
    });
  });

  it('refuses a risk that is higher after measures, and an id that stands twice', () => {
    const bank = structuredClone(riskBank());
    const [first, second] = bank.risks;
    if (!first || !second) throw new Error('no risks');
    first.residual = { likelihood: 4, consequence: 4 };
    second.id = 'R01';
    expect(checkRiskBank(bank).map((f) => f.path)).toEqual([
      ['risks', 0, 'residual'],
      ['risks', 1, 'id'],
    ]);
  });
});

describe('a fault in the files', () => {
  let dir = '';
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'screenings-'));
    for (const folder of ['screenings', 'risks'])
      cpSync(join(KNOWLEDGE_DIR, folder), join(dir, folder), { recursive: true });
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const breakFile = (file: string, from: string, to: string) => {
    const path = join(dir, file);
    const text = readFileSync(path, 'utf8');
    if (!text.includes(from)) throw new Error(`nothing to break: ${from}`);
    writeFileSync(path, text.replace(from, to));
    const { faults, definitions } = loadScreenings(dir, realKnowledge());
    const lines = readFileSync(path, 'utf8').split('\n');
    return { faults, definitions, lineOf: (words: string) => lines.findIndex((l) => l.includes(words)) + 1 };
  };

  it('is named with file, line and how to mend it: a dangling id', () => {
    const { faults, definitions, lineOf } = breakFile(
      'screenings/dpia.yaml',
      'question: D20, option: no_arrangement',
      'question: D99, option: no_arrangement',
    );
    expect(faults).toContainEqual({
      file: 'screenings/dpia.yaml',
      line: lineOf('D99'),
      problem: 'there is no question or fact D99',
      mend: 'Correct the id.',
    });
    const others = Screening.options.filter((id) => id !== 'dpia');
    expect(definitions.map((d) => d.id)).toEqual(others.sort());
  });

  it('a missing translation', () => {
    const { faults, lineOf } = breakFile(
      'screenings/photo-check.yaml',
      '      nn: "Kva for kanal skal innlegget ut i?"\n',
      '',
    );
    expect(faults[0]).toMatchObject({
      file: 'screenings/photo-check.yaml',
      problem: expect.stringMatching(/^questions\.0\.text\.nn/),
    });
    expect(Math.abs((faults[0]?.line ?? 0) - lineOf('Hvilken kanal skal innlegget ut i?'))).toBeLessThanOrEqual(1);
  });

  it('a quote that is not in its lines, and a law note that does not exist', () => {
    const quote = breakFile(
      'screenings/photo-check.yaml',
      'Sekretessbelagda uppgifter får inte publiceras på sociala medier.',
      'Sekretess får inte publiceras.',
    );
    expect(quote.faults).toMatchObject([
      {
        file: 'screenings/photo-check.yaml',
        line: quote.lineOf('Sekretess får inte'),
        problem: expect.stringMatching(/does not stand at norberg:62-63/),
      },
    ]);
    const law = breakFile('screenings/dpia.yaml', '{ law: L29 }', '{ law: L99 }');
    expect(law.faults.map((f) => f.problem)).toContain('cites the law note L99, which does not exist');
  });

  it('a risk that the bank does not have, and an exception for an option that the screening does not have', () => {
    expect(breakFile('screenings/dpia.yaml', 'risks: [R07]', 'risks: [R77]').faults.map((f) => f.problem)).toEqual([
      'D20=no_arrangement names the risk R77, which risks/bank.yaml does not have',
    ]);
    const { faults } = breakFile('risks/bank.yaml', 'option: no_arrangement', 'option: nothing');
    expect(faults.map((f) => f.problem).join()).toMatch(/D20=nothing/);
  });

  it('text that is no YAML', () => {
    const { faults } = breakFile('screenings/dpia.yaml', 'otherwise: PLM', 'otherwise: "PLM');
    expect(faults[0]?.problem).toMatch(/this is not YAML/);
  });

  it('is no fault where there are no screenings', () => {
    rmSync(join(dir, 'screenings'), { recursive: true });
    rmSync(join(dir, 'risks'), { recursive: true });
    expect(loadScreenings(dir, realKnowledge())).toEqual({ definitions: [], risks: null, faults: [] });
  });
});
