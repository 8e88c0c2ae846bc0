import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { run } from '../../src/commands/screen.ts';
import { defaultMunicipality } from '../../src/core/assessment/default-municipality.ts';
import { current } from '../../src/core/assessment/versions.ts';
import { LANGS } from '../../src/core/language.ts';
import { fromJson } from '../../src/export/json.ts';
import { NEW_PAGE } from '../support/assessment.ts';
import { QUIET } from '../support/screening.ts';

let dir = '';
let out: string[] = [];
let err: string[] = [];
const stdin = Object.getOwnPropertyDescriptor(process, 'stdin');
// One data folder for all: the search index in it is built once.
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'assessment-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));
beforeEach(() => {
  vi.stubEnv('VARSAM_DATA_DIR', join(dir, 'data'));
  out = [];
  err = [];
  vi.spyOn(console, 'log').mockImplementation((text: string) => void out.push(text));
  vi.spyOn(console, 'error').mockImplementation((text: string) => void err.push(text));
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  if (stdin) Object.defineProperty(process, 'stdin', stdin);
});

const opens = (answers: object, ...more: string[]) =>
  run(['open', 'dpia', '--answers', JSON.stringify(answers), ...more]);
async function begun(answers: object = NEW_PAGE): Promise<string> {
  expect(await opens(answers, '--country', 'NO', '--lang', 'nb')).toBe(0);
  return out.at(-1) ?? '';
}
async function exported(id: string, format: string, ...more: string[]): Promise<Buffer> {
  const file = join(dir, `a.${format}`);
  expect(await run(['export', id, '--format', format, '--out', file, ...more])).toBe(0);
  return readFileSync(file);
}
/** Types these lines at the terminal. */
async function type(lines: string[], ...args: string[]): Promise<string> {
  const input = Object.assign(Readable.from([`${lines.join('\n')}\n`]), { isTTY: false });
  Object.defineProperty(process, 'stdin', { value: input, configurable: true });
  expect(await run(args)).toBe(0);
  return out.join('\n');
}
const dossierOf = (text: string) => {
  const read = fromJson(text);
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return read.dossier;
};

describe('answers that call for an assessment', () => {
  it('begin one, whose id is printed', async () => {
    const id = await begun();
    expect(id).toMatch(/^[\w-]+$/);
    const document = current(dossierOf(String(await exported(id, 'json'))));
    expect(document).toMatchObject({ id, kind: 'DPIA', state: 'draft', title: NEW_PAGE.D01 });
    expect(document.risks.every((r) => r.inherent === null)).toBe(true);
  });

  it('give an object for other programs, and in Sweden as in Norway', async () => {
    expect(await opens(QUIET, '--json', '--country', 'SE', '--lang', 'sv')).toBe(0);
    expect(JSON.parse(out.join('\n'))).toMatchObject({ id: expect.any(String), kind: 'PLM', outcome: 'PLM' });
  });

  it('are stored without names and numbers', async () => {
    const id = await begun({ ...NEW_PAGE, D01: 'Ny side for Kari Nordmann, tlf. 987 65 432' });
    expect(String(await exported(id, 'json'))).not.toMatch(/Nordmann|987 65/);
  });

  it('are told apart from those that end otherwise, are incomplete or wrong', async () => {
    expect(await opens({ D02: 'no' })).toBe(1);
    expect(err.at(-1)).toMatch(/NO_PERSONAL_DATA, which opens no assessment/);
    expect(await opens({ D02: 'yes' })).toBe(1);
    expect(err.at(-1)).toMatch(/Still to be answered: D03/);
    expect(await opens({ D02: 'perhaps' })).toBe(2);
    expect(err.at(-1)).toMatch(/D02/);
    expect(await opens({ D02: 'no' }, '--json')).toBe(1);
    expect(JSON.parse(out.at(-1) ?? '')).toEqual({ error: expect.stringMatching(/opens no assessment/) });
    expect(await run(['open', 'photo-check', '--answers', '{}'])).toBe(1);
    expect(err.at(-1)).toMatch(/photo-check opens no assessment/);
  });
});

describe('an assessment as a file', () => {
  it('is written as Word, PDF, Markdown and JSON, in its own language or another', async () => {
    const id = await begun();
    expect(String((await exported(id, 'docx')).subarray(0, 2))).toBe('PK');
    expect(String((await exported(id, 'pdf')).subarray(0, 5))).toBe('%PDF-');
    expect(String(await exported(id, 'md'))).toMatch(/^## 9 Risikoer$/m);
    expect(String(await exported(id, 'md', '--lang', 'en'))).toMatch(/^## 9 Risks$/m);
    expect(JSON.parse(String(await exported(id, 'json')))).toMatchObject({ format: 'varsam-assessment/1' });
  });

  it('comes back from JSON as the same document, in another place and in its own', async () => {
    const id = await begun();
    const text = String(await exported(id, 'json'));
    const file = join(dir, 'copy.json');
    writeFileSync(file, text);
    vi.stubEnv('VARSAM_DATA_DIR', join(dir, 'elsewhere'));
    for (let twice = 0; twice < 2; twice++) {
      expect(await run(['import', file])).toBe(0);
      expect(out.at(-1)).toBe(id);
    }
    expect(String(await exported(id, 'json'))).toBe(text);
  });

  it('never replaces another history of the same assessment', async () => {
    const id = await begun();
    const text = String(await exported(id, 'json'));
    const file = join(dir, 'changed.json');
    const other = JSON.parse(text);
    other.versions[0].document.title = 'Noe annet';
    writeFileSync(file, JSON.stringify(other));
    expect(await run(['import', file])).toBe(1);
    expect(err.at(-1)).toMatch(/Nothing was changed/);
    expect(String(await exported(id, 'json'))).toBe(text);
  });

  it('says in clear words what can’t be done', async () => {
    const id = await begun();
    const target = join(dir, 'a.docx');
    expect(await run(['export', 'nobody', '--format', 'pdf', '--out', target])).toBe(2);
    expect(err.at(-1)).toMatch(/There is no assessment nobody/);
    expect(await run(['export', id, '--format', 'odt', '--out', target])).toBe(2);
    expect(err.at(-1)).toBe('There is no format odt. There are: docx, pdf, md, json.');
    expect(await run(['export', id, '--format', 'md', '--out', join(dir, 'no', 'folder.md')])).toBe(1);
    expect(err.at(-1)).toMatch(/cannot be written: there is no such file or folder/);
    expect(await run(['import', join(dir, 'missing.json')])).toBe(1);
    expect(err.at(-1)).toMatch(/cannot be read/);
    writeFileSync(target, '{"format":"other"}');
    expect(await run(['import', target])).toBe(1);
    expect(err.at(-1)).toMatch(/is no assessment that varsam has exported:\n {2}format/);
    for (const args of [
      ['export', id],
      ['open', 'dpia'],
      ['import'],
      ['dpia', '--out', target],
      ['tree', 'dpia', '--from', 'x'],
    ])
      expect(await run(args)).toBe(2);
    expect(err.at(-1)).toMatch(/usage:/);
  });
});

describe('in the terminal', () => {
  it('a DPIA screening goes on to an assessment, with the command that fetches it', async () => {
    const { D01: _, ...answers } = NEW_PAGE;
    const facts = { rebuttal: 'no', dpo_asks: 'no' };
    const given = JSON.stringify({ ...answers, ...facts, D01: 'En side for hele kommunen' });
    const text = await type([''], 'dpia', '--answers', given, '--country', 'NO', '--lang', 'nb');
    const id = /Vurderingen er påbegynt: (\S+)\. /.exec(text)?.[1] ?? '';
    expect(text).toContain(`npm run screen -- export ${id} --format docx --out ${id}.docx --lang nb`);
    expect(String(await exported(id, 'md'))).toMatch(/^# En side for hele kommunen$/m);
  });

  const QUESTION = ['photo-check', '--from', 'Kan jeg legge ut dette klassebildet?', '--lang', 'nb', '--country', 'NO'];

  it('what somebody wrote is shown as understood, and counts once it is confirmed', async () => {
    const text = await type(['99', '', 'p'], ...QUESTION);
    expect(text).toMatch(/Slik forsto jeg deg:\n {2}1 P05 [^«]*– Ja \(«klassebildet»\)/);
    expect(text).toContain('Det svaret kjenner jeg ikke igjen.');
    const resumed = /--answers '(.*?)'(.*)$/m.exec(text);
    expect(JSON.parse(resumed?.[1] ?? '')).toEqual({ P05: 'yes', P07: 'main', P09: 'yes', P11: 'portrait' });
    expect(resumed?.[2]).toBe('');
  });

  it('what was understood wrongly is forgotten, and what nobody confirmed is read again later', async () => {
    const wrong = await type(['3', 'p'], ...QUESTION);
    expect(JSON.parse(/--answers '(.*?)'/.exec(wrong)?.[1] ?? '')).not.toHaveProperty('P09');
    out = [];
    const left = await type(['p'], ...QUESTION);
    expect(left).toContain("--answers '{}' --from 'Kan jeg legge ut dette klassebildet?'");
  });
});

describe('a municipality that has set nothing up', () => {
  it.each(LANGS)('has names for its roles and nobody in them (%s)', (lang) => {
    const { name, roles } = defaultMunicipality('NO', lang);
    expect(name).not.toBe('');
    expect(roles.dpo).toMatchObject({ people: [], deputies: [], title: { [lang]: expect.any(String) } });
  });
});
