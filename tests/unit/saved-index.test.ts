import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { inMemory } from '../../src/retrieval/blob.ts';
import { openOrBuild } from '../../src/retrieval/build-index.ts';
import { HashedSubwordEmbeddings } from '../../src/retrieval/embeddings.ts';
import { dropIndex, openIndex, saveIndex } from '../../src/retrieval/saved-index.ts';
import { aGuideline, aLawNote, aRule, aWritten, inAll, someKnowledge } from '../support/builders.ts';

const NAME = 'index.bin';
const CONTENT = {
  hash: 'h1',
  model: 'none',
  json: { title: 'Retningslinjer for æ, ø og å', list: [1, 2, 3], none: null },
  arrays: {
    a: Uint32Array.of(1, 2 ** 32 - 1, 3),
    b: Uint16Array.of(7, 65535, 9),
    c: Int32Array.of(-1, 5),
    d: Float32Array.of(0.5, -2),
    e: new Uint32Array(0),
    f: Uint8Array.of(0, 255, 1),
  },
  blobs: { words: inMemory(Buffer.from('Spør arkivet')), none: inMemory(Buffer.alloc(0)) },
};

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'varsam-index-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const file = () => join(dir, NAME);
const opened = (wanted = { hash: 'h1', model: 'none' }) => openIndex(dir, NAME, wanted);
/** Changes one byte of the saved file; `at` counts from the end when negative. */
function flip(at: number): void {
  const bytes = readFileSync(file());
  const i = at < 0 ? bytes.length + at : at;
  bytes[i] = (bytes[i] ?? 0) ^ 0x01;
  writeFileSync(file(), bytes);
}

describe('a saved index', () => {
  test('comes back as it went, arrays and words', () => {
    saveIndex(dir, NAME, CONTENT);
    const index = opened();
    expect(index).toMatchObject({ state: 'ok', json: CONTENT.json, arrays: CONTENT.arrays });
    if (index.state !== 'ok') return;
    expect(index.blobs.words?.read(6, 13).toString()).toBe('arkivet');
    expect(index.blobs.none?.size).toBe(0);
  });

  test('that was opened can be read on when another has taken its place', () => {
    saveIndex(dir, NAME, CONTENT);
    const before = opened();
    saveIndex(dir, NAME, { ...CONTENT, blobs: { words: inMemory(Buffer.from('noe annet')) } });
    expect(before.state === 'ok' && before.blobs.words?.read(0, 13).toString()).toBe('Spør arkivet');
  });

  test('with a changed letter in a text that stays in the file is damaged too', () => {
    saveIndex(dir, NAME, CONTENT);
    flip(readFileSync(file()).indexOf('arkivet'));
    expect(opened()).toEqual({ state: 'damaged' });
  });

  test('is missing where none was saved, and after it was dropped', () => {
    expect(opened()).toEqual({ state: 'missing' });
    expect(openIndex(join(dir, 'nowhere'), NAME, { hash: 'h', model: 'm' })).toEqual({ state: 'missing' });
    saveIndex(dir, NAME, CONTENT);
    dropIndex(dir, NAME);
    expect(opened()).toEqual({ state: 'missing' });
  });

  test('is stale for another knowledge or another model', () => {
    saveIndex(dir, NAME, CONTENT);
    expect(opened({ hash: 'h2', model: 'none' })).toEqual({ state: 'stale' });
    expect(opened({ hash: 'h1', model: 'bge' })).toEqual({ state: 'stale' });
  });

  test.each([0, 4, 7, 100])('cut off after %i bytes is damaged', (length) => {
    saveIndex(dir, NAME, CONTENT);
    truncateSync(file(), length);
    expect(opened()).toEqual({ state: 'damaged' });
  });

  test('cut off anywhere is never taken for whole', () => {
    saveIndex(dir, NAME, CONTENT);
    const whole = readFileSync(file());
    for (let length = 0; length < whole.length - 8; length += 5) {
      writeFileSync(file(), whole.subarray(0, length));
      expect(opened().state, `${length} bytes`).not.toBe('ok');
    }
  });

  test('with a changed figure is damaged', () => {
    saveIndex(dir, NAME, CONTENT);
    const bytes = readFileSync(file());
    flip(bytes.indexOf(Buffer.from(CONTENT.arrays.a.buffer)));
    expect(opened()).toEqual({ state: 'damaged' });
  });

  test('with a changed letter in its words is damaged: a quote would no longer be letter for letter', () => {
    saveIndex(dir, NAME, CONTENT);
    flip(readFileSync(file()).indexOf('Retningslinjer'));
    expect(opened()).toEqual({ state: 'damaged' });
  });

  test('of an older format is stale, and any other file damaged', () => {
    saveIndex(dir, NAME, CONTENT);
    const bytes = readFileSync(file());
    bytes.writeUInt32LE(1, 4);
    writeFileSync(file(), bytes);
    expect(opened()).toEqual({ state: 'stale' });
    writeFileSync(file(), 'This is not an index at all, but a letter to the editor.');
    expect(opened()).toEqual({ state: 'damaged' });
  });

  test('replaces the one before it whole, and leaves nothing beside it', () => {
    saveIndex(dir, NAME, CONTENT);
    saveIndex(dir, NAME, { ...CONTENT, hash: 'h2' });
    expect(opened({ hash: 'h2', model: 'none' }).state).toBe('ok');
    expect(readdirSync(dir)).toEqual([NAME]);
  });
});

describe('a start', () => {
  const bygda = aGuideline(['Ta et skjermbilde før kommentaren tas bort.', 'Svar samme dag.'], {
    rules: [aRule('R1', [1, 1], { anchor: 'skjermbilde' }), aRule('R2', [2, 2], { anchor: 'Svar' })],
  });
  const knowledge = someKnowledge({
    guidelines: [bygda],
    law: [aLawNote('L01')],
    curated: [aWritten('removal', { claims: [{ text: inAll('Ta skjermbilde først.'), cite: [{ law: 'L01' }] }] })],
  });
  let loads = 0;
  const start = (hash = 'h1', embeddings?: HashedSubwordEmbeddings) =>
    openOrBuild(
      hash,
      () => {
        loads++;
        return { ...knowledge, hash };
      },
      { dir, embeddings },
    );
  const found = async (index: Awaited<ReturnType<typeof start>>) =>
    (await index.retriever.search('skjermbilde av kommentaren', { lang: 'nb', country: 'NO', limit: 5 })).ranked;

  beforeEach(() => {
    loads = 0;
  });

  test('builds once, and opens what was saved without reading the knowledge again', async () => {
    const first = await start();
    const second = await start();
    expect([first.state, second.state, loads]).toEqual(['built', 'opened', 1]);
    expect(second.knowledge).toEqual(first.knowledge);
    expect(await found(second)).toEqual(await found(first));
    expect(second.languages.counts).toEqual(first.languages.counts);
  });

  test('builds anew, and says why, when the knowledge has changed', async () => {
    await start();
    expect((await start('h2')).state).toBe('rebuilt: stale');
    expect((await start('h2')).state).toBe('opened');
  });

  test('builds anew, and says why, when the file is damaged', async () => {
    await start();
    truncateSync(file(), 1000);
    expect((await start()).state).toBe('rebuilt: damaged');
    expect((await start()).state).toBe('opened');
  });

  test('builds anew when the embedding model is another, and keeps its vectors', async () => {
    await start();
    const embeddings = new HashedSubwordEmbeddings();
    const built = await start('h1', embeddings);
    const reopened = await start('h1', embeddings);
    expect([built.state, built.vectorSearch, reopened.state, reopened.vectorSearch]).toEqual([
      'rebuilt: stale',
      'exact',
      'opened',
      'exact',
    ]);
    expect(await found(reopened)).toEqual(await found(built));
  });

  test('without a folder saves nothing', async () => {
    const index = await openOrBuild('h1', () => knowledge);
    expect([index.state, readdirSync(dir)]).toEqual(['built', []]);
  });
});
