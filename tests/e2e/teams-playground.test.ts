import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express from 'express';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { converse } from '../../src/app/converse.ts';
import { inboxWorker, type Worker } from '../../src/app/work-inbox.ts';
import { createTeams, type Teams } from '../../src/channels/teams/channel.ts';
import { pngOf } from '../../src/export/picture.ts';
import { memoryReferences } from '../fakes/teams/house.ts';
import { realConverseDeps } from '../support/converse.ts';
import { launch, missing } from './browser.ts';

/**
 * A real Teams client, Microsoft's own for trying out bots, in a browser and without a network: a person asks, presses, and goes through the photo check.
 * What it draws is kept as pictures in tmp/teams.
 */
const PICTURES = join(import.meta.dirname, '..', '..', 'tmp', 'teams');
const require = createRequire(import.meta.url);
const CLI = require.resolve('@microsoft/m365agentsplayground/cli.js');

let deps: Awaited<ReturnType<typeof realConverseDeps>>;
let worker: Worker;
let bot: Teams;
let server: Server;
let client: ChildProcess;
let browser: Browser;
let page: Page;
const outside: string[] = [];
let invokes = 0;

describe.skipIf(missing !== null)('in a Teams client', () => {
  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true });
    deps = await realConverseDeps();
    worker = inboxWorker({ ...deps, inbox: deps.inbox, clock: { now: () => new Date() } });
    bot = createTeams(
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
      },
      { playground: true },
    );
    const app = express();
    app.use((req, _res, next) => {
      if (req.method === 'POST') invokes++;
      next();
    });
    app.post('/api/messages', ...bot.receive);
    server = createServer(app);
    const botPort = await listening(server);
    const probe = createServer();
    const port = await listening(probe);
    await new Promise((resolve) => probe.close(resolve));
    client = spawn(
      process.execPath,
      [CLI, 'start', '-e', `http://127.0.0.1:${botPort}/api/messages`, '-c', 'msteams', '-p', String(port), '--dt'],
      {
        cwd: PICTURES,
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    await said(client, `Listening on ${port}`);
    browser = await launch();
    const context = await browser.newContext({ locale: 'nb-NO', viewport: { width: 1100, height: 1000 } });
    page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.on('request', (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (protocol.startsWith('http') && !['127.0.0.1', 'localhost'].includes(hostname)) outside.push(hostname);
    });
    await page.goto(`http://127.0.0.1:${port}/`);
  }, 90_000);

  afterAll(async () => {
    await browser?.close();
    client?.kill();
    await worker?.stop(Promise.resolve());
    server?.closeAllConnections();
    await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
    await deps?.store.close();
  });

  const cards = (): Locator => page.locator('.ac-adaptiveCard');
  const last = (): Locator => cards().last();
  const button = (name: string): Locator => last().getByRole('button', { name, exact: true });
  const picture = (name: string) => page.screenshot({ path: join(PICTURES, `${name}.png`) });

  test('a person is greeted, asks, and gets words with sources to look at and quotes below', async () => {
    await page.getByText('Hei, jeg er varsam, en KI-assistent.').waitFor();
    await page.locator('[contenteditable=true]').first().click();
    await page.keyboard.type('Kan jeg legge ut dette klassebildet på Facebook?');
    await page.keyboard.press('Enter');
    await button('Ta bildesjekken').waitFor();
    await page.getByText('Vent til bildesjekken er ferdig.').first().waitFor();
    expect(await page.getByText('AI generated').count()).toBeGreaterThan(0);
    expect(await last().innerText()).toContain('«Hvert tilfelle må vurderes konkret»');
    await button('Vis flere kilder (2)').click();
    await picture('answer');
  });

  test('and presses through the photo check to a verdict, in one card', async () => {
    await button('Ta bildesjekken').click();
    await last().getByText('Slik forsto jeg deg:').waitFor();
    const count = await cards().count();
    await button('Neste').click();
    await last().getByRole('radio').first().waitFor();
    await picture('form');
    // What is demanded is checked in the client: nothing is sent.
    const before = invokes;
    await button('Neste').click();
    await last().getByText('Velg et svar.').first().waitFor();
    expect(invokes).toBe(before);
    for (let step = 0; step < 15 && !(await last().getByText('Et råd, ikke en tillatelse.').isVisible()); step++) {
      const groups = await last().getByRole('radiogroup').all();
      for (const group of groups)
        if ((await group.locator(':checked').count()) === 0)
          await group.getByRole('radio').first().check({ force: true });
      const shown = await last().innerText();
      await ((await button('Ingen av disse').isVisible()) ? button('Ingen av disse') : button('Neste')).click();
      // The card has been changed in its place; what stood there is gone.
      await expect.poll(() => last().innerText(), { timeout: 15_000 }).not.toBe(shown);
    }
    const verdict = await last().innerText();
    expect(verdict).toContain('Et råd, ikke en tillatelse.');
    expect(verdict).toContain('Dette avgjorde:');
    expect(await cards().count()).toBe(count);
    await last().scrollIntoViewIfNeeded();
    await picture('verdict');
  }, 90_000);

  test('without a network: all it would fetch from elsewhere are letters', () => {
    expect([...new Set(outside)].filter((host) => host !== 'res-1.cdn.office.net')).toEqual([]);
  });
});

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
