import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** Where Debian's chromium lies; CHROMIUM_PATH names another. */
const PATH = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** Why the browser stories can't run here, or null where they can. In CI a missing browser is a failure, so nothing is skipped there. */
export const missing: string | null =
  existsSync(PATH) || process.env.CI === 'true' ? null : `no browser at ${PATH}; set CHROMIUM_PATH or install chromium`;

/** A headless Chromium that talks to nobody but the page under test. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: PATH,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-quic',
      '--no-first-run',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A page of its own, with its own cookies. What the browser complains about (a blocked script, a fault in ours) is put into `complaints`. */
export async function visit(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
  complaints: string[] = [],
): Promise<Page> {
  const context = await browser.newContext({ locale: 'nb-NO', viewport: { width: 390, height: 844 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(8000);
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('status of')) complaints.push(message.text());
  });
  await page.goto(url);
  return page;
}

/** Asks with the keyboard and waits for the whole answer. */
export async function ask(page: Page, question: string): Promise<void> {
  const before = await page.locator('.card').count();
  await page.fill('#question', question);
  await page.press('#question', 'Enter');
  await page.locator('.card').nth(before).waitFor();
}

/** What has the keyboard: an id, or a class where there is none. */
export function focused(page: Page): Promise<string> {
  return page.evaluate<string>('document.activeElement.id || document.activeElement.className');
}
