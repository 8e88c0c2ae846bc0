import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../src/channels/teams/limits.ts';
import { final, informative, NOT_BEGUN, streaming, waitFor, wentOut } from '../../src/channels/teams/stream.ts';
import { sourcesIn } from '../architecture/sources.ts';

const T = 1_000_000;

describe('an answer that grows in a personal chat', () => {
  test('begins with what is being done, goes on with the words so far, and ends as a message', () => {
    const first = informative(NOT_BEGUN, 'Jeg leter i kildene.');
    expect(first).toEqual({
      type: 'typing',
      text: 'Jeg leter i kildene.',
      entities: [{ type: 'streaminfo', streamType: 'informative', streamSequence: 1 }],
    });
    const one = wentOut(NOT_BEGUN, T, 'stream-1');
    const second = streaming(one, 'Vent til');
    expect(second?.entities).toEqual([
      { type: 'streaminfo', streamId: 'stream-1', streamType: 'streaming', streamSequence: 2 },
    ]);
    const two = wentOut(one, T + 1500, undefined, 'Vent til');
    expect(streaming(two, 'Vent til')).toBeUndefined();
    expect(streaming(two, 'Vent til sjekken')?.entities?.[0]).toMatchObject({ streamSequence: 3 });
    const last = final(
      two,
      { type: 'message', text: 'Vent til sjekken er ferdig.', entities: [{ type: 'https://schema.org/Message' }] },
      T + 3000,
    );
    expect(last.type).toBe('message');
    // No sequence on the last: Teams refuses it.
    expect(last.entities).toEqual([
      { type: 'streaminfo', streamId: 'stream-1', streamType: 'final' },
      { type: 'https://schema.org/Message' },
    ]);
  });

  test('is sent no oftener than Teams takes it, and no longer than two minutes', () => {
    const one = wentOut(NOT_BEGUN, T, 's');
    expect(waitFor(NOT_BEGUN, T)).toBe(0);
    expect(waitFor(one, T + 500)).toBe(LIMITS.stream.every - 500);
    expect(waitFor(one, T + LIMITS.stream.every)).toBe(0);
    expect(waitFor(one, T + LIMITS.stream.total)).toBeUndefined();
  });

  test('that took too long, or never began, ends as a message like any other', () => {
    const message = { type: 'message' as const, text: 'Svar' };
    expect(final(NOT_BEGUN, message, T)).toEqual(message);
    expect(final(wentOut(NOT_BEGUN, T, 's'), message, T + 200_000)).toEqual(message);
  });

  test('shows no markup of a model’s', () => {
    expect(streaming(NOT_BEGUN, '<at>alle</at> *nå*')?.text).toBe('&lt;at&gt;alle&lt;/at&gt; \\*nå\\*');
  });
});

describe('the translators for Teams', () => {
  const files = sourcesIn('src/channels/teams');
  const met = (names: RegExp) =>
    files
      .filter((f) => f.imports.some((i) => i.kind !== 'ours' && !i.typeOnly && names.test(i.target)))
      .map((f) => f.path);

  test('know no SDK: it is met in one file', () => {
    expect(met(/^bot(builder|framework)/)).toEqual(['src/channels/teams/channel.ts']);
    expect(met(/^express$/)).toEqual(['src/channels/teams/channel.ts']);
  });

  test('fetch nothing and ask no clock', () => {
    const pure = [
      'limits',
      'words',
      'text',
      'element',
      'actions',
      'fields',
      'sources',
      'adaptive',
      'outbound',
      'stream',
      'activity',
      'inbound',
    ].map((n) => `src/channels/teams/${n}.ts`);
    const found = files.filter((f) => pure.includes(f.path));
    expect(found).toHaveLength(pure.length);
    for (const { path, code, imports } of found) {
      expect(code, path).not.toMatch(/\bfetch\(|\bDate\.now\b|\bnew Date\(|\bMath\.random|\bprocess\.|\bsetTimeout\b/);
      expect(
        imports.filter((i) => i.kind !== 'ours' && i.target !== 'zod').map((i) => i.target),
        path,
      ).toEqual([]);
    }
  });
});
