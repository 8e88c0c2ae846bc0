import { appendFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { faultLine, hashKnowledge, KnowledgeError, loadKnowledge } from '../../src/knowledge/load.ts';
import type { Fault } from '../../src/knowledge/yaml-file.ts';
import { type Copy, copyOfKnowledge } from '../support/broken-knowledge.ts';
import { realKnowledge } from '../support/knowledge.ts';

let copy: Copy;
beforeEach(() => {
  copy = copyOfKnowledge();
});
afterEach(() => copy.remove());

const NORBERG = 'guidelines/norberg/guideline.yaml';
const ORIGINAL = 'guidelines/norberg/003_3fae86cb0a854f13.txt';
const MODERATION = 'answers/moderation.yaml';

/** The one fault there is, with words to mend it. */
function theFault(): Fault {
  const faults = copy.faults();
  expect(faults).toHaveLength(1);
  const [fault] = faults;
  if (!fault) throw new Error('no fault');
  expect(fault.mend).toMatch(/^\p{Lu}.{8,}\.$/u);
  return fault;
}

describe('knowledge in order', () => {
  test('is read without a fault and is the same wherever it lies', () => {
    expect(copy.faults()).toEqual([]);
    expect(hashKnowledge(copy.dir)).toBe(realKnowledge().hash);
  });

  test('has another hash after any change, a new name included, and the same after a note to oneself in a dot file', () => {
    const before = hashKnowledge(copy.dir);
    writeFileSync(join(copy.dir, '.DS_Store'), 'x');
    expect(hashKnowledge(copy.dir)).toBe(before);
    appendFileSync(join(copy.dir, 'guards.yaml'), '\n');
    const changed = hashKnowledge(copy.dir);
    expect(changed).not.toBe(before);
    renameSync(join(copy.dir, MODERATION), join(copy.dir, 'answers/comments.yaml'));
    expect(hashKnowledge(copy.dir)).not.toBe(changed);
  });
});

describe('a sidecar', () => {
  test('whose original has changed by one byte', () => {
    appendFileSync(join(copy.dir, ORIGINAL), ' ');
    expect(theFault()).toMatchObject({
      file: NORBERG,
      line: copy.lineOf(NORBERG, 'sha256:'),
      problem: expect.stringContaining('original has changed'),
    });
  });

  test('with a rule beyond the last line', () => {
    const line = copy.replace(NORBERG, /lines: \[15, 18\]/, 'lines: [895, 898]');
    expect(theFault()).toMatchObject({
      file: NORBERG,
      line,
      problem: expect.stringMatching(/ends at line 898, the text has \d+/),
    });
  });

  test('with a section beyond the last line', () => {
    const line = copy.replace(NORBERG, 'lines: [193, 225]', 'lines: [193, 250]');
    expect(theFault()).toMatchObject({ file: NORBERG, line, problem: expect.stringContaining('ends at line 250') });
  });

  test('with a range that runs backwards', () => {
    const line = copy.replace(NORBERG, /lines: \[15, 18\]/, 'lines: [18, 15]');
    expect(copy.faults()).toContainEqual(
      expect.objectContaining({
        file: NORBERG,
        line,
        problem: expect.stringContaining('first line comes after the last'),
      }),
    );
  });

  test('with words that do not stand in their range', () => {
    const line = copy.replace(
      NORBERG,
      'anchor: "professionellt, enhetligt och tydligt"',
      'anchor: "professionellt, enhetlig och tydligt"',
    );
    expect(theFault()).toMatchObject({
      file: NORBERG,
      line,
      problem: expect.stringContaining('“professionellt, enhetlig och tydligt” do not stand in lines 6–8'),
    });
  });

  test('with two rules of the same id', () => {
    const line = copy.replace(NORBERG, '- id: NRB-02', '- id: NRB-01');
    expect(copy.faults()).toContainEqual(
      expect.objectContaining({ file: NORBERG, line, problem: 'the rule id NRB-01 stands twice' }),
    );
  });

  test('with a key nobody knows', () => {
    copy.replace(NORBERG, 'publisher:', 'colour: blue\npublisher:');
    expect(copy.faults()).toContainEqual(
      expect.objectContaining({
        file: NORBERG,
        problem: expect.stringContaining('"colour"'),
        mend: expect.stringContaining('Remove'),
      }),
    );
  });

  test('with a word where another is wanted', () => {
    const line = copy.replace(NORBERG, 'modality: FACT', 'modality: WISH');
    expect(copy.faults()).toContainEqual(
      expect.objectContaining({
        file: NORBERG,
        line,
        problem: expect.stringContaining('modality'),
        mend: expect.stringContaining('Choose one'),
      }),
    );
  });

  test('whose original is gone', () => {
    rmSync(join(copy.dir, ORIGINAL));
    expect(copy.faults()).toContainEqual(
      expect.objectContaining({
        file: NORBERG,
        line: copy.lineOf(NORBERG, 'file:'),
        problem: expect.stringContaining('is not in this folder'),
      }),
    );
  });

  test('that is missing from its folder', () => {
    mkdirSync(join(copy.dir, 'guidelines/empty'));
    expect(theFault()).toMatchObject({
      file: 'guidelines/empty/guideline.yaml',
      line: 1,
      problem: 'this file is missing',
    });
  });
});

describe('a written answer', () => {
  const entryOf = (text: string) => copy.entryLineOf(MODERATION, text);
  const QUOTE = 'kommersiella budskap eller reklam';

  test('with a quote that is not letter for letter', () => {
    const line = entryOf(QUOTE);
    copy.replace(MODERATION, QUOTE, 'kommersiella budskap och reklam');
    expect(theFault()).toMatchObject({
      file: MODERATION,
      line,
      problem: expect.stringContaining('“kommersiella budskap och reklam” does not stand at osteraker:'),
    });
  });

  test('with a quote that stands on other lines', () => {
    const line = entryOf(QUOTE);
    copy.replace(MODERATION, /osteraker:\d+-\d+(?=", quote: "kommersiella budskap)/, 'osteraker:1-3');
    expect(theFault()).toMatchObject({
      file: MODERATION,
      line,
      problem: expect.stringContaining('does not stand at osteraker:1-3'),
    });
  });

  test('that cites a document nobody has', () => {
    copy.replace(MODERATION, /osteraker(?=:\d+-\d+", quote: "kommersiella budskap)/, 'nowhere');
    expect(theFault()).toMatchObject({
      problem: expect.stringContaining('nowhere, which is no guideline here'),
      mend: expect.stringContaining('norberg'),
    });
  });

  test.each([
    ['a law note', '{ law: L42 }', '{ law: L99 }', 'law note L99'],
    ['a conflict', 'conflicts: [K7]', 'conflicts: [K99]', 'conflict K99'],
    ['a rule', 'rules: [NRB-43,', 'rules: [NRB-943,', 'rule NRB-943'],
  ])('that names %s that does not exist', (_, from, to, said) => {
    const line = entryOf(from);
    copy.replace(MODERATION, from, to);
    expect(theFault()).toMatchObject({ file: MODERATION, line, problem: expect.stringContaining(said) });
  });

  test('without one of its translations', () => {
    copy.replace(MODERATION, /^ {8}nn: .*\n/m, '');
    const [fault] = copy.faults();
    expect(fault).toMatchObject({ file: MODERATION, problem: expect.stringMatching(/claims\.0\.text\.nn/) });
    expect(Math.abs((fault?.line ?? 0) - copy.lineOf(MODERATION, '        nb: '))).toBeLessThanOrEqual(1);
  });

  test('with the id of another', () => {
    const first = copy.lineOf(MODERATION, '- id: which-comments-to-remove');
    const line = copy.replace(MODERATION, '- id: remove-offensive-comment', '- id: which-comments-to-remove');
    expect(copy.faults()).toContainEqual({
      file: MODERATION,
      line,
      problem: `the id which-comments-to-remove stands twice, first at ${MODERATION}:${first}`,
      mend: expect.any(String),
    });
  });
});

describe('the rest of the content', () => {
  test('a conflict whose side quotes what does not stand there', () => {
    const line = copy.lineOf('conflicts.yaml', '- id: K1\n');
    copy.replace('conflicts.yaml', 'bör varje verksamhet en gång om året', 'bör varje verksamhet två gånger om året');
    expect(theFault()).toMatchObject({
      file: 'conflicts.yaml',
      line,
      problem: expect.stringContaining('K1: the quote'),
    });
  });

  test('a guard that names no refusal', () => {
    const line = copy.lineOf('guards.yaml', '- id: override-rules');
    copy.replace('guards.yaml', 'entry: refuse-ignore-instructions', 'entry: refuse-everything');
    expect(theFault()).toMatchObject({
      file: 'guards.yaml',
      line,
      problem: expect.stringContaining('no refusal refuse-everything'),
    });
  });

  test('a text that a language lacks', () => {
    copy.replace('locales/sv.yaml', /^closest:.*\n/m, '');
    expect(theFault()).toMatchObject({ file: 'locales/sv.yaml', problem: 'the text closest is missing' });
  });

  test('a text with other values in its braces', () => {
    copy.replace('locales/sv.yaml', 'skrivet före {date}', 'skrivet före {datum}');
    expect(theFault()).toMatchObject({
      file: 'locales/sv.yaml',
      problem: expect.stringContaining('outdated has other {values}'),
    });
  });

  test('a file that is no YAML', () => {
    const line = copy.replace('locales/nn.yaml', /^closest: ".*"$/m, 'closest: "ikkje lukka');
    const fault = copy.faults().find((f) => f.problem.startsWith('this is not YAML'));
    expect(fault).toMatchObject({ file: 'locales/nn.yaml', mend: expect.stringContaining('quotation mark') });
    expect(fault?.line).toBeGreaterThanOrEqual(line);
  });

  test('a key that stands twice in one file', () => {
    const line = copy.lineOf('locales/en.yaml', 'closest:') + 1;
    copy.replace('locales/en.yaml', /^closest:.*\n/m, 'closest: "a"\nclosest: "b"\n');
    expect(copy.faults()).toContainEqual(
      expect.objectContaining({ file: 'locales/en.yaml', line, problem: expect.stringContaining('this is not YAML') }),
    );
  });

  test.each(['guards.yaml', 'locales/en.yaml', 'conflicts.yaml'])('%s gone', (file) => {
    rmSync(join(copy.dir, file));
    expect(copy.faults()).toContainEqual({
      file,
      line: 1,
      problem: 'this file is missing',
      mend: expect.stringContaining('Restore'),
    });
  });

  test('an asked question that is no JSON, or that names no entry', () => {
    writeFileSync(
      join(copy.dir, 'questions/extra.jsonl'),
      '{"lang":"nb","country":"NO","question":"Hva?","entry":null}\n\n{oops}\n{"lang":"nb","country":"NO","question":"Hva?","entry":"no-such"}\n{"lang":"da","country":"NO","question":"Hvad?","entry":null}\n',
    );
    const faults = copy.faults();
    expect(faults.map((f) => [f.file, f.line])).toEqual([3, 4, 5].map((n) => ['questions/extra.jsonl', n]));
    expect(faults.map((f) => f.problem).join()).toMatch(/not JSON.*no-such.*lang/);
  });
});

describe('several faults', () => {
  test('are all told, each with file, line and mend', () => {
    appendFileSync(join(copy.dir, ORIGINAL), ' ');
    copy.replace(NORBERG, 'lines: [193, 225]', 'lines: [193, 250]');
    copy.replace(MODERATION, 'conflicts: [K7]', 'conflicts: [K99]');
    copy.replace('locales/sv.yaml', /^closest:.*\n/m, '');
    copy.replace('guards.yaml', 'entry: refuse-ignore-instructions', 'entry: nobody');
    const faults = copy.faults();
    expect(faults.map((f) => f.file).toSorted()).toEqual(
      [NORBERG, NORBERG, MODERATION, 'locales/sv.yaml', 'guards.yaml'].toSorted(),
    );
    expect(faults.every((f) => f.line >= 1 && f.problem && f.mend)).toBe(true);
  });

  test('make an error that reads file:line, problem, and how to mend it', () => {
    copy.replace(MODERATION, '{ law: L42 }', '{ law: L99 }');
    expect(() => loadKnowledge(copy.dir)).toThrow(KnowledgeError);
    expect(copy.faults().map(faultLine).join()).toMatch(
      /^answers\/moderation\.yaml:\d+ .*L99.*\n {2}Correct the id\.$/,
    );
  });
});
