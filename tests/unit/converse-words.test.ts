import { describe, expect, it } from 'vitest';
import { commandIn, numbersIn, optionNamed, optionSaid, sayIn } from '../../src/app/plain-words.ts';
import { indexOf } from '../../src/core/screening/definition.ts';
import { knownChannel, person, realConverseDeps } from '../support/converse.ts';
import { dpia, photoCheck } from '../support/screening.ts';

const begun = async (lang: 'nb' | 'nn' | 'sv' | 'en' = 'nb') => {
  const deps = await realConverseDeps();
  await knownChannel(deps);
  const who = person(deps, lang, lang === 'sv' ? 'SE' : 'NO');
  await who.command('photo-check');
  return who;
};
const item = (id: string) => {
  const found = indexOf(id.startsWith('D') ? dpia() : photoCheck()).items.get(id);
  if (!found) throw new Error(id);
  return found;
};

describe('plain words', () => {
  it.each([
    ['nb', 'ingen av disse', /^Steg 2/],
    ['nn', 'Ingen av desse.', /^Steg 2/],
    ['sv', 'inget av detta', /^Steg 2/],
    ['en', 'None of these', /^Step 2/],
  ] as const)('say “none of these” in %s: %s', async (lang, words, card) => {
    const who = await begun(lang);
    await who.say(words);
    expect(who.text).toMatch(card);
    expect(who.out[0]?.replaces).toBe(false);
  });

  it('answer the only question by yes, label, number and code', async () => {
    const who = await begun();
    await who.say('1');
    expect(who.fields()).toEqual(['P05']);
    await who.say('Ja');
    expect(who.lines()).toContain('P07');
    who.tick('P07', 'P09', 'P10');
    await who.press('answer');
    expect(who.fields()).toEqual(['P07', 'P09', 'P10', 'P11', 'P13']);
    await who.say('Ja, i en folkemengde');
    expect(who.fields()).toEqual(['P09', 'P10', 'P11', 'P13']);
    await who.say('P13: ingen');
    await who.say('P10 2');
    await who.say('situation');
    expect(who.fields()).toEqual(['P09']);
    await who.say('nei');
    expect(who.lines()).toContain('P18');
    const stored = await who.deps.sessions.unfinished('t', 'c1');
    const said = Object.fromEntries(stored?.session.answers.map((a) => [a.question, [a.value, a.state]]) ?? []);
    expect(said).toMatchObject({
      P07: ['crowd', 'confirmed'],
      P09: ['no', 'confirmed'],
      P10: ['role', 'confirmed'],
      P11: ['situation', 'confirmed'],
      P13: ['none', 'confirmed'],
    });
  });

  it('in a whole sentence are read, shown with the words, and count once confirmed', async () => {
    const who = await begun();
    await who.say('Det er elever på bildet');
    expect(who.text).toMatch(/Slik forsto jeg deg:[\s\S]*P09[^\n]*«elever»/);
    await who.say('stemmer');
    expect(who.lines()).toContain('P03');
  });

  it('that answer the only question in a sentence count at once; those that speak against an answer are shown', async () => {
    const who = await begun();
    who.tick('P16');
    await who.press('answer');
    expect(who.fields()).toEqual(['P16']);
    await who.say('Jeg har tatt bildet selv');
    expect(who.lines()).toContain('P18');
    await who.say('Bildet er KI-generert');
    expect(who.text).toMatch(/Slik forsto jeg deg:[\s\S]*P16[^\n]*KI-generert/);
    await who.press('confirm');
    await who.press('none');
    expect(who.text).toMatch(/^Gjør dette først\./);
  });

  it('never take a question for an answer', async () => {
    const who = await begun();
    await who.say('Kan vi vise elever på bildet?');
    expect(who.out[0]).toHaveProperty('turn');
    expect(who.deeds()).toContain('resume');
  });

  it('that could mean several things show the card again', async () => {
    const who = await begun();
    const card = who.text;
    await who.say('ja');
    expect(who.text).toBe(card);
    await who.say('17');
    expect(who.text).toBe(card);
  });

  it('go back, change an answer, start over and cancel', async () => {
    const who = await begun();
    await who.say('ingen av disse');
    await who.say('endre P16');
    expect(who.fields()).toEqual(['P16']);
    await who.say('Uklart');
    expect(who.text).toMatch(/^Ikke publiser dette/);
    const norwegian = await begun();
    await norwegian.say('ingen av disse');
    const step = norwegian.text;
    await norwegian.say('tilbake');
    expect(norwegian.text).toMatch(/^Steg 1/);
    expect(norwegian.text).not.toBe(step);
    const again = await begun('en');
    await again.say('none');
    await again.say('back');
    expect(again.text).toMatch(/^Step 1/);
    await again.say('start over');
    expect(again.lines()).toContain('P03');
    await again.say('cancel');
    expect(again.text).toMatch(/Cancelled/i);
    await again.say('resume');
    expect(again.text).toMatch(/^No check is under way here/);
    expect(again.out[0]).not.toHaveProperty('turn');
  });

  it('hold no name when they are stored', async () => {
    const who = await begun();
    await who.say('Det er eleven Kari Nordmann på bildet, ring 987 65 432');
    expect(JSON.stringify(await who.deps.sessions.unfinished('t', 'c1'))).not.toMatch(/Nordmann|987/);
  });
});

describe('a word', () => {
  it.each([
    ['Hald fram', 'resume'],
    ['fortsätt!', 'resume'],
    ['Fortsett senere', 'pause'],
    ['@varsam tilbake', 'back'],
    ['Börja om', 'restart'],
    ['STOP', 'cancel'],
    ['None of these', 'none'],
    ['fortsett med bildet av elevene', undefined],
    ['ingen elever er med', undefined],
  ])('“%s” is a command: %s', (text, command) => {
    expect(commandIn(text)).toBe(command);
  });

  it.each([
    ['Ja.', 'yes'],
    ['Nej', 'no'],
    ['veit ikkje', 'unsure'],
    ['I don’t know', 'unsure'],
    ["I don't know", 'unsure'],
    ['ja, men bare ryggen', undefined],
  ])('“%s” says %s', (text, said) => {
    expect(sayIn(text)).toBe(said);
  });

  it.each([
    ['P05', 'yes', 'yes'],
    ['P05', 'unsure', 'unsure'],
    ['P04', 'yes', 'info'],
    ['P15', 'unsure', 'no'],
    ['P02', 'yes', undefined],
    ['P20', 'unsure', 'yes'],
    ['P20', 'yes', 'yes'],
    ['D04', 'no', undefined],
    ['D06', 'unsure', 'none'],
    ['D07', 'unsure', 'unknown'],
  ] as const)('%s: %s means %s', (id, say, code) => {
    expect(optionSaid(item(id), say)?.code).toBe(code);
  });

  it('names an option by label in any of the languages, and numbers stand alone', () => {
    expect(optionNamed(item('P07'), 'Yes, in a crowd')?.code).toBe('crowd');
    expect(optionNamed(item('P13'), 'ingen')?.code).toBe('none');
    expect(numbersIn('1, 3 og 4')).toEqual([1, 3, 4]);
    expect(numbersIn('3 elever')).toBeUndefined();
  });
});
