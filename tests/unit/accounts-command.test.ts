import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { run } from '../../src/commands/accounts.ts';

/** `npm run accounts`, as whoever types it meets it. */

let folder: string;
let said: string[];
let complained: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'varsam-accounts-'));
  vi.stubEnv('VARSAM_DATA_DIR', folder);
  vi.stubEnv('VARSAM_LOG', 'silent');
  vi.spyOn(console, 'log').mockImplementation((text) => void said.push(String(text)));
  vi.spyOn(console, 'error').mockImplementation((text) => void complained.push(String(text)));
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});
async function accounts(...args: string[]): Promise<number> {
  [said, complained] = [[], []];
  return run(args);
}
const json = () => JSON.parse(said.join('\n'));

const LIBRARY = [
  ...['--address', 'https://www.facebook.com/FjordvikBib/', '--name', 'Fjordvik bibliotek', '--unit', 'Biblioteket'],
  ...['--purpose', 'Fortelle om bøker', '--audience', 'Innbyggere', '--owner', 'Biblioteksjef'],
  ...['--substitute', 'Bibliotekar'],
];

describe('the register from the terminal', () => {
  test('takes the last day of whoever is in charge, keeps it with them, and drops it with them', async () => {
    expect(await accounts('propose', '--json', ...LIBRARY, '--owner-until', '31.12.2026')).toBe(2);
    expect(json().faults).toMatchObject([{ field: 'ownerUntil', flag: '--owner-until', fault: 'date' }]);
    await accounts('propose', '--json', ...LIBRARY, '--owner-until', '2026-12-31', '--substitute-until', '2027-06-30');
    const { id } = json();
    expect(json()).toMatchObject({ owner: { until: '2026-12-31' }, substitute: { until: '2027-06-30' } });
    await accounts('change', id, '--json', '--purpose', 'Fortelle om alt');
    expect(json()).toMatchObject({ owner: { until: '2026-12-31' } });
    await accounts('show', id);
    expect(said.join('\n')).toContain('Biblioteksjef (til og med 31. desember 2026)');
    await accounts('change', id, '--json', '--owner', 'Kultursjef', '--substitute-until', '');
    expect(json()).toMatchObject({ owner: { title: 'Kultursjef', until: null }, substitute: { until: null } });
  });

  test('proposes, has two people agree, shows, closes and archives, as JSON too', async () => {
    expect(await accounts('propose', '--json', ...LIBRARY)).toBe(0);
    const { id } = json();
    expect(json()).toMatchObject({ state: 'proposed', address: 'https://facebook.com/fjordvikbib', version: 1 });
    expect(await accounts('agree', id, '--as', 'unit', '--person', 'kari', '--json')).toBe(0);
    expect(json()).toMatchObject({ state: 'proposed' });
    expect(await accounts('agree', id, '--as', 'editor', '--person', 'kari', '--json')).toBe(1);
    expect(json()).toMatchObject({ refused: 'not_both', account: id, state: 'proposed' });
    expect(await accounts('agree', 'facebook.com/fjordvikbib', '--as', 'editor', '--person', 'ola')).toBe(0);
    expect(await accounts('activate', 'Fjordvik bibliotek')).toBe(0);
    expect(await accounts('show', id, '--json')).toBe(0);
    expect(json()).toMatchObject({
      state: 'active',
      channel: [{ question: 'P01', value: 'own' }, { value: 'no' }, {}, {}],
    });
    expect(await accounts('close', id, '--as', 'unit', '--json')).toBe(1);
    expect(json()).toMatchObject({ refused: 'no_reason' });
    expect(await accounts('close', id, '--as', 'unit', '--why', 'Ingen svarer der', '--json')).toBe(0);
    expect(json()).toMatchObject({ state: 'closing' });
    expect(await accounts('archive', id, '--reference', 'Sak 26/114', '--json')).toBe(0);
    expect(await accounts('list', '--state', 'archived', '--json')).toBe(0);
    expect(json()).toMatchObject([{ id, lastSnapshot: { reference: 'Sak 26/114' } }]);
  });

  test('says what is wrong, in which field and how to mend it, in the reader’s language; and keeps nothing', async () => {
    const args = ['--address', '@bib', '--name', 'Bib', '--owner', 'Kari Nordmann', '--purpose', 'passord: hei-77'];
    expect(await accounts('propose', ...args, '--lang', 'sv', '--json')).toBe(2);
    expect(complained).toContain('--platform (Plattform): Välj plattformen som namnet hör till.');
    expect(complained.join('\n')).toContain('--unit (Enhet): Fyll i det här.');
    expect(
      json()
        .faults.map((f: { field: string; fault: string }) => [f.field, f.fault])
        .sort(),
    ).toEqual([
      ['owner', 'name'],
      ['platform', 'address.platform'],
      ['purpose', 'secret'],
      ['unit', 'required'],
    ]);
    expect([...said, ...complained].join('\n')).not.toContain('hei-77');
    expect(await accounts('list', '--json')).toBe(0);
    expect(json()).toEqual([]);
  });

  test('reads the form from a file, and names what it can’t read in it', async () => {
    const file = join(folder, 'form.json');
    const form = { address: '@fjordvik', platform: 'instagram', name: 'Fjordvik', unit: 'Kommunikasjon' };
    writeFileSync(file, JSON.stringify({ ...form, purpose: 'Nyheter', owner: 'Rådgiver', administrators: ['A', 'B'] }));
    expect(await accounts('propose', '--file', file, '--json')).toBe(0);
    expect(json().administrators).toHaveLength(2);
    expect(await accounts('propose', '--file', file, '--json')).toBe(1);
    expect(json()).toMatchObject({ refused: 'taken' });
    writeFileSync(file, JSON.stringify({ adress: 'x' }));
    await expect(run(['propose', '--file', file])).rejects.toThrow('adress is no field');
  });

  test.each([[['agree']], [['frobnicate', 'x']], [['list', '--state', 'gone']]])(
    '%s prints how it is used',
    async (args) => {
      expect(await accounts(...args)).toBe(2);
      expect(complained.join('\n')).toContain('usage: npm run accounts');
    },
  );

  test('an account that is not there is said to be', async () => {
    expect(await accounts('show', 'ukjent', '--lang', 'nn')).toBe(2);
    expect(complained).toEqual(['ukjent: Den kontoen er ikkje i registeret.']);
  });
});
