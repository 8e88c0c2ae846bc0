import { describe, expect, test } from 'vitest';
import { leaning } from '../../src/core/follow-up.ts';

describe('how much a question leans on what was said before', () => {
  test.each([
    'og hvis det er barn?',
    'Men hva med film?',
    'og viss det er barn?',
    'kva med video?',
    'och om det är barn?',
    'Vad med film?',
    'and if it is a child?',
    'what about video?',
    'Gjelder det også i Sverige?',
  ])('“%s” leans fully', (question) => {
    expect(leaning(question)).toBe(1);
  });

  test.each(['hvor lenge?', 'Hvorfor det?', 'Hur länge då?', 'Kor lenge?', 'Why?', 'I Sverige?'])(
    '“%s” says little on its own',
    (question) => {
      expect(leaning(question)).toBeGreaterThanOrEqual(0.7);
    },
  );

  test.each([
    'Hvilke kommentarer skal kommunen fjerne fra Facebook-siden?',
    'Når må kommunen gjennomføre vurdering av personvernkonsekvenser?',
    'Vilka kommentarer måste kommunen radera från Facebook-sidan?',
    'Which comments should municipal editors remove from Facebook?',
  ])('“%s” stands alone', (question) => {
    expect(leaning(question)).toBe(0);
  });

  test('a question that points back but has much of its own leans a little', () => {
    const some = leaning('Kan kommunen slette denne kommentaren etter skjermbilde?');
    expect(some).toBeGreaterThan(0);
    expect(some).toBeLessThan(0.7);
  });

  test('an opening counts as a word, not as the first letters of one', () => {
    expect(leaning('Menneskerettar gjeld vel også kommunale redaktørar på Facebook?')).toBe(0);
    expect(leaning('Sosiale medier krever ifølge kommunen arkivering, journalføring?')).toBe(0);
  });

  test('capitals and blanks before it make no difference', () => {
    expect(leaning('  OG HVIS DET ER BARN?')).toBe(1);
  });
});
