import { expect, test } from 'vitest';
import { createAsking } from '../../src/channels/web/asking.ts';
import type { Outgoing } from '../../src/core/message.ts';

const out = (fault?: boolean): Outgoing[] => [
  {
    card: { lang: 'nb', fallback: 'svar', parts: [] },
    replaces: false,
    ...(fault === undefined ? {} : { problem: { key: 'error.away', values: {}, fault } }),
  },
];

test('a form that is sent twice is asked once; after a fault of ours the same form may be sent again', async () => {
  const asking = createAsking();
  const said = [out(true), out(), out()];
  let asked = 0;
  const send = () => asking.once('form', 'Kan vi?', 'c1', async () => said[asked++] ?? []).done;
  expect((await send())[0]?.problem?.fault).toBe(true);
  const both = await Promise.all([send(), send()]);
  expect(both.map(([first]) => first?.problem)).toEqual([undefined, undefined]);
  await send();
  expect(asked).toBe(2);
});
