import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldLetters, foldSpace, grams, hash32, sentences, words } from '../../src/core/text.ts';

describe('text as search sees it', () => {
  test('slide bullets, soft hyphens and line ends are white space', () => {
    expect(foldSpace('\uf0a7 Kort\r\n\tog  praktisk\u00a0råd\uf0d8')).toBe('Kort og praktisk råd');
    expect(foldSpace('person\u00advern')).toBe('person vern');
    expect(foldSpace(' \uf0fc \n ')).toBe('');
  });

  test('folding white space twice changes nothing more', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => foldSpace(foldSpace(text)) === foldSpace(text)));
  });

  test('Norwegian and Swedish spellings of the same letter meet, and å stays itself', () => {
    expect(foldLetters('SØK')).toBe(foldLetters('sök'));
    expect(foldLetters('ærlig')).toBe(foldLetters('ärlig'));
    expect(foldLetters('idé')).toBe('ide');
    expect(foldLetters('Müller')).toBe('muller');
    expect(foldLetters('å')).toBe('å');
    expect(foldLetters('måte')).not.toBe(foldLetters('mate'));
  });

  test('a letter in two pieces, as some keyboards and PDFs give it, is the letter', () => {
    const text = 'Får vi slette på Österåker, è?';
    expect(text.normalize('NFD')).not.toBe(text);
    expect(words(text.normalize('NFD'))).toEqual(words(text));
  });

  test('folding letters twice changes nothing more', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => foldLetters(foldLetters(text)) === foldLetters(text)),
    );
  });

  test('everything that is neither letter nor digit parts words', () => {
    expect(words('Bilder/video (17. mai): «greit?»')).toEqual(['bilder', 'video', '17', 'mai', 'greit']);
    expect(words("KS' risikobank, §104")).toEqual(['ks', 'risikobank', '104']);
    expect(words(' ?! … ')).toEqual([]);
  });

  test('a word is cut into grams with its edges marked', () => {
    expect(grams('bilde')).toEqual(['_bild', 'bilde', 'ilde_']);
    expect(grams('ja KS')).toEqual(['_ja_', '_ks_']);
    expect(grams('bil', 3)).toEqual(['_bi', 'bil', 'il_']);
  });

  test('a compound shares grams with its parts, so that “personvern” finds “personvernombud”', () => {
    const compound = new Set(grams('personvernombudet'));
    expect(grams('personvern').filter((g) => compound.has(g)).length).toBeGreaterThanOrEqual(6);
  });

  test('the hash is FNV-1a, 32 bits, never negative', () => {
    expect(hash32('')).toBe(0x811c9dc5);
    expect(hash32('a')).toBe(0xe40c292c);
    expect(hash32('foobar')).toBe(0xbf9cf968);
    fc.assert(fc.property(fc.string(), (text) => hash32(text) >= 0 && hash32(text) < 2 ** 32));
  });

  test('sentences end at a full stop before a capital, a question mark or a blank line, and none is empty', () => {
    expect(sentences('Lagre først. Ta bort etterpå! Hvorfor? Fordi.')).toEqual([
      'Lagre først.',
      'Ta bort etterpå!',
      'Hvorfor?',
      'Fordi.',
    ]);
    expect(sentences('Overskrift\n\nbrødtekst uten punktum')).toEqual(['Overskrift', 'brødtekst uten punktum']);
    expect(sentences('f.eks. kl. ni')).toEqual(['f.eks. kl. ni']);
    expect(sentences('\n\n')).toEqual([]);
  });

  test('no word is lost between a text and its sentences', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('Ja', 'nei.', 'Hva?', '17.', '\n\n', 'Å', '–', '«x»')), (parts) => {
        const text = parts.join(' ');
        return words(sentences(text).join(' ')).join() === words(text).join();
      }),
    );
  });
});
