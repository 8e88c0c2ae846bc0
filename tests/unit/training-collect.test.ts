import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { loadKnowledge } from '../../src/knowledge/load.ts';
import { cleanRecords, cleanText, split } from '../../training/clean.ts';
import {
  parseAnnotations,
  parseFluent,
  parseHelpPage,
  parseMo,
  parsePak,
  parseProperties,
  parseRegistry,
} from '../../training/collect/formats.ts';
import { collectKnowledge, collectRows } from '../../training/collect/own.ts';
import { mythes, wordnet } from '../../training/collect/thesaurus.ts';
import { readZip } from '../../training/collect/zip.ts';
import { featurise } from '../../training/dataset.ts';
import { collectFamilies } from '../../training/families.ts';
import { align, type TrainingRecord } from '../../training/records.ts';
import { Sampler, SEGMENTS } from '../../training/sampler.ts';
import { RECIPE } from '../../training/train.ts';

describe('what translated software is read from', () => {
  it('is a gettext catalogue, with the context kept in the key', () => {
    const [key, text] = [Buffer.from('menu\u0004Open\0'), Buffer.from('Åpne\0')];
    const head = Buffer.alloc(28 + 16);
    [0x950412de, 0, 1, 28, 36, 0, 0, key.length - 1, 44, text.length - 1, 44 + key.length].forEach((n, i) => {
      head.writeUInt32LE(n, 4 * i);
    });
    expect([...parseMo(Buffer.concat([head, key, text]))]).toEqual([['menu\u0004Open', 'Åpne']]);
    expect(() => parseMo(Buffer.from('nothing of the kind, at length'))).toThrow(/no little-endian/);
  });

  it('is a Fluent file, of which shortcuts are left out and the default variant is taken', () => {
    const strings = parseFluent(
      'menu =\n    .title = Opne meny\n    .accesskey = O\nlong = Første linje\n    og andre\ncount =\n    { $n ->\n        [one] eitt passord\n       *[other] { $n } passord\n    }\n',
    );
    expect(strings.get('menu.title')).toBe('Opne meny');
    expect(strings.has('menu.accesskey')).toBe(false);
    expect(strings.get('long')).toBe('Første linje og andre');
    expect(strings.get('count')).toBe('{ $n } passord');
  });

  it('is properties, help pages, the registry, a resource pack or a list of annotations', () => {
    expect(parseProperties('# comment\ntitle = Velg\\u0020fil\n').get('title')).toBe('Velg fil');
    const page = parseHelpPage(
      '<h1 id="hd_id1" dir="auto">Arkiv</h1><p id="par_id2" class="x">Klicka på <b>Spara</b>.</p>',
    );
    expect(page.get('title')).toBe('Arkiv');
    expect(cleanText(page.get('par_id2') ?? '')).toBe('Klicka på Spara .');
    const xml =
      '<oor:component-data oor:name="A"><node oor:name="B"><prop oor:name="Label"><value xml:lang="nn">Rekneark</value></prop></node></oor:component-data>';
    expect([...parseRegistry(xml)]).toEqual([['A/B/Label', 'Rekneark']]);
    expect(parseAnnotations('<annotation cp="🐕">hund | kjæledyr</annotation>').get('🐕:words')).toBe('hund, kjæledyr');
    const pak = Buffer.alloc(12 + 12 + 4);
    pak.writeUInt32LE(5, 0);
    pak[4] = 1;
    pak.writeUInt16LE(1, 8);
    pak.writeUInt16LE(7, 12);
    pak.writeUInt32LE(24, 14);
    pak.writeUInt32LE(28, 20);
    pak.write('Hei!', 24);
    expect([...parsePak(pak)]).toEqual([['7', 'Hei!']]);
  });

  it('is a database of meanings: words, what they mean and how they are used, where somebody was seen to use them', () => {
    const folder = mkdtempSync(join(tmpdir(), 'wordnet-'));
    const of = (part: string, text: string) => writeFileSync(join(folder, `data.${part}`), text);
    of(
      'noun',
      '  1 This software\n00000010 04 n 02 danger 0 peril 1 000 | the state of being in harm\'s way; "they faced the danger"\n',
    );
    of('verb', '00000011 31 v 01 never_seen 0 000 | a sense that no text was tagged with\n');
    of('adj', '00000012 00 s 02 open(p) 0 in_the_open 0 000 | for all to see\n');
    of('adv', '');
    writeFileSync(join(folder, 'cntlist.rev'), 'peril%1:04:01:: 1 3\nopen%5:00:00:public:00 2 1\n');
    expect(wordnet(folder).map((r) => r.texts.map((t) => t.text))).toEqual([
      ['danger', 'peril', "the state of being in harm's way", 'they faced the danger'],
      ['open', 'in the open', 'for all to see'],
    ]);
    rmSync(folder, { recursive: true });
  });

  it('is a thesaurus: a word and its synonyms, meaning by meaning, and two meanings of a word stay two', () => {
    const bytes = Buffer.from('ISO-8859-1\nvårdnad|2\n|omsorg|tillsyn\n|uppsikt\n', 'latin1');
    const records = mythes('synonyms-sv', 'sv', bytes);
    expect(records.map((r) => r.texts.map((t) => t.text))).toEqual([
      ['vårdnad', 'omsorg', 'tillsyn'],
      ['vårdnad', 'uppsikt'],
    ]);
    expect(cleanRecords(records)).toHaveLength(2);
  });

  it('is a language pack: a zip archive with deflated files', () => {
    const data = deflateRawSync(Buffer.from('a = Hei'));
    const name = Buffer.from('nb-NO/a.ftl');
    const local = Buffer.alloc(30);
    local.writeUInt16LE(name.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(8, 10);
    central.writeUInt32LE(data.length, 20);
    central.writeUInt16LE(name.length, 28);
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(1, 10);
    end.writeUInt32LE(30 + name.length + data.length, 16);
    const zip = Buffer.concat([local, name, data, central, name, end]);
    expect([...readZip(zip, (n) => n.endsWith('.ftl'))]).toEqual([['nb-NO/a.ftl', 'a = Hei']]);
    expect(() => readZip(Buffer.from('no archive'), () => true)).toThrow(/no zip archive/);
  });
});

describe('cleaning', () => {
  it('takes mark-up, placeholders and mnemonics out', () => {
    expect(cleanText('<b>~Lagre</b> %1 i { -brand } &amp; lukk')).toBe('Lagre i & lukk');
  });

  it('drops what was never translated and brings records with the same English together', () => {
    const record = (id: string, nb: string, en: string): TrainingRecord => ({
      source: 'firefox',
      id,
      texts: [
        { lang: 'nb', text: nb },
        { lang: 'en', text: en },
      ],
    });
    const cleaned = cleanRecords([
      record('a', 'Slett kommentaren', 'Delete the comment'),
      record('b', 'Fjern kommentaren', 'Delete the ~comment'),
      record('c', 'This was never translated', 'This was never translated'),
    ]);
    expect(cleaned.map((r) => r.texts.map((t) => t.text))).toEqual([
      ['Slett kommentaren', 'Delete the comment', 'Fjern kommentaren'],
    ]);
  });

  it('holds records out whose texts training never sees', () => {
    const records = align('gdpr', {
      sv: new Map(Array.from({ length: 400 }, (_, i) => [`r${i}`, `skäl nummer ${i % 390}`])),
      en: new Map(Array.from({ length: 400 }, (_, i) => [`r${i}`, `recital number ${i % 390}`])),
    });
    const { train, heldOut } = split(records);
    const seen = new Set(train.flatMap((r) => r.texts.map((t) => t.text)));
    expect(heldOut.length).toBeGreaterThan(0);
    expect(heldOut.flatMap((r) => r.texts).some((t) => seen.has(t.text))).toBe(false);
  });
});

describe('our own texts', () => {
  const records = collectKnowledge(loadKnowledge('knowledge'));

  it('stand together by rule, note and answer, in all four languages', () => {
    const groups = records.filter((r) => r.source === 'own-groups');
    expect(groups.length).toBeGreaterThan(400);
    for (const { texts } of groups) expect(new Set(texts.map((t) => t.lang)).size).toBe(4);
  });

  it('have words and set phrases beside the sentences, in all four languages, none of them a question', () => {
    const words = collectRows('training/terms.jsonl', 'own-terms');
    expect(words.length).toBeGreaterThan(1500);
    for (const { source, texts } of words) {
      expect(source).toBe('own-terms');
      expect(new Set(texts.map((t) => t.lang)).size).toBe(4);
      for (const { text } of texts) expect(text).not.toMatch(/[?!;|]|\.$|^\s|\s$/);
    }
    expect(new Set(words.map((r) => r.id)).size).toBe(words.length);
    expect(collectRows('training/no-such-file.jsonl', 'own-terms')).toEqual([]);
  });

  it('have what people ask beside what answers it, in at least three languages, and nothing of the cases that measure it', () => {
    const asked = collectRows('training/asked.jsonl', 'own-asked');
    const families = collectFamilies('training/families.jsonl');
    const cases = new Set(
      ['cases/tune', 'cases/test', 'cases/cross', 'pairs'].flatMap((name) =>
        [...readFileSync(`eval/${name}.jsonl`, 'utf8').matchAll(/"question":\s*"((?:[^"\\]|\\.)*)"/g)].map(
          ([, question = '']) => question.toLowerCase(),
        ),
      ),
    );
    expect(asked.length).toBeGreaterThan(500);
    expect(cases.size).toBeGreaterThan(700);
    for (const { texts } of asked) {
      expect(new Set(texts.map((t) => t.lang)).size).toBeGreaterThan(2);
      for (const { text } of texts) expect(cases).not.toContain(text.toLowerCase());
    }
    expect(families.flatMap((f) => f.texts).filter(({ text }) => cases.has(text.toLowerCase()))).toEqual([]);
  });

  it('have the matters of each family as records of their own, in several languages', () => {
    const families = collectFamilies('training/families.jsonl');
    expect(families.length).toBeGreaterThan(9000);
    expect(new Set(families.map((r) => r.id)).size).toBe(families.length);
    for (const { source, texts } of families) {
      expect(source).toBe('own-families');
      expect(texts.length).toBeGreaterThan(1);
    }
    expect(families.filter(({ texts }) => new Set(texts.map((t) => t.lang)).size > 1).length).toBeGreaterThan(9000);
    expect(collectFamilies('training/no-such-file.jsonl')).toEqual([]);
  });

  it('never meet themselves in a batch', () => {
    const data = featurise(records, 20_000);
    const sampler = new Sampler(data, { ...RECIPE, batch: 256, concatenated: 0 });
    const slots = new Int32Array(2 * 256 * SEGMENTS);
    for (let n = 0; n < 5; n++) {
      sampler.fill(slots);
      const texts = [...slots].filter((t) => t >= 0).map((t) => data.textHash[t]);
      expect(texts).toHaveLength(512);
      expect(new Set(texts).size).toBe(512);
    }
  });
});
