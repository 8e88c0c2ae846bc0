import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DraftFinding, locateDraft, readDraft, showFindings } from '../../src/core/draft.ts';
import { findPersonal } from '../../src/privacy/find.ts';
import { mask } from '../../src/privacy/mask.ts';
import { CLEAN, DRAFTS, QUESTIONS } from './draft-cases.ts';
import { MASKED } from './mask-cases.ts';

const shown = (message: string) => (f: DraftFinding) =>
  `${f.kind}${f.category ? `(${f.category})` : ''}/${f.severity}: ${message.slice(f.from, f.to)}`;
const findings = (message: string) => readDraft(message, findPersonal)?.findings ?? [];

describe('a pasted draft', () => {
  test.each(DRAFTS)('%s', (message, ...expected) => {
    expect(readDraft(message, findPersonal)).toBeDefined();
    expect(findings(message).map(shown(message))).toEqual(expected);
  });

  test.each(CLEAN)('raises no false alarm: %s', (message) => {
    expect(readDraft(message, findPersonal)?.findings).toEqual([]);
  });

  test.each(QUESTIONS)('is not what a question is: “%s”', (message) => {
    expect(readDraft(message, findPersonal)).toBeUndefined();
  });

  test('is known by its length and lines where nothing announces it', () => {
    const line =
      'Velkommen til sommerfest i parken med musikk, mat og aktiviteter for store og små fra klokken tolv.\n';
    expect(locateDraft(line.repeat(5))).toEqual({ from: 0, to: line.length * 5 - 1 });
    expect(locateDraft(`${line.repeat(5)}Hva synes du?`)).toBeUndefined();
  });

  test('is read without the quotation marks around it', () => {
    const message = 'Kan vi poste dette: «Velkommen til sommerfest i parken»';
    const draft = locateDraft(message);
    expect(message.slice(draft?.from, draft?.to)).toBe('Velkommen til sommerfest i parken');
  });

  test.each([
    ['Kan vi legge ut dette:\n«Kom på «Åpen dag». Ring Kari i morgen.»', 'Kom på «Åpen dag». Ring Kari i morgen.'],
    ['Kan vi lägga ut det här:\n”Kom på ”Öppet hus”. Ring Kari i morgon.”', 'Kom på ”Öppet hus”. Ring Kari i morgon.'],
    ['Kan vi poste dette: «Åpen dag» i morgen. Ring Kari da.', '«Åpen dag» i morgen. Ring Kari da.'],
    ['Kan vi poste dette: «Velkommen til sommerfest i parken» Hva synes du?', 'Velkommen til sommerfest i parken'],
  ])('keeps the quotations within it: %s', (message, whole) => {
    const draft = locateDraft(message);
    expect(message.slice(draft?.from, draft?.to)).toBe(whole);
  });

  test('fills in the photo check: a child opens recognition and age, a private address stays to be asked', () => {
    const [child] = findings('Kan vi poste dette: Emma (7) vant tegnekonkurransen!');
    expect(child?.prefills).toEqual([
      { question: 'P05', value: 'yes' },
      { question: 'P07', value: 'main' },
    ]);
    const [phone] = findings('Kan vi poste dette: Ring 901 23 456 for å melde deg på');
    expect(phone?.prefills).toEqual([{ question: 'P14', value: null }]);
  });

  test('leaves nothing in clear in what is stored', () => {
    const message = 'Kan vi poste dette: Emma (7) har adhd, ring 901 23 456 eller skriv til emma.h@example.com';
    const kept = JSON.stringify(findings(message));
    for (const word of ['Emma', 'adhd', '901', 'example', '(7)']) expect(kept).not.toContain(word);
  });

  test.each([
    ['Emma Berg (7 år) vant!', 'child: E… B… (7 år), 1:1'],
    ['Velkommen hit i morgen kveld.\nRing 901 23 456 eller skriv', 'phone: 90• •• •••, 2:2'],
    ['Bilen til naboen vår har EK 12345', 'plate: E… •••••, 1:6'],
    ['Skriv til kari.berg@example.com om du lurer på noe', 'email: k….b…@e….c…, 1:3'],
    ['Les mer hos www.kariberg.no/om?fbclid=abc i dag', 'link: kar….no/…, 1:4'],
    ['Personnummeret er 13085221234 og kan brukes', 'identity_number: 13•••••••••, 1:3'],
  ])('is shown so that its writer knows it, and nobody else: %s', (post, expected) => {
    const message = `Kan vi poste dette: ${post}`;
    const reading = readDraft(message, findPersonal);
    const { findings: drawn } = reading ? showFindings(message, reading) : { findings: [] };
    expect(drawn.map((f) => `${f.kind}: ${f.shown}, ${f.line}:${f.word}`)).toContain(expected);
  });

  test('with more findings than fit a card shows those that weigh most, and counts the others', () => {
    const message = `Kan vi poste dette: Emma Berg (7) ${Array.from({ length: 30 }, (_, i) => `ring 901 23 4${10 + i}`).join(', ')} og post@nesodden.kommune.no`;
    const reading = readDraft(message, findPersonal);
    if (!reading) throw new Error('it is a draft');
    const { findings: drawn, more } = showFindings(message, reading);
    expect(drawn).toHaveLength(10);
    expect(more).toBe(reading.findings.length - 10);
    expect(drawn[0]?.kind).toBe('child');
  });

  test('has its findings in order, each inside the draft', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...DRAFTS.flatMap(([m]) => m.split(' ')), '\n', '«', '»', ':'), { maxLength: 50 }),
        (bits) => {
          const message = `Kan vi poste dette: ${bits.join(' ')}`;
          const reading = readDraft(message, findPersonal);
          if (!reading) return;
          let at = reading.draft.from;
          for (const f of reading.findings) {
            expect(f.from).toBeGreaterThanOrEqual(at);
            expect(f.to).toBeGreaterThan(f.from);
            expect(f.to).toBeLessThanOrEqual(reading.draft.to);
            at = f.from;
          }
        },
      ),
    );
  });

  test.each(['Emma (7) ', 'kreft ', 'www.a', '"a', 'Kan vi poste dette: ', '\n'])(
    'of “%s” without end is read in linear time',
    (bit) => {
      const time = (n: number) => {
        const message = `Kan vi poste dette: ${bit.repeat(n)}`;
        const start = performance.now();
        readDraft(message, () => []);
        return performance.now() - start;
      };
      time(500);
      const short = Math.max(time(2_000), 4);
      expect(time(20_000)).toBeLessThan(short * 60);
    },
  );
});

describe('the places of personal data', () => {
  test.each(MASKED)('in “%s” are those the mask takes out', (from) => {
    const kinds = findPersonal(from).map((h) => h.kind);
    const masked = mask(from).found.flatMap(({ kind, count }) => Array.from({ length: count }, () => kind));
    for (const kind of kinds) expect(masked).toContain(kind);
    expect(kinds.length).toBeGreaterThan(0);
  });
});
