import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launch, missing, visit } from './browser.ts';
import { type Site, startSite } from './site.ts';

/** The register of accounts, from a newcomer's form in the chat to the page that anybody may see. */

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

describe.skipIf(missing !== null)(`accounts in a browser${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let site: Site;
  let browser: Browser;
  const complaints: string[] = [];
  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), launch()]);
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await site.close();
  });
  afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));

  const at = (path: string): Promise<Page> => visit(browser, `${site.url}${path}`, {}, complaints);
  async function sound(page: Page): Promise<void> {
    await page.evaluate(AXE);
    const results = await page.evaluate<AxeResults>(
      `axe.run(document, { runOnly: { type: 'tag', values: ${JSON.stringify(RULES)} } })`,
    );
    expect(results.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(' ')}`))).toEqual([]);
    const wide = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    expect(await page.evaluate<number>(wide)).toBe(0);
  }
  const fill = async (page: Page, fields: Record<string, string>) => {
    for (const [name, value] of Object.entries(fields)) await page.fill(`#work [name="${name}"]`, value);
  };
  /** Opens the account as somebody with a browser of their own who acts for the console. */
  async function asSomebody(): Promise<Page> {
    const page = await at('/console/accounts');
    await page.locator('#acting summary').click();
    await page.selectOption('#office', 'console');
    await page.locator('#acting button').first().click();
    await page.goto(`${site.url}/console/accounts`);
    await page.locator('main table a').first().click();
    return page;
  }
  async function agree(page: Page, role: string): Promise<string> {
    await page.selectOption('#role', role);
    await page.locator('button[value="agree"]').click();
    return (await page.locator('main .banner, main .error:not(#ask-error)').first().textContent()) ?? '';
  }

  it('is registered in the chat, with what is missing said beside its field and nothing lost', async () => {
    const page = await at('/');
    await page.fill('#question', '/varsam konto ny');
    await page.press('#question', 'Enter');
    await page.locator('#work form.questions').waitFor();
    await sound(page);
    await fill(page, {
      address: 'facebook.com/FjordvikBib/',
      name: 'Fjordvik bibliotek',
      purpose: 'passord: Hemmelig77',
    });
    await page.locator('#work button.primary').click();
    await page.locator('#work .error').first().waitFor();
    expect(await page.inputValue('#work [name="address"]')).toBe('facebook.com/FjordvikBib/');
    expect(await page.content()).not.toContain('Hemmelig77');
    await fill(page, {
      purpose: 'Fortelle om arrangementer.',
      unit: 'Biblioteket',
      audience: 'Innbyggere',
      owner: 'Biblioteksjef',
      ownerContact: 'bib@fjordvik.kommune.no',
      substitute: 'Bibliotekar',
    });
    await page.locator('#work button.primary').click();
    await page.getByText('Slik blir det registrert:').waitFor();
    await page.locator('#work button.primary').click();
    await page.getByText('Jeg når ikke lederen').waitFor();
    expect(site.stored()).toContain('https://facebook.com/fjordvikbib');
    expect(site.stored()).not.toContain('Hemmelig77');
    expect(complaints).toEqual([]);
  }, 60_000);

  it('is nobody’s to see in public before two have agreed', async () => {
    const page = await at('/official-accounts');
    expect(await page.locator('main').textContent()).toContain('Ingen kontoer er avtalt ennå.');
  });

  it('takes two people: one browser can’t give both words', async () => {
    const first = await asSomebody();
    await sound(first);
    expect(await agree(first, 'unit')).toBe('Ordet ditt er skrevet ned.');
    expect(await first.locator('button[value="agree"]').count()).toBe(0);
    expect(await first.locator('main').textContent()).toContain('En annen må si ja i den andre.');
    const second = await asSomebody();
    expect(await agree(second, 'editor')).toBe('Ordet ditt er skrevet ned.');
    expect(await second.locator('.chip').first().textContent()).toBe('Avtalt');
    await second.selectOption('#role', 'editor');
    await second.locator('button[value="activate"]').click();
    expect(await second.locator('.chip').first().textContent()).toBe('I bruk');
    expect(await second.locator('ol.places li').count()).toBe(4);
  }, 60_000);

  it('stands in the list that can be narrowed and taken along', async () => {
    const page = await at('/console/accounts?state=active');
    await sound(page);
    expect(await page.locator('main table tbody tr').count()).toBe(1);
    await page.fill('#q', 'ungdomsklubb');
    await page.locator('.narrow button').click();
    expect(await page.locator('main').textContent()).toContain('Ingen kontoer passer.');
    const csv = await (await fetch(`${site.url}/console/accounts.csv?state=active`)).text();
    expect(csv).toContain('Fjordvik bibliotek');
    expect(csv).toContain('no: Kontoen har ingen vurdering.');
  });

  it('is shown to anybody without a person, a contact or a cookie; printed, sound, and as data', async () => {
    const page = await at('/official-accounts');
    await sound(page);
    const text = (await page.locator('main').textContent()) ?? '';
    expect(text).toContain('Fjordvik bibliotek');
    expect(text).not.toMatch(/@|Biblioteksjef|Bibliotekar(?!e)/);
    expect(await page.context().cookies()).toEqual([]);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.langs').isVisible()).toBe(false);
    expect(await page.locator('.accounts').isVisible()).toBe(true);
    const data = (await (await fetch(`${site.url}/official-accounts.json`)).json()) as { accounts: unknown[] };
    expect(data.accounts).toEqual([
      {
        name: 'Fjordvik bibliotek',
        platform: 'facebook',
        address: 'facebook.com/fjordvikbib',
        url: 'https://facebook.com/fjordvikbib',
        unit: 'Biblioteket',
        purpose: 'Fortelle om arrangementer.',
        main: false,
      },
    ]);
    const swedish = await fetch(`${site.url}/official-accounts?lang=sv`);
    expect(await swedish.text()).toContain('<html lang="sv">');
  });

  it('a reader of the console reads, and does nothing', async () => {
    const page = await at('/console/accounts');
    await page.locator('main table a').first().click();
    expect(await page.locator('form.steps').count()).toBe(0);
    const id = new URL(page.url()).pathname.split('/').at(-1);
    const body = new URLSearchParams({ deed: 'close', seen: '4', role: 'editor', why: 'x' });
    const pressed = await fetch(`${site.url}/console/accounts/${id}/step`, { method: 'POST', body });
    expect(pressed.status).toBe(403);
  });
});
