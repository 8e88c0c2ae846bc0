import { describe, expect, it } from 'vitest';
import type { ConverseDeps } from '../../src/app/converse.ts';
import { knownChannel, person, realConverseDeps } from '../support/converse.ts';

const known = async () => {
  const deps = await realConverseDeps();
  await knownChannel(deps);
  return deps;
};
/** The same house with a photo check that means something else. */
const changed = (deps: ConverseDeps): ConverseDeps => ({
  ...deps,
  knowledge: {
    ...deps.knowledge,
    screenings: deps.knowledge.screenings.map((d) => (d.id === 'photo-check' ? { ...d, version: d.version + 1 } : d)),
  },
});
const answersOf = async (deps: ConverseDeps, id: string) =>
  (await deps.sessions.session('t', id))?.session.answers.map((a) => `${a.question}=${a.value}`) ?? [];

describe('an event', () => {
  it('that is sent again is not worked on again', async () => {
    const who = person(await known(), 'nb');
    await who.send({ kind: 'text', text: 'Når må vi gjøre en DPIA?' }, 'same');
    expect(who.out).toHaveLength(1);
    expect(await who.send({ kind: 'text', text: 'Når må vi gjøre en DPIA?' }, 'same')).toEqual([]);
    expect(await who.deps.store.turns('t', 'c1', 10)).toHaveLength(1);
  });

  it('that failed gives a card with a code that stands in the log, and can be sent again', async () => {
    const deps = await known();
    let broken = true;
    const store: ConverseDeps['store'] = {
      ...deps.store,
      saveTurn: (input) => (broken ? Promise.reject(new Error('disk full')) : deps.store.saveTurn(input)),
    };
    const who = person({ ...deps, store }, 'nb');
    await who.send({ kind: 'text', text: 'Når må vi gjøre en DPIA?' }, 'e-fails');
    const code = /kode (\S+)/.exec(who.text)?.[1];
    expect(code).toBeTruthy();
    expect(deps.log.lines.join('\n')).toContain(code);
    expect(who.text).not.toMatch(/disk full/);
    broken = false;
    await who.send({ kind: 'text', text: 'Når må vi gjøre en DPIA?' }, 'e-fails');
    expect(who.deeds()).toContain('feedback');
  });
});

describe('a button', () => {
  it('pressed twice changes nothing the second time, and shows the newest card in its place', async () => {
    const who = person(await known(), 'nb');
    await who.command('photo-check');
    const none = who.action('none');
    await who.act(none);
    const [first, again] = [who.out, await who.act(none)];
    expect(again).toEqual(first);
    expect(again[0]?.replaces).toBe(true);
  });

  it('pressed twice at once counts once', async () => {
    const deps = await known();
    const who = person(deps, 'nb');
    await who.command('photo-check');
    const none = who.action('none');
    const { session } = none as { session: string };
    const [a, b] = await Promise.all([person(deps, 'nb').act(none), person(deps, 'nb').act(none)]);
    expect(a?.[0]?.card.fallback).toBe(b?.[0]?.card.fallback);
    const answers = await answersOf(deps, session);
    expect(new Set(answers).size).toBe(answers.length);
  });

  it('of an old card changes nothing', async () => {
    const who = person(await known(), 'nb');
    await who.command('photo-check');
    const old = who.action('none');
    const { session } = old as { session: string };
    await who.press('none');
    await who.press('none');
    expect(who.text).toMatch(/^Jeg fant ingen hindringer/);
    const before = await answersOf(who.deps, session);
    await who.act(old, { P03: 'yes' });
    expect(who.text).toMatch(/^Jeg fant ingen hindringer/);
    expect(await answersOf(who.deps, session)).toEqual(before);
  });

  it('that starts what is started already shows that', async () => {
    const who = person(await known());
    await who.say('Kan jeg legge ut dette klassebildet?');
    const start = who.action('start');
    await who.act(start);
    const card = who.text;
    await who.act(start);
    expect(who.text).toBe(card);
  });

  it('of somebody else’s thread does nothing there', async () => {
    const deps = await known();
    const mine = person(deps, 'nb');
    await mine.command('photo-check');
    const none = mine.action('none');
    const { session } = none as { session: string };
    const before = await answersOf(deps, session);
    const theirs = person(deps, 'nb', 'NO', { conversation: 'theirs' });
    await theirs.act(none);
    expect(theirs.text).toMatch(/Dette kan jeg/);
    await theirs.act({ do: 'cancel', session });
    expect(await answersOf(deps, session)).toEqual(before);
    expect((await deps.sessions.session('t', session))?.state).toBe('open');
  });
});

describe('a screening', () => {
  it('in one thread knows nothing of another in the next', async () => {
    const deps = await known();
    const one = person(deps, 'nb');
    const two = person(deps, 'nb', 'NO', { conversation: 'c2' });
    await one.command('photo-check');
    await two.command('photo-check');
    one.tick('P05');
    await one.press('answer');
    expect(one.fields()).toEqual(['P05']);
    await two.press('none');
    await two.press('none');
    expect(two.text).toMatch(/^Jeg fant ingen hindringer/);
    await one.say('ja');
    expect(one.lines()).toContain('P07');
  });

  it('is paused, and resumed days later by a word, where it was', async () => {
    const deps = await known();
    const who = person(deps, 'nb');
    await who.command('photo-check');
    await who.press('none');
    const card = who.text;
    await who.press('pause');
    expect(who.text).toMatch(/Lagret\. Skriv «fortsett»/);
    const later = person({ ...deps, clock: { now: () => new Date('2026-03-09T08:00:00Z') } }, 'nb');
    await later.say('Fortsett');
    expect(later.text).toBe(card);
  });

  it('that is not finished is offered before a second one is begun', async () => {
    const who = person(await known(), 'nb');
    await who.command('photo-check');
    await who.press('none');
    await who.command('photo-check');
    expect(who.deeds()).toEqual(['resume', 'restart', 'cancel']);
    await who.press('restart');
    expect(who.lines()).toContain('P03');
    await who.press('none');
    await who.press('none');
    expect(who.text).toMatch(/^Jeg fant ingen hindringer/);
  });

  it('goes on after a question that came in between, and offers that once', async () => {
    const who = person(await known(), 'nb');
    await who.command('photo-check');
    await who.press('none');
    const card = who.text;
    await who.say('Når må vi gjøre en DPIA?');
    expect(who.out).toHaveLength(2);
    expect(who.out[0]).toHaveProperty('turn');
    expect(who.deeds()).toEqual(['resume', 'restart', 'cancel']);
    const resume = who.action('resume');
    await who.say('Kan vi slette en kritisk kommentar?');
    expect(who.out).toHaveLength(1);
    await who.act(resume);
    expect(who.text).toBe(card);
    await who.say('Hva er personopplysninger?');
    expect(who.out).toHaveLength(2);
  });

  it('that is cancelled stays so, whatever old button is pressed', async () => {
    const who = person(await known(), 'nb');
    await who.command('photo-check');
    const none = who.action('none');
    await who.say('avbryt');
    expect(who.text).toMatch(/Avbrutt: Bildesjekk/);
    await who.act(none);
    expect(who.text).toMatch(/Avbrutt: Bildesjekk/);
    await who.press('start');
    expect(who.lines()).toContain('P03');
  });

  it.each([
    ['avbryt', 'nb', 'Det er ingen sjekk i gang her'],
    ['Avbryt.', 'nn', 'Det er ingen sjekk i gang her'],
    ['fortsätt', 'sv', 'Ingen kontroll pågår här'],
    ['cancel', 'en', 'No check is under way here'],
    ['stopp', 'nb', 'Det er ingen sjekk i gang her'],
  ] as const)('is not there to be told “%s”: a plain word says so, and nobody is asked', async (word, lang, says) => {
    const who = person(await known(), lang);
    await who.say(word);
    expect(who.text).toContain(says);
    expect(await who.deps.store.openQuestions('t')).toEqual([]);
    expect(await who.deps.store.turns('t', 'c1', 10)).toEqual([]);
    await who.press('start');
    expect(who.lines()).toContain('P03');
  });

  it('whose questions have changed meanwhile offers a restart, and keeps the answers that still fit', async () => {
    const deps = await known();
    const who = person(deps, 'nb');
    await who.command('photo-check');
    who.tick('P16');
    await who.press('answer');
    who.choose('P16', 'licence');
    const later = person(changed(deps), 'nb');
    await later.act(who.action('answer'), { P16: 'licence' });
    expect(later.text).toMatch(/Spørsmålene er endret siden sist/);
    await later.say('nei');
    await later.act(who.action('answer'), { P16: 'licence' });
    await later.press('restart');
    expect(later.field('P01')).toMatchObject({ value: 'main' });
    await later.press('answer');
    expect(later.field('P03')).toMatchObject({ value: 'no' });
  });

  it('is stored before its card is shown', async () => {
    const deps = await known();
    const sessions: ConverseDeps['sessions'] = { ...deps.sessions, save: () => Promise.reject(new Error('gone')) };
    const who = person({ ...deps, sessions }, 'nb');
    await who.command('photo-check');
    expect(who.text).toMatch(/Noe gikk galt/);
    expect(await deps.sessions.unfinished('t', 'c1')).toBeUndefined();
  });
});

describe('an answer', () => {
  it('takes feedback and goes to a person on request, and only in its own thread', async () => {
    const deps = await known();
    const who = person(deps, 'nb');
    await who.say('Når må vi gjøre en DPIA?');
    const turn = who.out[0]?.turn ?? '';
    await person(deps, 'nb', 'NO', { conversation: 'other' }).act({ do: 'ask_person', turn });
    expect(await deps.store.openQuestions('t')).toEqual([]);
    await who.press('feedback', (a) => a.do === 'feedback' && a.verdict === 'not_helpful');
    await who.press('ask_person');
    expect(await deps.store.openQuestions('t')).toEqual([]);
    expect(who.field('text')).toMatchObject({ value: 'Når må vi gjøre en DPIA?' });
    await who.press('ask_person');
    expect(await deps.store.openQuestions('t')).toMatchObject([{ id: turn, reason: 'ask_person' }]);
    await who.press('withdraw');
    expect(await deps.store.openQuestions('t')).toEqual([]);
  });

  it('is shown to the asker first where others read along, and to all when it is shared', async () => {
    const who = person(await known(), 'nb', 'NO', { shared: true });
    await who.say('Når må vi gjøre en DPIA?');
    expect(who.out[0]).not.toHaveProperty('shared');
    await who.press('share');
    expect(who.out[0]).toMatchObject({ shared: true, replaces: false });
    expect(who.deeds()).not.toContain('share');
  });

  it('comes in the language and for the country that a person has chosen, in every thread', async () => {
    const deps = await known();
    const who = person(deps);
    await who.command('help');
    await who.press('language', (a) => a.do === 'language' && a.lang === 'sv');
    expect(who.card.lang).toBe('sv');
    await who.press('country', (a) => a.do === 'country' && a.country === 'SE');
    const elsewhere = person(deps, undefined, 'NO', { conversation: 'c2' });
    await elsewhere.say('Kan jeg legge ut dette klassebildet?');
    expect(elsewhere.card.lang).toBe('sv');
    await elsewhere.press('start');
    const { session } = elsewhere.action('confirm') as { session: string };
    expect((await deps.sessions.session('t', session))?.session.country).toBe('SE');
    const other = person(deps, undefined, 'NO', { conversation: 'c3', user: 'u2' });
    await other.say('Kan jeg legge ut dette klassebildet?');
    expect(other.card.lang).toBe('nb');
  });

  it('to nothing, or to far too much, says so', async () => {
    const who = person(await known(), 'nb');
    await who.say('   ');
    expect(who.text).toMatch(/Skriv et spørsmål først/);
    await who.say('ord '.repeat(2000));
    expect(who.text).toMatch(/4000/);
  });
});
