import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, addMonths, dayIn, fromWall, momentIn, wallClock } from '../../src/core/calendar/moment.ts';
import { archiveOf, lineOf, purgeable, rowsOf } from '../../src/core/moderation/archive.ts';
import { type Draft, draftOf, prefilled, written } from '../../src/core/moderation/draft.ts';
import { countRemovals, publicCounts } from '../../src/core/moderation/figures.ts';
import { sha256 } from '../../src/hash.ts';
import { mask } from '../../src/privacy/mask.ts';
import { realKnowledge } from '../support/knowledge.ts';
import { removal } from '../support/moderation.ts';
import { mapOf } from '../support/screening.ts';

const ZONE = 'Europe/Oslo';
const { grounds } = realKnowledge();
const around = {
  grounds,
  now: new Date('2026-11-23T12:00:00Z'),
  zone: ZONE,
  mask: (text: string) => mask(text).text,
};
const WHOLE: Draft['fields'] = {
  account: 'Biblioteket',
  thing: 'comment',
  removed: '2026-11-23 09:05',
  ground: 'hate',
  decided: 'unit',
  saved: 'yes',
  evidence: 'Sak 26/123, mappe Moderering',
  sha256: 'A'.repeat(64),
  notice: 'yes',
  told: 'melding på plattformen',
};
const draft = (fields: Draft['fields'] = {}, over: Partial<Draft> = {}): Draft => ({
  ...{ id: 'd1', corrects: 0, account: null, country: 'NO', session: null },
  fields: { ...WHOLE, ...fields },
  ...over,
});
const wrongWith = (fields: Draft['fields'], over: Partial<Draft> = {}) => {
  const found = written(draft(fields, over), around);
  return found.ok ? {} : found.wrong;
};

describe('an entry of the moderation log', () => {
  test('that is whole becomes a removal, by the clock of the place', () => {
    expect(written(draft(), around)).toMatchObject({
      ok: true,
      removal: {
        id: 'd1',
        version: 1,
        foundAt: '2026-11-23T08:05:00.000Z',
        removedAt: '2026-11-23T08:05:00.000Z',
        evidence: { reference: 'Sak 26/123, mappe Moderering', sha256: 'a'.repeat(64) },
        notice: { how: 'melding på plattformen', on: '2026-11-23' },
      },
    });
  });

  test('“critical” is no ground: it is refused with the reason, and sent to the editor', () => {
    const found = written(draft({ ground: 'criticism' }), around);
    expect(found).toMatchObject({ ok: false, refused: { id: 'criticism' } });
    if (found.ok) return;
    for (const said of Object.values(found.refused?.why ?? {})) expect(said).toMatch(/redaktør|redaktör|editor/i);
  });

  test('what only breaks manners is not for whoever watches the account', () => {
    for (const ground of ['swearing', 'advertising', 'improper']) {
      expect(wrongWith({ ground, decided: 'unit' })).toEqual({ decided: 'log.error.editor' });
      expect(wrongWith({ ground, decided: 'editor' })).toEqual({});
      expect(wrongWith({ ground, decided: 'legal' })).toEqual({});
    }
  });

  test('images of child abuse are never saved as evidence', () => {
    expect(wrongWith({ ground: 'child_abuse' })).toEqual({ saved: 'log.error.never_save' });
    expect(wrongWith({ ground: 'child_abuse', saved: 'no', evidence: 'Politiet er varslet' })).toEqual({});
  });

  test('the content, a name or a number does not pass for a reference', () => {
    expect(wrongWith({ evidence: 'første linje\nandre linje' })).toEqual({ evidence: 'log.error.content' });
    expect(wrongWith({ evidence: 'hos kari.nordmann@example.no' })).toEqual({ evidence: 'log.error.names' });
    expect(wrongWith({ told: 'ringte 912 34 567' })).toEqual({ told: 'log.error.names' });
  });

  test('a note is masked', () => {
    const found = written(draft({ note: 'Ring 912 34 567 om dette.' }), around);
    expect(found).toMatchObject({ ok: true });
    expect(JSON.stringify(found)).not.toContain('912 34 567');
  });

  test('times that can’t be are refused', () => {
    expect(wrongWith({ removed: 'i går' })).toEqual({ removed: 'log.error.time' });
    expect(wrongWith({ removed: '2026-11-23 23:00' })).toEqual({ removed: 'log.error.future' });
    expect(wrongWith({ found: '2026-11-23 10:00' })).toEqual({ found: 'log.error.order' });
    expect(wrongWith({ removed: '31.02.2026' })).toEqual({ removed: 'log.error.time' });
  });

  test('every field that is needed is asked for, and nothing else', () => {
    const empty = written({ ...draft(), fields: {} }, around);
    expect(empty.ok ? [] : Object.keys(empty.wrong).sort()).toEqual([
      'account',
      'decided',
      'evidence',
      'ground',
      'notice',
      'removed',
      'saved',
      'thing',
      'told',
    ]);
    expect(wrongWith({}, { corrects: 1 })).toEqual({ why: 'ask.error.required' });
  });

  test('opened for a correction it reads the same, with one number more', () => {
    const before = removal('a', { version: 3, why: 'x', note: 'Sett av to.' });
    const again = written(
      { ...draftOf(before, ZONE), fields: { ...draftOf(before, ZONE).fields, why: 'Feil tid' } },
      around,
    );
    expect(again).toEqual({
      ok: true,
      removal: { ...before, version: 4, why: 'Feil tid', recordedAt: around.now.toISOString() },
    });
  });

  test('takes over what the checklist was told', () => {
    expect(prefilled(mapOf({ M01: 'breach', M02: 'crime', M05: 'saved', M08: 'yes' }))).toEqual({
      ...{ thing: 'comment', ground: 'crime', saved: 'yes', notice: 'yes' },
    });
    expect(prefilled(mapOf({ M01: 'house', M03: 'other', M04: 'remove', M05: 'gone', M08: 'harm' }))).toEqual({
      ...{ thing: 'comment', ground: 'improper', decided: 'editor', saved: 'no', notice: 'no' },
    });
  });

  test('each ground of the checklist is one of the log, with lines of the guidelines’ lists', () => {
    const list = realKnowledge().screenings.find((d) => d.id === 'remove-comment');
    const codes = ['M02', 'M03'].flatMap(
      (id) =>
        list?.questions.find((q) => q.id === id)?.options.map((o) => (o.code === 'other' ? 'improper' : o.code)) ?? [],
    );
    expect(codes.length).toBeGreaterThan(7);
    expect(codes.filter((code) => !grounds.grounds.some((g) => g.id === code))).toEqual([]);
    for (const { cite } of grounds.grounds) expect(cite.some((ref) => 'at' in ref)).toBe(true);
  });
});

describe('the figures', () => {
  const all = [
    removal('a'),
    removal('b'),
    removal('c', { account: { id: null, name: 'Kulturskolen' } }),
    removal('d', { ground: 'swearing' }),
    // Half past eleven at night in London is the next quarter in Oslo.
    removal('e', { removedAt: '2026-12-31T23:30:00.000Z' }),
  ];
  test('count each removal once, by quarter, ground and account', () => {
    expect(countRemovals(all, ZONE)).toEqual([
      { quarter: '2027-Q1', ground: 'defamation', account: 'Biblioteket', count: 1 },
      { quarter: '2026-Q4', ground: 'defamation', account: 'Biblioteket', count: 2 },
      { quarter: '2026-Q4', ground: 'defamation', account: 'Kulturskolen', count: 1 },
      { quarter: '2026-Q4', ground: 'swearing', account: 'Biblioteket', count: 1 },
    ]);
  });
  test('for outsiders name no account and no number under three', () => {
    expect(publicCounts(all, ZONE)).toEqual([
      { quarter: '2027-Q1', ground: 'defamation', count: null },
      { quarter: '2026-Q4', ground: 'defamation', count: 3 },
      { quarter: '2026-Q4', ground: 'swearing', count: null },
    ]);
  });
});

describe('the archive', () => {
  test('gets every version, each with a checksum that says when a letter was changed', () => {
    const versions = [removal('a'), removal('a', { version: 2, why: 'Feil grunn', ground: 'crime' })];
    const archive = archiveOf(
      versions,
      grounds,
      { exportedAt: '2026-11-23T12:00:00.000Z', recordsPlan: '4.2' },
      sha256,
    );
    expect(archive.entries.map((e) => sha256(lineOf(e.removal)) === e.sha256)).toEqual([true, true]);
    const changed = { ...removal('a'), ground: 'hate' };
    expect(sha256(lineOf(changed))).not.toBe(archive.entries[0]?.sha256);
    expect(archive.grounds.map((g) => g.id)).toEqual(['defamation', 'crime']);
    expect(rowsOf(archive, 'nb').map((row) => [row.version, row.ground_text, row.corrected_because])).toEqual([
      [1, 'Ærekrenkelse, personangrep eller fornærmelse', ''],
      [2, 'Oppfordring til lovbrudd, trussel eller annet straffbart', 'Feil grunn'],
    ]);
  });

  test('the order of keys changes no checksum', () => {
    const one = removal('a');
    const turned = Object.fromEntries(Object.entries(one).reverse()) as typeof one;
    expect(lineOf(turned)).toBe(lineOf(one));
  });

  test('only what it has is ever deleted, and only when the period is over', () => {
    const old = removal('old', { removedAt: '2024-10-01T08:00:00.000Z' });
    const unarchived = removal('unarchived', { removedAt: '2020-01-01T08:00:00.000Z' });
    const corrected = removal('corrected', { version: 2, removedAt: '2020-01-01T08:00:00.000Z' });
    const fresh = removal('fresh');
    const exported = new Map([
      ['old', 1],
      ['corrected', 1],
      ['fresh', 1],
    ]);
    const at = (months: number | undefined) =>
      purgeable([old, unarchived, corrected, fresh], exported, around.now, { months, zone: ZONE });
    expect([at(24), at(120), at(undefined)]).toEqual([['old'], [], []]);
  });
});

describe('days and times as people write them', () => {
  test.each([
    ['2026-12-12', '2026-12-12'],
    ['til 12.12.', '2026-12-12'],
    ['12.12.2027', '2027-12-12'],
    ['12. desember', '2026-12-12'],
    ['borta till 3 januari', '2027-01-03'],
    ['until December 12th', '2026-12-12'],
    ['17. mai', '2027-05-17'],
    ['17 maj 2027', '2027-05-17'],
    ['1. mars', '2027-03-01'],
    ['hele uka', undefined],
    ['31.02.2027', undefined],
    ['5 kommentarer', undefined],
  ])('%s', (text, day) => {
    expect(dayIn(text, '2026-11-23')).toBe(day);
  });

  test('a time is read by the clock of the place, in winter and in summer', () => {
    expect(momentIn('2026-11-23 09:05', '2026-11-23', ZONE)).toBe('2026-11-23T08:05:00.000Z');
    expect(momentIn('1. juli kl. 9.05', '2026-11-23', ZONE)).toBe('2026-07-01T07:05:00.000Z');
    expect(momentIn('23.11.2026', '2026-11-23', ZONE)).toBe('2026-11-23T11:00:00.000Z');
    expect(momentIn('24.11.', '2026-11-23', ZONE)).toBe('2025-11-24T11:00:00.000Z');
  });

  test('what a clock shows is read back as the same moment', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }), (at) => {
        const shown = wallClock(at, ZONE);
        const [day = '', time = ''] = shown.split(' ');
        const [hour = 0, minute = 0] = time.split(':').map(Number);
        expect(wallClock(fromWall(day, hour, minute, ZONE), ZONE)).toBe(shown);
      }),
    );
  });

  test('a month later is never in the month after', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(addMonths('2026-11-30', 12)).toBe('2027-11-30');
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  });
});
