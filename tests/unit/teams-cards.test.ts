import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adaptiveCard } from '../../src/channels/teams/adaptive.ts';
import type { Element, View } from '../../src/channels/teams/element.ts';
import { bytesOf, LIMITS } from '../../src/channels/teams/limits.ts';
import { messageOf } from '../../src/channels/teams/outbound.ts';
import { cutText, escaped, messageText, spokenTo, wordsOf } from '../../src/channels/teams/text.ts';
import type { Card, Source } from '../../src/core/card.ts';
import { LANGS } from '../../src/core/language.ts';
import { quoted, say } from '../../src/core/locale.ts';
import { checkCard } from '../fakes/teams/card-check.ts';
import { anyCard } from '../fakes/teams/cards.ts';
import { person, realConverseDeps } from '../support/converse.ts';
import { realKnowledge } from '../support/knowledge.ts';

const { locales } = realKnowledge();
const viewIn = (card: { lang: Card['lang'] }, over: Partial<View> = {}): View => ({
  t: (key, values) => {
    if (locales[card.lang][key] === undefined) throw new Error(`no words for ${key}`);
    return say(locales, card.lang, key, values);
  },
  href: (link) => `https://varsam.example/${link.to}`,
  picture: () => `data:image/png;base64,${'A'.repeat(LIMITS.card.picture)}`,
  press: 'execute',
  ...over,
});
const drawn = (card: Card, over: Partial<View> = {}) => adaptiveCard(card, viewIn(card, over));
const words = (card: Card, over: Partial<View> = {}) => checkCard(drawn(card, over)).texts.join('\n');

/** Every element and action, however deep. */
function everything(value: unknown): Element[] {
  if (Array.isArray(value)) return value.flatMap(everything);
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(everything);
  return 'type' in value ? [value as Element, ...inner] : inner;
}
const allOf = (card: unknown, type: string): Element[] => everything(card).filter((e) => e.type === type);

const aSource = (over: Partial<Source> = {}): Source => ({
  quote: 'Hvert tilfelle må vurderes konkret',
  quoteLang: 'nb',
  verbatim: true,
  from: 'KS, artikkel · linje 48 · Norge · råd',
  flags: [],
  at: { to: 'source', document: 'ks', lines: [48, 48] },
  ...over,
});
const aCard = (...parts: Card['parts']): Card => ({ lang: 'nb', fallback: 'Alt i ord.', parts });
const text = (said: string, role: 'title' | 'lead' | 'body' | 'note' = 'body') =>
  ({ kind: 'text', role, text: said }) as const;
const sentences = (n: number, word = 'lang') => `${'Dette er en setning som er '.repeat(1)}${word}. `.repeat(n).trim();

describe('a card in Teams', () => {
  test('of any length, language and content breaks no limit, and shows every quote whole or not at all', () => {
    fc.assert(
      fc.property(
        anyCard,
        fc.boolean(),
        fc.constantFrom('execute' as const, 'submit' as const),
        (card, links, press) => {
          const view = viewIn(card, {
            press,
            href: (link) => (links ? `https://varsam.example/${encodeURIComponent(JSON.stringify(link))}` : null),
            at: '19:x@thread.tacv2;messageid=1',
          });
          const { faults } = checkCard(adaptiveCard(card, view), { dialog: press === 'submit' });
          expect(faults).toEqual([]);
          const message = messageOf(card, view, { ai: true, words: links });
          expect(JSON.stringify(message).length * 2).toBeLessThan(LIMITS.message.utf16);
          const quotes = card.parts
            .flatMap((p) => (p.kind === 'sources' ? p.items : []))
            .filter((s) => s.verbatim)
            .map((s) => quoted(s.quoteLang, s.quote));
          for (const part of card.parts)
            if (part.kind === 'form')
              for (const f of part.fields)
                for (const w of [
                  f.why,
                  ...('options' in f ? f.options.map((o) => ('why' in o ? (o.why as typeof f.why) : undefined)) : []),
                ])
                  quotes.push(...(w?.sources ?? []).filter((s) => s.verbatim).map((s) => quoted(s.quoteLang, s.quote)));
          for (const run of allOf(adaptiveCard(card, view), 'TextRun').filter((r) => r.italic))
            expect(quotes.map((q) => q.replaceAll('\n', ' '))).toContain(run.text);
        },
      ),
      { numRuns: 150, interruptAfterTimeLimit: 20_000 },
    );
  });

  test('has every card that a conversation shows, in four languages', async () => {
    const deps = await realConverseDeps();
    for (const lang of LANGS) {
      const somebody = person(deps, lang, lang === 'sv' ? 'SE' : 'NO', { conversation: `c-${lang}` });
      const cards: Card[] = [];
      const keep = (out: { card: Card }[]) => cards.push(...out.map((o) => o.card));
      keep(
        await somebody.say(
          {
            nb: 'Kan jeg legge ut dette klassebildet på Facebook?',
            nn: 'Kan eg leggje ut dette klassebiletet på Facebook?',
            sv: 'En grov personlig attack ligger i vår kommentarstråd. Får vi ta bort den?',
            en: 'May I publish this class photo on Facebook?',
          }[lang],
        ),
      );
      keep(await somebody.command('help'));
      keep(await somebody.command('photo-check'));
      for (let i = 0; i < 30 && somebody.deeds().some((d) => d === 'answer' || d === 'confirm'); i++) {
        if (somebody.deeds().includes('none')) keep(await somebody.press('none'));
        else if (somebody.deeds().includes('confirm')) keep(await somebody.press('confirm'));
        else {
          for (const id of somebody.fields()) {
            const field = somebody.field(id);
            if (field.kind === 'choice') somebody.choose(id, field.value ?? field.options[0]?.value ?? '');
          }
          keep(await somebody.press('answer'));
        }
      }
      keep(await somebody.command('dpia-start', 'Ny Facebook-side for hele kommunen'));
      keep(await somebody.press('confirm'));
      // On to the nine criteria, the longest form there is.
      for (let i = 0; i < 5 && somebody.deeds().includes('answer'); i++) {
        for (const id of somebody.fields()) {
          const field = somebody.field(id);
          const harmless =
            field.kind === 'choice' ? (field.options.find((o) => o.value === 'no') ?? field.options[0]) : undefined;
          if (harmless) somebody.choose(id, id === 'D02' ? 'yes' : harmless.value);
        }
        keep(await somebody.press('answer'));
      }
      expect(cards.some((c) => c.parts.some((p) => p.kind === 'form' && p.fields.length === 8))).toBe(true);
      expect(cards.length).toBeGreaterThan(5);
      for (const card of cards) {
        const { faults } = checkCard(drawn(card));
        expect(faults, card.fallback).toEqual([]);
        expect(words(card), card.fallback).not.toMatch(/forkort|korta ned|förkort|shortened/);
      }
      const sizes = cards.map((c) => bytesOf(drawn(c)));
      expect(Math.max(...sizes)).toBeLessThan(LIMITS.card.bytes);
    }
  });

  test('says in which language it is, and everything in words for those who don’t see it', () => {
    expect(drawn({ ...aCard(text('Hej')), lang: 'sv' })).toMatchObject({
      lang: 'sv',
      speak: 'Alt i ord.',
      fallbackText: 'Alt i ord.',
      version: '1.5',
    });
    expect(allOf(drawn(aCard(text('Tittel', 'title'))), 'TextBlock')[0]).toMatchObject({
      style: 'heading',
      text: 'Tittel',
    });
  });

  test('folds sources beyond those shown, and opens them at a press', () => {
    const card = drawn(
      aCard({
        kind: 'sources',
        title: 'Kilder',
        shown: 1,
        items: [aSource(), aSource({ quote: 'To' }), aSource({ quote: 'Tre' })],
      }),
    );
    const [toggle] = allOf(card, 'Action.ToggleVisibility');
    expect(toggle?.title).toBe('Vis flere kilder (2)');
    const hidden = allOf(card, 'Container').find((c) => c.isVisible === false);
    expect(toggle?.targetElements).toEqual([hidden?.id]);
    expect(JSON.stringify(hidden)).toContain('«Tre»');
    expect(JSON.stringify(hidden)).not.toContain('Hvert tilfelle');
  });

  test('shows whose a line is, what to know of it, and the way there', () => {
    const card = drawn(
      aCard({
        kind: 'sources',
        title: 'Kilder',
        shown: 3,
        items: [aSource({ n: 2, flags: ['Sverige: et eksempel, binder ikke dere'] })],
      }),
    );
    const said = allOf(card, 'TextRun').map((r) => r.text);
    expect(said).toEqual([
      '[2] ',
      '«Hvert tilfelle må vurderes konkret»',
      'KS, artikkel · linje 48 · Norge · råd · ',
      'Sverige: et eksempel, binder ikke dere · ',
      'Åpne kilden',
    ]);
    expect(allOf(card, 'Action.OpenUrl')[0]?.url).toBe('https://varsam.example/source');
    expect(
      JSON.stringify(drawn(aCard({ kind: 'sources', title: 'K', shown: 3, items: [aSource()] }), { href: () => null })),
    ).not.toContain('OpenUrl');
  });

  test('draws short facts side by side and sentences as a table', () => {
    const short = drawn(aCard({ kind: 'facts', rows: [{ label: 'Deler', value: '3 av 14' }] }));
    expect(allOf(short, 'FactSet')[0]?.facts).toEqual([{ title: 'Deler', value: '3 av 14' }]);
    const long = drawn(
      aCard({
        kind: 'facts',
        rows: [{ label: 'P09 Er personen elev, barnehagebarn eller beboer?', value: 'Ja («klassebildet»)' }],
      }),
    );
    expect(allOf(long, 'Table')).toHaveLength(1);
  });

  test('says of a button that changes an answer which answer that is, to those who hear it', () => {
    const change = { do: 'change', session: 's1', seen: 1, question: 'new_account' } as const;
    const card = aCard({ kind: 'buttons', buttons: [{ label: 'Endre', about: 'Er kontoen ny?', action: change }] });
    expect(allOf(drawn(card), 'Action.Execute')).toMatchObject([{ title: 'Endre', tooltip: 'Endre: Er kontoen ny?' }]);
    expect(checkCard(drawn(card)).faults).toEqual([]);
  });

  test('shows the picture with its words, and only the words where it can’t be drawn', () => {
    const image = { kind: 'image', svg: '<svg/>', alt: 'R01 4 × 3 = 12', width: 1, height: 1 } as const;
    expect(allOf(drawn(aCard(image)), 'Image')[0]).toMatchObject({ altText: 'R01 4 × 3 = 12' });
    expect(words(aCard(image), { picture: () => undefined })).toContain('R01 4 × 3 = 12');
  });
});

describe('a form in Teams', () => {
  const at = { session: 's1', seen: 2 };
  const card = aCard({
    kind: 'form',
    fields: [
      {
        kind: 'ticks',
        id: 'ticks',
        label: 'Hva av dette gjelder?',
        values: ['P01'],
        error: 'Kryss av.',
        options: [
          { value: 'P01', label: 'Barn', why: { text: 'Fordi.', sources: [aSource()] } },
          { value: 'a,b', label: 'Elev' },
        ],
      },
      {
        kind: 'choice',
        id: 'P13',
        label: 'Grunnlag?',
        hint: 'Forstått av «samtykke»',
        value: 'ja',
        required: true,
        options: [
          { value: 'ja', label: 'Ja' },
          { value: 'nei', label: 'Nei' },
        ],
      },
      {
        kind: 'choice',
        id: 'D01',
        label: 'Mange?',
        required: false,
        options: Array.from({ length: 20 }, (_, i) => ({ value: `v${i}`, label: `Valg ${i}` })),
      },
      { kind: 'text', id: 'D02', label: 'Beskriv', required: true, multiline: true, max: 2000, value: 'før' },
    ],
    submit: { label: 'Neste', style: 'primary', action: { do: 'answer', ...at } },
    also: [
      { label: 'Ingen av disse', action: { do: 'none', ...at }, sends: true },
      { label: 'Tilbake', action: { do: 'back', ...at } },
    ],
  });

  test('has ticks, open and folded choices and a text, each with its own label', () => {
    const [ticks, basis, many] = allOf(drawn(card), 'Input.ChoiceSet');
    expect(ticks).toMatchObject({
      id: 'many:ticks',
      isMultiSelect: true,
      style: 'expanded',
      value: 'P01',
      label: 'Hva av dette gjelder?',
    });
    expect(ticks?.isRequired).toBeUndefined();
    expect(basis).toMatchObject({
      id: 'one:P13',
      style: 'expanded',
      value: 'ja',
      isRequired: true,
      errorMessage: 'Velg et svar.',
    });
    expect(many).toMatchObject({ style: 'compact' });
    expect(allOf(drawn(card), 'Input.Text')[0]).toMatchObject({
      id: 'text:D02',
      maxLength: 2000,
      isMultiline: true,
      isRequired: true,
      value: 'før',
    });
    expect(checkCard(drawn(card)).faults).toEqual([]);
  });

  test('says what was understood and what was wrong at the field', () => {
    expect(words(card)).toContain('Forstått av «samtykke»');
    expect(allOf(drawn(card), 'TextRun').find((r) => r.text === 'Kryss av.')).toMatchObject({
      color: 'Attention',
      weight: 'Bolder',
    });
  });

  test('is checked before it is sent, but going back or on later is not held up', () => {
    const actions = allOf(drawn(card), 'Action.Execute');
    expect(actions.map((a) => [a.title, a.associatedInputs])).toEqual([
      ['Neste', 'auto'],
      ['Ingen av disse', 'auto'],
      ['Tilbake', 'none'],
    ]);
    expect(actions[0]).toMatchObject({
      verb: 'varsam',
      style: 'positive',
      data: { varsam: '{"do":"answer","session":"s1","seen":2}' },
      fallback: { type: 'Action.Submit' },
    });
    expect(allOf(drawn(card, { press: 'submit' }), 'Action.Execute')).toEqual([]);
  });

  test('carries the thread it belongs to when it is shown elsewhere', () => {
    expect(allOf(drawn(card, { at: 'sealed' }), 'Action.Execute')[0]?.data).toEqual({
      varsam: '{"do":"answer","session":"s1","seen":2}',
      at: 'sealed',
    });
  });
});

describe('a card that is too large for Teams', () => {
  test('loses words at the end of a sentence, says that there is more, and keeps its sources and buttons', () => {
    const items = Array.from({ length: 12 }, (_, i) => aSource({ quote: `Linje ${i} som står` }));
    const card = aCard(
      {
        kind: 'list',
        style: 'bullet',
        items: Array.from({ length: 40 }, (_, i) => ({ text: sentences(40, `nummer ${i}`) })),
      },
      { kind: 'sources', title: 'Kilder', shown: 3, items },
      { kind: 'buttons', buttons: [{ label: 'Åpne', link: { to: 'assessment', id: 'a1' } }] },
    );
    const { texts, faults } = checkCard(drawn(card));
    expect(faults).toEqual([]);
    expect(texts.at(-1)).toBe('Kortet er forkortet. Resten står bak «Åpne».');
    for (const { quote } of items) expect(texts).toContain(`«${quote}»`);
    for (const line of texts.filter((t) => t.startsWith('• '))) expect(line).toMatch(/\.$/);
    expect(checkCard(drawn(card, { href: () => null })).texts.at(-1)).toBe(
      'Kortet er forkortet: det var for langt for Teams.',
    );
  });

  test('with more fields than it holds asks the first ones, whole, and can be sent; the others come next', () => {
    const options = Array.from({ length: 40 }, (_, i) => ({ value: `o${i}`, label: `Svar ${i} ${'å'.repeat(60)}` }));
    const fields = Array.from({ length: 20 }, (_, i) => ({
      kind: 'choice' as const,
      id: `Q${i}`,
      label: `Spørsmål ${i}?`,
      required: true,
      options,
    }));
    const submit = { label: 'Neste', action: { do: 'answer', session: 's1', seen: 1 } } as const;
    const card = aCard({ kind: 'form', fields, submit, also: [] });
    expect(checkCard(drawn(card)).faults).toEqual([]);
    const asked = allOf(drawn(card), 'Input.ChoiceSet');
    expect(asked.map((f) => f.id)).toEqual([0, 1, 2, 3, 4, 5].map((i) => `one:Q${i}`));
    for (const { choices } of asked) expect(choices).toHaveLength(40);
    expect(allOf(drawn(card), 'Action.Execute')).toHaveLength(1);
  });

  test('never loses a field or a button of its form', () => {
    const fields = Array.from({ length: 9 }, (_, i) => ({
      kind: 'choice' as const,
      id: `Q${i}`,
      label: `Spørsmål ${i}?`,
      hint: sentences(30),
      required: true,
      why: { text: sentences(60), sources: [aSource({ quote: sentences(20) })] },
      options: [
        { value: 'a', label: 'Ja' },
        { value: 'b', label: 'Nei' },
      ],
    }));
    const card = aCard(text(sentences(500)), {
      kind: 'form',
      fields,
      submit: { label: 'Neste', action: { do: 'help' } },
      also: [],
    });
    expect(checkCard(drawn(card)).faults).toEqual([]);
    expect(allOf(drawn(card), 'Input.ChoiceSet')).toHaveLength(9);
  });
});

describe('an answer as a message', () => {
  const answer = aCard(
    text('Vent til sjekken er ferdig. [1]', 'lead'),
    text('Hvert tilfelle må vurderes konkret. [2] Se *der* og <her>.'),
    {
      kind: 'sources',
      title: 'Kilder',
      shown: 3,
      items: [
        aSource({ n: 1 }),
        aSource({ n: 2, quote: 'x'.repeat(300), flags: ['Utdatert', 'f'.repeat(40)] }),
        aSource({ n: 3 }),
      ],
    },
    { kind: 'buttons', buttons: [{ label: 'Det hjalp', action: { do: 'feedback', turn: 't', verdict: 'helped' } }] },
  );
  const message = messageOf(answer, viewIn(answer));

  test('has its words in the message, with the numbers where Teams finds them', () => {
    expect(message.text).toBe(
      '**Vent til sjekken er ferdig.** [1]\n\nHvert tilfelle må vurderes konkret. [2] Se \\*der\\* og &lt;her&gt;.',
    );
    expect(JSON.stringify(message.attachments)).not.toContain('Vent til sjekken');
    expect(JSON.stringify(message.attachments)).toContain('Det hjalp');
  });

  test('says that an AI wrote it, and cites what the words refer to; a quote is never shortened for the small window', () => {
    const [entity] = message.entities ?? [];
    expect(entity).toMatchObject({
      type: 'https://schema.org/Message',
      '@type': 'Message',
      additionalType: ['AIGeneratedContent'],
    });
    const citations = entity?.citation as { position: number; appearance: Record<string, unknown> }[];
    expect(citations.map((c) => c.position)).toEqual([1, 2]);
    expect(citations[0]?.appearance).toMatchObject({
      name: 'KS, artikkel · linje 48 · Norge · råd',
      abstract: '«Hvert tilfelle må vurderes konkret»',
    });
    expect(citations[1]?.appearance).toMatchObject({
      abstract: 'KS, artikkel · linje 48 · Norge · råd',
      keywords: ['Utdatert'],
    });
  });

  test('is a card alone where no source is numbered', () => {
    const card = aCard(text('Det vet jeg ikke.', 'lead'));
    expect(messageOf(card, viewIn(card)).text).toBeUndefined();
    expect(messageOf(card, viewIn(card), { ai: true }).entities?.[0]?.additionalType).toEqual(['AIGeneratedContent']);
    expect(messageOf(card, viewIn(card), { words: true })).toMatchObject({ text: '**Det vet jeg ikke.**' });
  });
});

describe('words in Teams', () => {
  test('are cut after a sentence, never inside a quotation', () => {
    expect(cutText('En. To tre fire. Fem seks.', 18)).toBe('En. To tre fire.');
    expect(cutText('KS skriver «hvert tilfelle. må vurderes konkret» her og der', 30)).toBe('KS skriver …');
    expect(cutText('”hela. texten. står” och slutet', 24)).toBe('”hela. texten. står”');
    expect(cutText('kort', 10)).toBe('kort');
    // The number of a source stays with its sentence.
    expect(cutText('Vent til sjekken er ferdig. [1] Så ser vi.', 34)).toBe('Vent til sjekken er ferdig. [1]');
    expect(cutText('Nå. Vent til sjekken er ferdig. [1] Så.', 33)).toBe('Nå. Vent til sjekken er …');
  });

  test('cut anywhere are shorter than the limit, and never half of a letter', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.integer({ min: 3, max: 200 }), (said, max) => {
        const out = cutText(said, max);
        expect(out.length).toBeLessThanOrEqual(max);
        expect(out.isWellFormed() || !said.isWellFormed()).toBe(true);
      }),
    );
  });

  test('carry no markup of somebody’s own', () => {
    expect(escaped('*fet* _skrå_ [lenke](x) {{DATE(1)}}')).toBe('\\*fet\\* \\_skrå\\_ \\[lenke](x) {\u200b{DATE(1)}}');
    expect(escaped('1. en\n# to\n- tre [1]')).toBe('1\\. en\n\\# to\n\\- tre [1]');
    expect(messageText('<at>alle</at> & [2]')).toBe('&lt;at&gt;alle&lt;/at&gt; &amp; [2]');
  });

  test('of a message are read as a person reads them', () => {
    expect(spokenTo('<at>varsam</at>&nbsp;Kan <at id="1">Kari</at> stå i innlegget?', ['<at>varsam</at>'])).toBe(
      'Kan Kari stå i innlegget?',
    );
    expect(wordsOf('<div><p>Hei <b>alle</b></p><p>Se&nbsp;her &amp; der<br>nå</p></div>')).toBe(
      'Hei alle\nSe her & der\nnå',
    );
  });
});
