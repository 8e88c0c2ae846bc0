import { beforeEach, describe, expect, test } from 'vitest';
import type { ConverseDeps } from '../../src/app/converse.ts';
import type { Tell } from '../../src/app/learn-ports.ts';
import type { Fields } from '../../src/core/message.ts';
import { active, proposed } from '../support/accounts.ts';
import { as } from '../support/assessment.ts';
import { type Person, person, realConverseDeps } from '../support/converse.ts';
import { NOW } from '../support/fakes.ts';

let deps: ConverseDeps;
beforeEach(async () => {
  deps = await realConverseDeps();
});

const FORM: Fields = {
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
const fill = (who: Person, over: Fields = {}) => {
  for (const [id, value] of Object.entries({ ...FORM, ...over }))
    if (who.field(id).kind === 'text') who.write(id, String(value));
    else who.choose(id, String(value));
};
const stored = async (t = 't') => (await deps.accounts.list(t)).at(0);

describe('an account registered in chat', () => {
  test('the form is filled in, looked at, sent, agreed by two and taken into use', async () => {
    const who = person(deps, 'nb', 'NO', { user: 'librarian' });
    await who.command('account');
    expect(who.text).toContain('Ingen kontoer er registrert ennå.');
    await who.press('account.form');
    fill(who);
    await who.press('account.preview');
    expect(who.text).toContain('facebook.com/fjordvikbibliotek');
    expect(who.text).toContain('Lederen for enheten og kommunikasjonsenheten får dette, og begge må si ja.');
    await who.press('account.send');
    expect(await stored()).toMatchObject({ state: 'proposed', platform: 'facebook', owner: { person: 'librarian' } });
    expect(who.deeds()).not.toContain('account.step');
    for (const user of ['unit-lead', 'editor']) {
      const signer = person(deps, 'nb', 'NO', { user, conversation: user });
      await signer.command('account', 'Fjordvik bibliotek');
      await signer.press('account.step', (a) => a.do === 'account.step' && a.deed === 'agree');
    }
    expect(await stored()).toMatchObject({ state: 'agreed' });
    await who.command('account', 'facebook.com/FjordvikBibliotek');
    await who.press('account.step', (a) => a.do === 'account.step' && a.deed === 'activate');
    expect((await stored())?.history.map((s) => [s.do, s.by])).toEqual([
      ['propose', as('author', 'librarian')],
      ['agree', as('unit', 'unit-lead')],
      ['agree', as('editor', 'editor')],
      ['activate', as('author', 'librarian')],
    ]);
  });

  test('what can’t be taken is said beside its field, everything else stands as it was written', async () => {
    const who = person(deps, 'nb');
    await who.command('account', 'ny');
    fill(who, { address: 'siden vår', owner: 'Kari Nordmann', ownerContact: 'kari@gmail.com', unit: '' });
    await who.press('account.send');
    const errors = Object.fromEntries(
      who.fields().flatMap((id) => (who.field(id).error ? [[id, who.field(id).error]] : [])),
    );
    expect(errors).toEqual({
      address: 'Skriv en nettadresse, eller @navn.',
      unit: 'Fyll ut dette.',
      owner: 'Skriv rollen, ikke navnet.',
      ownerContact: 'Dette ser ut som en privat adresse. Bruk den du har på jobben.',
    });
    expect(who.field('purpose')).toMatchObject({ value: FORM.purpose });
    expect(await stored()).toBeUndefined();
  });

  test('a handle alone is asked for its platform, and then for nothing more', async () => {
    const who = person(deps, 'en');
    await who.command('account', 'new');
    expect(who.fields()).not.toContain('platform');
    fill(who, { address: '@fjordvikbib' });
    await who.press('account.preview');
    expect(who.field('platform').error).toBe('Choose the platform that the handle belongs to.');
    fill(who, { address: '@fjordvikbib' });
    who.choose('platform', 'instagram');
    await who.press('account.send');
    expect((await stored())?.address).toBe('https://instagram.com/fjordvikbib');
  });

  test.each(['purpose', 'administrators', 'name', 'ownerContact'])(
    'a password in “%s” is refused with a word, masked on the card, and stored nowhere',
    async (field) => {
      const who = person(deps, 'nb');
      await who.command('account', 'ny');
      fill(who, { [field]: 'passord: Hemmelig-9x' });
      const out = await who.press('account.send');
      expect(who.field(field).error).toContain('ligner et passord');
      expect(JSON.stringify(out)).not.toContain('Hemmelig-9x');
      expect(await stored()).toBeUndefined();
    },
  );

  test('a password behind the command is refused as well', async () => {
    const who = person(deps, 'sv', 'SE');
    const out = await who.command('account', '@norberg lösenord: hejhopp77');
    expect(who.text).toContain('liknar ett lösenord');
    expect(JSON.stringify(out)).not.toContain('hejhopp77');
  });

  test('names are taken out before anything is stored, and the preview says where', async () => {
    const who = person(deps, 'nb');
    await who.command('account', 'ny');
    fill(who, { purpose: 'Kari Nordmann forteller om bøker, ring 22 33 44 55.' });
    await who.press('account.preview');
    expect(who.text).toContain('Navn og numre er tatt ut av: Formål');
    await who.press('account.send');
    expect((await stored())?.purpose).not.toMatch(/Nordmann|22 33/);
  });

  test('an account that is in the register already is shown instead', async () => {
    await deps.accounts.append('t', proposed());
    const who = person(deps, 'nb');
    await who.command('account', 'ny');
    fill(who, { name: 'En annen' });
    await who.press('account.send');
    expect(who.text).toContain('Den kontoen er registrert allerede.');
    expect(await deps.accounts.list('t')).toHaveLength(1);
  });

  test('the manager and the communications unit are told in their own chat, and the proposer of the answer', async () => {
    const told: { to: string; text: string }[] = [];
    const tell: Tell = async ({ conversation }, { card }) => {
      told.push({ to: conversation, text: card.fallback });
    };
    deps = { ...deps, learn: { tellers: { slack: tell }, lang: 'nb', owners: [] } as never };
    const who = person(deps, 'nn', 'NO', { channel: 'slack', user: 'U1', conversation: 'D1/-/U1' });
    await who.command('account', 'ny');
    fill(who);
    await who.press('account.send');
    expect(told.map((t) => t.to)).toEqual(['unit-lead', 'editor']);
    expect(told[0]?.text).toContain('En konto venter på ordet ditt.');
    const editor = person(deps, 'nb', 'NO', { user: 'editor', conversation: 'e' });
    await editor.command('account', 'Fjordvik');
    await editor.press('account.step', (a) => a.do === 'account.step' && a.deed === 'ask_back');
    editor.write('why', 'Holder ikke hovedkontoen?');
    await editor.press('account.step');
    expect(told.at(-1)).toMatchObject({ to: 'D1/-/U1' });
    expect(told.at(-1)?.text).toContain('Du har fått eit spørsmål om kontoen: Holder ikke hovedkontoen?');
  });

  test('a card that is older than what was done since changes nothing', async () => {
    await deps.accounts.append('t', proposed());
    const manager = person(deps, 'nb', 'NO', { user: 'unit-lead' });
    await manager.command('account', 'Fjordvik');
    const agree = manager.buttons().find((b) => b.action?.do === 'account.step')?.action;
    if (!agree) throw new Error('no button');
    await manager.act(agree);
    await manager.act(agree);
    expect(manager.text).toContain('Noen har endret kontoen siden kortet ble laget.');
    expect((await stored())?.agreements).toHaveLength(1);
  });

  test('closing asks why, leads to the checklist, and ends with where the last snapshot lies', async () => {
    const account = active();
    for (let n = 1; n <= account.version; n++)
      await deps.accounts.append('t', {
        ...account,
        version: n,
        history: account.history.slice(0, n),
        state: account.history[n - 1]?.to ?? 'proposed',
      });
    const manager = person(deps, 'sv', 'NO', { user: 'unit-lead' });
    const step = (deed: string) => manager.press('account.step', (a) => a.do === 'account.step' && a.deed === deed);
    await manager.command('account', 'Fjordvik');
    await step('close');
    await step('close');
    expect(manager.field('why').error).toBe('Fyll i det här.');
    manager.write('why', 'Ingen skriver der lenger.');
    await step('close');
    expect(manager.deeds()).toContain('start');
    await step('archive');
    manager.write('reference', 'Arkivsak 26/114');
    await step('archive');
    expect(await stored()).toMatchObject({ state: 'archived', lastSnapshot: { reference: 'Arkivsak 26/114' } });
  });
});

describe('whose law it is', () => {
  const SWEDISH = /allmän|diariefö|uppsiktsplikt|dokumenthanteringsplan/i;
  const whys = (who: Person) =>
    who.fields().map((id) => {
      const why = who.field(id).why;
      return { text: why?.text ?? '', flags: why?.sources.flatMap((s) => s.flags) ?? [] };
    });

  test.each(['basic', 'rest'] as const)(
    'in Norway, %s: no Swedish duty as theirs, and every Swedish line as an example',
    async (part) => {
      for (const lang of ['nb', 'nn', 'sv', 'en'] as const) {
        const who = person(deps, lang, 'NO');
        await who.act({ do: 'account.form', part });
        const labels = who.fields().map((id) => `${who.field(id).label} ${who.field(id).hint ?? ''}`);
        // A records plan has the Swedish name in Swedish; that is language, not law.
        const said = [...labels, ...whys(who).map((w) => w.text)]
          .join('\n')
          .replace(lang === 'sv' ? /dokumenthanteringsplan\w*/gi : /^$/, '');
        expect(said).not.toMatch(SWEDISH);
        for (const { flags } of whys(who))
          for (const flag of flags)
            expect(flag).toMatch(/binder ikke|bind ikkje|binder inte|bind(s)? not|does not bind|bind inte/);
      }
    },
  );

  test('in Sweden the duty has its own name, in every language', async () => {
    for (const lang of ['nb', 'nn', 'sv', 'en'] as const) {
      const who = person(deps, lang, 'SE');
      await who.act({ do: 'account.form', part: 'rest' });
      expect(who.field('comments').why?.text).toContain('uppsiktsplikt');
      expect(whys(who).flatMap((w) => w.flags)).toEqual([]);
    }
  });
});

describe('the register feeds the checks', () => {
  const keep = async (account = active()) => {
    for (let n = 1; n <= account.version; n++)
      await deps.accounts.append('t', {
        ...account,
        version: n,
        history: account.history.slice(0, n),
        state: account.history[n - 1]?.to ?? 'proposed',
      });
    return account;
  };

  test('a place with one account asks nothing of the channel, and says why the assessment counts or not', async () => {
    const account = await keep();
    await deps.accounts.link('t', 'room', account.id, NOW);
    const who = person(deps, 'nb');
    await who.command('photo-check');
    expect(who.text).toContain('Fjordvik bibliotek');
    expect(who.text).toContain('Kontoen har ingen vurdering.');
    expect(who.fields()).not.toContain('P01');
  });

  test('several accounts are one choice, remembered for the place', async () => {
    await keep();
    await keep(active({ name: 'Fjordvik kulturskole', address: 'https://facebook.com/kulturskolen' }, 'acc2'));
    const who = person(deps, 'nb');
    await who.command('photo-check');
    expect(who.text).toContain('Hvilken konto gjelder det?');
    await who.press('account.use', (a) => a.do === 'account.use' && a.account === 'acc2');
    expect(who.text).toContain('Fjordvik kulturskole');
    expect(await deps.accounts.linked('t', 'room')).toEqual(['acc2']);
    const later = person(deps, 'nb', 'NO', { conversation: 'c2' });
    await later.command('photo-check');
    expect(later.text).toContain('Fjordvik kulturskole');
    expect(later.text).not.toContain('Hvilken konto');
  });

  test('an account that is not listed is asked for by hand, with an offer to register it', async () => {
    await keep();
    const who = person(deps, 'nb');
    await who.command('photo-check');
    await who.press('account.use', (a) => a.do === 'account.use' && a.account === null);
    expect(who.fields()).toEqual(['P01', 'P17', 'P19', 'P22']);
    expect(who.deeds()).toContain('account.form');
  });

  test('nobody answers the register away: a milder answer gives way to it, with its reason', async () => {
    const account = await keep();
    await deps.accounts.link('t', 'room', account.id, NOW);
    const who = person(deps, 'nb');
    await who.command('photo-check');
    expect(who.text).toContain('Ikke publiser dette.');
    await who.press('change', (a) => a.do === 'change' && a.question === 'P17');
    expect(who.field('P17').hint).toContain('Kontoen har ingen vurdering.');
    who.choose('P17', 'yes');
    await who.press('answer');
    expect(who.text).toContain('Ikke publiser dette.');
    expect(who.text).toContain('Kontoen har ingen vurdering.');
  });

  test('a proposal is no channel yet: the post stops, and the reason is that nobody has agreed', async () => {
    await keep(proposed());
    await deps.accounts.link('t', 'room', 'acc1', NOW);
    const who = person(deps, 'nb');
    await who.command('photo-check');
    expect(who.text).toContain('Ikke publiser dette.');
    expect(who.text).toContain('Ikke avtalt ennå.');
  });

  test('a DPIA screening for a known account begins with what is known, and waits for a yes', async () => {
    await keep(active({ substitute: null, comments: 'closed', archiveRoutine: '' }));
    const who = person(deps, 'nb', 'NO', { user: 'librarian' });
    await who.command('account', 'Fjordvik');
    await who.press('start', (a) => a.do === 'start' && a.screening === 'dpia');
    expect(who.text).toContain(
      'Fjordvik bibliotek på Facebook, for Biblioteket. Formål: Fortelle om arrangementer og nye bøker.',
    );
    expect(who.text).toContain('Fra registeret: Fjordvik bibliotek');
    expect(who.deeds()).toContain('change');
    const session = await deps.sessions.unfinished('t', 'c1', 'dpia');
    expect(session?.session.answers.map((a) => [a.question, a.state])).toEqual([
      ['D01', 'proposed'],
      ['D02', 'proposed'],
      ['D05', 'proposed'],
      ['new_account', 'proposed'],
      ['D22', 'proposed'],
    ]);
  });

  test('a plan that names a known account begins with it; another plan does not', async () => {
    await keep();
    const named = person(deps, 'nb', 'NO', { conversation: 'n' });
    await named.command('dpia-start', 'vurdere Fjordvik bibliotek på nytt');
    expect((await deps.sessions.unfinished('t', 'n', 'dpia'))?.session.account).toBe('acc1');
    const other = person(deps, 'nb', 'NO', { conversation: 'o' });
    await other.command('dpia-start', 'ny Instagram for ungdomsrådet');
    expect((await deps.sessions.unfinished('t', 'o', 'dpia'))?.session.account).toBeUndefined();
  });
});
