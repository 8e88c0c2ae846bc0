import { readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { locateQuote } from '../../src/core/guideline.ts';
import { LANGS } from '../../src/core/language.ts';
import { KnowledgeError } from '../../src/knowledge/load.ts';
import { makeDocx, makePdf, PNG } from '../fixtures/documents/make.ts';
import {
  add,
  addFixture,
  DOCUMENTS,
  everything,
  faults,
  file,
  guideline,
  home,
  knowledgeDir,
  linesOf,
  NORBERG,
  REAL,
  refusal,
  shelveNorberg,
  sidecar,
} from '../fixtures/documents/shelf.ts';

describe('a document that is new', () => {
  it('gets a folder with the original untouched, its text and a draft that the loader takes as it is', async () => {
    const names = ['retningslinjer-bilder.pdf', 'riktlinjer.docx', 'kommentarer.html', 'veileder.md'];
    for (const name of names) {
      const { id, status, dir } = await addFixture(name);
      expect(status).toBe('added');
      expect(dir).toBe(join(knowledgeDir, 'guidelines', id));
      expect(readFileSync(join(dir, name)).equals(readFileSync(join(DOCUMENTS, name)))).toBe(true);
      expect(readdirSync(dir).sort()).toEqual(
        [name, 'guideline.yaml', ...(name.endsWith('.md') ? [] : ['text.txt'])].sort(),
      );
    }
    expect(faults()).toEqual([]);
  });

  it('has its metadata guessed, and what is guessed named', async () => {
    await addFixture('riktlinjer.docx');
    await addFixture('kommentarer.html');
    await addFixture('retningslinjer-bilder.pdf');
    const { title, publisher, country, language, authority, inferred, rules } = guideline('riktlinjer');
    expect({ title, publisher, country, language, authority, rules }).toEqual({
      title: 'Riktlinjer för sociala medier',
      publisher: 'Okänd utgivare',
      country: 'SE',
      language: 'sv',
      authority: 4,
      rules: [],
    });
    expect(inferred).toEqual(['publisher', 'country', 'language', 'authority']);
    expect(guideline('kommentarer')).toMatchObject({ language: 'nn', country: 'NO' });
    expect(guideline('retningslinjer-bilder')).toMatchObject({
      language: 'nb',
      publisher: 'Fjellvik kommune',
      inferred: expect.arrayContaining(['title']),
    });
  });

  it('of the five real guidelines is put in the language and country it is', async () => {
    const known = {
      'ks-slides': 'nb NO',
      'ks-article': 'nb NO',
      datatilsynet: 'nb NO',
      norberg: 'sv SE',
      osteraker: 'sv SE',
    };
    for (const [name, expected] of Object.entries(known)) {
      const original = readdirSync(join(REAL, name)).find((n) => n.endsWith('.txt')) ?? '';
      const { id } = await add(join(REAL, name, original));
      const { language, country } = guideline(id);
      expect(`${language} ${country}`, name).toBe(expected);
    }
    expect(faults()).toEqual([]);
  });

  it('has pages whose first lines are where the text of the page begins', async () => {
    await addFixture('retningslinjer-bilder.pdf');
    const { pages = [] } = guideline('retningslinjer-bilder');
    const found = locateQuote(
      linesOf('retningslinjer-bilder'),
      [pages[1] ?? 0, (pages[2] ?? 0) - 1],
      'Folkemengde Ikke nødvendig',
    );
    expect(found).toBeDefined();
  });

  it('has a draft that tells a person in their language what to check', async () => {
    for (const lang of LANGS) await add(file(`${lang}.txt`, `Regler ${lang}\n\nKommunen svarer alle.`), lang);
    expect(sidecar('nb')).toMatch(/^# Utkast fra nb\.txt, 2026-05-04\./);
    expect(sidecar('nn')).toContain('# Sjekk: kven som har gjeve ut dokumentet.\npublisher:');
    expect(sidecar('sv')).toContain('# Kontrollera: dokumentets egen titel.\ntitle: Regler sv');
    expect(sidecar('en')).toContain('# Guessed, not read. Strike what you have checked.\ninferred: [');
  });

  it('says when language or publisher could not be told, and which pages have no text', async () => {
    const pages = [
      ['Rutine', 'Kommentarer leses hver dag av redaktøren.', 'Alt lagres, og intet slettes uten videre.'],
      [],
      [],
    ];
    const { warnings } = await add(file('rutine.pdf', makePdf(pages)), 'nb');
    expect(warnings).toEqual([
      'Språket er usikkert. Sjekk language og country i guideline.yaml.',
      'Fant ikke hvem som har gitt ut dokumentet. Skriv det inn i guideline.yaml.',
      'Side 2, 3 har ingen tekst, trolig bare bilder. Det som står der, kan ikke finnes.',
    ]);
  });

  it('keeps a text file beside an original in another encoding, so that å is å where it is quoted', async () => {
    const { id } = await add(file('text.txt', Buffer.from('Råd\n\nBørn og ælg på båt.', 'latin1')));
    expect(guideline(id)).toMatchObject({ file: 'text.txt', text: 'text-utf8.txt' });
    expect(linesOf(id)).toContain('Børn og ælg på båt.');
  });
});

describe('the id of a guideline', () => {
  it('is unique, and never a path', async () => {
    const ids = [];
    for (const name of ['Ås.txt', 'As.txt', '规则.txt', '指南.txt']) ids.push((await add(file(name, `Om ${name}`))).id);
    expect(ids).toEqual(['as', 'as-2', 'document', 'document-2']);
    expect((await add(`${home}/inbox/../inbox/../inbox/Ås.txt`)).id).toBe('as');
  });

  it('is never made from a name that could be shown or written as something else', async () => {
    const before = readdirSync(home);
    for (const name of ['guideline.yaml', 'a\nb.txt', 'a\u001b[2J.txt', 'a\u202etxt.exe', '..\\..\\a.txt']) {
      expect(await refusal(file(name, 'Hei på deg.')), name).toBe('bad_name');
    }
    expect(readdirSync(home).sort()).toEqual([...before, 'inbox'].sort());
  });
});

describe('a document that is here already', () => {
  it('changes nothing when its bytes are the same, whatever it is called now', async () => {
    await addFixture('riktlinjer.docx');
    const before = everything();
    const again = await add(file('kopi.docx', readFileSync(join(DOCUMENTS, 'riktlinjer.docx'))));
    expect(again).toMatchObject({ id: 'riktlinjer', status: 'unchanged', warnings: [] });
    expect(everything()).toBe(before);
  });

  it('is mended when its text was lost', async () => {
    const { dir } = await addFixture('riktlinjer.docx');
    rmSync(join(dir, 'text.txt'));
    expect((await addFixture('riktlinjer.docx')).status).toBe('updated');
    expect(faults()).toEqual([]);
  });

  it('in a new edition keeps what people wrote, and its rules move with their words', async () => {
    const text = shelveNorberg();
    const old = guideline('norberg');
    const gone = old.rules.find((r) => r.lines[0] > 100);
    const reworded = old.rules.find((r) => r.lines[0] > 50 && r.lines[1] > r.lines[0] && r.id !== gone?.id);
    if (!gone || !reworded) throw new Error('the guideline has other rules than this test thinks');
    const lines = text.split('\n');
    const cut = locateQuote(lines, gone.lines, gone.anchor) ?? gone.lines;
    for (let n = cut[0]; n <= cut[1]; n++) lines[n - 1] = 'Avsnittet är borttaget.';
    const at = locateQuote(lines, reworded.lines, reworded.anchor) ?? reworded.lines;
    const beside = at[0] > reworded.lines[0] ? reworded.lines[0] : reworded.lines[1];
    lines[beside - 1] = beside >= at[0] && beside <= at[1] ? `${lines[beside - 1]} Tillägg.` : 'Omskriven rad.';
    const edition = ['Beslutad 2026-02-01', 'Ersätter tidigare riktlinjer', '', ...lines].join('\n');

    const { id, status, warnings } = await add(file(NORBERG, edition), 'sv');
    expect([id, status]).toEqual(['norberg', 'updated']);
    const now = guideline('norberg');
    expect(faults().filter((f) => f.startsWith('guidelines/norberg'))).toEqual([]);
    const { title, publisher, country, authority, validity } = old;
    expect(now).toMatchObject({ title, publisher, country, authority, validity });
    for (const rule of now.rules) {
      const before = old.rules.find((r) => r.id === rule.id);
      expect(rule.expansions).toEqual(before?.expansions);
      expect(locateQuote(edition.split('\n'), rule.lines, rule.anchor), rule.id).toBeDefined();
    }
    const dropped = old.rules.filter((r) => !now.rules.some((n) => n.id === r.id)).map((r) => r.id);
    expect(dropped).toContain(gone.id);
    expect(dropped.length).toBeLessThan(5);
    expect(warnings.find((w) => w.includes('borttagna'))).toContain(dropped.join(', '));
    expect(warnings.find((w) => w.includes('ändrad'))).toContain(reworded.id);
    const first = old.rules[0];
    expect(now.rules[0]?.lines).toEqual([(first?.lines[0] ?? 0) + 3, (first?.lines[1] ?? 0) + 3]);
  });

  it('in a new edition keeps comments, and the titles in four languages of sections that are still there', async () => {
    const text = shelveNorberg();
    const ids = guideline('norberg').sections.map((s) => s.id);
    await add(file(NORBERG, `Beslutad 2026-02-01\n\n${text}`), 'en');
    expect(sidecar('norberg')).toContain('# Undated; after 16 July 2020');
    expect(sidecar('norberg')).toContain('New edition of 003_3fae86cb0a854f13.txt, 2026-05-04');
    const { sections } = guideline('norberg');
    expect(sections.map((s) => s.id)).toEqual(expect.arrayContaining(ids));
    const publishing = sections.find((s) => s.id === 'publishing');
    expect(publishing?.title).toMatchObject({ nb: 'Hva kan publiseres?' });
    expect(linesOf('norberg')[(publishing?.lines[0] ?? 0) - 1]).toContain('Vad får jag publicera?');
  });

  it('in another file format is the same guideline, and says what was replaced', async () => {
    await add(file('regler.txt', 'Regler\n\nVi svarer alle innen én dag.'));
    const { id, status, dir, warnings } = await add(
      file('Regler.docx', makeDocx(['Regler', 'Vi svarer alle innen to dager.'])),
      'nb',
    );
    expect([id, status]).toEqual(['regler', 'updated']);
    expect(readdirSync(dir).sort()).toEqual(['Regler.docx', 'guideline.yaml', 'text.txt']);
    expect(warnings[0]).toBe('regler.txt er erstattet av Regler.docx.');
    expect(faults()).toEqual([]);
  });

  it('is not touched when its sidecar has faults, which are named', async () => {
    await add(file('regler.txt', 'Regler\n\nVi svarer alle.'));
    const path = join(knowledgeDir, 'guidelines/regler/guideline.yaml');
    writeFileSync(path, sidecar('regler').replace('country: NO', 'country: DK'));
    const before = everything();
    const error: unknown = await add(file('regler.txt', 'Regler\n\nVi svarer noen.')).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(KnowledgeError);
    expect(String(error)).toContain('guidelines/regler/guideline.yaml:');
    expect(everything()).toBe(before);
  });
});

describe('a failure', () => {
  it('changes nothing: neither files nor the folders they would be in', async () => {
    await addFixture('veileder.md');
    const before = everything();
    const bad: [string, string][] = [
      [join(DOCUMENTS, 'passord.pdf'), 'encrypted'],
      [join(DOCUMENTS, 'skannet.pdf'), 'no_text'],
      [file('tom.docx', ''), 'empty'],
      [file('skjermbilde.pdf', PNG), 'mislabelled'],
      [file('veileder.md', PNG, 'other'), 'mislabelled'],
      [join(home, 'finnes-ikke.pdf'), 'not_found'],
      [home, 'not_found'],
    ];
    for (const [path, code] of bad) expect(await refusal(path), basename(path)).toBe(code);
    expect(everything()).toBe(before);
    expect(readdirSync(join(knowledgeDir, 'guidelines'))).toEqual(['veileder']);
  });

  it('comes before a file of gigabytes is read', async () => {
    const path = file('stor.pdf', '');
    truncateSync(path, 4 * 1024 ** 3);
    expect(await refusal(path)).toBe('too_large');
  });

  it('between taking away an edition and putting the next in its place is mended by the next run', async () => {
    shelveNorberg();
    const before = everything();
    renameSync(join(knowledgeDir, 'guidelines/norberg'), join(knowledgeDir, 'guidelines/.before-norberg'));
    expect((await add(join(REAL, 'norberg', NORBERG))).status).toBe('unchanged');
    expect(everything()).toBe(before);
  });
});
