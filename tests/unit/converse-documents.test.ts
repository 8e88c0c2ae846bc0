import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { current } from '../../src/core/assessment/versions.ts';
import { knownChannel, type Person, person, realConverseDeps } from '../support/converse.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'varsam-converse-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
/** All bytes of the database and its side files. */
const onDisk = () =>
  readdirSync(folder)
    .map((f) => readFileSync(join(folder, f), 'latin1'))
    .join('\n');

const DRAFT = `Kan vi poste dette på Facebook:
Gratulerer til Oskar Lindahl (8 år) som vant tegnekonkurransen på skolen! Ring mamma på 987 65 432 for å se bildet.`;

describe('a pasted draft', () => {
  it('with a child’s name and age is shown masked, prefilled, and nowhere in the database', async () => {
    const deps = await realConverseDeps(join(folder, 'store.db'));
    await knownChannel(deps);
    const who = person(deps);
    await who.say(DRAFT);
    expect(who.card.lang).toBe('nb');
    expect(who.text).toMatch(/Barn med navn og alder: O… L… \(8 år\) \(linje 1, ord 3\)/);
    expect(who.text).not.toMatch(/Oskar|Lindahl|987/);
    expect(who.text).toMatch(/Telefonnummer: 98• •• •••/);
    expect(await deps.store.turns('t', 'c1', 10)).toEqual([]);
    await who.press('resume');
    expect(who.text).toMatch(/Slik forsto jeg deg:[\s\S]*P05[\s\S]*P07/);
    await who.press('confirm');
    expect(who.fields()).toContain('P14');
    await deps.store.close();
    expect(onDisk()).not.toMatch(/Oskar|Lindahl|tegnekonkurranse|987 65/);
    expect(JSON.stringify(deps.log.lines)).not.toMatch(/Oskar|987/);
  });

  it('behind a command is read as one too', async () => {
    const who = person(await realConverseDeps(), 'nb');
    await who.command('photo-check', DRAFT);
    expect(who.text).toMatch(/Barn med navn og alder: O… L… \(8 år\) \(linje 1, ord 3\)/);
  });

  it('that nobody goes on with is no screening under way', async () => {
    const deps = await realConverseDeps();
    await knownChannel(deps);
    const who = person(deps, 'nb');
    await who.say(DRAFT);
    await who.command('photo-check');
    expect(who.lines()).toContain('P05');
  });

  it('lets the screening wait that was under way, and both can be gone on with', async () => {
    const deps = await realConverseDeps();
    await knownChannel(deps);
    const who = person(deps, 'nb');
    await who.command('photo-check');
    await who.press('none');
    const first = who.text;
    const pause = who.action('pause') as { session: string };
    await who.say(DRAFT);
    await who.press('resume');
    await who.say('ja');
    expect(who.text).toMatch(/^Steg 1/);
    await who.act({ do: 'resume', session: pause.session });
    expect(who.text).toBe(first);
  });
});

describe('a photo', () => {
  const photo = (exif: boolean) => {
    const image = sharp({ create: { width: 40, height: 30, channels: 3, background: '#88aacc' } }).jpeg();
    return (exif ? image.withExif({ IFD0: { Artist: 'Kari Nordmann', Make: 'Acme' } }) : image).toBuffer();
  };

  it('is told what it tells, given back without it, and fills in one answer', async () => {
    const deps = await realConverseDeps(join(folder, 'store.db'));
    await knownChannel(deps);
    const who = person(deps, 'nb');
    const [out] = await who.drop('kari.jpg', await photo(true));
    expect(who.text).toMatch(/Navn på fotograf: Kari Nordmann/);
    const clean = out?.files?.[0];
    expect(clean).toMatchObject({ mime: 'image/jpeg' });
    expect(clean?.name).not.toMatch(/kari/i);
    expect((await sharp(clean?.bytes).metadata()).exif).toBeUndefined();
    await who.press('resume');
    expect(who.text).toMatch(/P15/);
    await deps.store.close();
    expect(onDisk()).not.toMatch(/Nordmann|kari\.jpg/i);
  });

  it('that tells nothing comes without a copy, and what is no photo is refused in words', async () => {
    const deps = await realConverseDeps();
    const who = person(deps, 'sv', 'SE');
    await who.drop('a.jpg', await photo(false));
    expect(who.out[0]).not.toHaveProperty('files');
    await who.drop('a.txt', new TextEncoder().encode('hej'));
    expect(who.text).toMatch(/a\.txt är ingen bild/);
    expect(who.deeds()).toEqual([]);
  });
});

/** Answers every question of a DPIA screening: the given ones, else the first option named. */
async function answerAll(who: Person, given: Record<string, string>): Promise<void> {
  for (let i = 0; i < 12 && (who.deeds().includes('answer') || who.deeds().includes('confirm')); i++) {
    if (who.deeds().includes('confirm')) {
      await who.press('confirm');
      continue;
    }
    for (const id of who.fields()) {
      const field = who.field(id);
      if (field.kind === 'choice')
        who.choose(
          id,
          given[id] ?? field.options.find((o) => ['no', 'ok', 'no_transfer'].includes(o.value))?.value ?? 'yes',
        );
    }
    await who.press('answer');
  }
}
const NEW_PAGE = { D02: 'yes', D04: 'info', D06: 'e', D11: 'yes', D15: 'yes', D22: 'yes', new_account: 'yes' };

describe('a DPIA screening', () => {
  it('from the command to a document, opened once, and exported', async () => {
    const deps = await realConverseDeps();
    const who = person(deps);
    await who.command('dpia-start', 'Ny Facebook-side for hele kommunen, kontakt Kari Nordmann');
    expect(who.card.lang).toBe('nb');
    await answerAll(who, NEW_PAGE);
    expect(who.text).toMatch(/^DPIA før dere starter\./);
    const assess = who.action('assess');
    const [verdict, document] = await who.act(assess);
    expect(verdict?.replaces).toBe(true);
    expect(document?.card.fallback).toMatch(/Ny Facebook-side for hele kommunen/);
    await who.act(assess);
    const list = await deps.assessments.list('t');
    expect(list).toHaveLength(1);
    const dossier = await deps.assessments.dossier('t', list[0]?.id ?? '');
    if (!dossier) throw new Error('there is a dossier');
    expect(JSON.stringify(dossier)).not.toMatch(/Nordmann/);
    expect(dossier.versions[0]?.by).toEqual({ kind: 'person', person: 'u1', role: 'author' });
    expect(current(dossier).texts.description?.purpose).toMatch(/^Ny Facebook-side/);
    await who.press('export');
    const [file] = who.out[0]?.files ?? [];
    expect(file?.name).toMatch(/\.docx$/);
    expect(file?.bytes.slice(0, 2)).toEqual(new TextEncoder().encode('PK'));
    for (const format of ['md', 'json'] as const) {
      const id = list[0]?.id ?? '';
      const out = await who.act({ do: 'export', assessment: id, format });
      expect(new TextDecoder().decode(out[0]?.files?.[0]?.bytes)).toMatch(/Facebook-side/);
    }
  });

  it('opens one document also when a crash came between it and the session', async () => {
    const deps = await realConverseDeps();
    const who = person(deps, 'nb');
    await who.command('dpia-start', 'Ny side');
    await answerAll(who, NEW_PAGE);
    const assess = who.action('assess');
    const torn = { ...deps, sessions: { ...deps.sessions, save: () => Promise.reject(new Error('killed')) } };
    await person(torn, 'nb').act(assess);
    await who.act(assess);
    expect(await deps.assessments.list('t')).toHaveLength(1);
    expect(who.buttons().some((b) => b.action?.do === 'show_assessment')).toBe(true);
  });

  it('says nothing of a document that is not there', async () => {
    const who = person(await realConverseDeps(), 'nb');
    await who.act({ do: 'export', assessment: 'nope', format: 'pdf' });
    expect(who.out[0]).not.toHaveProperty('files');
    expect(who.text).toMatch(/Dette kan jeg/);
  });
});
