import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ask, focused, launch, missing, visit } from './browser.ts';
import { type Site, startSite } from './site.ts';

/** The web chat for those who use a keyboard, a screen reader, a big font or a narrow window: WCAG 2.1 AA, and 2.2 where axe knows it. */

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const PHOTO = 'Kan jeg legge ut dette klassebildet på Facebook?';
const DELETE = 'Kan vi slette en kritisk kommentar?';
const UNANSWERABLE = "Hva er punkt 7 i KS' risikobank?";

describe.skipIf(missing !== null)(`the web chat is for everybody${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let site: Site;
  let browser: Browser;

  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), launch()]);
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });
  beforeEach(() => site.reset());
  afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));

  /** What axe finds, as `rule: where`; nothing is what we want. Transitions are over before it looks at colours. */
  async function faults(page: Page): Promise<string[]> {
    await page.evaluate(
      'Promise.all(document.getAnimations().map((a) => a.effect.getTiming().iterations === 1 ? a.finished : a.cancel()))',
    );
    await page.evaluate(AXE);
    const results = await page.evaluate<AxeResults>(
      `axe.run(document, { runOnly: { type: 'tag', values: ${JSON.stringify(RULES)} } })`,
    );
    return results.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(' ')}`));
  }

  const tooWide = (page: Page) =>
    page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [320, 1280]) {
      it(`no page has a fault that axe knows, or scrolls sideways, in ${colorScheme} at ${width} px`, async () => {
        const page = await visit(browser, site.url, { colorScheme, viewport: { width, height: 800 } });
        const found: Record<string, unknown> = {};
        const look = async (name: string) => {
          found[name] = { faults: await faults(page), tooWide: await tooWide(page) };
        };
        await look('home');
        await ask(page, PHOTO);
        await ask(page, UNANSWERABLE);
        await ask(page, 'Hvem er mannen på bildet?');
        await ask(page, `${'a'.repeat(300)} ${'https://example.org/'.repeat(20)}`);
        await page.evaluate('for (const folded of document.querySelectorAll("details")) folded.open = true');
        await look('conversation');
        await page.locator('#settings summary').focus();
        await page.press('#question', 'Enter');
        await page.locator('#ask-error:not(:empty)').waitFor();
        await look('fault in the form');
        for (const path of [
          '/source/norberg?from=203&to=205',
          '/source/osteraker',
          '/source/ks-slides?from=7',
          '/source/law:L15',
          '/nowhere',
        ]) {
          await page.goto(site.url + path);
          await look(path);
        }
        const fine = Object.fromEntries(Object.keys(found).map((name) => [name, { faults: [], tooWide: 0 }]));
        expect(found).toEqual(fine);
      });
    }

  it('a keyboard alone asks, reads, opens a source and comes back', async () => {
    const page = await visit(browser, site.url);
    const press = async (key: string) => {
      await page.keyboard.press(key);
      return focused(page);
    };
    expect(await press('Tab')).toBe('skip');
    expect(await page.locator('#skip').boundingBox()).toMatchObject({ y: 0 });
    expect(await press('Enter')).toBe('question');

    await page.keyboard.type('Kan jeg legge ut');
    await press('Shift+Enter');
    await page.keyboard.type('dette klassebildet på Facebook?');
    expect(await page.inputValue('#question')).toBe('Kan jeg legge ut\ndette klassebildet på Facebook?');
    await press('Enter');
    await page.locator('.card').waitFor();
    expect(await focused(page)).toBe('question');
    expect(await page.inputValue('#question')).toBe('');

    // Backwards from the box into the answer, and to the first line of a source.
    const seen: string[] = [];
    for (let i = 0; i < 30 && seen.at(-1) !== 'place'; i++) seen.push(await press('Shift+Tab'));
    while ((await press('Shift+Tab')) === 'place') seen.push('place');
    await press('Tab');
    expect(await focused(page)).toBe('place');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/source\//);

    // On the source, from the top, the first stop leads to the marked lines; a link leads back.
    await page.goto(page.url().split('#')[0] ?? '');
    expect(await press('Tab')).toBe('skip');
    await press('Enter');
    expect(page.url()).toMatch(/#L\d+$/);
    await page.getByRole('link', { name: 'Tilbake til samtalen' }).first().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/#turn-/);
  });

  it('everything that takes the keyboard shows that it has it', async () => {
    const page = await visit(browser, site.url);
    await ask(page, PHOTO);
    await page.evaluate('document.activeElement.blur()');
    const bare: string[] = [];
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab');
      const [what, shown] = await page.evaluate<[string, boolean]>(`(() => {
        const el = document.activeElement;
        const ring = el.id === 'question' ? getComputedStyle(el.closest('.box')).boxShadow !== 'none' : getComputedStyle(el).outlineStyle !== 'none';
        return [el.id || el.className || el.tagName, ring || el === document.body];
      })()`);
      if (!shown) bare.push(what);
    }
    expect(bare).toEqual([]);
  });

  it('the keyboard stands where the reader would look after each thing that is swapped', async () => {
    const page = await visit(browser, site.url);
    await ask(page, PHOTO);
    await page.getByRole('button', { name: 'Hjalp ikke' }).press('Enter');
    await page.getByText('Takk. Det er notert.').waitFor();
    expect(await focused(page)).toBe('feedback');
    await ask(page, UNANSWERABLE);
    await page.getByRole('button', { name: 'Ikke send' }).press('Enter');
    await page.getByText('Spørsmålet er ikke sendt.').waitFor();
    expect(await focused(page)).toBe('kept');
    await page.fill('#question', '');
    await page.press('#question', 'Enter');
    await page.locator('#ask-error:not(:empty)').waitFor();
    expect(await focused(page)).toBe('question');
  });

  it('an answer is said aloud once, in its own language, however often its draft grew', async () => {
    const page = await visit(browser, site.url);
    expect(await page.locator('#live').getAttribute('role')).toBe('status');
    await page.evaluate(`{
      window.said = [];
      new MutationObserver((all) => {
        if (all.some((m) => m.addedNodes.length)) said.push(document.getElementById('live').innerHTML);
      }).observe(document.getElementById('live'), { childList: true, subtree: true, characterData: true });
    }`);
    const { handle } = site.door;
    site.door.handle = async (asked, onText) => {
      for (let i = 1; i <= 30; i++) onText?.(PHOTO.slice(0, i));
      return handle(asked);
    };
    await ask(page, 'Får vi radera en kritisk kommentar?');
    const said = await page.evaluate<string[]>('window.said');
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^<span lang="sv">Svaret är klart\. /);
    expect(said[0]).toContain(await page.locator('.words strong').textContent());
    expect(await page.locator('[aria-live], [role=log], [role=alert]:not(#ask-error)').count()).toBe(0);
  });

  it('every quote says which language it is in', async () => {
    const page = await visit(browser, site.url);
    await ask(page, PHOTO);
    await ask(page, DELETE);
    const langs = await page.locator('blockquote').evaluateAll((all) => all.map((el) => el.getAttribute('lang')));
    expect(langs.length).toBeGreaterThan(2);
    for (const lang of langs) expect(['nb', 'sv']).toContain(lang);
    expect(langs).toContain('sv');
  });

  it('the verdict, what stands beside it and the buttons fit a phone without scrolling', async () => {
    const page = await visit(browser, site.url);
    for (const question of [PHOTO, DELETE, 'Når må vi gjøre en DPIA?']) {
      await ask(page, question);
      const card = page.locator('.card').last();
      const box = (await page.locator('#ask').boundingBox())?.y ?? 0;
      const words = await card.locator('.words').boundingBox();
      const buttons = await card.locator('.feedback').boundingBox();
      expect(words?.y, question).toBeGreaterThanOrEqual(0);
      expect((buttons?.y ?? 0) + (buttons?.height ?? 0), question).toBeLessThanOrEqual(box);
    }
  });

  it('nothing moves for a reader who asked for less motion', async () => {
    const page = await visit(browser, site.url, { reducedMotion: 'reduce' });
    await ask(page, PHOTO);
    expect(await page.evaluate<number>('document.getAnimations().length')).toBe(0);
  });
});
