import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { packAction } from '../../src/core/card.ts';
import { LOCAL_TENANT } from '../../src/core/message.ts';
import { proposed } from '../support/accounts.ts';
import { launch, missing, visit } from './browser.ts';
import { type Site, startSite } from './site.ts';

/** What somebody has written into a form of a page is still there when the form comes back, whatever was sent with it and whatever came of it. */

const PICTURE = { name: 'skjermbilde.png', mimeType: 'image/png', buffer: Buffer.from('iVBORw0KGgo=', 'base64') };
const WRITTEN = { evidence: 'Sak 26/41, mappe Bevis', told: 'Kommentar under innlegget', note: 'To like på en dag.' };

describe.skipIf(missing)('a form of the web chat', () => {
  let site: Site;
  let browser: Browser;
  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), launch()]);
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await site.close();
  });
  beforeEach(() => site.reset());

  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
  /** The second card of the moderation log, filled in. */
  async function second(javaScriptEnabled: boolean, complaints: string[] = []): Promise<Page> {
    const page = await visit(browser, site.url, { javaScriptEnabled }, complaints);
    await page.fill('#question', 'logg');
    await page.locator('#ask-button').click();
    await press(page, 'Før en fjerning');
    await page.locator('[name=account]').fill('Fjordvik bibliotek');
    await page.locator('[name=thing][value=comment]').check();
    await page.locator('[name=ground]').nth(1).check();
    await page.locator('[name=decided][value=editor]').check();
    await press(page, 'Neste');
    for (const [name, text] of Object.entries(WRITTEN)) await page.locator(`[name=${name}]`).fill(text);
    await page.locator('[name=notice][value=yes]').check();
    return page;
  }
  const standing = async (page: Page) =>
    Object.fromEntries(
      await Promise.all(
        Object.keys(WRITTEN).map(async (name) => [name, await page.locator(`[name=${name}]`).inputValue()] as const),
      ),
    );

  test.each([true, false])(
    'keeps all that was written beside a screenshot that is sent with it (script: %s)',
    async (script) => {
      const complaints: string[] = [];
      const page = await second(script, complaints);
      await page.locator('.along [type=file]').setInputFiles(PICTURE);
      await press(page, 'Lag fingeravtrykk');
      await page.getByText('Fingeravtrykket av').waitFor();
      expect(await page.locator('[name=sha256]').inputValue()).toMatch(/^[0-9a-f]{64}$/);
      expect(await standing(page)).toEqual(WRITTEN);
      expect(await page.locator('[name=notice][value=yes]').isChecked()).toBe(true);
      expect(complaints).toEqual([]);
      expect(site.stored()).not.toContain('iVBORw0KGgo');
    },
  );

  test('keeps all that was written when the file that is sent along is far too large', async () => {
    const page = await second(true);
    const folder = mkdtempSync(join(tmpdir(), 'varsam-large-'));
    const file = join(folder, 'enormt.png');
    writeFileSync(file, Buffer.alloc(41 * 1024 * 1024));
    await page.locator('.along [type=file]').setInputFiles(file);
    await press(page, 'Lag fingeravtrykk');
    await page.getByText('Bildet er for stort.').waitFor();
    expect(await standing(page)).toEqual(WRITTEN);
    rmSync(folder, { recursive: true });
  });

  test.each([true, false])('keeps all that was written when it is sent too often (script: %s)', async (script) => {
    const page = await second(script);
    site.door.tooOften = true;
    await press(page, 'Skriv i loggen');
    await page.getByText('Vent').first().waitFor();
    const texts = script ? Object.values(await standing(page)) : [await page.locator('.copy textarea').inputValue()];
    for (const text of Object.values(WRITTEN)) expect(texts.join('\n')).toContain(text);
  });

  test('of an account keeps what was written when somebody else was faster, and says when somebody leaves', async () => {
    const before = { ...proposed(), id: 'acc-kept' };
    await site.accounts.append(LOCAL_TENANT, before);
    const page = await visit(browser, site.url);
    await page.fill('#question', `/varsam account ${before.name}`);
    await page.press('#question', 'Enter');
    await page.locator('#work .card').waitFor();
    await page.evaluate(
      async ([action]) => {
        const htmx = (globalThis as unknown as { htmx: { ajax: (...of: unknown[]) => Promise<void> } }).htmx;
        await htmx.ajax('POST', '/act', { target: '#work', swap: 'innerHTML', values: { action } });
      },
      [packAction({ do: 'account.form', part: 'rest', account: before.id })],
    );
    await page.locator('[name=recordsPlan]').fill('4.2');
    await page.locator('[name=ownerUntil]').fill('31.12.2026');
    await press(page, 'Lagre');
    await page.getByText('Skriv en dato slik: 2026-11-23.').waitFor();
    expect(await page.locator('[name=recordsPlan]').inputValue()).toBe('4.2');
    await page.locator('[name=ownerUntil]').fill('2026-12-31');
    const step = { ...before.history[0], do: 'change' as const, from: 'proposed' as const };
    await site.accounts.append(LOCAL_TENANT, { ...before, version: 2, history: [...before.history, step as never] });
    await press(page, 'Lagre');
    await page.getByText('Noen har endret kontoen imens.').waitFor();
    expect(await page.locator('[name=recordsPlan]').inputValue()).toBe('4.2');
    await press(page, 'Lagre');
    // Nobody who sits at this browser may change it: that is said, and what was written is theirs to take along.
    await page.locator('#work .lead').waitFor();
    expect(await page.locator('[name=ownerUntil]').inputValue()).toBe('2026-12-31');
  });
});
