import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KnowledgeError } from '../../src/knowledge/load.ts';
import { loadMunicipality } from '../../src/knowledge/load-municipality.ts';
import { loadScreenings } from '../../src/knowledge/load-screenings.ts';
import { loadTenants } from '../../src/knowledge/load-tenants.ts';
import type { Fault } from '../../src/knowledge/yaml-file.ts';
import { openOrBuild } from '../../src/retrieval/build-index.ts';
import { aGuideline, aLawNote, aRule, aWritten, inAll, someKnowledge } from '../support/builders.ts';
import { KNOWLEDGE_DIR, realKnowledge } from '../support/knowledge.ts';
import { insideIn, mutatedBytes, mutatedText, oddText, runs, tried } from './mutate.ts';

/** Files that people write by hand, and the index that varsam saves, with anything in them: taken in whole, or refused with what is wrong, where, and how to mend it. */

const ROOT = join(import.meta.dirname, '..', '..');
let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'varsam-files-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** What was wrong with a file, if anything; any other end than a refusal in words is thrown. */
function refusals(load: () => unknown): readonly Fault[] {
  try {
    load();
    return [];
  } catch (error) {
    if (error instanceof KnowledgeError) return error.faults;
    throw error;
  }
}
function inWords(faults: readonly Fault[], text: string): void {
  for (const { file, line, problem, mend } of faults) {
    expect(file).toMatch(/\.yaml$/);
    expect(line).toBeGreaterThan(0);
    expect(line).toBeLessThanOrEqual(text.split('\n').length + 1);
    for (const words of [problem, mend]) {
      expect(words.trim().length).toBeGreaterThan(5);
      expect(insideIn(words)).toBeUndefined();
    }
  }
}

const LAUGHS = `a: &a [x, x, x, x, x, x, x, x, x]\n${[...'bcdefghi'].map((c, i) => `${c}: &${c} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(', ')}]`).join('\n')}\n`;
const NASTY: [string, string][] = [
  ['an alias of aliases (a billion laughs)', LAUGHS],
  ['an alias of nothing', 'name: *nobody\ncountry: NO\n'],
  ['an alias of itself', 'name: &a [*a]\n'],
  ['a key of the prototype', '__proto__: { country: NO }\nname: x\n'],
  ['a hundred thousand brackets', '['.repeat(100_000)],
  ['a key of a hundred thousand letters', `${'x'.repeat(100_000)}: 1\n`],
  ['bytes that are no text', '\u0000\u0001\ufffd\u0002'],
  ['two documents', 'name: x\n---\nname: y\n'],
  ['a tag of its own', 'name: !!js/function "function () { return 1 }"\n'],
  ['nothing', ''],
];

const KINDS: Readonly<Record<string, { original: string; load: (text: string) => readonly Fault[] }>> = {
  'municipality.yaml': {
    original: readFileSync(join(ROOT, 'municipality.example.yaml'), 'utf8'),
    load: (text) => {
      const file = join(dir, 'municipality.yaml');
      writeFileSync(file, text);
      return refusals(() => loadMunicipality(file));
    },
  },
  'tenant.yaml': {
    original: 'ids: ["T0123ABCD", "local"]\ncountry: NO\n# Left out: answers follow the question.\nlang: nn\n',
    load: (text) => {
      mkdirSync(join(dir, 'tenants', 'lillevik'), { recursive: true });
      writeFileSync(join(dir, 'tenants', 'lillevik', 'tenant.yaml'), text);
      return refusals(() => loadTenants(join(dir, 'tenants')));
    },
  },
  'screenings/remove-comment.yaml': {
    original: readFileSync(join(KNOWLEDGE_DIR, 'screenings', 'remove-comment.yaml'), 'utf8'),
    load: (text) => {
      mkdirSync(join(dir, 'knowledge', 'screenings'), { recursive: true });
      writeFileSync(join(dir, 'knowledge', 'screenings', 'remove-comment.yaml'), text);
      return loadScreenings(join(dir, 'knowledge'), realKnowledge()).faults;
    },
  },
};

describe.each(Object.entries(KINDS))('%s', (name, { original, load }) => {
  test('is in order as it stands', () => {
    expect(load(original)).toEqual([]);
  });
  test('changed anywhere is taken, or refused with file, line and how to mend it', () => {
    fc.assert(
      fc.property(
        fc.oneof({ weight: 9, arbitrary: mutatedText(original) }, { weight: 1, arbitrary: oddText }),
        (text) => {
          tried(name);
          inWords(load(text), text);
        },
      ),
      runs(60),
    );
  });
  test.each(NASTY)('that is %s is refused in the same way', (_, text) => {
    const faults = load(text);
    expect(faults.length).toBeGreaterThan(0);
    inWords(faults, text);
  });
});

describe('the saved index', () => {
  const bygda = aGuideline(['Ta et skjermbilde før kommentaren tas bort.', 'Svar samme dag.'], {
    rules: [aRule('R1', [1, 1], { anchor: 'skjermbilde' }), aRule('R2', [2, 2], { anchor: 'Svar' })],
  });
  const knowledge = someKnowledge({
    guidelines: [bygda],
    law: [aLawNote('L01')],
    curated: [aWritten('removal', { claims: [{ text: inAll('Ta skjermbilde først.'), cite: [{ law: 'L01' }] }] })],
  });
  const start = (at: string) => openOrBuild('h1', () => ({ ...knowledge, hash: 'h1' }), { dir: at });
  const found = async (index: Awaited<ReturnType<typeof start>>) =>
    (await index.retriever.search('skjermbilde av kommentaren', { lang: 'nb', country: 'NO', limit: 5 })).ranked;

  test('with any of its bytes changed, gone, doubled or followed by others is built again: it never gives another answer', async () => {
    const home = join(dir, 'index');
    const first = await start(home);
    const right = await found(first);
    expect(right.length).toBeGreaterThan(0);
    const whole = new Uint8Array(readFileSync(join(home, 'index.bin')));
    await fc.assert(
      fc.asyncProperty(mutatedBytes(whole.length), async (change) => {
        tried('index bytes');
        const bytes = change(whole);
        const other = join(dir, 'other-index');
        cpSync(home, other, { recursive: true });
        writeFileSync(join(other, 'index.bin'), bytes);
        const index = await start(other);
        if (!Buffer.from(bytes).equals(whole)) expect(index.state).toMatch(/^rebuilt: (?:damaged|stale)$/);
        expect(await found(index)).toEqual(right);
        expect(index.knowledge).toEqual(first.knowledge);
        expect((await start(other)).state).toBe('opened');
      }),
      runs(40),
    );
  });
});
