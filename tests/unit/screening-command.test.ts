import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { runDialogue } from '../../src/channels/terminal/screening-dialogue.ts';
import { run } from '../../src/commands/screen.ts';
import { screenRow } from '../../src/commands/screen-row.ts';
import type { Country, Lang } from '../../src/core/language.ts';
import { latest, startSession } from '../../src/core/screening/session.ts';
import { mask } from '../../src/privacy/mask.ts';
import { realKnowledge } from '../support/knowledge.ts';
import { dpia, LANDSCAPE, PERSON, type Plain, photoCheck, realScreenings } from '../support/screening.ts';

const row = (given: unknown, lang?: Lang) =>
  screenRow(given, { definitions: realScreenings().definitions, knowledge: realKnowledge(), country: 'NO', lang });

describe('one set of answers as other programs read it', () => {
  it('has outcome, triggers, nothing missing, citations with file and lines, and actions', () => {
    const result = row({
      id: 'a',
      definition: 'photo-check',
      country: 'NO',
      answers: { P01: 'main', P02: 'no', P03: 'yes' },
    });
    expect(result).toMatchObject({ id: 'a', outcome: 'STOP', triggers: ['P03'], missing: [] });
    if ('error' in result) throw new Error(result.error);
    expect(result.citations[0]).toMatchObject({ file: '003_3fae86cb0a854f13.txt', lines: [62, 63] });
    expect(result.actions.join(' ')).toMatch(/jurist|juridisk/);
  });

  it('has no outcome and says what is missing while the flow asks', () => {
    expect(row({ id: 1, definition: 'photo-check', country: 'SE', answers: { P01: 'main' } })).toMatchObject({
      id: 1,
      outcome: null,
      triggers: [],
      citations: [],
      actions: [],
    });
    const { P14: _, ...rest } = LANDSCAPE;
    expect(row({ id: 1, definition: 'photo-check', country: 'SE', answers: rest })).toMatchObject({
      outcome: null,
      missing: ['P14'],
    });
  });

  it.each([
    ['an unknown code', { definition: 'dpia', country: 'NO', answers: { D02: 'perhaps' } }],
    ['an unknown id', { definition: 'dpia', country: 'NO', answers: { D99: 'yes' } }],
    ['an id of another screening', { definition: 'dpia', country: 'NO', answers: { P01: 'main' } }],
    [
      'an unknown code in a question that is skipped',
      { definition: 'photo-check', country: 'NO', answers: { ...LANDSCAPE, P07: 'maybe' } },
    ],
    ['a score that is text', { definition: 'dpia', country: 'NO', answers: { max_inherent: '8' } }],
    ['a score out of range', { definition: 'dpia', country: 'NO', answers: { max_residual: 17 } }],
    ['a number for a code', { definition: 'dpia', country: 'NO', answers: { D02: 1 } }],
    ['nothing for a code', { definition: 'dpia', country: 'NO', answers: { D02: null } }],
    ['an id that every object has', { definition: 'dpia', country: 'NO', answers: { constructor: 'yes' } }],
    ['an unknown screening', { definition: 'cookies', country: 'NO', answers: {} }],
    ['an unknown country', { definition: 'dpia', country: 'DK', answers: {} }],
    ['a list for answers', { definition: 'dpia', country: 'NO', answers: [] }],
    ['no answers', { definition: 'dpia', country: 'NO' }],
    ['no object', 7],
  ])('says what is wrong with %s', (_, given) => {
    expect(row(given)).toMatchObject({ error: expect.stringMatching(/./) });
  });

  it('speaks the language of the country, or the one asked for', () => {
    const given = { definition: 'photo-check', country: 'SE', answers: { ...PERSON, P07: 'main', P13: 'none' } };
    const actions = (lang?: Lang) => {
      const r = row(given, lang);
      return 'error' in r ? '' : r.actions.join(' ');
    };
    expect(actions()).toMatch(/vårdnadshavarna/);
    expect(actions('en')).toMatch(/guardians/);
    expect(actions()).not.toMatch(/§ 104/);
  });
});

describe('npm run screen', () => {
  let dir = '';
  let out: string[] = [];
  let err: string[] = [];
  // One data folder for all: the search index in it is built once.
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'screen-'));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  beforeEach(() => {
    vi.stubEnv('VARSAM_DATA_DIR', join(dir, 'data'));
    out = [];
    err = [];
    vi.spyOn(console, 'log').mockImplementation((text: string) => void out.push(text));
    vi.spyOn(console, 'error').mockImplementation((text: string) => void err.push(text));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  it('--batch prints a line for each, goes on after a wrong one and ends with 1', async () => {
    const file = join(dir, 'batch.jsonl');
    const lines = [
      { id: 'bad', definition: 'dpia', country: 'NO', answers: { D02: 'perhaps' } },
      { id: 'none', definition: 'dpia', country: 'NO', answers: { D02: 'no' } },
    ];
    writeFileSync(file, `${lines.map((l) => JSON.stringify(l)).join('\n')}\n\nno json\n`);
    expect(await run(['--batch', file, '--json'])).toBe(1);
    expect(out.map((l) => JSON.parse(l))).toMatchObject([
      { id: 'bad', error: expect.stringMatching(/D02/) },
      { id: 'none', outcome: 'NO_PERSONAL_DATA' },
      { id: null, error: 'line 4 is not JSON' },
    ]);
  });

  it('--json prints one object', async () => {
    expect(await run(['--json', 'dpia', '--answers', '{"D02":"no"}', '--country', 'SE'])).toBe(0);
    expect(JSON.parse(out.join('\n'))).toMatchObject({ outcome: 'NO_PERSONAL_DATA', missing: [] });
    expect(await run(['--json', 'dpia', '--answers', '{"D02":"maybe"}'])).toBe(1);
    expect(await run(['--json', 'dpia', '--answers', 'D02=no'])).toBe(1);
  });

  it('tree prints the rules', async () => {
    expect(await run(['tree', 'dpia', '--lang', 'en'])).toBe(0);
    expect(out.join('\n')).toContain('**D22** Are staffing');
  });

  it('says how it is used when it is used in another way', async () => {
    for (const args of [
      [],
      ['--what'],
      ['dpia', '--lang', 'da'],
      ['dpia', '--country', 'DK'],
      ['--batch', 'x', 'dpia'],
    ])
      expect(await run(args)).toBe(2);
    expect(err.join('\n')).toMatch(/usage:/);
    expect(await run(['cookies'])).toBe(2);
    expect(err.at(-1)).toMatch(/There are: .*\bdpia\b.*\bphoto-check\b/);
  });
});

describe('the dialogue in the terminal', () => {
  /** Plays the lines a user would type; the end of them is the end of input. */
  async function play(
    lines: string[],
    over: { definition?: 'dpia' | 'photo-check'; lang?: Lang; country?: Country } = {},
  ) {
    const definition = over.definition === 'dpia' ? dpia() : photoCheck();
    const { lang = 'nb', country = 'NO' } = over;
    const printed: string[] = [];
    const left = [...lines];
    const ended = await runDialogue({
      view: { definition, country, lang, knowledge: realKnowledge() },
      session: startSession(definition, country),
      mask,
      day: '2026-11-22',
      terminal: {
        print: (text) => void printed.push(text),
        read: async (prompt) => {
          printed.push(prompt);
          return left.shift();
        },
      },
    });
    const answers: Plain = Object.fromEntries([...latest(ended.session)].map(([id, a]) => [id, a.value]));
    return { ended, answers, text: printed.join('\n'), left };
  }
  const CHANNEL = ['1', '1', '1', '1'];

  it('takes a landscape through with one line a card', async () => {
    const { ended, text, answers } = await play([...CHANNEL, '0', '0', '']);
    expect(ended.how).toBe('verdict');
    expect(answers).toEqual(LANDSCAPE);
    expect(text).toContain('Jeg fant ingen hindringer. Det bygger på svarene dine');
    expect(text).toContain('Et råd, ikke en tillatelse.');
    expect(text).toContain('2026-11-22 · Bildesjekk (photo-check v1, NO) · OK');
  });

  it('asks for a class photo what was ticked, and shows what decided with its lines', async () => {
    const { text, left } = await play([...CHANNEL, '1', '2', '2 4', '3', '2', '1', '3', '0', '']);
    expect(left).toEqual([]);
    expect(text).toContain('Er det flere, svar for den mest sårbare.');
    expect(text).toContain('Grunnlag eller samtykke mangler. Vent til det som mangler under');
    expect(text).toMatch(/P07 Er noen under 18 år\? – Ja, som motiv/);
    expect(text).toMatch(/«Barn og unges personvern i utdanningssektoren må styrkes»\s+Datatilsynet[^«]*linje 153–155/);
    expect(text).toMatch(/☐ Få ja fra foresatte, og hør barnet/);
    expect(text).toMatch(/L15 Et personbilde vises ikke offentlig uten samtykke/);
    expect(text).toContain('avgjort av P07=main P09=yes P11=portrait P13=none');
  });

  it('explains why it asks, refuses what it does not know, and goes back with the answers filled in', async () => {
    const { text, answers } = await play([
      '7',
      '?',
      'hovedkanal',
      'Kommunens hovedkanal',
      '1',
      '1',
      '1',
      '9',
      '0',
      '<',
      '',
      '',
      '',
      '',
      '2',
      '',
      '0',
      '',
    ]);
    expect(text).toContain('Det svaret kjenner jeg ikke igjen.');
    expect(text).toMatch(/P01 Hvorfor dette spørsmålet\? Kanalen avgjør/);
    expect(text).toMatch(/«utse en eller|«de vurderingene som må gjøres før sosiale medier tas i bruk»/);
    expect(text).toContain('Svart før: Nei. Enter beholder.');
    expect(answers).toMatchObject({ P01: 'main', P15: 'no' });
    expect(text).toContain('Gjør dette først.');
  });

  it('stops at something confidential, and lets the answer be changed', async () => {
    const { text, ended } = await play([...CHANNEL, '2', '2', 'p03', '1', '0', '0', '']);
    expect(text).toContain('Ikke publiser dette.');
    expect(text).toContain('I stedet kan du:');
    expect(text).toContain('Endre et svar: skriv id-en, for eksempel P03.');
    expect(text.lastIndexOf('Jeg fant ingen hindringer.')).toBeGreaterThan(text.lastIndexOf('Ikke publiser dette.'));
    expect(ended.how).toBe('verdict');
  });

  it('pauses when asked to, and when the input ends', async () => {
    expect((await play(['1', 'p'])).ended.how).toBe('paused');
    expect((await play(['1'])).answers).toEqual({ P01: 'main' });
  });

  it('takes names and numbers out of the description before it keeps it, and need not have one', async () => {
    const { answers, text } = await play(['Ny side for Kari Nordmann, tlf. 987 65 432', 'p'], { definition: 'dpia' });
    expect(answers.D01).not.toMatch(/Nordmann|987/);
    expect(text).toContain('Jeg fjernet navn eller nummer.');
    expect((await play(['', '1', 'p'], { definition: 'dpia' })).answers).toEqual({ D02: 'yes' });
  });

  it('ends the DPIA screening for a new Facebook page in a DPIA, in Swedish words for a Swede', async () => {
    const no = [
      'En side for hele kommunen',
      '1',
      '2',
      '1',
      '2',
      '1',
      '2',
      '1',
      '2',
      '2',
      '2',
      '2',
      '2',
      '',
      '2',
      '2',
      '2',
      '1',
      '2',
      '2',
      '2',
      '2',
      '1',
      '',
    ];
    const norway = await play(no, { definition: 'dpia' });
    expect(norway.text).toContain('DPIA før dere starter.');
    expect(norway.text).toContain('avgjort av D11=yes D15=yes new_account=yes');
    expect(norway.text).toContain('«algoritmene kan brukes til profilering');
    const sweden = await play(no, { definition: 'dpia', lang: 'sv', country: 'SE' });
    expect(sweden.text).toContain('Konsekvensbedömning före start.');
    expect(sweden.text).not.toMatch(/\bPLM\b|§ 104/);
  });
});
