import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Home, homeView } from '../../src/channels/slack/home.ts';
import { fromAction } from '../../src/channels/slack/inbound.ts';
import { LANGS } from '../../src/core/language.ts';
import { say } from '../../src/core/locale.ts';
import { viewFaults } from '../fakes/slack/block-rules.ts';
import { ANNA, blockAction, DM, TS } from '../fakes/slack/payloads.ts';
import { buttonsOf, wordsOn } from '../fakes/slack/person.ts';
import { realKnowledge } from '../support/knowledge.ts';

const where = { channel: DM, root: TS, threaded: true, shared: false };
const aHome = (over: Partial<Home> = {}): Home => ({
  lang: 'nb',
  chosen: { lang: null, country: 'NO' },
  screenings: [{ id: 's1', title: 'Bildesjekk', answers: 4, at: '2026-11-18T09:00:00.000Z', where }],
  questions: [
    { question: 'Kan vi strømme møtet?', at: '2026-11-17T09:00:00.000Z', state: 'open' },
    { question: 'Kan vi ha egen side?', at: '2026-11-10T09:00:00.000Z', state: 'answered' },
  ],
  ...over,
});
const drawn = (home: Home) => {
  const view = homeView(home, (key, values) => say(realKnowledge().locales, home.lang, key, values));
  expect(viewFaults(view)).toEqual([]);
  return { id: 'V1', hash: 'h', user: ANNA, view: view as never };
};

describe('the home tab', () => {
  it('shows what waits and what was asked, with its dates, in every language', () => {
    const text = wordsOn(drawn(aHome()));
    expect(text).toContain('Sist brukt 18. november 2026, svar så langt: 4');
    expect(text).toContain('Kan vi strømme møtet?\n · Venter på svar siden 17. november 2026');
    expect(text).toContain('Kan vi ha egen side?\n · Besvart, spurt 10. november 2026');
    for (const lang of LANGS) expect(wordsOn(drawn(aHome({ lang }))), lang).not.toMatch(/home\.|\{\w+\}|undefined/);
  });

  it('says so where nothing waits', () => {
    expect(wordsOn(drawn(aHome({ screenings: [], questions: [] })))).toMatch(
      /Ingen sjekker venter\.[\s\S]*Ingen spørsmål venter\./,
    );
  });

  it('marks what is chosen in words', () => {
    expect(wordsOn(drawn(aHome({ chosen: { lang: 'nn', country: 'SE' } })))).toMatch(
      /Nynorsk \(valgt\)[\s\S]*Sverige \(valgt\)/,
    );
    expect(wordsOn(drawn(aHome()))).toMatch(/Som spørsmålet \(valgt\)/);
  });

  it('takes a screening up in the thread it belongs to', () => {
    const resume = buttonsOf(drawn(aHome())).find((b) => b.text.text === 'Fortsett');
    const payload = blockAction(
      { ...resume, block_id: resume?.block_id },
      { view: { id: 'V1', hash: 'h', type: 'home' } },
    );
    expect(fromAction(payload, { country: 'NO', lang: undefined })).toMatchObject({
      action: { do: 'resume', session: 's1' },
      where,
      from: { conversation: `${DM}/${TS}/${ANNA}` },
    });
  });

  it('keeps every limit, however much there is', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 2000 });
    const at = fc.constantFrom('2026-11-18T09:00:00.000Z', 'nonsense');
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            id: fc.stringMatching(/^[a-z0-9-]{1,60}$/),
            title: text,
            answers: fc.nat(),
            at,
            where: fc.constant(where),
          }),
          { maxLength: 40 },
        ),
        fc.array(fc.record({ question: text, at, state: fc.constantFrom('open', 'answered', 'closed') }), {
          maxLength: 200,
        }),
        (screenings, questions) => void drawn(aHome({ screenings, questions })),
      ),
      { numRuns: 40 },
    );
  });
});
