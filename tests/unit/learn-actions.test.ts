import { describe, expect, it } from 'vitest';
import type { Learn, Tell } from '../../src/app/learn-ports.ts';
import { sendDigest } from '../../src/app/send-digest.ts';
import type { Card } from '../../src/core/card.ts';
import { chooseCard } from '../../src/core/cards/owner-cards.ts';
import { LANGS, type Lang } from '../../src/core/language.ts';
import type { Owner } from '../../src/core/learning/owners.ts';
import type { Envelope } from '../../src/core/message.ts';
import { openSqlite } from '../../src/store/open.ts';
import { buttonsOf, expectSound, unluckyWords, viewIn } from '../support/cards.ts';
import { Person, realConverseDeps } from '../support/converse.ts';
import { group, owner, realLearn } from '../support/learning.ts';

const CHRISTMAS: Record<Lang, string> = {
  nb: 'Hvilken farge skal vi ha på julekortet til pensjonistene?',
  nn: 'Kva farge skal vi ha på julekortet til pensjonistane?',
  sv: 'Vilken färg ska vi ha på julkortet till pensionärerna?',
  en: 'Which colour should we use for the Christmas card to the pensioners?',
};
const POWER = 'Hvem betaler for strømmen på idrettshallen?';
const CHILD = 'Hvem i barnevernet tar bilder til årskalenderen?';
const TEXT = 'Kortet skal være rødt, med kommunevåpenet.';
const DUE = new Date('2026-11-23T07:00:00Z');

const kom = owner('kom', { to: { slack: 'C-KOM' }, people: ['boss', 'boss2'], deputies: ['arkiv'] });
const arkiv = owner('arkiv', { to: { teams: 'T-ARKIV' }, people: ['archivist'], topics: ['records'] });
const dpo = owner('dpo', { to: { slack: 'C-DPO' }, people: ['dpo'], topics: ['personal-data'] });

/** A municipality on a store of its own, with those who ask and those who answer. */
async function municipality(owners: Owner[] = [kom, arkiv, dpo]) {
  const stores = await openSqlite(':memory:');
  const posted: { to: string; card: Card }[] = [];
  const tell: Tell = async ({ conversation }, { card }) => {
    posted.push({ to: conversation, card });
  };
  const learn: Learn = realLearn(stores, owners, { slack: tell, teams: tell });
  let at = Date.parse('2026-11-18T09:00:00Z');
  const deps = {
    ...(await realConverseDeps()),
    ...stores,
    learn,
    clock: { now: () => new Date(at) },
    country: 'NO' as const,
  };
  let people = 0;
  const person = (channel: Envelope['channel'], lang: Lang, over: Partial<Envelope> = {}) => {
    const n = ++people;
    const country = lang === 'sv' ? 'SE' : 'NO';
    return new Person(deps, { channel, lang, country, conversation: `${channel}-${n}`, user: `u${n}`, ...over });
  };
  return {
    deps,
    posted,
    person,
    /** Somebody in the office's room, with the digest before them. */
    office: async (user: string, room = 'C-KOM') => {
      at = DUE.getTime() + 10_000;
      await sendDigest('t', DUE, deps);
      const digest = posted.find((p) => p.to === room);
      const who = person('slack', 'nb', { user, place: room });
      if (digest) who.out = [{ card: digest.card, replaces: false }];
      return who;
    },
    groups: (state: 'open' | 'answered' | 'closed' = 'open') => learn.groups.list('t', [state]),
    asks: async (text: string, lang: Lang = 'nb') => {
      const who = person('web', lang);
      await who.say(text);
      return who;
    },
  };
}

describe('an answer in place', () => {
  it('is written on the digest’s own card, with lines to tick, a preview, and who is told; then the other questions stand there', async () => {
    const here = await municipality();
    await here.asks(CHRISTMAS.nb);
    await here.asks(CHRISTMAS.sv, 'sv');
    await here.asks(POWER);
    const boss = await here.office('boss');
    expect(boss.deeds()).toEqual([
      'learn.answer',
      'learn.pass',
      'learn.merge',
      'learn.close',
      'learn.answer',
      'learn.pass',
      'learn.merge',
      'learn.close',
    ]);
    await boss.press('learn.answer');
    expect(boss.out[0]?.replaces).toBe(true);
    expect(boss.text).toContain(CHRISTMAS.nb);
    expect(boss.field('country')).toMatchObject({ value: 'both' });
    expect(boss.field('review')).toMatchObject({ value: '2027-11-23' });
    expectSound(boss.card);

    boss.write('find', 'skjermbilde før kommentaren slettes');
    boss.write('text', TEXT);
    await boss.press('learn.find');
    expect(boss.field('text')).toMatchObject({ value: TEXT });
    const cites = boss.field('cites');
    const line = cites.kind === 'ticks' ? (cites.options[0]?.value ?? '') : '';
    expect(line).toMatch(/^[\w-]+:\d+-\d+$/);
    const filled = { text: TEXT, cites: [line], country: 'both', unit: '', review: '2027-06-01' };
    const preview = boss.buttons().find((b) => b.action?.do === 'learn.preview')?.action;
    const save = boss.action('learn.save');
    if (!preview) throw new Error('no preview');
    await boss.act(preview, filled);
    expect(boss.text).toContain('Slik får den neste som spør, det:');
    expect(boss.card.parts.filter((p) => p.kind === 'sources').flatMap((p) => p.items)).toHaveLength(1);
    expect(boss.field('cites')).toMatchObject({ values: [line] });
    expect(await here.groups('answered')).toEqual([]);

    await boss.act(save, filled);
    expect(boss.text).toContain('Takk. Svaret er lagret, og de 2 som spurte, får vite det.');
    expect(boss.text).toContain('Ett spørsmål igjen');
    expect(boss.text).toContain(POWER);
    expect(await here.groups('answered')).toHaveLength(1);
    const [expert] = await here.deps.learn.experts.latest('t');
    expect(expert).toMatchObject({
      text: TEXT,
      lang: 'nb',
      by: 'Kom',
      reviewBy: '2027-06-01',
      country: null,
      state: 'published',
    });
    expect(expert?.cites).toHaveLength(1);

    const next = await here.asks(CHRISTMAS.en, 'en');
    // The office's words stand there once, with whose they are, and the line that they rest on.
    expect(next.text.split(TEXT)).toHaveLength(2);
    expect(next.text).toContain('Answered by Kom, 23 November 2026');
    expect(next.card.parts.filter((p) => p.kind === 'sources').flatMap((p) => p.items)).toMatchObject([{ n: 1 }]);
  });

  it('says at its field what is wrong, and keeps what was written', async () => {
    const here = await municipality();
    await here.asks(POWER);
    const boss = await here.office('boss');
    await boss.press('learn.answer');
    await boss.press('learn.save');
    expect(boss.field('text')).toHaveProperty('error');
    const save = boss.action('learn.save');
    for (const [wrong, field] of [
      [{ text: TEXT, review: '2020-01-01' }, 'review'],
      [{ text: 'Spør 15898534577.' }, 'text'],
      [{ text: 'x'.repeat(4001) }, 'text'],
    ] as const) {
      await boss.act(save, wrong);
      expect(boss.field(field)).toHaveProperty('error');
      expect(await here.groups('answered')).toEqual([]);
    }
  });

  it('by a card that is older than what was done since changes nothing, and shows what there is', async () => {
    const here = await municipality();
    await here.asks(POWER);
    const boss = await here.office('boss');
    const other = await here.office('boss2');
    const [first, second] = [boss.action('learn.answer'), other.action('learn.close')];
    await boss.act(first);
    const save = boss.action('learn.save');
    await other.act({ ...second, sent: true } as never, { reason: 'Ikke vårt bord.' });
    expect(other.text).toContain('Spørsmålet er lukket.');
    await boss.act(save, { text: TEXT, country: 'both' });
    expect(boss.text).toMatch(/endret ingenting/);
    expect(await here.groups('closed')).toHaveLength(1);
    await boss.act(first);
    expect(boss.text).toMatch(/endret ingenting/);

    await other.press('learn.reopen');
    expect(other.text).toContain('venter på svar igjen');
    expect(await here.groups()).toHaveLength(1);
  });

  it('of two at the same moment is one', async () => {
    const here = await municipality();
    await here.asks(POWER);
    const boss = await here.office('boss');
    await boss.press('learn.answer');
    const save = boss.action('learn.save');
    const two = [here.person('slack', 'nb', { user: 'boss' }), here.person('slack', 'nb', { user: 'boss2' })];
    await Promise.all(two.map((who) => who.act(save, { text: TEXT, country: 'both' })));
    expect(two.filter((who) => who.text.includes('Takk. Svaret er lagret'))).toHaveLength(1);
    expect(await here.deps.learn.experts.latest('t')).toMatchObject([{ version: 1 }]);
  });
});

describe('what else is done with a question', () => {
  it('it is passed on to another office, which then may answer, and the first no longer', async () => {
    const here = await municipality([kom, { ...arkiv, deputies: [] }]);
    await here.asks(POWER);
    const boss = await here.office('boss');
    await boss.press('learn.pass');
    expect(boss.field('owner')).toMatchObject({ options: [{ value: 'arkiv' }] });
    boss.choose('owner', 'arkiv');
    await boss.press('learn.pass');
    expect(boss.text).toContain('Arkiv har fått spørsmålet.');
    const [{ id, version } = { id: '', version: 0 }] = await here.groups();
    await boss.act({ do: 'learn.answer', group: id, version });
    expect(boss.text).toContain('ikke satt til deg');
    const archivist = here.person('teams', 'nb', { user: 'archivist' });
    await archivist.act({ do: 'learn.answer', group: id, version });
    expect(archivist.fields()).toContain('text');
  });

  it('it is merged with another that asks the same, the likest first', async () => {
    const here = await municipality();
    await here.asks(POWER);
    await here.asks(CHRISTMAS.nb);
    await here.asks('Hvem har betalt strømmen i idrettshallen?');
    const before = await here.groups();
    const boss = await here.office('boss');
    const one = before.find((g) => g.questions[0]?.question === POWER);
    await boss.act({ do: 'learn.merge', group: one?.id ?? '', version: one?.version ?? 0 });
    const into = boss.field('into');
    const best = into.kind === 'choice' ? into.options[0]?.value : undefined;
    boss.choose('into', best ?? '');
    await boss.press('learn.merge');
    expect(boss.text).toContain('De to er nå ett spørsmål.');
    expect(await here.groups()).toHaveLength(before.length - 1);
    await boss.act({ do: 'learn.answer', group: one?.id ?? '', version: 0 });
    expect(boss.text).toContain('ikke her lenger');
  });

  it('it is closed with a reason, which is stored without names', async () => {
    const here = await municipality();
    await here.asks(POWER);
    const boss = await here.office('boss');
    await boss.press('learn.close');
    await boss.press('learn.close');
    expect(boss.field('reason')).toHaveProperty('error');
    boss.write('reason', 'Spør Kari på 15898534577.');
    await boss.press('learn.close');
    expect((await here.groups('closed'))[0]?.closedBecause).not.toContain('15898534577');
    expect(boss.text).toContain('0 spørsmål igjen');
  });
});

describe('who may answer', () => {
  it.each([
    ['nobody in an office', 'u99', 'C-OTHER'],
    ['the office of another topic', 'dpo', 'C-DPO'],
    ['somebody who only sits in the room of an office that names its people', 'u98', 'C-KOM'],
  ])('%s gets a plain refusal', async (_, user, place) => {
    const here = await municipality();
    await here.asks(POWER);
    const [{ id, version } = { id: '', version: 0 }] = await here.groups();
    const who = here.person('slack', 'nb', { user, place });
    for (const deed of ['learn.answer', 'learn.save', 'learn.pass', 'learn.close', 'learn.reopen'] as const) {
      await who.act({ do: deed, group: id, version }, { text: TEXT, reason: 'x', country: 'both' });
      expect(who.text).toContain('ikke satt til deg');
      expect(who.out[0]?.replaces).toBe(false);
    }
    expect(await here.groups()).toHaveLength(1);
  });

  it('whoever is in the room of an office that names nobody, and a deputy', async () => {
    const here = await municipality([{ ...kom, people: [] }, arkiv]);
    await here.asks(POWER);
    const [{ id, version } = { id: '', version: 0 }] = await here.groups();
    for (const [user, channel, place] of [
      ['u77', 'slack', 'C-KOM'],
      ['archivist', 'teams', 'x'],
    ] as const) {
      const who = here.person(channel, 'nb', { user, place });
      await who.act({ do: 'learn.answer', group: id, version });
      expect(who.fields()).toContain('text');
    }
  });

  it('what is confidential only the data protection officer, whoever else stands in line; and nobody their own question', async () => {
    const here = await municipality();
    await here.asks(CHILD);
    const [child] = await here.groups();
    const on = { group: child?.id ?? '', version: child?.version ?? 0 };
    for (const user of ['boss', 'archivist']) {
      const who = here.person('slack', 'nb', { user });
      await who.act({ do: 'learn.answer', ...on });
      expect(who.text).toContain('ikke satt til deg');
    }
    const officer = here.person('slack', 'nb', { user: 'dpo' });
    await officer.act({ do: 'learn.answer', ...on });
    expect(officer.fields()).toContain('text');
    await officer.act({ do: 'learn.pass', ...on });
    expect(officer.text).toContain('ingen å sende dette til');

    const boss = here.person('slack', 'nb', { user: 'boss', conversation: 'own' });
    await boss.say(POWER);
    const own = (await here.groups()).find((g) => g.questions[0]?.user === 'boss');
    await boss.act({ do: 'learn.answer', group: own?.id ?? '', version: 0 });
    expect(boss.text).toContain('ikke satt til deg');
  });
});

describe('a second office', () => {
  const strict = () => municipality([{ ...kom, approver: 'arkiv' }, arkiv]);
  const answered = async (here: Awaited<ReturnType<typeof municipality>>) => {
    await here.asks(POWER);
    const boss = await here.office('boss');
    await boss.press('learn.answer');
    boss.write('text', TEXT);
    await boss.press('learn.save');
    return boss;
  };

  it('is shown the answer where it reads, and nothing is published before it approves', async () => {
    const here = await strict();
    const boss = await answered(here);
    expect(boss.text).toContain('Arkiv ser på svaret før det blir brukt.');
    expect(boss.text).toContain('besvart, leses gjennom før bruk');
    const shown = here.posted.find((p) => p.to === 'T-ARKIV');
    expect(shown?.card.fallback).toContain(TEXT);
    expect((await here.asks(POWER)).text).not.toContain(TEXT);
    const approve = shown && buttonsOf(shown.card).find((b) => b.action?.do === 'learn.approve')?.action;
    if (!approve) throw new Error('no button');
    await boss.act(approve);
    expect(boss.text).toContain('ikke satt til deg');
    const archivist = here.person('teams', 'nb', { user: 'archivist' });
    await archivist.act(approve);
    expect(archivist.text).toContain('får vite det');
    expect((await here.asks(POWER)).text).toContain(TEXT);
    await archivist.act(approve);
    expect((await here.deps.learn.experts.latest('t'))[0]).toMatchObject({ version: 2, state: 'published' });
  });

  it('sends it back, and the question waits', async () => {
    const here = await strict();
    await answered(here);
    const [expert] = await here.deps.learn.experts.latest('t');
    const archivist = here.person('teams', 'nb', { user: 'archivist' });
    await archivist.act({ do: 'learn.return', answer: expert?.id ?? '', version: 1 });
    expect(archivist.text).toContain('sendt tilbake til: Kom');
    expect((await here.asks(POWER)).text).not.toContain(TEXT);
    expect(await here.groups()).toHaveLength(1);
  });
});

describe('the way into the console', () => {
  it('is a link of one’s own for whoever sits in an office, where there is an address for it', async () => {
    const here = await municipality();
    await here.asks(POWER);
    here.deps.learn.reachable = true;
    const boss = await here.office('boss');
    await boss.press('learn.console');
    expect(boss.out).toMatchObject([{ replaces: false }]);
    const link = boss.buttons()[0]?.link;
    expect(link).toMatchObject({ to: 'console' });
    expectSound(boss.card);
    const key = link?.to === 'console' ? link.key : '';
    const soon = (min: number) => new Date(DUE.getTime() + min * 60_000).toISOString();
    const seat = await here.deps.passes.enter(key, soon(9), soon(60));
    expect(await here.deps.passes.holder(seat ?? '', soon(10))).toEqual({
      tenant: 't',
      user: 'boss',
      channel: 'slack',
      place: 'C-KOM',
    });

    const other = here.person('slack', 'nb', { user: 'somebody' });
    await other.act({ do: 'learn.console' });
    expect(other.buttons()).toEqual([]);
    expect(other.text).toContain('for dem som svarer');
    here.deps.learn.reachable = false;
    await boss.act({ do: 'learn.console' });
    expect(boss.buttons()).toEqual([]);
  });
});

describe('offices of one workspace', () => {
  it('get what is asked there and nothing of another’s, each its own digest', async () => {
    const there = owner('there', { tenant: 'T02', to: { slack: 'C-THERE' } });
    const here = await municipality([{ ...kom, tenant: 't' }, there]);
    await here.asks(POWER);
    const guest = here.person('slack', 'nb', { tenant: 'T02' });
    await guest.say(CHRISTMAS.nb);
    expect(guest.text).toContain('There får spørsmålet');
    await here.office('boss');
    await sendDigest('T02', DUE, here.deps);
    const [first, second, ...more] = here.posted;
    expect(more).toEqual([]);
    expect(first).toMatchObject({ to: 'C-KOM', card: { fallback: expect.stringContaining(POWER) } });
    expect(second).toMatchObject({ to: 'C-THERE', card: { fallback: expect.stringContaining(CHRISTMAS.nb) } });
    expect(second?.card.fallback).not.toContain(POWER);
    const boss = here.person('slack', 'nb', { tenant: 'T02', user: 'boss' });
    const [group] = await here.deps.learn.groups.list('T02', ['open']);
    await boss.act({ do: 'learn.answer', group: group?.id ?? '', version: 0 });
    expect(boss.text).toContain('ikke satt til deg');
  });
});

describe('the words of a question', () => {
  it('are shown before they go anywhere, changed by whoever asked, and may take it to others that ask the same', async () => {
    const here = await municipality();
    await here.asks(CHRISTMAS.nb);
    const who = await here.asks(POWER);
    expect(who.text).toContain(`Dette blir sendt: «${POWER}»`);
    await who.press('reword');
    expect(who.field('text')).toMatchObject({ value: POWER });
    who.write('text', '');
    await who.press('reword', (a) => 'sent' in a);
    expect(who.field('text')).toHaveProperty('error');
    await who.act({ do: 'reword', turn: idIn(who), sent: true }, { text: `${CHRISTMAS.nb} Ring 15898534577.` });
    expect(who.text).not.toContain('15898534577');
    await who.act({ do: 'reword', turn: idIn(who), sent: true }, { text: CHRISTMAS.nn });
    expect(who.text).toContain(`Dette blir sendt: «${CHRISTMAS.nn}»`);
    expect(who.text).toContain('Spurt av én annen');
    const [one, ...others] = await here.groups();
    expect(others).toEqual([]);
    expect(one?.questions.map((q) => q.question)).toEqual([CHRISTMAS.nb, CHRISTMAS.nn]);
    await who.press('withdraw');
    expect((await here.groups())[0]?.questions).toHaveLength(1);
    await who.act({ do: 'reword', turn: one?.questions[1]?.id ?? '' });
    expect(who.text).toContain('ikke sendt');
  });

  it('go to a person only when the asker sends them, as the asker left them', async () => {
    const here = await municipality();
    const who = here.person('slack', 'nb');
    await who.say('Når må vi gjøre en DPIA?');
    await who.press('feedback', (a) => a.do === 'feedback' && a.verdict === 'not_helpful');
    expect(who.text).toContain('Dette blir sendt: «Når må vi gjøre en DPIA?»');
    await who.press('ask_person');
    expect(here.posted).toEqual([]);
    who.write('text', 'Må vi gjøre en DPIA for en ny konto?');
    await who.press('ask_person');
    expect(here.posted.map((p) => p.card.fallback).join()).toContain('Må vi gjøre en DPIA for en ny konto?');
    expect(here.posted.map((p) => p.card.fallback).join()).not.toContain('Når må vi');
  });
});

describe('whoever asks', () => {
  it('is named to nobody, unless they write their name: then those who answer see it until it is taken out again', async () => {
    const here = await municipality();
    const who = await here.asks(POWER);
    expect(who.text).toContain('uten navnet ditt');
    await who.press('reword');
    expect(who.field('name')).not.toHaveProperty('value');
    who.write('text', POWER);
    who.write('name', 'Kari Nes 15898534577 <@U123>');
    await who.press('reword', (a) => 'sent' in a);
    expect(who.text).toContain('med navnet ditt');
    expect(who.text).toContain('Navnet ditt blir vist: Kari Nes');
    expect(who.text).not.toContain('15898534577');
    await here.asks(CHRISTMAS.nb);

    const boss = await here.office('boss');
    expect(boss.text.match(/Oppgitt navn: Kari Nes/g)).toHaveLength(1);
    await boss.press('learn.answer');
    expect(boss.text).toContain('Oppgitt navn: Kari Nes');
    await boss.act(boss.action('learn.save'), { text: TEXT, country: 'both', review: '2027-06-01' });
    const [expert] = await here.deps.learn.experts.latest('t');
    expect(JSON.stringify(expert)).not.toContain('Kari');

    const other = await here.asks('Hvem vasker flaggstanga foran rådhuset?');
    await other.press('reword');
    other.write('name', 'Ola Vik');
    await other.press('reword', (a) => 'sent' in a);
    await other.press('reword');
    expect(other.field('name')).toMatchObject({ value: 'Ola Vik' });
    other.write('name', '');
    await other.press('reword', (a) => 'sent' in a);
    expect(other.text).toContain('uten navnet ditt');
    expect(JSON.stringify(await here.groups())).not.toContain('Ola Vik');
  });

  it('may be named to the person whom they ask at once', async () => {
    const here = await municipality();
    const who = await here.asks(POWER);
    await who.act({ do: 'ask_person', turn: idIn(who) });
    who.write('name', 'Kari Nes');
    await who.press('ask_person');
    expect(who.text).toContain('får spørsmålet nå, med navnet ditt');
    expect(here.posted.at(-1)?.card.fallback).toContain('Oppgitt navn: Kari Nes');
  });
});

const idIn = (who: Person): string => {
  const found = who.buttons().find((b) => b.action?.do === 'reword')?.action;
  return found && 'turn' in found ? (found.turn ?? '') : '';
};

describe('the cards of those responsible', () => {
  it('are sound in four languages, and keep to the words that varsam uses', async () => {
    for (const lang of LANGS) {
      const here = await municipality();
      here.deps.learn.lang = lang;
      await here.asks(CHRISTMAS[lang], lang);
      await here.asks(POWER);
      const who = here.person('slack', lang, { user: 'boss' });
      const [{ id, version } = { id: '', version: 0 }] = await here.groups();
      const on = { group: id, version };
      for (const action of [
        { do: 'learn.board', ...on },
        { do: 'learn.answer', ...on },
        { do: 'learn.pass', ...on },
        { do: 'learn.merge', ...on },
        { do: 'learn.close', ...on },
        { do: 'learn.answer', ...on, version: 9 },
        { do: 'learn.answer', ...on, group: 'gone' },
      ] as const) {
        await who.act(action);
        expectSound(who.card);
        expect(unluckyWords(who.card)).toEqual([]);
      }
      expectSound(chooseCard(viewIn(lang), group('g'), 'merge', []));
    }
  });
});
