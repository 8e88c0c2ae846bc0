import { parsePartialJson } from '@langchain/core/output_parsers';
import { describe, expect, test } from 'vitest';
import { draftOf, REPLY_SCHEMA, readReply } from '../../src/llm/reply.ts';

const QUOTE = 'Ha gjerne en øyeblikksvurdering';
const reply = (text: string, passage = 'p2') =>
  JSON.stringify({ outcome: 'claims', claims: [{ text, quotes: [{ passage, quote: QUOTE }] }] });
const proposal = (text: string, candidate = 'ks-article:KSA-2') => ({
  kind: 'claims',
  claims: [{ text, quotes: [{ candidate, quote: QUOTE }] }],
});
const IDS = ['ks-slides:SLD-1', 'ks-article:KSA-2'];

describe('a whole reply', () => {
  test('gives claims with the passages behind their numbers', () => {
    expect(readReply(reply('Vurder først.'), IDS)).toEqual(proposal('Vurder først.'));
  });

  test('keeps a quote from a passage that was not given, for grounding to drop', () => {
    expect(readReply(reply('Ja.', 'p3'), IDS)).toEqual(proposal('Ja.', ''));
    expect(readReply(reply('Ja.', 'ks-article:KSA-2'), IDS)).toEqual(proposal('Ja.', ''));
  });

  test.each([
    ['a code fence', `\`\`\`json\n${reply('Ja.')}\n\`\`\``],
    ['a word before and after', `Here you are: ${reply('Ja.')} Good luck`],
    ['thoughts before it', `<think>{"outcome":"unsure"} no…</think>\n${reply('Ja.')}`],
    ['fields nobody asked for', reply('Ja.').replace('{"outcome"', '{"confidence":1,"outcome"')],
    ['a number in capitals', reply('Ja.', ' P2 ')],
  ])('may have %s', (_, text) => {
    expect(readReply(text, IDS)).toEqual(proposal('Ja.'));
  });

  test('that is unsure needs no claims, and loses those it has', () => {
    expect(readReply('{"outcome":"unsure"}', IDS)).toEqual({ kind: 'unsure' });
    expect(readReply(reply('Ja.').replace('"claims",', '"unsure",'), IDS)).toEqual({ kind: 'unsure' });
  });

  test.each([
    ['nothing', ''],
    ['no JSON', 'Ja, det kan dere.'],
    ['half of it', reply('Ja.').slice(0, -6)],
    ['half a thought', '<think>{"outcome":"unsure"}'],
    ['another outcome', '{"outcome":"approved","claims":[]}'],
    ['claims without words', reply('  ')],
    ['more words than anyone reads', reply('ord '.repeat(121))],
    ['a list', `[${reply('Ja.')},${reply('Nei.')}]`],
  ])('is none where there is %s', (_, text) => {
    expect(readReply(text, IDS)).toBeUndefined();
  });

  test('is asked for in a schema that strict servers take: every field required, none added', () => {
    const objects: Record<string, unknown>[] = [];
    const walk = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return;
      if ('properties' in node) objects.push(node as Record<string, unknown>);
      for (const child of Object.values(node)) walk(child);
    };
    walk(REPLY_SCHEMA);
    expect(objects).toHaveLength(3);
    for (const o of objects) {
      expect(o.additionalProperties).toBe(false);
      expect(o.required).toEqual(Object.keys(o.properties as object));
    }
    expect(REPLY_SCHEMA).not.toHaveProperty('$schema');
  });
});

describe('a reply that is still growing', () => {
  const drafts = (whole: string): string[] =>
    Array.from({ length: whole.length + 1 }, (_, n) => draftOf(whole.slice(0, n), parsePartialJson));

  test('shows more and more of the claims’ words, whatever character it stops at', () => {
    const claims = ['Nei, «la» den stå.', 'Svar \\ rolig \u{1f642}.'].map((text) => ({
      text,
      quotes: [{ passage: 'p1', quote: QUOTE }],
    }));
    const plain = JSON.stringify({ outcome: 'claims', claims });
    const escaped = plain.replace(/[^\0-~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
    for (const whole of [plain, escaped, `<think>hm {</think>${plain}`, `\`\`\`json\n${plain}`]) {
      const shown = drafts(whole).filter(Boolean);
      expect(shown.at(-1)).toBe('Nei, «la» den stå. Svar \\ rolig \u{1f642}.');
      expect(shown.filter((text) => !shown.at(-1)?.startsWith(text))).toEqual([]);
      expect(shown.every((text) => text.isWellFormed())).toBe(true);
    }
  });

  test('shows nothing of thoughts, of quotes, or of an answer that is unsure', () => {
    expect(drafts('<think>{"outcome":"claims","claims":[{"text":"hm').every((d) => d === '')).toBe(true);
    expect(drafts('{"outcome":"unsure","claims":[{"text":"Ja."}]}').every((d) => d === '')).toBe(true);
    expect(drafts(reply('Ja.')).some((d) => d.includes('gjerne'))).toBe(false);
    expect(drafts('Hei! Hva kan jeg hjelpe med?').every((d) => d === '')).toBe(true);
  });
});
