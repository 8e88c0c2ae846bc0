import { createInterface } from 'node:readline';
import { converse } from '../../src/app/converse.ts';
import type { Tell } from '../../src/app/learn-ports.ts';
import { learnJobs } from '../../src/commands/learn-jobs.ts';
import { readConfig } from '../../src/config.ts';
import type { Action } from '../../src/core/card.ts';
import { COUNTRIES, Lang } from '../../src/core/language.ts';
import type { Fields } from '../../src/core/message.ts';
import { open } from '../../src/main.ts';
import { startScheduler } from '../../src/scheduler.ts';

/**
 * One process of varsam as it runs in service, with chats that write down what they are given instead of a network. A test talks with it line by line in
 * JSON: it asks, answers, and sets the clock.
 */

const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);
const config = readConfig();
let ahead = 0;
const clock = { now: () => new Date(Date.now() + ahead) };
const varsam = { ...(await open(config)), clock };
for (const channel of ['slack', 'teams'] as const) {
  const tell: Tell = async ({ conversation }, { card }) => {
    say({ posted: { channel, to: conversation, lang: card.lang, text: card.fallback } });
  };
  varsam.learn.tellers[channel] = tell;
}
const scheduler = startScheduler(learnJobs({ base: varsam, folders: [], of: async () => varsam }), {
  ...varsam,
  tickMs: 100,
});

type Order = {
  id: number;
  do: string;
  channel?: 'slack' | 'teams' | 'web';
  lang?: string;
  text?: string;
  at?: string;
  group?: string;
  user?: string;
};
let n = 0;
const YEAR_MS = 365 * 86_400_000;
async function obey(order: Order): Promise<object> {
  const lang = Lang.parse(order.lang ?? 'nb');
  const { text = '', channel = 'slack' } = order;
  switch (order.do) {
    case 'clock':
      ahead = Date.parse(order.at ?? '') - Date.now();
      return {};
    case 'ask': {
      const conversation = `${channel}-${lang}-${process.pid}-${++n}`;
      const country = lang === 'sv' ? COUNTRIES[1] : COUNTRIES[0];
      const from = { tenant: 'local', channel, conversation, place: conversation, user: conversation, lang, country };
      const out = await converse({ ...from, event: `${process.pid}-${n}`, kind: 'text', text }, varsam);
      return { conversation, text: out.map((o) => o.card.fallback).join('\n') };
    }
    case 'groups':
      return { groups: await varsam.learn.groups.list('local', ['open']) };
    case 'answer': {
      // As whoever sits in the office does in their Teams chat: the form, filled in and saved.
      const { group = '', user = '' } = order;
      const conversation = `a:${user}`;
      const from = { tenant: 'local', channel: 'teams', conversation, place: conversation, user } as const;
      const press = async (action: Action, fields: Fields = {}) =>
        converse(
          { ...from, event: `${process.pid}-${++n}`, lang, country: 'NO', kind: 'action', action, fields },
          varsam,
        );
      const on = { group, version: 0 };
      const [form] = await press({ do: 'learn.answer', ...on });
      const filled = {
        text,
        country: 'both',
        review: new Date(clock.now().getTime() + YEAR_MS).toISOString().slice(0, 10),
      };
      const saved = await press({ do: 'learn.save', ...on }, filled);
      return { text: [...(form ? [form] : []), ...saved].map((o) => o.card.fallback).join('\n') };
    }
    default:
      return {};
  }
}

say({ ready: true });
for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line) as Order;
  say({ id: order.id, ...(await obey(order)) });
}
await scheduler.stop();
await varsam.close();
