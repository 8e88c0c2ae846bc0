import { describe, expect, it } from 'vitest';
import { knownChannel, type Person, person, realConverseDeps } from '../support/converse.ts';

const known = async () => {
  const deps = await realConverseDeps();
  await knownChannel(deps);
  return deps;
};
const CLASS_PHOTO = 'Kan jeg legge ut dette klassebildet?';

/** From the question to the verdict, on a channel that is known. */
async function classPhoto(who: Person, question: string): Promise<void> {
  await who.say(question);
  await who.press('start');
  await who.press('confirm');
  await who.press('none');
  who.choose('P13', 'none');
  await who.press('none');
  await who.press('none');
}

describe('a class photo', () => {
  it('is answered, screened with what was understood, and ends without consent in six taps', async () => {
    const who = person(await known());
    const [answer] = await who.say(CLASS_PHOTO);
    expect(answer).toMatchObject({ replaces: false, turn: expect.any(String) });
    expect(who.deeds()).toEqual(expect.arrayContaining(['start', 'feedback']));
    await who.press('start');
    expect(who.text).toMatch(/Slik forsto jeg deg:[\s\S]*P07[^\n]*«klassebildet»[\s\S]*P11[^\n]*Hovedmotiv/);
    await who.press('confirm');
    expect(who.lines()).toEqual(['P03', 'P02', 'P14', 'P15', 'P16']);
    await who.press('none');
    expect(who.fields()).toEqual(['ticks', 'P13']);
    who.choose('P13', 'none');
    await who.press('none');
    await who.press('none');
    expect(who.text).toMatch(/^Grunnlag eller samtykke mangler\./);
    expect(who.text).toMatch(/foresatte/);
    expect(who.text).toMatch(/§ 104/);
    expect(who.text).toMatch(/Et råd, ikke en tillatelse\./);
    expect(who.taps).toBeLessThanOrEqual(6);
  });

  it.each([
    ['sv', 'SE', 'Får vi publicera ett klassfoto på Facebook?', /^Rättslig grund eller samtycke saknas\./, false],
    ['en', 'NO', 'Can I post this class photo on Facebook?', /^Basis or consent is missing\./, true],
    ['nn', 'NO', 'Kan eg leggje ut dette klassebiletet på Facebook?', /^Grunnlag eller samtykke manglar\./, true],
  ] as const)(
    'is asked about in %s in %s, and every card speaks that language',
    async (lang, country, question, verdict, norway) => {
      const who = person(await known(), undefined, country);
      await classPhoto(who, question);
      expect(who.card.lang).toBe(lang);
      expect(who.text).toMatch(verdict);
      expect(/§ 104/.test(who.text)).toBe(norway);
      expect(who.taps).toBeLessThanOrEqual(6);
    },
  );

  it('keeps its verdict when what was understood wrong is changed first', async () => {
    const who = person(await known());
    await who.say(CLASS_PHOTO);
    await who.press('start');
    await who.press('change', (a) => a.do === 'change' && a.question === 'P09');
    expect(who.fields()).toEqual(['P09']);
    expect(who.field('P09')).not.toHaveProperty('value');
    who.choose('P09', 'no');
    await who.press('answer');
    expect(who.text).toMatch(/Slik forsto jeg deg/);
    expect(who.text).not.toMatch(/P09/);
    await who.press('confirm');
    await who.press('none');
    who.choose('P13', 'none');
    await who.press('none');
    await who.press('none');
    expect(who.text).toMatch(/P07=main P11=portrait P13=none/);
    expect(who.text).toMatch(/P09=no/);
  });

  it('after its verdict, one answer is changed and only that is asked', async () => {
    const who = person(await known());
    await classPhoto(who, CLASS_PHOTO);
    await who.press('change', (a) => a.do === 'change' && a.question === 'P11');
    expect(who.fields()).toEqual(['P11']);
    who.choose('P11', 'offensive');
    await who.press('answer');
    expect(who.text).toMatch(/^Ikke publiser dette\./);
  });
});

describe('a landscape', () => {
  it('takes at most three taps', async () => {
    const who = person(await known());
    await who.command('photo-check', 'Et landskapsbilde uten mennesker');
    if (who.deeds().includes('confirm')) await who.press('confirm');
    await who.press('none');
    if (who.lines().length > 0) await who.press('none');
    expect(who.text).toMatch(/^Jeg fant ingen hindringer\./);
    expect(who.taps).toBeLessThanOrEqual(3);
  });

  it('takes at most three taps without a word about it', async () => {
    const who = person(await known());
    await who.command('help');
    await who.press('start');
    await who.press('none');
    await who.press('none');
    expect(who.text).toMatch(/^Jeg fant ingen hindringer\./);
    expect(who.taps).toBe(3);
  });
});

describe('the facts of a channel', () => {
  it('are asked once, then stand in one line, and can be changed', async () => {
    const deps = await realConverseDeps();
    const first = person(deps, 'nb');
    await first.command('photo-check');
    expect(first.fields()).toEqual(['P01', 'P17', 'P19', 'P22']);
    for (const [id, value] of [
      ['P01', 'own'],
      ['P17', 'yes'],
      ['P19', 'closed'],
      ['P22', 'yes'],
    ] as const)
      first.choose(id, value);
    await first.press('answer');
    expect(first.lines()).toContain('P03');

    const second = person(deps, 'nb', 'NO', { conversation: 'c2' });
    await second.command('photo-check');
    expect(second.lines()).toContain('P03');
    expect(second.text).toMatch(/Kanal: Egen, godkjent kanal/);
    await second.press('change');
    expect(second.field('P01')).toMatchObject({ value: 'own' });
    second.choose('P01', 'main');
    await second.press('answer');
    expect((await deps.facts.get('t', 'room')).get('P01')).toBe('main');

    const elsewhere = person(deps, 'nb', 'NO', { conversation: 'c3', place: 'another room' });
    await elsewhere.command('photo-check');
    expect(elsewhere.fields()).toContain('P01');
  });

  it('of a channel nobody has cleared end the check at once, with a way to change them', async () => {
    const deps = await realConverseDeps();
    await deps.facts.set(
      't',
      'room',
      new Map([
        ['P01', 'unapproved'],
        ['P17', 'yes'],
        ['P19', 'yes'],
        ['P22', 'yes'],
      ]),
      '2026-01-01T00:00:00Z',
    );
    const who = person(deps, 'nb');
    await who.command('photo-check');
    expect(who.text).toMatch(/^Ikke publiser dette\./);
    expect(who.deeds()).toContain('change');
  });
});

describe('a form', () => {
  it('with nothing ticked says so at the field, and keeps what was chosen beside it', async () => {
    const who = person(await known());
    await who.say(CLASS_PHOTO);
    await who.press('start');
    await who.press('confirm');
    await who.press('answer');
    expect(who.field('ticks')).toMatchObject({ error: expect.stringMatching(/Ingen av disse/) });
    await who.press('none');
    who.choose('P13', 'task');
    await who.press('answer');
    expect(who.fields()).toEqual(['ticks']);
    expect(who.field('ticks')).toHaveProperty('error');
    await who.press('none');
    expect(who.lines()).toContain('P18');
  });

  it('asks what was ticked in full, and records the rest as harmless', async () => {
    const who = person(await known(), 'nb');
    await who.command('photo-check');
    who.tick('P05', 'P16');
    await who.press('answer');
    expect(who.fields()).toEqual(['P05', 'P16']);
    who.choose('P05', 'yes');
    await who.press('answer');
    expect(who.fields()).toEqual(['P16']);
    expect(who.field('P16')).toHaveProperty('error');
    who.choose('P16', 'licence');
    await who.press('answer');
    expect(who.lines()).toContain('P07');
    await who.press('back');
    expect(who.field('P16')).toMatchObject({ value: 'licence' });
  });

  it('takes no value that the question does not have, and nothing for a question that it does not show', async () => {
    const who = person(await known(), 'nb');
    await who.command('photo-check');
    const { session } = who.action('answer') as { session: string };
    const answer = who.action('answer');
    await who.act(answer, { ticks: ['P99', 'P13'], P13: 'task', P03: 'perhaps' });
    expect(who.lines()).toContain('P03');
    const stored = await who.deps.sessions.session('t', session);
    expect(stored?.session.answers.every((a) => a.by === 'channel')).toBe(true);
  });
});
