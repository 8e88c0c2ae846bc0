import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ask, focused, launch, missing, visit as open } from './browser.ts';
import { type Site, startSite } from './site.ts';

/** The web chat as a member of staff meets it, in a real browser. */

const PHOTO = 'Kan jeg legge ut dette klassebildet på Facebook?';
const DELETE = 'Kan vi slette en kritisk kommentar?';
const UNANSWERABLE = "Hva er punkt 7 i KS' risikobank?";

/** Holds an answer back until the test has looked. */
function aGate(): { opened: Promise<void>; open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

describe.skipIf(missing !== null)(`the web chat in a browser${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let site: Site;
  let browser: Browser;
  /** What the browser complained about: a blocked script or style, a fault in ours. */
  const complaints: string[] = [];

  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), launch()]);
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });
  beforeEach(() => {
    site.reset();
    complaints.length = 0;
  });
  afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));

  const visit = (options: BrowserContextOptions = {}): Promise<Page> => open(browser, site.url, options, complaints);

  it('a question in Norwegian gives a cited answer, and a click opens the source with the quoted lines marked', async () => {
    const page = await visit();
    await ask(page, PHOTO);
    const card = page.locator('.card');
    expect(await card.locator('.words strong').textContent()).toMatch(/^Vent/);
    expect(await card.locator('.status').textContent()).toBe('Svar');
    expect(await card.locator('.notices').textContent()).toContain('Sverige: et eksempel, binder ikke dere');
    const quote = card.locator('blockquote[lang=sv]').first();
    const words = (await quote.textContent())?.replace(/[”]/g, '') ?? '';

    await card.locator('.source:has(blockquote[lang=sv]) .place').first().click();
    await page.waitForURL(/\/source\/norberg\?from=\d+&to=\d+&turn=.*#L\d+$/);
    const marked = (await page.locator('mark').allTextContents()).join(' ').replace(/\s+/g, ' ');
    expect(marked).toContain(words);
    const place = await page.locator('mark').first().boundingBox();
    expect(place?.y).toBeGreaterThan(0);
    expect(place?.y).toBeLessThan(700);
    expect(await page.locator('#original').getAttribute('lang')).toBe('sv');

    await page.getByRole('link', { name: 'Tilbake til samtalen' }).first().click();
    await page.waitForURL(/\/#turn-/);
    expect(await page.locator('.card').count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  it('the first view says who is speaking, and offers three questions that can be asked with one press', async () => {
    const page = await visit();
    expect(await page.locator('#intro').textContent()).toContain('en KI-assistent');
    const examples = page.locator('.examples button');
    expect(await examples.count()).toBe(3);
    const text = await examples.nth(1).textContent();
    await examples.nth(1).click();
    await page.locator('.card').waitFor();
    expect(await page.locator('.question').textContent()).toContain(text);
    expect(await focused(page)).toMatch(/^q-/);
    expect(await page.locator('.examples').isVisible()).toBe(false);
  });

  it('a follow-up belongs to the same conversation, also after a reload', async () => {
    const page = await visit();
    await ask(page, PHOTO);
    await ask(page, 'og hvis foreldrene har samtykket?');
    await page.reload();
    expect(await page.locator('.card').count()).toBe(2);
    await ask(page, DELETE);
    expect(new Set(site.door.asked.map((a) => a.conversation)).size).toBe(1);
    await page.getByRole('button', { name: 'Ny samtale' }).click();
    await page.locator('.examples').waitFor();
    expect(await page.locator('.card').count()).toBe(0);
  });

  it('a model’s words are shown as a draft while they grow, and the grounded answer takes their place', async () => {
    const page = await visit();
    const { handle } = site.door;
    const gate = aGate();
    site.door.handle = async (asked, onText) => {
      onText?.('Ja, legg <b>ut</b> bildet');
      await gate.opened;
      return handle(asked, onText);
    };
    await page.fill('#question', PHOTO);
    await page.press('#question', 'Enter');
    await page.locator('.draft').waitFor();
    expect(await page.locator('.question').textContent()).toContain(PHOTO);
    expect(await page.locator('.draft').textContent()).toContain(
      'Utkast, ikke sjekket mot kildene ennå:Ja, legg <b>ut</b> bildet',
    );
    expect(await page.inputValue('#question')).toBe('');
    gate.open();
    await page.locator('.card').waitFor();
    expect(await page.locator('.draft').count()).toBe(0);
    expect(await page.locator('.words').textContent()).not.toContain('legg ut bildet');
  });

  it('works without JavaScript: question, answer, feedback, source and settings', async () => {
    const page = await visit({ javaScriptEnabled: false });
    await page.fill('#question', DELETE);
    await page.getByRole('button', { name: 'Spør' }).click();
    await page.waitForURL(/\/#turn-/);
    expect(await page.locator('.card .source').count()).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Det hjalp' }).click();
    expect(await page.locator('.card').textContent()).toContain('Takk. Det er notert.');
    await page.fill('#question', '  ');
    await page.getByRole('button', { name: 'Spør' }).click();
    expect(await page.locator('#ask-error').textContent()).toBe('Skriv et spørsmål først.');
    await page.locator('#settings summary').click();
    await page.selectOption('#lang', 'en');
    await page.selectOption('#country', 'SE');
    await page.locator('.settings-form button').click();
    expect(await page.locator('#settings summary').textContent()).toContain('English · Sweden');
    expect(await page.getAttribute('html', 'lang')).toBe('en');
    await page.locator('.place').first().click();
    expect(await page.locator('mark').count()).toBeGreaterThan(0);
  });

  it('answers in the language of the question, and the page follows', async () => {
    const page = await visit({ locale: 'en-GB' });
    expect(await page.getAttribute('html', 'lang')).toBe('en');
    const asked = {
      nb: [DELETE, 'Spørsmålet ditt', 'Svar'],
      nn: ['Kan vi slette ein kritisk kommentar?', 'Spørsmålet ditt', 'Svar'],
      sv: ['Får vi radera en kritisk kommentar?', 'Din fråga', 'Svar'],
      en: ['May we delete a critical comment?', 'Your question', 'Answer'],
    };
    for (const [lang, [question = '', label, status]] of Object.entries(asked)) {
      await ask(page, question);
      const last = page.locator('.card').last();
      expect([lang, await last.getAttribute('lang'), await page.getAttribute('html', 'lang')]).toEqual([
        lang,
        lang,
        lang,
      ]);
      expect(await last.locator('.status').textContent()).toBe(status);
      expect(await page.locator('#ask-label').textContent()).toBe(label);
      expect(await focused(page)).toBe('question');
    }
  });

  it('what somebody writes is shown as they wrote it, and runs nowhere', async () => {
    const page = await visit();
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      return dialog.dismiss();
    });
    const attack = `<img src=x onerror="alert(1)"> </textarea><script>alert(2)</script><hx-partial hx-target="body">x</hx-partial>`;
    await ask(page, attack);
    expect(await page.locator('.question').textContent()).toContain('<hx-partial hx-target="body">x</hx-partial>');
    await page.reload();
    expect(await page.locator('.question').textContent()).toContain('<script>alert(2)</script>');
    expect(await page.locator('.turns img, .turns script').count()).toBe(0);
    expect([dialogs, complaints]).toEqual([[], []]);
  });

  it('takes names and numbers out of the question as it is shown, and says so', async () => {
    const page = await visit();
    await ask(page, `${DELETE} Ring 907 12 345.`);
    expect(await page.locator('.question').textContent()).toContain('Ring [et telefonnummer].');
    expect(await page.locator('.notices').textContent()).toContain('Jeg fjernet et telefonnummer');
  });

  it('an empty or far too long question stays in the box with a word about it, and nothing is asked', async () => {
    const page = await visit();
    await page.press('#question', 'Enter');
    await page.getByText('Skriv et spørsmål først.').waitFor();
    await page.fill('#question', 'x'.repeat(10_000));
    await page.press('#question', 'Enter');
    await page.getByText('Spørsmålet er på 10000 tegn. Kort det ned til 4000.').waitFor();
    expect((await page.inputValue('#question')).length).toBe(10_000);
    expect(await page.getAttribute('#question', 'aria-invalid')).toBe('true');
    expect(await page.locator('.turn').count()).toBe(0);
    await ask(page, DELETE);
    expect(await page.locator('#ask-error').textContent()).toBe('');
    expect(await page.getAttribute('#question', 'aria-invalid')).toBeNull();
  });

  it('a double click asks once', async () => {
    const page = await visit();
    await page.fill('#question', DELETE);
    await page.locator('#ask-button').dblclick();
    await page.locator('.card').waitFor();
    await ask(page, PHOTO);
    expect(await page.locator('.turn').count()).toBe(2);
    expect(site.door.asked).toHaveLength(2);
  });

  it('a question it can’t answer shows what is closest, and is taken back with one press', async () => {
    const page = await visit();
    const kept = async () => (await site.store.openQuestions('local')).length;
    const before = await kept();
    await ask(page, UNANSWERABLE);
    const card = page.locator('.card.unsure');
    expect(await card.locator('.words strong').textContent()).toBe('Det vet jeg ikke.');
    expect(await card.locator('.sources h3').textContent()).toBe('Nærmest, men ikke et svar:');
    expect(await card.textContent()).toContain('Spørsmålet er tatt vare på her.');
    expect(await kept()).toBe(before + 1);
    await card.getByRole('button', { name: 'Ikke send' }).click();
    await page.getByText('Spørsmålet er ikke sendt.').waitFor();
    expect(await focused(page)).toBe('kept');
    expect(await kept()).toBe(before);
  });

  it('a request it refuses is refused in one breath', async () => {
    const page = await visit();
    await ask(page, 'Hvem er mannen på bildet?');
    const card = page.locator('.card.refused');
    expect(await card.locator('.words').textContent()).toMatch(/^Det gjør jeg ikke\..*Jeg kan hjelpe med/);
    expect(await card.locator('.source').count()).toBe(0);
  });

  it('a lost connection gives the question back, and sending it again finds the answer that was being made', async () => {
    const page = await visit();
    const { handle } = site.door;
    const gate = aGate();
    site.door.handle = async (asked) => {
      await gate.opened;
      return handle(asked);
    };
    await page.fill('#question', DELETE);
    await page.press('#question', 'Enter');
    await page.locator('.pending').waitFor();
    site.cut();
    await page.getByText('Forbindelsen er brutt. Send spørsmålet på nytt.').waitFor();
    expect(await page.inputValue('#question')).toBe(DELETE);
    expect(await page.locator('.turn').count()).toBe(0);
    gate.open();
    await page.press('#question', 'Enter');
    await page.locator('.card').waitFor();
    expect(await page.locator('#ask-error').textContent()).toBe('');
    expect(site.door.asked).toHaveLength(1);
  });

  it('a fault while answering is said in the card, with a code, and the next question works', async () => {
    const page = await visit();
    const { handle } = site.door;
    site.door.handle = () => new Promise((_, reject) => setImmediate(() => setImmediate(reject, new Error('secret'))));
    await page.fill('#question', DELETE);
    await page.press('#question', 'Enter');
    await page
      .getByText(/Noe gikk galt hos meg\. .*kode [0-9a-f]{8}/)
      .first()
      .waitFor();
    site.door.handle = handle;
    await ask(page, DELETE);
    expect(await page.locator('.turn').count()).toBe(2);
  });
});
