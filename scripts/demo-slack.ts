import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import express from 'express';
import { converse } from '../src/app/converse.ts';
import { previewDigest } from '../src/app/send-digest.ts';
import { type Slack, startSlack } from '../src/channels/slack/channel.ts';
import { keptInstallations, keptPeople } from '../src/channels/slack/kept.ts';
import { readConfig } from '../src/config.ts';
import { digestCard } from '../src/core/cards/learning-cards.ts';
import { pngOf } from '../src/export/picture.ts';
import { open, type Varsam } from '../src/main.ts';
import { launch } from '../tests/e2e/browser.ts';
import { ANNA, ROOM } from '../tests/fakes/slack/payloads.ts';
import { blocksOf, SlackPerson, wordsOn } from '../tests/fakes/slack/person.ts';
import { APP_TOKEN, BOT_TOKEN, FakeSlack } from '../tests/fakes/slack/server.ts';
import { type Filled, homePage, modalPage, roomPage, type Shown } from '../tests/fakes/slack/viewer.ts';
import type { Message, OpenView } from '../tests/fakes/slack/workspace.ts';
import { confirmOnTheWeb } from '../tests/support/assessment.ts';
import { QUIET } from '../tests/support/screening.ts';

/**
 * `npm run demo:slack [-- FOLDER]`: varsam in the small Slack of the tests, on this machine alone, with somebody who asks, checks a photo and begins an
 * assessment. Leaves pictures of what they see, and the HTML that they are taken of.
 */

const folder = resolve(process.argv[2] ?? join('.varsam', 'demo', 'slack'));
const ROOM_NAME = '# sosiale-medier';
/** A plan with two of the nine signs of high risk. */
const PLAN: Record<string, unknown> = { ...QUIET, D11: 'yes', D15: 'yes', new_account: 'yes' };

async function main(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'varsam-demo-'));
  const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'manifest.json'), 'utf8')) as {
    oauth_config: { scopes: { bot: string[] } };
  };
  const fake = await new FakeSlack(manifest.oauth_config.scopes.bot).start();
  const varsam = await open(readConfig({ VARSAM_DATA_DIR: dir, VARSAM_LOG: 'error' }));
  const slack = startSlack(
    {
      ...varsam,
      converse: (incoming, onText) => converse(incoming, varsam, onText),
      inbox: varsam.worker,
      people: keptPeople(varsam.kept, varsam.clock),
      rasterise: (svg) => pngOf(svg),
      config: {
        tenant: 'local',
        country: 'NO',
        lang: undefined,
        publicUrl: 'https://varsam.kommune.example',
        fileOrigins: [fake.url],
      },
    },
    {
      botToken: BOT_TOKEN,
      appToken: APP_TOKEN,
      signingSecret: undefined,
      oauth: undefined,
      at: { api: `${fake.url}/api/`, authorize: fake.url },
    },
    express(),
    keptInstallations(varsam.kept, varsam.clock),
  );
  try {
    const state = await slack.ready;
    if (!state.on) throw new Error(state.what);
    const pages = new Map<string, string>();
    // What was seen until something went wrong is worth looking at, then more than ever.
    await story(fake, varsam, slack, pages).finally(() => photograph(pages));
    console.log(
      `${pages.size} pictures in ${folder}. They are Block Kit as the tests' own viewer draws it, roughly as Slack does: what Slack gets is in the blocks, how it looks there can only be seen in Slack, or by pasting the blocks into its Block Kit Builder.`,
    );
  } finally {
    await slack.stop(500);
    await varsam.worker.stop(pause(500));
    await fake.stop();
    await varsam.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** What Anna does, and a page of each thing that she sees. */
async function story(fake: FakeSlack, varsam: Varsam, slack: Slack, pages: Map<string, string>): Promise<void> {
  const anna = new SlackPerson(fake, ANNA);
  const room = (title: string, messages: readonly Message[]) =>
    roomPage(
      title,
      messages.map((m) => shown(fake, m)),
    );
  const last = (channel?: string) => anna.sees(channel).at(-1);
  const says = async (text: string): Promise<Message[]> => {
    const before = anna.sees().length;
    const asked = await anna.says(text);
    return [asked, await until(() => (anna.sees().length > before && !last()?.streaming ? last() : undefined))];
  };

  const asked = await anna.mentions('Når må vi gjøre en DPIA?');
  const answer = await until(() => last(ROOM));
  await anna.presses(answer, 'share');
  const shared = await until(() => anna.sees(ROOM).find((m) => m.thread_ts === asked.ts));
  pages.set('answer', room(ROOM_NAME, [asked, answer, shared]));
  pages.set('answer-direct', room('varsam', await says('Kan vi slette en kritisk kommentar?')));
  pages.set('unsure', room('varsam', await says('Hvilken farge skal vi ha på julekortet til pensjonistene?')));

  await anna.types('/photo-check', 'et klassebilde på Facebook');
  const understood = await until(() => {
    const view = anna.view();
    return view && anna.deeds(view).includes('confirm') ? view : undefined;
  });
  pages.set('understood', modalPage(understood));
  await anna.presses(understood, 'confirm');
  await until(() => formOf(anna));
  const verdict = await throughView(anna, (name, view, filled) => pages.set(name, modalPage(view, filled)));
  pages.set('verdict', modalPage(verdict));
  const kept = await until(() =>
    anna.sees().findLast((m) => m.thread_ts !== undefined && wordsOn(m).includes('Til loggen:')),
  );
  pages.set('verdict-thread', room('varsam · tråd', thread(fake, kept)));
  await anna.closes();

  const before = anna.sees().length;
  await anna.types('/dpia-start', 'ny Facebook-side for hele kommunen');
  await until(() => anna.sees()[before]);
  const root = anna.sees()[before];
  await throughThread(anna, () => anna.sees().filter((m) => m.thread_ts === root?.ts));
  const ready = await until(() => anna.sees().findLast((m) => anna.deeds(m).includes('assess')));
  pages.set('dpia-verdict', room('varsam · tråd', [ready]));
  await anna.presses(ready, 'assess');
  pages.set(
    'assessment',
    room('varsam · tråd', [await until(() => anna.sees().find((m) => anna.deeds(m).includes('export')))]),
  );
  await confirmOnTheWeb(varsam);
  await anna.presses(ready, anna.deeds(ready).includes('assess') ? 'assess' : 'show_assessment');
  const matrix = await until(() => anna.sees().findLast((m) => m.files !== undefined));
  const at = anna.sees().indexOf(matrix);
  pages.set('matrix', room('varsam · tråd', anna.sees().slice(at - 1, at + 1)));

  await anna.types('/photo-check');
  await until(() => formOf(anna));
  await anna.closes();
  await anna.opensHome();
  await until(() => fake.world.homes.get(ANNA));
  pages.set('home', homePage(anna.home()));

  const { learn, knowledge, clock } = varsam;
  const digest = await previewDigest('local', clock.now(), { ...varsam, country: 'NO' });
  const [forOne] = digest.recipients;
  if (forOne) {
    const card = digestCard({ lang: learn.lang, country: 'NO', knowledge }, digest.week, forOne);
    await slack.tell({ tenant: 'local', conversation: ROOM, user: null }, { card, replaces: false, shared: true });
    pages.set('digest', room(ROOM_NAME, [await until(() => last(ROOM))]));
  }
}

function shown(fake: FakeSlack, message: Message): Shown {
  const files = (message.files ?? []).flatMap((id) => fake.world.files.get(id) ?? []);
  const reply = message.thread_ts !== undefined && message.thread_ts !== message.ts;
  return { message, name: message.user === ANNA ? 'Anna' : 'varsam', files, reply };
}

function thread(fake: FakeSlack, { channel, thread_ts }: Message): Message[] {
  return fake.world.messages.filter((m) => m.channel === channel && (m.ts === thread_ts || m.thread_ts === thread_ts));
}

function formOf(who: SlackPerson): OpenView | undefined {
  const view = who.view();
  return view?.view.submit ? view : undefined;
}

/** Answers every form of the view until there is none; each is shown to `see` as it is sent, and one as it is given back. */
async function throughView(
  who: SlackPerson,
  see: (name: string, view: OpenView, filled: Filled) => void,
): Promise<OpenView> {
  let gaveBack = false;
  for (let step = 0; step < 30; step++) {
    const view = await until(() => who.view());
    const { hash } = view;
    if (who.deeds(view).includes('confirm')) {
      see(`form-${step + 1}`, view, {});
      await who.presses(view, 'confirm');
    } else if (!view.view.submit) {
      if (wordsOn(view).includes('Til loggen:')) return view;
    } else {
      const press = fillIn(who, view);
      if (press === 'none' && !gaveBack) {
        see('form-errors', view, { entered: who.entered(view), errors: await who.submits({ unchecked: true }) });
        gaveBack = true;
      }
      see(`form-${step + 1}`, view, { entered: who.entered(view) });
      if (press === 'none') await who.presses(view, 'none');
      else await who.submits();
    }
    await until(() => who.view()?.hash !== hash || undefined);
  }
  throw new Error('no verdict after thirty steps');
}

/** The same in messages. */
async function throughThread(who: SlackPerson, inThread: () => Message[]): Promise<void> {
  for (let step = 0; step < 30; step++) {
    const last = await until(() => inThread().findLast((m) => m.blocks.length > 0));
    if (formOf(who)) {
      await throughView(who, () => undefined);
      return;
    }
    if (wordsOn(last).includes('Til loggen:')) return;
    const before = JSON.stringify(last.blocks);
    if (who.deeds(last).includes('confirm')) {
      await who.presses(last, 'confirm');
      await until(() => formOf(who));
      continue;
    }
    await who.presses(last, fillIn(who, last));
    await until(() => JSON.stringify(last.blocks) !== before || undefined);
  }
}

/** Enters the plan's answers, else the first option; gives what is to be pressed then. */
function fillIn(who: SlackPerson, on: Message | OpenView): 'answer' | 'none' {
  let press: 'answer' | 'none' = 'answer';
  for (const block of blocksOf(on)) {
    if (block.type !== 'input') continue;
    const { element } = block;
    const id = element.action_id.slice(2);
    if (element.type === 'plain_text_input') who.enters(on, id, 'Nyheter til innbyggerne');
    else if (id === 'ticks') {
      const risky = (element.options ?? []).map((o) => o.value).filter((line) => PLAN[line] === 'yes');
      if (risky.length > 0) who.enters(on, id, risky);
      else press = 'none';
    } else who.enters(on, id, String(PLAN[id] ?? element.options?.[0]?.value ?? ''));
  }
  return press;
}

async function until<T>(look: () => T | undefined): Promise<T> {
  for (let tries = 0; tries < 1000; tries++) {
    const seen = look();
    if (seen !== undefined) return seen;
    await pause(10);
  }
  throw new Error(`it did not become so within ten seconds: ${look}`);
}

async function photograph(pages: ReadonlyMap<string, string>): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const browser = await launch();
  try {
    const page = await browser.newPage({ viewport: { width: 800, height: 600 }, deviceScaleFactor: 2 });
    for (const [name, html] of pages) {
      writeFileSync(join(folder, `${name}.html`), html);
      await page.setContent(html);
      await page.locator('main').screenshot({ path: join(folder, `${name}.png`) });
    }
  } finally {
    await browser.close();
  }
}

await main();
