import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import exifr from 'exifr';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { confirmed, fresh, opened } from '../support/assessment.ts';
import { launch, missing, visit as open } from './browser.ts';
import { type Site, startSite } from './site.ts';

/** The photo check and the DPIA screening in the web chat, as a member of staff goes through them in a real browser. */

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const CLASS_PHOTO = 'Kan jeg legge ut dette klassebildet?';
const DRAFT = 'Kan vi poste dette: «Gratulerer til Emma Testesen (9) som vant finalen! Ring 907 12 345.»';
const NONE = 'Ingen av disse';

describe.skipIf(missing !== null)(
  `a screening in a browser${missing ? ` (skipped: ${missing})` : ''}`,
  { timeout: 120_000 },
  () => {
    let site: Site;
    let browser: Browser;
    const complaints: string[] = [];
    /** Where the pictures lie that are sent. */
    const files = mkdtempSync(join(tmpdir(), 'varsam-pictures-'));

    beforeAll(async () => {
      [site, browser] = await Promise.all([startSite(), launch()]);
    });
    afterAll(async () => {
      await browser.close();
      await site.close();
      rmSync(files, { recursive: true });
    });
    beforeEach(() => {
      site.reset();
      complaints.length = 0;
    });
    afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));

    async function visit(options: BrowserContextOptions = {}): Promise<Page> {
      const page = await open(browser, site.url, options, complaints);
      page.setDefaultTimeout(20_000);
      return page;
    }
    const work = (page: Page) => page.locator('#work');
    const title = (page: Page) => work(page).locator('h2').first().textContent();
    const button = (page: Page, name: string | RegExp) =>
      work(page).getByRole('button', typeof name === 'string' ? { name, exact: true } : { name });

    /** Does something, and waits until another card stands in the place of the one that was. */
    async function until(page: Page, deed: () => Promise<unknown>): Promise<void> {
      await page.evaluate('document.querySelector("#work > *")?.setAttribute("data-old", "")');
      await deed();
      await page.locator('#work > :not([data-old])').first().waitFor();
      await page.locator('#work > [data-old]').waitFor({ state: 'detached' });
    }
    const press = (page: Page, name: string | RegExp) => until(page, () => button(page, name).first().click());
    const write = (page: Page, text: string) =>
      until(page, async () => {
        await page.fill('#question', text);
        await page.press('#question', 'Enter');
      });

    /** What a person answers to the channel's four questions once: the main channel, assessed and looked after. */
    async function answerChannel(page: Page): Promise<void> {
      for (const [name, value] of [
        ['P01', 'main'],
        ['P17', 'yes'],
        ['P19', 'yes'],
        ['P22', 'yes'],
      ])
        await work(page).locator(`input[name=${name}][value=${value}]`).check();
    }
    /** A browser whose channel is known, at the first card of a photo check. */
    async function begun(options: BrowserContextOptions = {}): Promise<Page> {
      const page = await visit(options);
      await write(page, '/photo-check');
      await answerChannel(page);
      await press(page, 'Neste');
      return page;
    }
    async function classPhoto(page: Page): Promise<void> {
      await page.fill('#question', CLASS_PHOTO);
      await page.press('#question', 'Enter');
      await page.locator('.turn .offers').waitFor();
      await until(page, () => page.getByRole('button', { name: 'Ta bildesjekken' }).click());
    }
    /** From "I understood…" to the verdict of a class photo with no basis on file, the channel known. */
    async function toConsent(page: Page): Promise<void> {
      await press(page, 'Neste');
      await press(page, NONE);
      await work(page).locator('input[name=P13][value=none]').check();
      await press(page, NONE);
      await press(page, NONE);
    }
    /** Which of these words stand in the database or in the log. */
    const leftOf = (words: string[]) => {
      const everything = `${site.stored()}\n${site.logged.join('\n')}`;
      return words.filter((word) => everything.includes(word));
    };
    const focus = (page: Page) =>
      page.evaluate<string>('document.activeElement.tagName + " " + document.activeElement.textContent');

    it('a class photo: the check is offered, says what it understood, and three cards later asks for guardians and § 104', async () => {
      const page = await visit();
      await classPhoto(page);
      expect(await title(page)).toBe('Bildesjekk');
      expect(await work(page).locator('h3').first().textContent()).toBe('Slik forsto jeg deg:');
      expect(await work(page).locator('dd').first().textContent()).toContain('Ja («klassebildet»)');
      await press(page, 'Neste');
      await answerChannel(page);
      await press(page, 'Neste');
      const seen: (string | null)[] = [];
      seen.push(await title(page));
      await press(page, NONE);
      seen.push(await title(page));
      await work(page).locator('input[name=P13][value=none]').check();
      await press(page, NONE);
      seen.push(await title(page));
      await press(page, NONE);
      expect(seen).toEqual(['Bildet', 'Personene', 'Innlegget']);
      expect(await title(page)).toBe('Grunnlag eller samtykke mangler.');
      expect(await work(page).textContent()).toMatch(/foresatte/);
      expect(await work(page).textContent()).toMatch(/§ 104/);
      expect(await work(page).textContent()).toContain('Et råd, ikke en tillatelse.');

      const folded = work(page).locator('.sources details').first();
      expect(await folded.locator('.source').first().isVisible()).toBe(false);
      await folded.locator('summary').click();
      expect(await folded.locator('.source').first().isVisible()).toBe(true);
      await work(page).locator('a.place').first().click();
      await page.waitForURL(/\/source\/.*from=/);
      expect(await page.locator('mark').count()).toBeGreaterThan(0);
      expect(complaints).toEqual([]);
    });

    it('a landscape takes at most three taps once the channel is known, in this and in the next conversation', async () => {
      const page = await begun();
      await page.getByRole('button', { name: 'Ny samtale' }).click();
      await write(page, '/photo-check');
      expect(await title(page)).toBe('Bildet');
      expect(await work(page).locator('.told').textContent()).toContain('Kommunens hovedkanal');
      let taps = 0;
      for (; (await title(page)) !== 'Jeg fant ingen hindringer.' && taps < 4; taps++) await press(page, NONE);
      expect(taps).toBeLessThanOrEqual(3);
      expect(await page.locator('.turn').count()).toBe(0);
    });

    it('goes back, and changes one answer or the channel beside where it stands', async () => {
      const page = await begun();
      await press(page, NONE);
      expect(await title(page)).toBe('Innlegget');
      await press(page, 'Tilbake');
      expect(await title(page)).toBe('Bildet');

      await page.getByRole('button', { name: 'Ny samtale' }).click();
      await write(page, '/photo-check');
      await press(page, 'Endre Kanal');
      expect(await title(page)).toBe('Kanalen');
      expect(await work(page).locator('input[name=P01]:checked').getAttribute('value')).toBe('main');
      await press(page, 'Neste');
      expect(await title(page)).toBe('Bildet');

      await page.getByRole('button', { name: 'Ny samtale' }).click();
      await classPhoto(page);
      await press(page, /^Endre Er noen under 18/);
      expect(await work(page).locator('fieldset').count()).toBe(1);
      await work(page).locator('input[name=P07][value=no]').check();
      await press(page, 'Neste');
      expect(await title(page)).toBe('Bildesjekk');
      expect(await work(page).textContent()).not.toContain('under 18');
      await toConsent(page);
      await press(page, /^Endre .*hovedmotivet/);
      expect(await work(page).locator('fieldset').count()).toBe(1);
      expect(complaints).toEqual([]);
    });

    it('“continue later” is kept: a reload offers to go on, and “fortsett” in the thread does', async () => {
      const page = await begun();
      await press(page, NONE);
      await press(page, 'Fortsett senere');
      expect(await work(page).textContent()).toContain('Lagret. Skriv «fortsett» når du vil.');
      await page.reload();
      expect(await work(page).textContent()).toContain('Vil du fortsette?');
      await write(page, 'fortsett');
      expect(await title(page)).toBe('Innlegget');
      expect(await page.locator('.turn').count()).toBe(0);
      expect(site.door.asked.at(-1)?.text).toBe('fortsett');
    });

    it('loaded again, the page shows the card it was at, also the verdict', async () => {
      const page = await begun();
      expect(page.url()).toMatch(/\?session=/);
      await page.reload();
      expect(await title(page)).toBe('Bildet');
      await press(page, NONE);
      await press(page, NONE);
      expect(await title(page)).toBe('Jeg fant ingen hindringer.');
      await page.reload();
      expect(await title(page)).toBe('Jeg fant ingen hindringer.');
      await page.goto(`${site.url}/?session=somebody-else-s-screening`);
      expect(await work(page).locator('.card').count()).toBe(0);
    });

    it('two tabs with one screening: what the older card sends changes nothing, and the newer one is shown', async () => {
      const first = await begun();
      const second = await first.context().newPage();
      await second.goto(first.url());
      expect(await title(second)).toBe('Bildet');
      await press(first, NONE);
      expect(await title(first)).toBe('Innlegget');
      const id = new URL(first.url()).searchParams.get('session') ?? '';
      const before = (await site.sessions.session('local', id))?.session;
      await work(second).getByLabel('Noe taushetsbelagt kan være synlig eller nevnt').check();
      await press(second, 'Neste');
      expect(await title(second)).toBe('Innlegget');
      expect((await site.sessions.session('local', id))?.session).toEqual(before);
    });

    it('a double click goes one card on', async () => {
      const page = await begun();
      await until(page, () => button(page, NONE).dblclick({ delay: 10 }));
      await page.evaluate('Promise.all(document.getAnimations().map((a) => a.finished))');
      expect(await title(page)).toBe('Innlegget');
    });

    it('starts over, and is cancelled, with a way back in', async () => {
      const page = await begun();
      await press(page, NONE);
      await press(page, NONE);
      await press(page, 'Start på nytt');
      expect(await title(page)).toBe('Bildet');
      await press(page, 'Fortsett senere');
      await press(page, 'Avbryt');
      expect(await work(page).textContent()).toContain('Avbrutt: Bildesjekk. Svarene blir ikke brukt.');
      await page.reload();
      expect(await work(page).locator('.card').count()).toBe(0);
    });

    it('plain words in the question box are answers: a code, yes and no, an option, none of these, back', async () => {
      const page = await visit();
      await write(page, '/photo-check');
      await write(page, 'Kommunens hovedkanal');
      for (const said of ['P17: ja', 'P19: ja', 'P22: ja']) await write(page, said);
      expect(await title(page)).toBe('Bildet');
      await write(page, 'ingen av disse');
      expect(await title(page)).toBe('Innlegget');
      await write(page, 'tilbake');
      expect(await title(page)).toBe('Bildet');
      await write(page, 'P03: ja');
      expect(await title(page)).toBe('Ikke publiser dette.');
      expect(await page.locator('.turn').count()).toBe(0);
    });

    it('a question in between is answered, and the check waits below the answer', async () => {
      const page = await begun();
      await write(page, 'Kan vi slette en kritisk kommentar?');
      await page.locator('.turn .words').waitFor();
      expect(await work(page).textContent()).toContain('Vil du fortsette?');
      await press(page, 'Fortsett');
      expect(await title(page)).toBe('Bildet');
    });

    it('a new Facebook page ends in a DPIA and opens the document, whose author is whoever answered', async () => {
      const page = await visit();
      await write(page, '/dpia-start Ny Facebook-side for hele kommunen');
      expect(await work(page).locator('dl').textContent()).toContain('Ja («hele kommunen»)');
      expect(await work(page).textContent()).not.toContain('new_account');
      await press(page, 'Neste');
      for (let i = 0; i < 20 && (await work(page).locator('form.questions').count()) > 0; i++) {
        for (const set of await work(page).locator('fieldset').all()) {
          if ((await set.locator('input[type=radio]').count()) === 0 || (await set.locator(':checked').count()) > 0)
            continue;
          const known = { D02: 'yes', D06: 'task', D20: 'yes', D21: 'dpf', D11: 'yes' }[
            (await set.locator('input').first().getAttribute('name')) ?? ''
          ];
          const wanted = set.locator(`input[value="${known ?? 'no'}"]`);
          await ((await wanted.count()) > 0 ? wanted : set.locator('input')).first().check();
        }
        await press(page, (await work(page).locator('input[type=checkbox]').count()) > 0 ? NONE : 'Neste');
      }
      expect(await title(page)).toMatch(/^DPIA før dere starter/);
      await page.reload();
      await button(page, 'Åpne dokumentet').click();
      await page.waitForURL(/\/assessment\/[\w.-]+$/);
      expect(await page.locator('h1').first().textContent()).toContain('Ny Facebook-side for hele kommunen');

      const id = decodeURIComponent(page.url().split('/').at(-1) ?? '');
      const [first] = (await site.assessments.dossier('local', id))?.versions ?? [];
      const cookies = await page.context().cookies();
      const person = cookies.find((c) => c.name === 'varsam_person')?.value;
      expect(first?.by).toEqual({ kind: 'person', person: `web-${person}`, role: 'author' });

      await page.goBack();
      await work(page).getByRole('link', { name: 'Åpne dokumentet' }).click();
      await page.waitForURL(/\/assessment\//);
      expect(complaints).toEqual([]);
    });

    it('a person is the same in the chat as on an assessment’s page from the very first request', async () => {
      const page = await visit();
      await page.fill('#question', '/photo-check');
      await page.press('#question', 'Enter');
      await work(page).locator('.card').waitFor();
      await answerChannel(page);
      const cookies = await page.context().cookies();
      const person = cookies.find((c) => c.name === 'varsam_person')?.value ?? 'none';
      await press(page, 'Neste');
      expect(site.stored()).toContain(`web-${person}`);
      const conversation = cookies.find((c) => c.name === 'varsam_conversation')?.value ?? 'none';
      expect(site.stored()).not.toContain(`web-${conversation}`);
    });

    it('a pasted draft is read before the questions, and no word of it is stored or logged', async () => {
      const page = await visit();
      await write(page, DRAFT);
      expect(await title(page)).toBe('Utkastet ditt');
      expect(await work(page).locator('dl').textContent()).toMatch(
        /^Barn med navn og alderE… T… \(9\) \(linje 1, ord 3\)Telefonnummer90• •• ••• \(linje 1, ord 10\)$/,
      );
      expect(await page.locator('.turn').count()).toBe(0);
      await press(page, 'Ta bildesjekken');
      expect(await work(page).locator('dl').textContent()).toContain('Er noen under 18 år?');
      await page.reload();
      expect(await work(page).locator('dl').textContent()).toContain('Er noen under 18 år?');
      expect(leftOf(['Emma', 'Testesen', '907 12', '90712345', 'Gratulerer'])).toEqual([]);
      expect(await page.locator('body').textContent()).not.toContain('Testesen');
    });

    const exif = {
      IFD0: { Artist: 'Kari Testesen', Make: 'Kamera', Model: 'K7' },
      IFD2: { DateTimeOriginal: '2026:05:17 12:30:00' },
      IFD3: { GPSLatitude: '59/1 54/1 0/1', GPSLatitudeRef: 'N', GPSLongitude: '10/1 45/1 0/1', GPSLongitudeRef: 'E' },
    };
    const photo = () =>
      sharp({ create: { width: 320, height: 200, channels: 3, background: '#7a9' } })
        .withExif(exif)
        .jpeg()
        .toBuffer();
    const drop = async (page: Page, name: string, buffer: Buffer) => {
      if ((await page.locator('.drop[open]').count()) === 0) await page.locator('.drop summary').click();
      const path = join(files, name);
      writeFileSync(path, buffer);
      await page.locator('#photo').setInputFiles(path);
      await page.getByRole('button', { name: 'Les bildefilen' }).click();
    };

    for (const javaScriptEnabled of [true, false])
      it(`a photo is read, told and given back without metadata, and let go ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
        const page = await visit({ javaScriptEnabled });
        await drop(page, 'klassetur.jpg', await photo());
        await work(page).locator('.card').waitFor();
        expect(await title(page)).toBe('Bildefilen');
        expect(await work(page).locator('dl').textContent()).toBe(
          'Sted (GPS)står i filenNavn på fotografKari TestesenKamera eller telefonKamera K7Tatt17. mai 2026, 12:30',
        );
        expect(await work(page).textContent()).toContain('Det er en kopi til, så du har nå to.');
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          work(page)
            .getByRole('link', { name: /^Last ned/ })
            .click(),
        ]);
        const bytes = readFileSync(await download.path());
        expect(await sharp(bytes).metadata()).toMatchObject({ width: 320, height: 200, format: 'jpeg' });
        expect((await sharp(bytes).metadata()).exif).toBeUndefined();
        expect(await exifr.parse(bytes).catch(() => undefined)).toBeUndefined();
        expect(leftOf(['Kari', 'klassetur', '10.75', 'Kamera'])).toEqual([]);
        expect(complaints).toEqual([]);
      });

    it('what is no photo, a broken one and one that is far too large get a clear word each', async () => {
      const page = await visit();
      await until(page, () => drop(page, 'notat.jpg', Buffer.from('Dette er en tekst.')));
      expect(await work(page).textContent()).toContain('notat.jpg er ikke et bilde jeg kan lese.');
      const whole = await photo();
      await until(page, () => drop(page, 'halvt.jpg', whole.subarray(0, whole.length - 400)));
      expect(await work(page).textContent()).toContain('halvt.jpg er ikke hel');
      const large = Buffer.concat([whole, Buffer.alloc(26 * 1024 * 1024)]);
      await until(page, () => drop(page, 'stort.jpg', large));
      expect(await work(page).textContent()).toContain('stort.jpg er større enn 25 MB.');
      await until(page, () => drop(page, 'enormt.jpg', Buffer.concat([large, large])));
      expect(await work(page).textContent()).toContain('Bildet er for stort.');
      expect(await page.locator('.drop').getAttribute('open')).toBeNull();
      expect(complaints).toEqual([]);
    });

    it('works without JavaScript: each card is a page that can be loaded again', async () => {
      const page = await visit({ javaScriptEnabled: false });
      const go = async (name: string) => {
        await Promise.all([page.waitForEvent('load'), button(page, name).first().click()]);
      };
      await page.fill('#question', CLASS_PHOTO);
      await page.getByRole('button', { name: 'Spør' }).click();
      await page.getByRole('button', { name: 'Ta bildesjekken' }).click();
      await page.waitForURL(/\?session=.*#work$/);
      expect(await title(page)).toBe('Bildesjekk');
      await go('Neste');
      await go('Neste');
      expect(await work(page).locator('.error').first().textContent()).toBe('Velg et svar.');
      await answerChannel(page);
      await go('Neste');
      await page.reload();
      expect(await title(page)).toBe('Bildet');
      await go(NONE);
      await work(page).locator('input[name=P13][value=none]').check();
      await go(NONE);
      await go(NONE);
      expect(await title(page)).toBe('Grunnlag eller samtykke mangler.');
      await page.reload();
      expect(await title(page)).toBe('Grunnlag eller samtykke mangler.');
      expect(await work(page).getByRole('button', { name: 'Kopier linjen' }).isVisible()).toBe(false);
      await go('Start på nytt');
      await go('Fortsett senere');
      await page.fill('#question', 'fortsett');
      await page.getByRole('button', { name: 'Spør' }).click();
      await page.waitForURL(/\?session=/);
      expect(await title(page)).toBe('Bildet');
      await page.goto(`${site.url}/act`);
      expect(await page.locator('#question').count()).toBe(1);
    });

    /** What axe finds, as `rule: where`; what moves is let arrive first. */
    async function faults(page: Page): Promise<string[]> {
      await page.evaluate('Promise.all(document.getAnimations().map((a) => a.finished))');
      await page.evaluate('for (const folded of document.querySelectorAll("#work details, .drop")) folded.open = true');
      await page.evaluate(AXE);
      const results = await page.evaluate<AxeResults>(
        `axe.run(document, { runOnly: { type: 'tag', values: ${JSON.stringify(RULES)} } })`,
      );
      const tooWide = await page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      return [
        ...(tooWide > 0 ? [`${tooWide} px too wide`] : []),
        ...results.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(' ')}`)),
      ];
    }

    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [320, 1280])
        it(`no card has a fault that axe knows, or scrolls the page sideways, in ${colorScheme} at ${width} px`, async () => {
          const page = await visit({ colorScheme, viewport: { width, height: 800 } });
          const found: Record<string, string[]> = {};
          const look = async (name: string) => {
            found[name] = await faults(page);
          };
          await classPhoto(page);
          await look('understood');
          await press(page, 'Neste');
          await press(page, 'Neste');
          await look('errors');
          await answerChannel(page);
          await press(page, 'Neste');
          await look('ticks');
          await toConsentFromPicture(page);
          await look('verdict');
          await page.reload();
          await look('loaded again');
          await press(page, 'Start på nytt');
          await press(page, 'Fortsett senere');
          await look('paused');
          await press(page, 'Avbryt');
          await look('cancelled');
          await write(page, DRAFT);
          await look('draft');
          await until(page, async () => drop(page, 'tur.jpg', await photo()));
          await look('photo');
          await write(page, '/help');
          await look('help');
          expect(found).toEqual(Object.fromEntries(Object.keys(found).map((name) => [name, []])));
        });

    async function toConsentFromPicture(page: Page): Promise<void> {
      await press(page, NONE);
      await work(page).locator('input[name=P13][value=none]').check();
      await press(page, NONE);
      await press(page, NONE);
    }

    it('a keyboard alone goes through a card: tick, answer, open the reason, send', async () => {
      const page = await begun();
      const tab = async (to: RegExp) => {
        const on = () =>
          page.evaluate<string>(
            '((e) => (e.name || "") + " " + (e.closest("label") || e).textContent)(document.activeElement)',
          );
        for (let i = 0; i < 40 && !to.test(await on()); i++) await page.keyboard.press('Tab');
        expect(await on()).toMatch(to);
      };
      await expect.poll(() => focus(page)).toBe('H2 Bildet');
      await tab(/Posisjon, EXIF/);
      await page.keyboard.press('Space');
      await tab(/^ Hvorfor dette spørsmålet\? Posisjon/);
      await page.keyboard.press('Enter');
      await expect.poll(() => work(page).locator('details[open] .source').count()).toBeGreaterThan(0);
      await tab(/^action Neste/);
      await until(page, () => page.keyboard.press('Enter'));
      await expect.poll(() => focus(page)).toBe('H2 Bildet');
      await tab(/^P15/);
      await page.keyboard.press('ArrowDown');
      expect(await work(page).locator('input[name=P15]:checked').count()).toBe(1);
    });

    it('after each card the focus is on its heading, at the top, and nothing is said twice', async () => {
      const page = await visit();
      await page.evaluate(`{
      window.said = [];
      new MutationObserver((all) => {
        for (const m of all) for (const n of m.addedNodes) {
          const live = n.parentElement?.closest('[role=status], [role=alert], [aria-live]') || (n.matches?.('[role=alert]') ? n : n.querySelector?.('[role=alert]'));
          if (live && live.textContent.trim()) said.push(live.textContent.trim());
        }
      }).observe(document.body, { childList: true, subtree: true });
    }`);
      await classPhoto(page);
      await page.evaluate('window.said.length = 0');
      await expect.poll(() => focus(page)).toBe('H2 Bildesjekk');
      await press(page, 'Neste');
      await expect.poll(() => focus(page)).toBe('H2 Kanalen');
      await answerChannel(page);
      await press(page, 'Neste');
      await expect.poll(() => focus(page)).toBe('H2 Bildet');
      const top = (await work(page).locator('h2').boundingBox())?.y ?? -1;
      expect(top).toBeGreaterThanOrEqual(0);
      expect(top).toBeLessThan(120);
      expect(await page.evaluate<string[]>('window.said')).toEqual([]);
      await press(page, 'Neste');
      expect(await page.evaluate<string[]>('window.said')).toEqual([
        'Kryss av det som gjelder, eller velg «Ingen av disse».',
      ]);
      await press(page, 'Fortsett senere');
      await expect.poll(() => focus(page)).toBe('P Lagret. Skriv «fortsett» når du vil.');
      expect(await page.evaluate<string[]>('window.said.length')).toBe(1);
    });

    it('on a phone the question box covers no card', async () => {
      const page = await begun();
      const last = button(page, 'Fortsett senere');
      await last.scrollIntoViewIfNeeded();
      const box = (await page.locator('#ask').boundingBox())?.y ?? 0;
      const at = await last.boundingBox();
      expect((at?.y ?? 0) + (at?.height ?? 0)).toBeLessThanOrEqual(box);
      expect(await page.locator('.examples').isVisible()).toBe(false);
    });

    it('the log line is copied with one press, and has no name in it', async () => {
      const page = await begun({ permissions: ['clipboard-read', 'clipboard-write'] });
      await press(page, NONE);
      await press(page, NONE);
      await work(page).getByRole('button', { name: 'Kopier linjen' }).click();
      await work(page).getByText('Kopiert', { exact: true }).waitFor();
      const line = await page.evaluate<string>('navigator.clipboard.readText()');
      expect(line).toMatch(/^2026-11-18 · Bildesjekk .*P05=no/);
      expect(line).toBe(await work(page).locator('.copy textarea').inputValue());
    });

    it('a connection that breaks leaves the card with what was filled in, and says so there', async () => {
      const page = await begun();
      await work(page).locator('input[value=P03]').check();
      await page.route('**/act', (route) => route.abort());
      await button(page, 'Neste').click();
      await work(page).getByText('Forbindelsen er brutt. Prøv igjen.').waitFor();
      expect(await work(page).locator('input[value=P03]').isChecked()).toBe(true);
      await page.unroute('**/act');
      await press(page, 'Neste');
      expect(await work(page).locator('input[name=P03]').count()).toBeGreaterThan(0);
    });

    it('after a fault of ours the card stands below the word about it, and can be sent again', async () => {
      const page = await begun();
      const { save } = site.sessions;
      site.sessions.save = () => Promise.reject(new Error('disk full'));
      await press(page, NONE);
      site.sessions.save = save;
      expect(await work(page).locator('.card').first().textContent()).toMatch(/Noe gikk galt hos meg\. .*kode/);
      await press(page, NONE);
      expect(await title(page)).toBe('Innlegget');
    });

    it('the matrix of an assessment scrolls by itself on a phone, says what it shows, and prints whole', async () => {
      for (const version of opened({ ...confirmed(fresh()), id: 'matrix' }).versions)
        await site.assessments.append('local', version);
      const page = await visit({ viewport: { width: 320, height: 800 } });
      const values = { action: JSON.stringify({ do: 'show_assessment', assessment: 'matrix' }) };
      await page.evaluate(`htmx.ajax('POST', '/act', { target: '#work', values: ${JSON.stringify(values)} })`);
      const matrix = work(page).locator('.picture');
      await matrix.waitFor();
      const widths = () =>
        matrix.evaluateAll((all) => all.map((el) => [el.scrollWidth, el.clientWidth] as const)[0] ?? ([0, 0] as const));
      const [inside, outside] = await widths();
      expect(inside).toBeGreaterThan(outside);
      expect(await matrix.getAttribute('aria-label')).toMatch(/R01 4 × 3 = 12 svært høy/);
      expect(await faults(page)).toEqual([]);
      await page.emulateMedia({ media: 'print' });
      const [printed, paper] = await widths();
      expect(printed).toBeLessThanOrEqual(paper);
      expect(await page.locator('#ask').isVisible()).toBe(false);
    });

    it('a language chosen on the help card is the page’s own, and the head of the page can change it again', async () => {
      const page = await visit();
      await write(page, '/help');
      await button(page, 'Nynorsk').click();
      await page.locator('html[lang=nn]').waitFor();
      await write(page, '/photo-check');
      expect(await title(page)).toBe('Kanalen');
      expect(await work(page).locator('.card').getAttribute('lang')).toBe('nn');
      await page.locator('#settings summary').click();
      await page.selectOption('#lang', 'en');
      await page.locator('.settings-form button').click();
      expect(await title(page)).toBe('The channel');
    });

    it('in Swedish, in Sweden, nobody is sent to consent alone; in English the same check speaks English', async () => {
      const page = await visit({ locale: 'sv-SE' });
      await page.locator('#settings summary').click();
      await page.selectOption('#country', 'SE');
      await page.locator('.settings-form button').click();
      await write(page, '/photo-check klassfoto med elever');
      expect(await work(page).locator('h3').first().textContent()).toBe('Så här förstod jag dig:');
      await press(page, 'Nästa');
      await answerChannel(page);
      await press(page, 'Nästa');
      expect(await title(page)).toBe('Bilden');
      await press(page, 'Inget av detta');
      await work(page).locator('input[name=P13][value=none]').check();
      await press(page, 'Inget av detta');
      await press(page, 'Inget av detta');
      expect(await title(page)).toBe('Rättslig grund eller samtycke saknas.');
      expect(await work(page).locator('.card').getAttribute('lang')).toBe('sv');
      expect(await work(page).textContent()).not.toContain('§ 104');
      expect(await work(page).getByRole('button', { name: 'Kopiera raden' }).count()).toBe(1);

      const english = await visit({ locale: 'en-GB' });
      await write(english, '/photo-check may I post this class photo of our pupils?');
      expect(await work(english).locator('h3').first().textContent()).toBe('I understood:');
      await press(english, 'Next');
      expect(await title(english)).toBe('The channel');
      expect(complaints).toEqual([]);
    });

    it('a check keeps the language it was begun in, whatever was asked before it', async () => {
      const page = await visit();
      await page.fill('#question', 'Kan vi slette en kritisk kommentar?');
      await page.press('#question', 'Enter');
      await page.locator('.turn .words').waitFor();
      await write(page, 'Får vi publicera det här: ”Grattis Emma Testson (9) som vann finalen! Ring 070-123 45 67.”');
      const langs = [await work(page).locator('.card').getAttribute('lang')];
      await press(page, 'Gör bildkontrollen');
      langs.push(await work(page).locator('.card').getAttribute('lang'));
      await page.reload();
      langs.push(await work(page).locator('.card').getAttribute('lang'));
      expect(langs).toEqual(['sv', 'sv', 'sv']);
    });
  },
);
