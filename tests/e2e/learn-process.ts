import { createInterface } from 'node:readline';
import { answerAsExpert } from '../../src/app/answer-as-expert.ts';
import { converse } from '../../src/app/converse.ts';
import type { Tell } from '../../src/app/learn-ports.ts';
import { learnJobs } from '../../src/commands/learn-jobs.ts';
import { readConfig } from '../../src/config.ts';
import { COUNTRIES, Lang } from '../../src/core/language.ts';
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
};
let n = 0;
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
      const written = { tenant: 'local', group: order.group ?? '', text, lang, cites: [], by: 'Arkivet' };
      return { answer: await answerAsExpert(written, varsam) };
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
