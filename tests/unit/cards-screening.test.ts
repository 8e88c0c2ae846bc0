import { describe, expect, test } from 'vitest';
import {
  ASK_ERRORS,
  askCard,
  cancelledCard,
  pausedCard,
  resumeCard,
  staleCard,
  TICKS,
  tooOldCard,
  understoodCard,
  verdictCard,
} from '../../src/core/cards/screening-cards.ts';
import { type Held, seenOf } from '../../src/core/cards/view.ts';
import { LANGS, type Lang } from '../../src/core/language.ts';
import { type Definition, indexOf } from '../../src/core/screening/definition.ts';
import { next } from '../../src/core/screening/next.ts';
import { latest, propose, remember, reopen, type Session, startSession } from '../../src/core/screening/session.ts';
import {
  actionOf,
  expectSound,
  fieldOf,
  formOf,
  labelsOf,
  partsOf,
  sourcesOf,
  unluckyWords,
  viewIn,
} from '../support/cards.ts';
import {
  asking,
  dpia,
  given,
  LANDSCAPE,
  mapOf,
  onChannel,
  PERSON,
  type Plain,
  photoCheck,
  QUIET,
} from '../support/screening.ts';

const held = (session: Session): Held => ({ id: 's1', session });
const QUESTION = 'Kan jeg legge ut dette klassebildet?';
function withClassPhoto(): Session {
  let session = onChannel();
  for (const [question, value] of [
    ['P05', 'yes'],
    ['P07', 'main'],
  ] as const)
    session = propose(photoCheck(), session, { question, value, words: 'klassebildet' }, QUESTION) ?? session;
  return session;
}
const ask = (session: Session, lang: Lang = 'nb', errors: Record<string, string> = {}, d: Definition = photoCheck()) =>
  askCard(viewIn(lang, session.country), d, held(session), asking(next(d, session)), errors);
const proposedIn = (session: Session) => [...latest(session).values()].filter((a) => a.state === 'proposed');

function verdict(answers: Plain, lang: Lang = 'nb', d: Definition = photoCheck(), assessment: string | null = null) {
  const begun = d.id === 'photo-check' ? onChannel() : startSession(d, 'NO');
  const session = given(d, begun, answers);
  const step = next(d, session);
  if (step.kind !== 'verdict') throw new Error(`asked ${step.group.map((i) => i.id)} instead of a verdict`);
  return verdictCard(viewIn(lang), d, held(session), step, 'Bildesjekk · STOP', assessment);
}
const NEW_PAGE: Plain = { ...QUIET, D01: 'Ny side', D11: 'yes', D15: 'yes', new_account: 'yes' };

describe('“I understood…”', () => {
  test('shows each answer with the words it was read from and a way to change it; Next says that all of it stands', () => {
    const session = withClassPhoto();
    const card = understoodCard(viewIn('nb'), photoCheck(), held(session), proposedIn(session));
    const [facts] = partsOf(card, 'facts');
    expect(facts?.title).toBe('Slik forsto jeg deg:');
    expect(facts?.rows.map((r) => r.value)).toEqual([
      'Ja («klassebildet»)',
      'Ja, som motiv, eller skole/barnehage («klassebildet»)',
    ]);
    expect(actionOf(card, 'Endre P07')).toEqual({ do: 'change', session: 's1', seen: 6, question: 'P07' });
    expect(actionOf(card, 'Neste')).toEqual({ do: 'confirm', session: 's1', seen: 6 });
    expect(card.fallback).toContain('Jeg ser ikke hvem som er på bildet');
    expectSound(card, { id: 's1', seen: 6 });
  });
});

describe('the form of a step', () => {
  test('has the lines to tick as one field, and nothing else while nothing is known', () => {
    const card = ask(onChannel());
    const ticks = fieldOf(card, TICKS);
    expect(formOf(card).fields).toHaveLength(1);
    expect(ticks.kind === 'ticks' && ticks.options.map((o) => o.value)).toEqual([
      'P05',
      'P03',
      'P02',
      'P14',
      'P15',
      'P16',
    ]);
    expect(labelsOf(card)).toEqual(['Endre kanalen', 'Neste', 'Ingen av disse', 'Tilbake', 'Fortsett senere']);
    expect(actionOf(card, 'Neste')).toEqual({ do: 'answer', session: 's1', seen: 4 });
    expect(formOf(card).also.find((b) => b.label === 'Ingen av disse')).toMatchObject({
      sends: true,
      action: { do: 'none' },
    });
    expect(partsOf(card, 'progress')[0]).toMatchObject({ text: 'Steg 1 av 3', step: 1, steps: 3 });
  });

  test('asks in full, below the lines, what was understood, with the answer chosen and the words beside it', () => {
    const session = propose(
      photoCheck(),
      onChannel(),
      { question: 'P05', value: 'yes', words: 'klassebildet' },
      QUESTION,
    );
    if (!session) throw new Error('not taken');
    // A stricter answer counts at once and is not asked again; P05 is harmless either way.
    const field = fieldOf(ask(session), 'P05');
    expect(field).toMatchObject({ kind: 'choice', value: 'yes', hint: 'Ja, forstått av «klassebildet»' });
    expect(fieldOf(ask(session), TICKS).kind === 'ticks' && formOf(ask(session)).fields.map((f) => f.id)).toEqual([
      TICKS,
      'P05',
    ]);
  });

  test('asks in full what was ticked', () => {
    const session = { ...onChannel(), opened: ['P03'] };
    const card = ask(session);
    const ticks = fieldOf(card, TICKS);
    expect(ticks.kind === 'ticks' && ticks.options.map((o) => o.value)).not.toContain('P03');
    expect(fieldOf(card, 'P03')).toMatchObject({ kind: 'choice', required: true });
    expect(fieldOf(card, 'P03')).not.toHaveProperty('value');
    expect(actionOf(card, 'Neste')).toMatchObject({ seen: 5 });
  });

  test('has no “none of these” once no line is left', () => {
    const session = given(photoCheck(), onChannel(), { P05: 'no', P02: 'no', P14: 'no', P15: 'yes', P16: 'own' });
    const card = ask({ ...session, opened: ['P03'] });
    expect(labelsOf(card)).toEqual(['Endre kanalen', 'Neste', 'Tilbake', 'Fortsett senere']);
  });

  test('asks the questions without a line beside the lines, and says to answer for the most vulnerable', () => {
    const session = given(photoCheck(), onChannel(), { ...LANDSCAPE, P05: 'yes' });
    const card = ask(session);
    expect(card.fallback).toContain('Er det flere, svar for den mest sårbare.');
    expect(formOf(card).fields.map((f) => f.id)).toEqual([TICKS, 'P11', 'P13']);
  });

  test('Next without a tick says so at the field, and a fault may also come in words', () => {
    const card = ask(onChannel(), 'en', { [TICKS]: ASK_ERRORS.ticks });
    expect(fieldOf(card, TICKS).error).toBe('Tick what applies, or choose “None of these”.');
    expect(fieldOf(ask(onChannel(), 'en', { [TICKS]: 'In words.' }), TICKS).error).toBe('In words.');
  });

  test('every question says why it is asked, with the lines it rests on', () => {
    const ticks = fieldOf(ask(onChannel()), TICKS);
    if (ticks.kind !== 'ticks') throw new Error('no ticks');
    for (const option of ticks.options) expect(option.why?.text, option.value).toBeTruthy();
    expect(sourcesOf(ask(onChannel())).length).toBeGreaterThan(5);
  });

  test('shows an answer that was opened again as it was given before', () => {
    const d = photoCheck();
    const all = given(d, onChannel(), { ...LANDSCAPE });
    const field = fieldOf(ask(reopen(all, ['P16'])), 'P16');
    expect(field).toMatchObject({ kind: 'choice', value: 'own' });
    expect(field.hint).toMatch(/^Svart før: /);
  });

  test('free text is never demanded', () => {
    const session = startSession(dpia(), 'NO');
    const card = askCard(viewIn('nb'), dpia(), held(session), asking(next(dpia(), session)));
    expect(fieldOf(card, 'D01')).toMatchObject({ kind: 'text', required: false, multiline: true });
  });

  test('suggests large scale for a new account on a big platform, and says that it is a suggestion', () => {
    const d = dpia();
    const basis = { D06: 'e', D20: 'ok', D21: 'no_transfer' };
    const before = { D01: 'Ny side', D02: 'yes', D03: 'no', D04: 'info', D05: 'no', new_account: 'yes', ...basis };
    const session = given(d, startSession(d, 'NO'), { ...before, D07: 'no', D08: 'no', D09: 'no', D10: 'no' });
    const suggested = formOf(ask(session, 'nb', {}, d)).fields.filter((f) => f.hint?.startsWith('Forslag fra meg: Ja'));
    expect(suggested.map((f) => f.kind === 'choice' && f.value)).toEqual(['yes']);
  });
});

describe('what is remembered of the channel', () => {
  test('is one line with a way to change it, and no step', () => {
    const card = ask(onChannel());
    expect(partsOf(card, 'facts')[0]?.rows).toEqual([
      { label: 'Kanal', value: 'Kommunens hovedkanal · og 3 svar til' },
    ]);
    expect(actionOf(card, 'Endre kanalen')).toEqual({ do: 'change', session: 's1', seen: 4 });
  });

  test('says out loud what is not in order', () => {
    const facts = mapOf({ P01: 'main', P17: 'yes', P19: 'yes', P22: 'no' });
    const card = ask(remember(photoCheck(), startSession(photoCheck(), 'NO'), facts), 'en');
    expect(partsOf(card, 'facts')[0]?.rows[0]?.value).toBe(
      'Main municipal channel · Is archiving settled for post, comments, messages? No · and 2 more',
    );
  });

  test('is asked as a step while it is not known', () => {
    const card = ask(startSession(photoCheck(), 'NO'));
    expect(formOf(card).fields.map((f) => f.id)).toEqual(['P01', 'P17', 'P19', 'P22']);
    expect(partsOf(card, 'facts')).toEqual([]);
  });
});

describe('the card of a verdict', () => {
  test('a class photo without consent: what is missing, which answers decided, what to do, whom to ask, and the log line', () => {
    const card = verdict({ ...PERSON, P07: 'main', P09: 'yes', P11: 'portrait', P13: 'none' });
    const titles = partsOf(card, 'list').map((p) => p.title);
    expect(partsOf(card, 'text')[0]).toMatchObject({ role: 'title', text: 'Grunnlag eller samtykke mangler.' });
    expect(titles).toEqual(expect.arrayContaining(['Dette avgjorde:', 'Gjør eller sjekk:']));
    expect(partsOf(card, 'list').find((p) => p.title === 'Gjør eller sjekk:')?.style).toBe('check');
    const decided = partsOf(card, 'list')[0]
      ?.items.map((i) => i.text)
      .join(' ');
    for (const id of ['P07', 'P11', 'P13']) expect(decided).toContain(`(${id})`);
    expect(card.fallback).toContain('Spør personvernombudet');
    expect(card.fallback).toContain('Et råd, ikke en tillatelse.');
    expect(partsOf(card, 'copy')[0]).toEqual({ kind: 'copy', label: 'Til loggen:', text: 'Bildesjekk · STOP' });
    expect(actionOf(card, 'Endre P07')).toMatchObject({ do: 'change', question: 'P07' });
  });

  test('a stop shows what can be done in its place', () => {
    const card = verdict({ P03: 'yes' });
    expect(partsOf(card, 'text')[0]?.text).toBe('Ikke publiser dette.');
    expect(partsOf(card, 'list').find((p) => p.title === 'I stedet kan du:')?.items).toHaveLength(1);
  });

  test('quotes the lines behind what decided first, and keeps notes on the law apart', () => {
    const card = verdict({ ...PERSON, P07: 'main', P09: 'yes', P11: 'portrait', P13: 'none' });
    const [quotes, law] = partsOf(card, 'sources');
    expect(quotes?.items.every((s) => s.verbatim)).toBe(true);
    expect(law?.title).toBe('Om loven, gjengitt og ikke sitert:');
    expect(law?.items.every((s) => !s.verbatim)).toBe(true);
  });

  test('opens the document where one is called for, and the same one once it is there', () => {
    expect(actionOf(verdict(NEW_PAGE, 'nb', dpia()), 'Åpne dokumentet')).toEqual({ do: 'assess', session: 's1' });
    expect(actionOf(verdict(NEW_PAGE, 'nb', dpia(), 'a7'), 'Åpne dokumentet')).toEqual({
      do: 'show_assessment',
      assessment: 'a7',
    });
    expect(labelsOf(verdict(LANDSCAPE))).not.toContain('Åpne dokumentet');
    expect(labelsOf(verdict({ ...NEW_PAGE, D06: 'none' }, 'nb', dpia()))).not.toContain('Åpne dokumentet');
  });

  test('is advice in every language, and never calls anything approved', () => {
    for (const lang of LANGS)
      for (const card of [
        verdict(LANDSCAPE, lang),
        verdict({ ...PERSON, P20: 'yes' }, lang),
        verdict({ ...PERSON, P07: 'main', P11: 'portrait', P13: 'none' }, lang),
        verdict({ P03: 'yes' }, lang),
        verdict(NEW_PAGE, lang, dpia()),
        verdict({ ...QUIET, D01: 'x', new_account: 'no' }, lang, dpia()),
      ]) {
        // What decided is named by its question, in the words of the sheet.
        const questions = [photoCheck(), dpia()].flatMap((d) =>
          [...indexOf(d).items.values()].flatMap((i) => (i.fact ? [] : [i.text[lang]])),
        );
        expect(unluckyWords(card).filter((w) => !questions.some((q) => w.endsWith(q)))).toEqual([]);
        expect(card.fallback).not.toMatch(/godkjen|godkän|approved|klarert|\btrygt|\bsafe\b/i);
        expectSound(card);
      }
  });
});

describe('the cards around a screening', () => {
  test('are sound in four languages and carry the session along', () => {
    for (const lang of LANGS)
      for (const d of [photoCheck(), dpia()]) {
        const at = held(startSession(d, 'NO'));
        const view = viewIn(lang);
        for (const card of [
          staleCard(view, d, at),
          pausedCard(view, at),
          cancelledCard(view, d),
          resumeCard(view, d, at),
          tooOldCard(view, at),
        ]) {
          expectSound(card, { id: 's1', seen: seenOf(at) });
          expect(unluckyWords(card)).toEqual([]);
        }
      }
  });

  test('a changed screening offers to start over, a paused one to go on, an unfinished one both', () => {
    const at = held(onChannel());
    expect(labelsOf(staleCard(viewIn('nb'), photoCheck(), at))).toEqual(['Start på nytt', 'Avbryt']);
    expect(labelsOf(pausedCard(viewIn('nb'), at))).toEqual(['Fortsett', 'Avbryt']);
    expect(labelsOf(resumeCard(viewIn('nb'), photoCheck(), at))).toEqual(['Fortsett', 'Start på nytt', 'Avbryt']);
    expect(resumeCard(viewIn('nb'), photoCheck(), at).fallback).toContain('4 svar');
  });
});
