import { describe, expect, it } from 'vitest';
import { commandIn } from '../../src/core/command.ts';
import { LANGS } from '../../src/core/language.ts';
import { screeningNamed } from '../../src/core/screening/names.ts';
import { person, realConverseDeps } from '../support/converse.ts';
import { realKnowledge } from '../support/knowledge.ts';

describe('the name of a screening', () => {
  it('is its id, and its title in every language', () => {
    for (const { id, title } of realKnowledge().screenings) {
      expect(screeningNamed(id)).toEqual({ screening: id, text: '' });
      for (const lang of LANGS) expect(screeningNamed(title[lang])?.screening, title[lang]).toBe(id);
    }
  });

  it.each([
    ['remove-comment med trusler', { screening: 'remove-comment', text: 'med trusler' }],
    ['Fjern kommentar med trusler', { screening: 'remove-comment', text: 'Fjern kommentar med trusler' }],
    ['TA BORT EN BILD', { screening: 'takedown-request', text: '' }],
    ['ta bort en kommentar!', { screening: 'remove-comment', text: '' }],
    ['ny konto på Instagram', { screening: 'start-account', text: 'ny konto på Instagram' }],
    ['dpia: ny side for hele kommunen', { screening: 'dpia', text: 'ny side for hele kommunen' }],
  ] as const)('stands at the beginning, with what is said of it: %s', (text, expected) => {
    expect(screeningNamed(text)).toEqual(expected);
  });

  it.each([
    '',
    'Kan vi fjerne en kommentar?',
    'fjern en kommentar?',
    'remove-comments',
    'avviket',
    'hvem svarer på kommentarer',
    'weekend',
  ])('is not every word that looks like it: “%s”', (text) => {
    expect(screeningNamed(text)).toBeUndefined();
  });
});

describe('a command', () => {
  it.each([
    ['/photo-check klassebildet', 'photo-check', 'klassebildet'],
    ['  /DPIA-start: ny side', 'dpia-start', 'ny side'],
    ['/varsam', 'varsam', ''],
    ['/varsam fjern en kommentar', 'varsam', 'fjern en kommentar'],
    ['/remove-comment den truer', 'varsam', 'remove-comment den truer'],
    ['/breach', 'varsam', 'breach'],
    ['/help', 'help', ''],
  ])('is known by its stroke: %s', (text, command, rest) => {
    expect(commandIn(text)).toEqual({ command, text: rest });
  });

  it.each(['photo-check', '/photo-checking', '/weather', 'varsam', '/ help', 'hva er /photo-check'])(
    'is nothing else: %s',
    (text) => {
      expect(commandIn(text)).toBeUndefined();
    },
  );

  it('without its stroke is only what nobody writes otherwise', () => {
    const bare = (text: string) => commandIn(text, { bare: true });
    expect(bare('photo-check klassebildet')).toMatchObject({ command: 'photo-check' });
    expect(bare('remove-comment')).toEqual({ command: 'varsam', text: 'remove-comment' });
    expect(bare('varsam fjern en kommentar')).toEqual({ command: 'varsam', text: 'fjern en kommentar' });
    for (const text of [
      'help me choose a photo',
      'varsam er et ord',
      'breach of copyright',
      'snapshot of what',
      'dpia',
    ])
      expect(bare(text), text).toBeUndefined();
  });
});

describe('/varsam', () => {
  it('begins any screening by its name, in any language, with what was said', async () => {
    const deps = await realConverseDeps();
    for (const { id, title } of deps.knowledge.screenings)
      for (const lang of LANGS) {
        const who = person(deps, lang, 'NO', { conversation: `${id}-${lang}` });
        await who.command('varsam', title[lang]);
        expect(who.card.lang).toBe(lang);
        expect((await deps.sessions.unfinished('t', `${id}-${lang}`))?.session.definition).toBe(id);
      }
  });

  it('reads what stands behind the name', async () => {
    const who = person(await realConverseDeps(), 'nb');
    await who.command('varsam', 'remove-comment Kommentaren truer en ansatt');
    expect(who.text).toMatch(/Slik forsto jeg deg:[\s\S]*M02.*«truer»/);
    await who.command('varsam', 'dpia ny Facebook-side for hele kommunen');
    expect(who.text).toMatch(/Slik forsto jeg deg:[\s\S]*D15.*«hele kommunen»/);
  });

  it('answers a question, and helps where there is none; help names every checklist', async () => {
    const who = person(await realConverseDeps(), 'nb');
    await who.command('varsam', 'Når må vi gjøre en DPIA?');
    expect(who.out[0]?.turn).toBeTruthy();
    for (const text of ['', 'hjelp', '?']) {
      await who.command('varsam', text);
      expect(who.text).toContain('Fjern en kommentar (/varsam remove-comment)');
      expect(who.text.match(/\/varsam [a-z-]+\)/g)).toHaveLength(9);
    }
  });
});
