import { beforeEach, describe, expect, test } from 'vitest';
import type { ConverseDeps } from '../../src/app/converse.ts';
import { wordIn } from '../../src/app/desk-words.ts';
import { logCard, removalCard, removalForm } from '../../src/core/cards/moderation-cards.ts';
import { COUNTRIES, LANGS } from '../../src/core/language.ts';
import { draftOf } from '../../src/core/moderation/draft.ts';
import { sha256 } from '../../src/hash.ts';
import { openSqlite } from '../../src/store/open.ts';
import { expectSound, viewIn } from '../support/cards.ts';
import { type Person, person, realConverseDeps } from '../support/converse.ts';
import { realModeration, removal } from '../support/moderation.ts';

let deps: ConverseDeps;
let log: NonNullable<ConverseDeps['moderation']>;
beforeEach(async () => {
  log = realModeration(await openSqlite(':memory:'));
  deps = { ...(await realConverseDeps()), moderation: log };
});
const PICTURE = new Uint8Array([137, 80, 78, 71, 1, 2, 3]);

async function fill(who: Person, over: Record<string, string> = {}): Promise<void> {
  const given: Record<string, string> = {
    account: 'Biblioteket',
    thing: 'comment',
    removed: '2026-03-02 08:30',
    ground: 'hate',
    decided: 'unit',
    ...over,
  };
  for (const [id, value] of Object.entries(given))
    if (who.field(id).kind === 'choice') who.choose(id, value);
    else who.write(id, value);
}
async function second(who: Person, over: Record<string, string> = {}): Promise<void> {
  const given: Record<string, string> = {
    saved: 'yes',
    evidence: 'Sak 26/123',
    notice: 'yes',
    told: 'melding på plattformen',
    ...over,
  };
  for (const [id, value] of Object.entries(given))
    if (who.field(id).kind === 'choice') who.choose(id, value);
    else who.write(id, value);
}

describe('the cards of the log', () => {
  test.each(COUNTRIES)('are sound in every language, in %s', (country) => {
    for (const lang of LANGS) {
      const view = viewIn(lang, country);
      const draft = draftOf(removal('a', { country, version: 2, why: 'x' }), 'Europe/Oslo');
      const refused = { ...draft, fields: { ...draft.fields, ground: 'criticism' } };
      expectSound(
        removalForm(view, 0, {
          draft: refused,
          wrong: { ground: 'log.refused', removed: 'log.error.future' },
          accounts: ['Biblioteket'],
        }),
      );
      expectSound(
        removalForm(view, 1, {
          draft,
          wrong: { evidence: 'log.error.names', why: 'ask.error.required' },
          accounts: [],
        }),
      );
      expectSound(removalCard(view, removal('a', { note: 'To av samme slag.' }), 'Europe/Oslo'));
      expectSound(
        logCard(
          view,
          ['a', 'b', 'c', 'd'].map((id) => removal(id)),
          'Europe/Oslo',
        ),
      );
      expectSound(logCard(view, [], 'Europe/Oslo'));
    }
  });
});

describe('the moderation log in a chat', () => {
  test.each(['logg', '/varsam log', 'Moderering', 'modereringsloggen', 'moderation log', '@varsam loggen.'])(
    '“%s” opens it',
    (text) => {
      expect(wordIn(text)).toBe('log');
    },
  );
  test.each(['Hva er en logg?', 'logg inn', 'Hvordan skal vi føre logg?'])('“%s” is a question', (text) => {
    expect(wordIn(text)).toBeUndefined();
  });

  test('an entry is written in two cards, with the screenshot’s fingerprint and not the screenshot', async () => {
    const kari = person(deps, 'nb');
    await kari.say('logg');
    expect(kari.text).toContain('Ingen fjerninger er ført ennå.');
    await kari.press('log.start');
    await fill(kari);
    await kari.press('log.next');
    await kari.drop('kommentar.png', PICTURE);
    expect(kari.text).toContain('bildet er kastet');
    expect(kari.field('sha256')).toMatchObject({ value: sha256(PICTURE) });
    await second(kari, { note: 'Ring 912 34 567.' });
    await kari.press('log.save');
    expect(kari.text).toContain('Ført i loggen.');
    const [entry, ...others] = await log.removals.all('t');
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ ground: 'hate', evidence: { reference: 'Sak 26/123', sha256: sha256(PICTURE) } });
    expect(JSON.stringify(entry)).not.toContain('912 34 567');
    // The next picture is a picture again.
    await kari.drop('bilde.png', PICTURE);
    expect(kari.text).not.toContain('Fingeravtrykket');
  });

  test('“critical” is refused on the first card with the reason, and nothing that was written is lost', async () => {
    for (const lang of LANGS) {
      const one = person(deps, lang, 'NO', { conversation: `c-${lang}` });
      await one.say('log');
      await one.press('log.start');
      await fill(one, { ground: 'criticism' });
      await one.press('log.next');
      expect(one.text).toMatch(/redaktør|redaktör|editor/i);
      expect(one.field('account')).toMatchObject({ value: 'Biblioteket' });
      expect(one.deeds()).not.toContain('log.save');
    }
    expect(await log.removals.all('t')).toEqual([]);
  });

  test('a Norwegian is shown the Swedish lists as an example, and no Swedish law', async () => {
    const kari = person(deps, 'nb');
    await kari.say('logg');
    await kari.press('log.start');
    await fill(kari, { ground: 'criticism' });
    await kari.press('log.next');
    const quotes = kari.card.parts.flatMap((p) => (p.kind === 'sources' ? p.items : [])).filter((i) => i.verbatim);
    expect(quotes.length).toBeGreaterThan(0);
    for (const { flags } of quotes) expect(flags).toContain('Sverige: et eksempel, binder ikke dere');
    expect(kari.text).not.toMatch(/1998:112|allmän handling|uppsiktsplikt/);
  });

  test('at the end of the checklist the entry is begun with what was said, and the checklist hears that it was written', async () => {
    const kari = person(deps, 'nb');
    await kari.act({ do: 'start', screening: 'remove-comment' });
    const answers: Record<string, string> = {
      M01: 'breach',
      M02: 'crime',
      M05: 'saved',
      M06: 'yes',
      M07: 'yes',
      M08: 'yes',
      M09: 'not_yet',
      M10: 'yes',
    };
    for (let i = 0; i < 12 && kari.fields().length > 0; i++) {
      for (const id of kari.fields()) if (id !== 'ticks') kari.choose(id, answers[id] ?? '');
      await kari.press(kari.fields().includes('ticks') ? 'none' : 'answer');
    }
    expect(kari.text).toContain('Ikke ferdig ennå.');
    await kari.press('log.start');
    expect(kari.field('ground')).toMatchObject({ value: 'crime' });
    await fill(kari, { ground: 'crime' });
    await kari.press('log.next');
    expect(kari.field('saved')).toMatchObject({ value: 'yes' });
    await second(kari);
    await kari.press('log.save');
    expect(kari.text).toContain('Ført i loggen.');
    const [session] = [await deps.sessions.session('t', (await sessionOf(deps)) ?? '')];
    expect(session?.session.answers.findLast((a) => a.question === 'M09')).toMatchObject({
      value: 'yes',
      state: 'confirmed',
    });
  });

  test('a correction is a version beside the old one, with its reason; an old card corrects nothing', async () => {
    const kari = person(deps, 'nb');
    await kari.say('logg');
    await kari.press('log.start');
    await fill(kari);
    await kari.press('log.next');
    await second(kari);
    await kari.press('log.save');
    const old = kari.action('log.correct');
    await kari.act(old);
    kari.choose('ground', 'crime');
    await kari.press('log.next');
    await kari.press('log.save');
    expect(kari.deeds()).toContain('log.save');
    kari.write('why', 'Feil grunn');
    await kari.press('log.save');
    expect(kari.text).toContain('Den gamle versjonen står fortsatt');
    expect((await log.removals.all('t')).map((r) => [r.version, r.ground, r.why])).toEqual([
      [1, 'hate', ''],
      [2, 'crime', 'Feil grunn'],
    ]);
    await kari.act(old);
    expect(kari.deeds()).not.toContain('log.save');
  });

  test('pressed twice, it is written once', async () => {
    const kari = person(deps, 'nb');
    await kari.say('logg');
    await kari.press('log.start');
    await fill(kari);
    await kari.press('log.next');
    const save = kari.action('log.save');
    const fields = { saved: 'yes', evidence: 'Sak 26/123', notice: 'no', told: 'profilen er borte' };
    await kari.act(save, fields);
    await kari.act(save, fields);
    expect(kari.text).toContain('Sak 26/123');
    expect(await log.removals.all('t')).toHaveLength(1);
  });

  test('nothing of what somebody wrote stands in the log of the program', async () => {
    const kept = await realConverseDeps();
    const kari = person({ ...kept, moderation: log }, 'nb');
    await kari.say('logg');
    await kari.press('log.start');
    await fill(kari, { account: 'Hemmelig konto' });
    await kari.press('log.next');
    await second(kari);
    await kari.press('log.save');
    expect(kept.log.lines.join('\n')).not.toMatch(/Hemmelig|Sak 26/);
  });
});

async function sessionOf({ sessions }: ConverseDeps): Promise<string | undefined> {
  return (await sessions.unfinished('t', 'c1', 'remove-comment'))?.id ?? 'id-000001';
}
