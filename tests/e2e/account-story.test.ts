import { afterEach, beforeEach, expect, test } from 'vitest';
import { stepAccount } from '../../src/app/accounts.ts';
import { type ConverseDeps, converse } from '../../src/app/converse.ts';
import { exportLog } from '../../src/app/moderation-archive.ts';
import { remind } from '../../src/app/remind.ts';
import { openCalendar } from '../../src/calendar/open.ts';
import { createWebApp, type Listening, listen } from '../../src/channels/web/server.ts';
import type { Fields } from '../../src/core/message.ts';
import { sha256 } from '../../src/hash.ts';
import { openSqlite, type Stores } from '../../src/store/open.ts';
import { advised, as, decide, full, must, opened, step } from '../support/assessment.ts';
import { type Person, person, realConverseDeps } from '../support/converse.ts';
import { keepingLog } from '../support/fakes.ts';
import { owner, realLearn } from '../support/learning.ts';
import { realModeration } from '../support/moderation.ts';

/** One account's life, as the newcomer who begins it meets it: nothing is set up but the roles, and one assessment that has been decided. */

let stores: Stores;
let deps: ConverseDeps;
let now: Date;
let site: Listening;
const told: { to: string; text: string }[] = [];

beforeEach(async () => {
  stores = await openSqlite(':memory:');
  now = new Date('2026-12-01T08:00:00.000Z');
  told.length = 0;
  const learn = realLearn(stores, [owner('communications', { to: { slack: 'C1' } })], {
    slack: async ({ conversation }, { card }) => {
      told.push({ to: conversation, text: card.fallback });
    },
  });
  deps = {
    ...(await realConverseDeps()),
    ...stores,
    learn,
    clock: { now: () => now },
    moderation: realModeration(stores),
    calendar: openCalendar(stores, 'Europe/Oslo'),
  };
  for (const version of must(step(advised(opened(full())), as('controller', 'director'), decide())).versions)
    await deps.assessments.append('t', version);
  const config = { tenant: 't', host: '127.0.0.1', publicUrl: undefined, country: 'NO', lang: undefined } as const;
  const app = createWebApp({
    ...deps,
    converse: (incoming) => converse(incoming, deps),
    showing: async () => undefined,
    register: deps,
    config,
  });
  site = await listen(app, { host: config.host, port: 0 }, 1000);
});
afterEach(async () => {
  await site.close();
  await stores.store.close();
});

const REGISTRATION: Fields = {
  address: 'https://www.facebook.com/FjordvikBibliotek/',
  name: 'Fjordvik bibliotek',
  unit: 'Biblioteket',
  purpose: 'Fortelle om arrangementer.',
  audience: 'Innbyggere',
  owner: 'Biblioteksjef',
  ownerContact: 'bibliotek@fjordvik.kommune.no',
  you: 'owner',
  substitute: 'Bibliotekar',
  administrators: 'Biblioteksjef',
};
const fill = (who: Person, fields: Fields) => {
  for (const [id, value] of Object.entries(fields))
    if (who.field(id).kind === 'text') who.write(id, String(value));
    else who.choose(id, String(value));
};
const does = (deed: string) => (a: { do: string; deed?: string }) => a.do === 'account.step' && a.deed === deed;
const published = async () => (await fetch(`${site.url}/official-accounts`)).text();
const account = async () => {
  const [found] = await deps.accounts.list('t');
  if (!found) throw new Error('no account');
  return found;
};

test('a newcomer registers an account, gets it agreed, checks a photo, removes an abusive comment, is reminded of the snapshot and closes it', async () => {
  const librarian = person(deps, 'nb', 'NO', { user: 'librarian' });
  const others = {
    'unit-lead': person(deps, 'nb', 'NO', { user: 'unit-lead', conversation: 'c2' }),
    editor: person(deps, 'nb', 'NO', { user: 'editor', conversation: 'c3' }),
  };

  // Registered, and agreed by the manager and the communications unit.
  await librarian.command('account', 'ny');
  fill(librarian, REGISTRATION);
  await librarian.press('account.preview');
  await librarian.press('account.send');
  expect(await published()).not.toContain('Fjordvik bibliotek');
  for (const signer of Object.values(others)) {
    await signer.command('account', 'Fjordvik bibliotek');
    await signer.press('account.step', does('agree'));
  }
  await librarian.command('account', 'Fjordvik bibliotek');
  await librarian.press('account.step', does('activate'));
  const { id } = await account();
  const by = as('author', 'librarian');
  const to = { assessment: 'a1', archiveRoutine: 'Eksport hvert kvartal', recordsPlan: '4.2', snapshotMonths: 12 };
  await stepAccount({ tenant: 't', id, by, deed: { do: 'change', to }, why: '' }, deps);
  await deps.accounts.link('t', 'room', id, now.toISOString());
  const page = await published();
  expect(page).toContain('Fjordvik bibliotek');
  expect(page).not.toMatch(/librarian|Biblioteksjef|fjordvik\.kommune\.no/);

  // A photo, in three taps.
  const before = librarian.taps;
  await librarian.command('photo-check');
  for (let i = 0; i < 4 && librarian.deeds().includes('none'); i++) await librarian.press('none');
  expect(librarian.text).toContain('Jeg fant ingen hindringer.');
  expect(librarian.taps - before).toBeLessThanOrEqual(3);

  // An abusive comment: evidence, removal, notice, log.
  const screenshot = new TextEncoder().encode('the picture of a comment');
  await librarian.act({ do: 'start', screening: 'remove-comment' });
  const said: Record<string, string> = {
    M01: 'breach',
    M02: 'hate',
    M05: 'saved',
    M06: 'yes',
    M07: 'yes',
    M08: 'yes',
    M09: 'not_yet',
    M10: 'yes',
  };
  for (let i = 0; i < 12 && librarian.fields().length > 0; i++) {
    for (const field of librarian.fields()) if (field !== 'ticks') librarian.choose(field, said[field] ?? '');
    await librarian.press(librarian.fields().includes('ticks') ? 'none' : 'answer');
  }
  const verdict = librarian.out;
  await librarian.press('log.start');
  expect(librarian.field('account')).toMatchObject({ value: 'Fjordvik bibliotek' });
  expect(librarian.field('ground')).toMatchObject({ value: 'hate' });
  librarian.choose('decided', 'unit');
  await librarian.press('log.next');
  await librarian.drop('skjermbilde.png', screenshot);
  fill(librarian, { evidence: 'Sak 26/123, mappe Moderering', told: 'melding på plattformen' });
  await librarian.press('log.save');
  expect(librarian.text).toContain('Ført i loggen.');
  const [removal] = await stores.removals.all('t');
  expect(removal).toMatchObject({ account: { id }, ground: 'hate', evidence: { sha256: sha256(screenshot) } });

  // The checklist is taken along; nothing in it is the comment.
  librarian.out = verdict;
  const [taken] = await librarian.press('take', (a) => a.do === 'take' && a.format === 'docx');
  expect(taken?.files?.[0]?.name).toMatch(/^remove-comment-2026-12-01\.docx$/);
  expect(taken?.files?.[0]?.bytes.length).toBeGreaterThan(5000);

  // The log for the archive.
  const logDeps = { ...deps, moderation: realModeration(stores), log: keepingLog() };
  const { files } = await exportLog('t', 'nb', logDeps);
  const [json, csv, sums] = files;
  expect(csv?.text).toContain('Fjordvik bibliotek');
  expect(sums?.text).toContain(`${sha256(json?.text ?? '')}  ${json?.name}`);
  expect(JSON.stringify(files)).not.toContain('the picture of a comment');

  // A year on, the snapshot: reminded once, done in the card.
  now = new Date('2027-12-01T08:00:00.000Z');
  const reminding = {
    ...deps,
    learn: deps.learn ?? realLearn(stores),
    calendar: openCalendar(stores, 'Europe/Oslo'),
    country: 'NO',
  } as const;
  await remind('t', reminding);
  await remind('t', reminding);
  const mine = told.filter((t) => t.to === 'librarian' && t.text.includes('Øyeblikksbilde · Fjordvik bibliotek'));
  expect(mine).toHaveLength(1);
  expect(mine[0]?.text).toContain('To svenske eksempler: egen arkivplan avgjør.');
  await librarian.say('kalender');
  await librarian.press('account.step', does('snapshot'));
  librarian.write('reference', 'Arkivet, 4.2/2027');
  await librarian.press('account.step', does('snapshot'));
  expect((await account()).lastSnapshot).toMatchObject({ at: '2027-12-01' });

  // Closed: with a reason, a last snapshot, and gone from the public page.
  const { editor } = others;
  await editor.command('account', 'Fjordvik bibliotek');
  await editor.press('account.step', does('close'));
  editor.write('why', 'Biblioteket bruker nettsiden.');
  await editor.press('account.step', does('close'));
  expect(await published()).not.toContain('Fjordvik bibliotek');
  now = new Date('2027-12-02T08:00:00.000Z');
  await editor.say('kalender');
  expect(editor.text).toContain('Øyeblikksbilde · Fjordvik bibliotek');
  await editor.press('account.step', does('archive'));
  editor.write('reference', 'Arkivet, 4.2/2027 siste');
  await editor.press('account.step', does('archive'));
  expect(await account()).toMatchObject({ state: 'archived' });
  expect(await stores.removals.all('t')).toHaveLength(1);
});
