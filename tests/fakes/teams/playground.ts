import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Browser, Locator, Page } from 'playwright-core';
import { type ConverseDeps, converse } from '../../../src/app/converse.ts';
import type { Worker } from '../../../src/app/work-inbox.ts';
import { createTeams } from '../../../src/channels/teams/channel.ts';
import type { TeamsDeps } from '../../../src/channels/teams/desk.ts';
import { pngOf } from '../../../src/export/picture.ts';
import { launch } from '../../e2e/browser.ts';
import { memoryReferences } from './house.ts';

/**
 * varsam beside a real Teams client: Microsoft's own for trying out bots (@microsoft/m365agentsplayground), in a headless browser and without a network.
 * It writes a file of its own settings into `folder`.
 */
export type Playground = {
  page: Page;
  /** Hosts beyond this machine that the client asked for. */
  outside: string[];
  /** How often the client has called the bot. */
  calls: () => number;
  cards: () => Locator;
  last: () => Locator;
  button: (name: string) => Locator;
  says: (text: string) => Promise<void>;
  close: () => Promise<void>;
};

const require = createRequire(import.meta.url);
const CLI = require.resolve('@microsoft/m365agentsplayground/cli.js');

export async function openPlayground(
  { worker, ...deps }: ConverseDeps & { worker: Worker },
  {
    folder,
    height = 1000,
    ...over
  }: { folder: string; height?: number } & Partial<Pick<TeamsDeps, 'rasterise' | 'href'>>,
): Promise<Playground> {
  const bot = createTeams(
    {
      ...deps,
      inbox: worker,
      converse: (incoming, onText) => converse(incoming, deps, onText),
      references: memoryReferences(new Map()),
      href: () => null,
      rasterise: async (svg) => pngOf(svg, 0.2),
      files: { fetch, hosts: [] },
      clock: { now: () => new Date() },
      config: { tenant: 'local', country: 'NO', lang: 'nb' },
      ...over,
    },
    { playground: true },
  );
  let posts = 0;
  const app = express();
  app.use((req, _res, next) => {
    if (req.method === 'POST') posts++;
    next();
  });
  app.post('/api/messages', ...bot.receive);
  const server = createServer(app);
  const botPort = await listening(server);
  const probe = createServer();
  const port = await listening(probe);
  await new Promise((resolve) => probe.close(resolve));
  const client = spawn(
    process.execPath,
    [CLI, 'start', '-e', `http://127.0.0.1:${botPort}/api/messages`, '-c', 'msteams', '-p', String(port), '--dt'],
    { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let browser: Browser | undefined;
  const close = async () => {
    await browser?.close();
    client.kill();
    await worker.stop(Promise.resolve());
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  try {
    await said(client, `Listening on ${port}`);
    browser = await launch();
    const context = await browser.newContext({ locale: 'nb-NO', viewport: { width: 1100, height } });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const outside: string[] = [];
    page.on('request', (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (protocol.startsWith('http') && !['127.0.0.1', 'localhost'].includes(hostname)) outside.push(hostname);
    });
    await page.goto(`http://127.0.0.1:${port}/`);
    const cards = () => page.locator('.ac-adaptiveCard');
    return {
      page,
      outside,
      calls: () => posts,
      cards,
      last: () => cards().last(),
      button: (name) => cards().last().getByRole('button', { name, exact: true }),
      says: async (text) => {
        await page.locator('[contenteditable=true]').first().click();
        await page.keyboard.type(text);
        await page.keyboard.press('Enter');
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));
}

function said(child: ChildProcess, words: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += String(chunk);
      if (text.includes(words)) resolve();
    });
    child.once('exit', (code) => reject(new Error(`the client ended with ${code}: ${text}`)));
  });
}

type Labelled = {
  labels?: Iterable<{ textContent: string | null }> | null;
  getAttribute: (name: string) => string | null;
  ownerDocument: { getElementById: (id: string) => { textContent: string | null } | null };
};
/** Runs in the browser: the words that name an input. */
function labelOf(element: unknown): string {
  const e = element as Labelled;
  const named = (e.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => e.ownerDocument.getElementById(id));
  return [...(e.labels ?? []), ...named].map((l) => l?.textContent ?? '').join(' ');
}

/** Runs in the browser: the last card says something else than it did. */
function wordsChanged({ shown, at }: { shown: string; at: string }): boolean {
  const { document } = globalThis as unknown as {
    document: { querySelectorAll: (selector: string) => Iterable<{ innerText: string }> };
  };
  const card = [...document.querySelectorAll(at)].at(-1);
  return card !== undefined && card.innerText !== shown;
}

/**
 * Goes through the questions of the last card as somebody who takes what stands first, until `until` stands there. `choose` may take another of a group's
 * options: it gets the question's words and gives the option's. `see` is called with each form as it is filled in.
 */
export async function through(
  { page, last, button }: Playground,
  until: string,
  {
    choose = () => undefined,
    see = async () => undefined,
  }: {
    choose?: (question: string) => string | undefined;
    see?: (step: number) => Promise<void>;
  } = {},
): Promise<void> {
  for (let step = 1; step < 16 && !(await last().getByText(until).first().isVisible()); step++) {
    let ticked = false;
    for (const group of await last().getByRole('radiogroup').all()) {
      const wanted = choose(await group.evaluate(labelOf));
      if (wanted !== undefined) await group.getByRole('radio', { name: wanted, exact: true }).check({ force: true });
      else if ((await group.locator(':checked').count()) === 0)
        await group.getByRole('radio').first().check({ force: true });
    }
    for (const box of await last().getByRole('checkbox').all()) {
      if (choose(await box.evaluate(labelOf)) === undefined) continue;
      await box.check({ force: true });
      ticked = true;
    }
    await see(step);
    const shown = await last().innerText();
    const none = button('Ingen av disse');
    await (!ticked && (await none.isVisible()) ? none : button('Neste')).click();
    // The card has been changed in its place; what stood there is gone.
    await page.waitForFunction(wordsChanged, { shown, at: '.ac-adaptiveCard' });
  }
}
