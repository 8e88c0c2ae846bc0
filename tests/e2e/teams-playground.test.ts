import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inboxWorker } from '../../src/app/work-inbox.ts';
import { openPlayground, type Playground, through } from '../fakes/teams/playground.ts';
import { realConverseDeps } from '../support/converse.ts';
import { missing } from './browser.ts';

/**
 * A real Teams client, Microsoft's own for trying out bots, in a browser and without a network: a person asks, presses, and goes through the photo check.
 * What it draws is kept as pictures in tmp/teams.
 */
const PICTURES = join(import.meta.dirname, '..', '..', 'tmp', 'teams');

let deps: Awaited<ReturnType<typeof realConverseDeps>>;
let client: Playground;

describe.skipIf(missing !== null)('in a Teams client', () => {
  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true });
    deps = await realConverseDeps();
    const worker = inboxWorker({ ...deps, clock: { now: () => new Date() } });
    client = await openPlayground({ ...deps, worker }, { folder: PICTURES });
  }, 90_000);

  afterAll(async () => {
    await client?.close();
    await deps?.store.close();
  });

  const picture = (name: string) => client.page.screenshot({ path: join(PICTURES, `${name}.png`) });

  test('a person is greeted, asks, and gets words with sources to look at and quotes below', async () => {
    const { page, says, button, last } = client;
    await page.getByText('Hei, jeg er varsam, en KI-assistent.').waitFor();
    await says('Kan jeg legge ut dette klassebildet på Facebook?');
    await button('Ta bildesjekken').waitFor();
    await page.getByText('Vent til bildesjekken er ferdig.').first().waitFor();
    expect(await page.getByText('AI generated').count()).toBeGreaterThan(0);
    expect(await last().innerText()).toContain('«Hvert tilfelle må vurderes konkret»');
    await button('Vis flere kilder (2)').click();
    await picture('answer');
  });

  test('and presses through the photo check to a verdict, in one card', async () => {
    const { cards, button, last, calls } = client;
    await button('Ta bildesjekken').click();
    await last().getByText('Slik forsto jeg deg:').waitFor();
    const count = await cards().count();
    await button('Neste').click();
    await last().getByRole('radio').first().waitFor();
    await picture('form');
    // What is demanded is checked in the client: nothing is sent.
    const before = calls();
    await button('Neste').click();
    await last().getByText('Velg et svar.').first().waitFor();
    expect(calls()).toBe(before);
    await through(client, 'Et råd, ikke en tillatelse.');
    const verdict = await last().innerText();
    expect(verdict).toContain('Et råd, ikke en tillatelse.');
    expect(verdict).toContain('Dette avgjorde:');
    expect(await cards().count()).toBe(count);
    await last().scrollIntoViewIfNeeded();
    await picture('verdict');
  }, 90_000);

  test('without a network: all it would fetch from elsewhere are letters', () => {
    expect([...new Set(client.outside)].filter((host) => host !== 'res-1.cdn.office.net')).toEqual([]);
  });
});
