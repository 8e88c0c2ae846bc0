import { beforeEach, describe, expect, test } from 'vitest';
import type { ConverseDeps } from '../../src/app/converse.ts';
import type { Account } from '../../src/core/accounts/account.ts';
import { channelFacts } from '../../src/core/accounts/channel-facts.ts';
import { current, type Dossier } from '../../src/core/assessment/versions.ts';
import { active, lived, MANAGER, proposed } from '../support/accounts.ts';
import { advised, as, decide, full, must, opened, step } from '../support/assessment.ts';
import { type Person, person, realConverseDeps } from '../support/converse.ts';
import { NOW } from '../support/fakes.ts';

/** The register's answers on the assessment as it stands: the real document, signed by those who sign. */

const decided = (): Dossier => must(step(advised(opened(full())), as('controller', 'director'), decide()));
const stopped = (): Dossier => must(step(advised(opened(full())), as('controller', 'director'), decide('stop')));
const P17 = (account: Account, dossier: Dossier | undefined, today: string) =>
  channelFacts(account, dossier && current(dossier), today).find((f) => f.question === 'P17');

describe('what the register says of a channel', () => {
  test('the assessment counts while it is decided and its review has not passed, and the reason is said', () => {
    const account = active({ assessment: 'a1' });
    expect(P17(account, decided(), '2026-12-01')).toMatchObject({ value: 'yes', why: 'assessed', on: '2027-11-02' });
    expect(P17(account, decided(), '2027-11-02')).toMatchObject({ value: 'yes' });
    expect(P17(account, decided(), '2027-11-03')).toMatchObject({ value: 'no', why: 'review_passed' });
    expect(P17(account, advised(opened(full())), '2026-12-01')).toMatchObject({ value: 'no', why: 'undecided' });
    expect(P17(account, opened(full()), '2026-12-01')).toMatchObject({ value: 'no', why: 'undecided' });
    expect(P17(account, stopped(), '2026-12-01')).toMatchObject({ value: 'no', why: 'stopped' });
    expect(P17(account, undefined, '2026-12-01')).toMatchObject({ value: 'no', why: 'no_assessment' });
  });

  test('a platform that has to be looked at for security is risky until it is assessed', () => {
    expect(P17(active({ platform: 'tiktok' }), undefined, '2026-12-01')).toMatchObject({ value: 'risky' });
    expect(P17(active({ platform: 'tiktok' }), decided(), '2026-12-01')).toMatchObject({ value: 'yes' });
  });

  test('someone in charge who has left, no substitute, no routine: each is a no with its reason', () => {
    const of = (account: Account) =>
      Object.fromEntries(channelFacts(account, undefined, '2026-12-01').map((f) => [f.question, [f.value, f.why]]));
    const owner = { ...active().owner, until: '2026-11-30' };
    expect(of(active())).toMatchObject({ P01: ['own', 'agreed'], P19: ['yes', 'watched'], P22: ['yes', 'archived'] });
    expect(of(active({ owner }))).toMatchObject({ P19: ['no', 'left'] });
    expect(of(proposed({ substitute: null, archiveRoutine: '', main: true }))).toMatchObject({
      P01: ['unapproved', 'not_agreed'],
      P19: ['no', 'no_substitute'],
      P22: ['no', 'no_routine'],
    });
    expect(of(proposed({ comments: 'closed', substitute: null }))).toMatchObject({
      P19: ['closed', 'comments_closed'],
    });
    expect(of(active({ main: true }))).toMatchObject({ P01: ['main', 'agreed'] });
    expect(of(lived(active(), [{ do: 'close' }, MANAGER]))).toMatchObject({ P01: ['own', 'agreed'] });
  });
});

describe('a photo check for an account that is assessed', () => {
  let deps: ConverseDeps;
  let who: Person;
  let now = Date.parse('2026-12-01T08:00:00.000Z');
  beforeEach(async () => {
    now = Date.parse('2026-12-01T08:00:00.000Z');
    deps = { ...(await realConverseDeps()), clock: { now: () => new Date(now) } };
    for (const version of decided().versions) await deps.assessments.append('t', version);
    const account = active({ assessment: 'a1' });
    for (let n = 1; n <= account.version; n++) {
      const history = account.history.slice(0, n);
      await deps.accounts.append('t', { ...account, version: n, history, state: history.at(-1)?.to ?? 'proposed' });
    }
    await deps.accounts.link('t', 'room', 'acc1', NOW);
    who = person(deps, 'nb');
  });

  test('takes three taps, and says until when the assessment counts', async () => {
    await who.command('photo-check');
    expect(who.text).toContain('Besluttet. Ny gjennomgang innen 2. november 2027.');
    await who.press('none');
    for (let i = 0; i < 4 && who.deeds().includes('none'); i++) await who.press('none');
    expect(who.text).toContain('Jeg fant ingen hindringer.');
    expect(who.taps).toBeLessThanOrEqual(3);
  });

  test('that was begun before the review passed stops once it has', async () => {
    await who.command('photo-check');
    now = Date.parse('2027-11-03T08:00:00.000Z');
    await who.press('none');
    expect(who.text).toContain('Ikke publiser dette.');
    expect(who.text).toContain('Fristen for ny gjennomgang er ute.');
  });

  test('may be answered more strictly: another type of content stands', async () => {
    await who.command('photo-check');
    for (let i = 0; i < 4 && who.deeds().includes('none'); i++) await who.press('none');
    const [session] = who.out.flatMap(({ card }) => card.parts.flatMap((p) => (p.kind === 'buttons' ? p.buttons : [])));
    const action = session?.action;
    if (!action || !('session' in action)) throw new Error('no session');
    const stored = (await deps.sessions.session('t', action.session))?.session;
    const seen = (stored?.answers.length ?? 0) + (stored?.opened.length ?? 0);
    await who.act({ do: 'change', session: action.session, seen, question: 'P17' });
    who.choose('P17', 'newtype');
    await who.press('answer');
    expect(who.text).toContain('Gjør dette først.');
  });
});

test('the assessment that a screening opens is written into the account that it began with', async () => {
  const deps = await realConverseDeps();
  await deps.accounts.append('t', proposed());
  const who = person(deps, 'nb', 'NO', { user: 'librarian' });
  await who.act({ do: 'start', screening: 'dpia', account: 'acc1' });
  await who.press('confirm');
  for (let i = 0; i < 12 && who.deeds().includes('answer'); i++) {
    for (const id of who.fields()) {
      const field = who.field(id);
      if (field.kind !== 'choice') continue;
      const mild = field.options.find((o) => ['no', 'ok', 'e', 'no_transfer'].includes(o.value))?.value;
      who.choose(id, ['D11', 'D15'].includes(id) ? 'yes' : (mild ?? field.options[0]?.value ?? ''));
    }
    await who.press(who.deeds().includes('none') && who.fields().every((id) => id === 'ticks') ? 'none' : 'answer');
  }
  await who.press('assess');
  const account = await deps.accounts.account('t', 'acc1');
  const [assessment] = await deps.assessments.list('t');
  expect(assessment?.title).toContain('Fjordvik bibliotek på Facebook');
  expect(account?.assessment).toBe(assessment?.id);
  expect(account?.history.at(-1)).toMatchObject({ do: 'change', changed: ['assessment'] });
});
