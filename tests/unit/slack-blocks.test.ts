import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DOES, messagesOf } from '../../src/channels/slack/blocks.ts';
import { costOf, LIMITS } from '../../src/channels/slack/limits.ts';
import { errorsIn, modalOf, noteModal, Origin, originOf } from '../../src/channels/slack/modal.ts';
import { packWhere } from '../../src/channels/slack/place.ts';
import type { Drawn } from '../../src/channels/slack/sources.ts';
import { cut, escaped, pieces } from '../../src/channels/slack/text.ts';
import type { Card, Field, Form, Part, Source } from '../../src/core/card.ts';
import { answerCard, errorCard, helpCard } from '../../src/core/cards/answer-card.ts';
import { LANGS } from '../../src/core/language.ts';
import { say } from '../../src/core/locale.ts';
import { messageFaults, viewFaults } from '../fakes/slack/block-rules.ts';
import { viewIn } from '../support/cards.ts';
import { realKnowledge } from '../support/knowledge.ts';

const PLACE = packWhere({ channel: 'C024BE91L', root: '1712345678.000100', threaded: true, shared: true });
const drawn = (over: Partial<Drawn> = {}): Drawn => ({
  place: PLACE,
  lang: 'nb',
  say: (key, values) => say(realKnowledge().locales, 'nb', key, values),
  href: (link) =>
    link.to === 'source'
      ? `https://varsam.example/source/${encodeURIComponent(link.document).slice(0, 80)}`
      : undefined,
  surface: 'message',
  ...over,
});
const aCard = (...parts: Part[]): Card => ({ lang: 'nb', fallback: 'kort sagt', parts });
const only = (card: Card, over: Partial<Drawn> = {}) => {
  const [message, ...more] = messagesOf(card, drawn(over));
  expect(more).toEqual([]);
  if (!message) throw new Error('no message');
  expect(messageFaults(message.blocks)).toEqual([]);
  return message;
};
const shownIn = (blocks: unknown): string => JSON.stringify(blocks);

const aSource = (over: Partial<Source> = {}): Source => ({
  n: 1,
  quote: 'Hvert tilfelle må vurderes konkret',
  quoteLang: 'nb',
  verbatim: true,
  from: 'KS, artikkel 2022 · linje 48 · Norge · råd',
  flags: [],
  at: { to: 'source', document: 'ks', lines: [48, 48] },
  ...over,
});
const answer = { do: 'answer', session: 's1', seen: 3 } as const;
const aForm = (fields: Field[], over: Partial<Form> = {}): Form => ({
  kind: 'form',
  fields,
  submit: { label: 'Neste', action: answer, style: 'primary', sends: true },
  also: [
    { label: 'Tilbake', action: { do: 'back', session: 's1', seen: 3 } },
    { label: 'Fortsett senere', action: { do: 'pause', session: 's1' } },
  ],
  ...over,
});
const aChoice = (n: number, over: Partial<Extract<Field, { kind: 'choice' }>> = {}): Field => ({
  kind: 'choice',
  id: 'P13',
  label: 'Hvilket grunnlag er dokumentert?',
  options: Array.from({ length: n }, (_, i) => ({ value: `o${i}`, label: `Svar ${i}` })),
  required: true,
  ...over,
});
const someTicks = (n: number, label = 'En linje'): Field => ({
  kind: 'ticks',
  id: 'ticks',
  label: 'Hva av dette gjelder?',
  options: Array.from({ length: n }, (_, i) => ({ value: `P${i}`, label: `${label} ${i}` })),
  values: ['P1'],
});

describe('a card in Slack', () => {
  it('has its title as a header, the decisive words in bold, and its whole in words beside the blocks', () => {
    const { blocks, text } = only(
      aCard({ kind: 'text', role: 'title', text: 'Vent' }, { kind: 'text', role: 'lead', text: 'Ikke ennå.' }),
    );
    expect(blocks[0]).toMatchObject({ type: 'header', text: { text: 'Vent', emoji: false } });
    expect(blocks[1]).toMatchObject({
      type: 'rich_text',
      elements: [{ elements: [{ text: 'Ikke ennå.', style: { bold: true } }] }],
    });
    expect(text).toBe('kort sagt');
  });

  it('shows a quote as a quote with where it stands, a link to it, and what must be known of it', () => {
    const flags = ['Sverige: et eksempel, binder ikke dere'];
    const { blocks } = only(aCard({ kind: 'sources', title: 'Kilder', items: [aSource({ flags })], shown: 3 }));
    expect(blocks[0]).toMatchObject({
      elements: [
        { type: 'rich_text_section' },
        { type: 'rich_text_quote', elements: [{ text: '«Hvert tilfelle må vurderes konkret»' }] },
        {
          elements: [
            { text: '[1] ' },
            {
              type: 'link',
              text: 'KS, artikkel 2022 · linje 48 · Norge · råd',
              url: 'https://varsam.example/source/ks',
            },
            { text: ' · Sverige: et eksempel, binder ikke dere', style: { italic: true } },
          ],
        },
      ],
    });
  });

  it('says of the other sources in a line each where they stand; without a page to lead to, their words too', () => {
    const items = [1, 2, 3].map((n) => aSource({ n, quote: `sitat ${n}` }));
    const sources: Part = { kind: 'sources', title: 'Kilder', items, shown: 1 };
    const there = shownIn(only(aCard(sources)).blocks);
    expect(there).toContain('«sitat 1»');
    expect(there).not.toContain('sitat 2');
    expect(there).toContain('Flere kilder');
    const nowhere = shownIn(only(aCard(sources), { href: () => undefined }).blocks);
    expect(nowhere).toContain('«sitat 2» ');
    expect(nowhere).not.toContain('"link"');
  });

  it('gives a note of our own words no quotation marks', () => {
    const { blocks } = only(
      aCard({ kind: 'sources', title: 'Om loven', items: [aSource({ verbatim: false })], shown: 1 }),
    );
    expect(shownIn(blocks)).not.toMatch(/«|rich_text_quote/);
  });

  it('never lets anybody’s words become a mention, a link or markup', () => {
    const nasty = '<!channel> <@U1> *fet* <http://evil.example|klikk> & `kode` :tada:';
    const card: Card = {
      lang: 'nb',
      fallback: nasty,
      parts: [
        { kind: 'text', role: 'body', text: nasty },
        { kind: 'text', role: 'note', text: nasty },
      ],
    };
    const { blocks, text } = only(card);
    expect(text).not.toMatch(/<[!@h]/);
    expect(shownIn(blocks)).not.toContain('mrkdwn');
    expect(blocks[1]).toMatchObject({ elements: [{ type: 'plain_text', emoji: false }] });
  });

  it('leaves out a button that leads nowhere, and keeps what each of the others does', () => {
    const { blocks } = only(
      aCard({
        kind: 'buttons',
        buttons: [
          { label: 'Åpne', link: { to: 'assessment', id: 'a1' }, style: 'primary' },
          { label: 'Last ned', action: { do: 'export', assessment: 'a1', format: 'docx' } },
        ],
      }),
    );
    expect(blocks).toMatchObject([
      {
        type: 'actions',
        block_id: `${PLACE}|b0.0`,
        elements: [{ action_id: 'do.1', value: '{"do":"export","assessment":"a1","format":"docx"}' }],
      },
    ]);
  });
});

describe('a button that changes an answer', () => {
  const changing = (about: string): Part => ({
    kind: 'buttons',
    buttons: [{ label: 'Endre', about, action: { do: 'change', session: 's1', seen: 3, question: 'new_account' } }],
  });
  it.each([
    ['Er kontoen ny?', 'Endre: Er kontoen ny?'],
    [
      'Skal kontoen behandle opplysninger om barn, pasienter eller andre som er særlig sårbare?',
      'Endre: Skal kontoen behandle opplysninger om barn, pasienter eller andre…',
    ],
  ])('says which to those who hear it, as far as Slack lets it: %s', (about, heard) => {
    const { blocks } = only(aCard(changing(about)));
    expect(blocks).toMatchObject([{ elements: [{ text: { text: 'Endre' }, accessibility_label: heard }] }]);
  });
});

describe('a form in a message', () => {
  it('asks with radio buttons up to ten options, then with a list, and in groups where one list is too short', () => {
    const elements = [10, 11, 101].map((n) => {
      const found = only(aCard(aForm([aChoice(n)]))).blocks.find((b) => b.type === 'input');
      return found?.type === 'input' ? found.element : undefined;
    });
    expect(elements.map((e) => e?.type)).toEqual(['radio_buttons', 'static_select', 'static_select']);
    expect(elements[2]).toMatchObject({
      option_groups: [{ label: { text: '1–100' } }, { label: { text: '101–101' } }],
    });
  });

  it('ticks with boxes up to ten lines, then with a list; what was ticked stays so', () => {
    const elements = [10, 11].map((n) => {
      const found = only(aCard(aForm([someTicks(n)]))).blocks.find((b) => b.type === 'input');
      return found?.type === 'input' ? found.element : undefined;
    });
    expect(elements).toMatchObject([
      { type: 'checkboxes', initial_options: [{ value: 'P1' }] },
      { type: 'multi_static_select', initial_options: [{ value: 'P1' }] },
    ]);
  });

  it('goes on in the line below with an option that is a little too long, where it can be read so', () => {
    const label = 'Posisjon, EXIF eller merking er kanskje ikke fjernet, eller stedet er et hjem eller lignende';
    const options = [{ value: 'a', label }];
    const { blocks } = only(aCard(aForm([aChoice(0, { options, value: 'a' })])));
    const option = {
      text: { text: 'Posisjon, EXIF eller merking er kanskje ikke fjernet,' },
      description: { text: 'eller stedet er et hjem eller lignende' },
    };
    expect(blocks[0]).toMatchObject({ type: 'input', element: { options: [option], initial_option: option } });
  });

  it('asks for ticks where “none of these” is a button of its own, and says so below', () => {
    const none = { label: 'Ingen av disse', action: { do: 'none', session: 's1', seen: 3 }, sends: true } as const;
    const [asked, free] = [[none], []].map((also) =>
      only(aCard(aForm([someTicks(3)], { also }))).blocks.find((b) => b.type === 'input'),
    );
    expect(asked).toMatchObject({ optional: false, hint: { type: 'plain_text' } });
    expect(free).toMatchObject({ optional: true });
    expect(free).not.toHaveProperty('hint');
  });

  it('writes an option that is too long for its place out above, with a letter', () => {
    const long =
      `Et svar som er så langt at det ikke får plass i de to små linjene ${'som Slack har satt av til det '.repeat(4)}`.trim();
    const options = [
      { value: 'a', label: long },
      { value: 'b', label: 'Nei' },
    ];
    const { blocks } = only(aCard(aForm([aChoice(0, { options, value: 'a' })])));
    expect(blocks[0]).toMatchObject({ elements: [{ elements: [{ elements: [{ text: 'A: ' }, { text: long }] }] }] });
    const input = blocks.find((b) => b.type === 'input');
    const texts =
      input?.type === 'input' && input.element.type === 'radio_buttons'
        ? input.element.options.map((o) => o.text.text)
        : [];
    expect(texts[0]).toMatch(/^A: Et svar som er .*…$/);
    expect(texts[1]).toBe('Nei');
    expect(input).toMatchObject({ element: { initial_option: { value: 'a' } } });
  });

  it('says above a field what was wrong, and keeps its block, so that nothing entered is lost', () => {
    const before = only(aCard(aForm([aChoice(2)]))).blocks;
    const after = only(aCard(aForm([aChoice(2, { error: 'Velg et svar.' })]))).blocks;
    expect(after[0]).toMatchObject({ elements: [{ elements: [{ text: 'Velg et svar.' }] }] });
    const idOf = (blocks: typeof before) => blocks.find((b) => b.type === 'input')?.block_id;
    expect(idOf(after)).toBe(idOf(before));
    const next = aForm([aChoice(2)], { submit: { label: 'Neste', action: { ...answer, seen: 4 } } });
    expect(idOf(only(aCard(next)).blocks)).not.toBe(idOf(before));
  });

  it('has its buttons below, those that send the fields by their own name, and the reasons behind one button', () => {
    const why = { text: 'Barn har et særskilt vern.', sources: [aSource()] };
    const form = aForm([aChoice(2, { why })], {
      also: [{ label: 'Ingen av disse', action: { do: 'none', session: 's1', seen: 3 }, sends: true }],
    });
    const actions = only(aCard(form)).blocks.at(-1);
    const ids = actions?.type === 'actions' ? actions.elements.map((e) => e.action_id) : [];
    expect(ids).toEqual(['send.0', 'send.1', 'why.0'] satisfies `${(typeof DOES)[keyof typeof DOES]}${string}`[]);
    expect(shownIn(actions)).toContain('Barn har et særskilt vern.\\n«Hvert tilfelle må vurderes konkret» KS');
  });

  it('with more fields than a message holds asks the first ones; the others come next', () => {
    const fields = Array.from({ length: 80 }, (_, i) => aChoice(4, { id: `P${i}` }));
    const { blocks } = only(aCard(aForm(fields)));
    expect(blocks.filter((b) => b.type === 'input').length).toBeGreaterThan(5);
    expect(blocks.at(-1)?.type).toBe('actions');
  });
});

describe('a form in a view', () => {
  const card = aCard({ kind: 'text', role: 'title', text: 'Bildesjekk' }, aForm([someTicks(3), aChoice(2)]));
  const modal = (c: Card) => modalOf(c, drawn(), { place: PLACE });

  it('is sent by the view’s own button and left by the other, which means: continue later', () => {
    const view = modal(card);
    expect(viewFaults(view)).toEqual([]);
    expect(view).toMatchObject({
      title: { text: 'Bildesjekk' },
      submit: { text: 'Neste' },
      close: { text: 'Fortsett senere' },
      notify_on_close: true,
    });
    expect(shownIn(view.blocks.at(-1))).toContain('Tilbake');
    expect(shownIn(view.blocks)).not.toContain('"pause"');
    expect(originOf(view.private_metadata ?? '')).toEqual({ place: PLACE, submit: answer });
  });

  it('says what is wrong in the field itself while it is the same form, and else becomes the next one', () => {
    const [ticks, choice] = [{ ...someTicks(3), error: 'Kryss av.' }, aChoice(2)];
    const again = aCard(aForm([ticks, choice]));
    const view = modal(card);
    const block = view.blocks.find((b) => b.type === 'input')?.block_id ?? '';
    const origin = Origin.parse(JSON.parse(view.private_metadata ?? ''));
    expect(errorsIn(again, origin)).toEqual({ [block]: 'Kryss av.' });
    const later = aForm([ticks, choice], { submit: { label: 'Neste', action: { ...answer, seen: 5 } } });
    expect(errorsIn(aCard(later), origin)).toBeUndefined();
    expect(errorsIn(card, origin)).toBeUndefined();
  });

  it('puts the focus where something is wrong, and nowhere else', () => {
    expect(shownIn(modal(card))).not.toContain('focus_on_load');
    const view = modal(aCard(aForm([someTicks(3), aChoice(2, { error: 'Velg et svar.' })])));
    expect(shownIn(view).match(/focus_on_load/g)).toHaveLength(1);
    expect(view.blocks.at(-2)).toMatchObject({ element: { type: 'radio_buttons', focus_on_load: true } });
  });

  it('has a short name of its own where the title is too long', () => {
    const view = modal(aCard({ kind: 'text', role: 'title', text: 'Grunnlag eller samtykke mangler her' }));
    expect(view.title.text).toBe('varsam');
    expect(view.submit).toBeUndefined();
  });

  it('that somebody else wrote is nobody’s', () => {
    expect(originOf('{"place":"C1:1.1:"}')).toEqual({ place: 'C1:1.1:' });
    expect([originOf(''), originOf('nonsense'), originOf('{"place":""}'), originOf('{"place":"x","more":1}')]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('shows the reasons for its questions in a view of words', () => {
    expect(viewFaults(noteModal('Er barnet under 18?\nBarn har et særskilt vern.\n\nEr det en elev?\nFordi.'))).toEqual(
      [],
    );
    expect(viewFaults(noteModal(''))).toEqual([]);
  });
});

describe('words made to fit', () => {
  it('split after sentences, and never in the middle of a word where that can be helped', () => {
    expect(pieces('En setning. En til. Og en tredje som er lang.', 25)).toEqual([
      'En setning. En til.',
      'Og en tredje som er lang.',
    ]);
    expect(cut('Et langt navn på noe', 12)).toBe('Et langt…');
  });

  it('are never parted within a quotation, nor from the number of its source', () => {
    expect(pieces('KS skriver dette. «Hvert tilfelle. Må vurderes.» [1] Så ser vi.', 50)).toEqual([
      'KS skriver dette.',
      '«Hvert tilfelle. Må vurderes.» [1] Så ser vi.',
    ]);
    expect(pieces('SKR skriver det. ”Varje fall. Prövas.” [2] Sedan gör ni mer än så.', 45)).toEqual([
      'SKR skriver det. ”Varje fall. Prövas.” [2]',
      'Sedan gör ni mer än så.',
    ]);
    const words = fc.stringMatching(/^[a-zæøå]{1,8}( [a-zæøå]{1,8}){0,4}[.?]$/);
    const quote = fc
      .tuple(fc.array(words, { minLength: 1, maxLength: 2 }), fc.constantFrom('«»', '””', '“”'), fc.nat(9))
      .map(([said, [open, close], n]) => `${open}${said.join(' ')}${close} [${n}]`);
    fc.assert(
      fc.property(fc.array(fc.oneof(words, quote), { maxLength: 30 }), (all) => {
        const parts = pieces(all.join(' '), 420);
        for (const one of all) expect(parts.some((p) => p.includes(one)) || !/^[«”“]/.test(one), one).toBe(true);
      }),
    );
  });

  it('lose nothing but blanks, whatever they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.integer({ min: 5, max: 80 }), (text, max) => {
        const all = pieces(text, max);
        expect(all.every((p) => p.length <= max && p.length > 0)).toBe(true);
        expect(all.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
        expect(cut(text, max).length).toBeLessThanOrEqual(Math.max(max, text.length <= max ? text.length : 0));
      }),
    );
  });
});

// --- no Card of any length, language or content can break a limit ---

/** Lengths around every limit: the ones that break it by a letter. */
const edges = [23, 24, 25, 30, 74, 75, 76, 140, 150, 151, 180, 300, 1999, 2001, 2499, 2501, 3001, 4001];
const anyText = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(...edges).map((n) =>
      'ordene går '
        .repeat(400)
        .slice(0, n - 1)
        .concat('.'),
    ),
  },
  { weight: 5, arbitrary: fc.string({ unit: 'grapheme', maxLength: 120 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      ' ',
      '\n',
      '<!channel>',
      '&'.repeat(3000),
      '漢'.repeat(5000),
      '👩‍👩‍👧‍👦'.repeat(900),
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), fc.integer({ min: 1, max: 300 }))
      .map(([s, n]) => `${s}. `.repeat(n)),
  },
);
const anyId = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_.-]{0,59}$/);
const anyLang = fc.constantFrom(...LANGS);
const anyLink = fc.oneof(
  fc.record({ to: fc.constant('source' as const), document: anyId, lines: fc.constantFrom(null, [1, 2] as const) }),
  fc.record({ to: fc.constant('assessment' as const), id: anyId }),
);
const anySource: fc.Arbitrary<Source> = fc.record({
  n: fc.nat(99),
  quote: anyText,
  quoteLang: anyLang,
  verbatim: fc.boolean(),
  from: anyText,
  flags: fc.array(anyText, { maxLength: 4 }),
  at: fc.option(anyLink),
});
const anyAction = fc.oneof(
  fc.record({ do: fc.constant('answer' as const), session: anyId, seen: fc.nat(999) }),
  fc.record({ do: fc.constant('pause' as const), session: anyId }),
  fc.record({ do: fc.constant('share' as const), turn: anyId }),
);
const anyButton = fc.record({
  label: anyText,
  action: anyAction,
  style: fc.constantFrom('primary' as const, 'danger' as const),
  sends: fc.boolean(),
});
const anyWhy = fc.record({ text: anyText, sources: fc.array(anySource, { maxLength: 3 }) });
const anyChoices = fc.uniqueArray(fc.record({ value: anyId, label: anyText, why: anyWhy }), {
  maxLength: 130,
  selector: (c) => c.value,
  size: '+1',
});
const anyField: fc.Arbitrary<Field> = fc.oneof(
  fc.record({
    kind: fc.constant('choice' as const),
    id: anyId,
    label: anyText,
    hint: anyText,
    error: anyText,
    why: anyWhy,
    options: anyChoices,
    value: anyId,
    required: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('ticks' as const),
    id: anyId,
    label: anyText,
    error: anyText,
    options: anyChoices,
    values: fc.array(anyId, { maxLength: 3 }),
  }),
  fc.record({
    kind: fc.constant('text' as const),
    id: anyId,
    label: anyText,
    value: anyText,
    required: fc.boolean(),
    multiline: fc.boolean(),
    max: fc.integer({ min: 1, max: 9000 }),
  }),
);
const anyForm: fc.Arbitrary<Form> = fc.record({
  kind: fc.constant('form' as const),
  fields: fc.uniqueArray(anyField, { maxLength: 70, selector: (f) => f.id, size: 'max' }),
  submit: anyButton,
  also: fc.array(anyButton, { maxLength: 40 }),
});
const anyPart: fc.Arbitrary<Part> = fc.oneof(
  fc.record({
    kind: fc.constant('text' as const),
    role: fc.constantFrom('title' as const, 'lead' as const, 'body' as const, 'note' as const),
    text: anyText,
  }),
  fc.record({
    kind: fc.constant('facts' as const),
    title: anyText,
    rows: fc.array(fc.record({ label: anyText, value: anyText }), { maxLength: 40 }),
  }),
  fc.record({
    kind: fc.constant('list' as const),
    title: anyText,
    style: fc.constantFrom('bullet' as const, 'check' as const),
    items: fc.array(fc.record({ text: anyText }), { maxLength: 60 }),
  }),
  fc.record({
    kind: fc.constant('sources' as const),
    title: anyText,
    items: fc.array(anySource, { maxLength: 30 }),
    shown: fc.nat(8),
  }),
  fc.record({ kind: fc.constant('progress' as const), text: anyText, step: fc.nat(9), steps: fc.nat(9) }),
  fc.record({ kind: fc.constant('buttons' as const), buttons: fc.array(anyButton, { maxLength: 60 }) }),
  fc.record({
    kind: fc.constant('image' as const),
    svg: anyText,
    alt: anyText,
    width: fc.nat(900),
    height: fc.nat(900),
  }),
  fc.record({ kind: fc.constant('copy' as const), label: anyText, text: anyText }),
);
/** As cards are: at most one form. */
const anyCard: fc.Arbitrary<Card> = fc
  .record({
    lang: anyLang,
    fallback: anyText,
    parts: fc.array(anyPart, { maxLength: 25, size: 'max' }),
    form: fc.option(anyForm),
    at: fc.nat(25),
  })
  .map(
    ({ lang, fallback, parts, form, at }): Card => ({
      lang,
      fallback,
      parts: form ? parts.toSpliced(at, 0, form) : parts,
    }),
  );

/** Very many small parts and buttons: what breaks a limit by its number. */
const aCrowd: fc.Arbitrary<Card> = fc
  .tuple(
    fc.integer({ min: 45, max: 140 }),
    fc.integer({ min: 20, max: 60 }),
    fc.constantFrom('title' as const, 'note' as const),
    anyButton,
  )
  .map(([n, m, role, button]) => ({
    lang: 'nb',
    fallback: 'kort',
    parts: [
      ...Array.from({ length: n }, (): Part => ({ kind: 'text', role, text: 'Kort sagt.' })),
      { kind: 'buttons', buttons: Array.from({ length: m }, () => button) },
    ],
  }));
const someCard = fc.oneof({ weight: 4, arbitrary: anyCard }, { weight: 1, arbitrary: aCrowd });

const quotesOf = (card: Card) =>
  card.parts
    .flatMap((p) => (p.kind === 'sources' ? p.items.slice(0, p.shown) : []))
    .filter((s) => s.verbatim && s.quote.trim());
const quotesIn = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(quotesIn);
  if (typeof value !== 'object' || value === null) return [];
  if ('type' in value && value.type === 'rich_text_quote' && 'elements' in value)
    return [(value.elements as { text: string }[]).map((e) => e.text).join('')];
  return Object.values(value).flatMap(quotesIn);
};

describe('no card of any length, language or content', () => {
  it('breaks a limit as a message', () => {
    fc.assert(
      fc.property(someCard, fc.boolean(), (card, linked) => {
        const messages = messagesOf(card, drawn(linked ? {} : { href: () => undefined }));
        expect(messages.length).toBeGreaterThan(0);
        for (const { blocks, text } of messages) {
          expect(messageFaults(blocks)).toEqual([]);
          expect(costOf(blocks)).toBeLessThanOrEqual(LIMITS.message.cost);
          expect(text.length).toBeLessThanOrEqual(LIMITS.message.text);
          expect(text.trim()).not.toBe('');
          expect(text).not.toMatch(/[<>]/);
        }
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  it('breaks a limit as a view', () => {
    fc.assert(
      fc.property(someCard, (card) => {
        expect(viewFaults(modalOf(card, drawn(), { place: PLACE, posted: '1712345678.000100' }))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  it('has a quote cut: it is shown letter for letter, or not at all', () => {
    fc.assert(
      fc.property(anyCard, (card) => {
        const whole = quotesOf(card).map((s) => s.quote);
        for (const quote of quotesIn(messagesOf(card, drawn()))) expect(whole).toContain(quote.slice(1, -1));
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  it('makes of its words anything but words', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(escaped(text)).not.toMatch(/[<>]/);
      }),
    );
  });
});

describe('the cards there are', () => {
  it('take one message each, in every language', () => {
    for (const lang of LANGS) {
      const view = viewIn(lang, lang === 'sv' ? 'SE' : 'NO');
      for (const card of [helpCard(view), errorCard(view, 'abcd1234')]) only(card, { lang });
    }
    expect(answerCard).toBeTypeOf('function');
  });
});
