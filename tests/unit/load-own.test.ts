import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addGuideline } from '../../src/knowledge/add.ts';
import { KnowledgeError } from '../../src/knowledge/load.ts';
import { hashOwn, loadOwn } from '../../src/knowledge/load-own.ts';
import { realKnowledge } from '../support/knowledge.ts';

let dir = '';
let own = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'varsam-own-'));
  own = join(dir, 'knowledge');
  mkdirSync(own);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const faultsOf = () => {
  try {
    loadOwn(realKnowledge(), own);
    return [];
  } catch (error) {
    if (!(error instanceof KnowledgeError)) throw error;
    return error.faults;
  }
};
const takeIn = async (name: string) => {
  const file = join(dir, name);
  writeFileSync(file, '# Regler\n\nKommunen svarer innen to dager.\n');
  await addGuideline({ knowledgeDir: own, file, now: new Date('2026-11-18T09:00:00Z'), lang: 'nb' });
};

describe('a municipality’s own knowledge', () => {
  test('stands behind the shared knowledge, which is not copied', async () => {
    await takeIn('regler.md');
    const shared = realKnowledge();
    const { guidelines, law, hash } = loadOwn(shared, own);
    expect(guidelines.map((g) => g.id)).toEqual([...shared.guidelines.map((g) => g.id), 'regler']);
    expect(guidelines[0]).toBe(shared.guidelines[0]);
    expect(law).toBe(shared.law);
    expect(hash).toBe(hashOwn(shared, own));
    expect(hash).not.toBe(hashOwn({ hash: 'of another shared knowledge' }, own));
  });

  test('may be an empty folder', () => {
    expect(loadOwn(realKnowledge(), own).curated).toEqual(realKnowledge().curated);
  });

  test('must not take an id that the shared knowledge has', async () => {
    await takeIn('norberg.md');
    const [fault] = faultsOf();
    expect(fault?.file).toBe('knowledge/guidelines/norberg/guideline.yaml');
    expect(fault?.problem).toContain('norberg stands twice');
  });

  test('is told with file and line where it names what is not there', () => {
    mkdirSync(join(own, 'questions'));
    writeFileSync(
      join(own, 'questions', 'nb.jsonl'),
      '\n{"lang":"nb","country":"NO","question":"Hva?","entry":"nowhere"}\n',
    );
    writeFileSync(join(own, 'conflicts.yaml'), '[]\n');
    expect(faultsOf()).toMatchObject([
      { file: 'knowledge/questions/nb.jsonl', line: 2, problem: 'there is no answer or rule nowhere' },
    ]);
  });
});
