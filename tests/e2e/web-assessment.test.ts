import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Assessment, type Measure, textOf } from '../../src/core/assessment/document.ts';
import { current } from '../../src/core/assessment/versions.ts';
import { confirmed, fresh, full, withMeasures } from '../support/assessment.ts';
import { QUIET } from '../support/screening.ts';
import { type AssessmentSite, startAssessmentSite } from './assessment-site.ts';
import { focused, launch, missing, visit as open } from './browser.ts';

/** An assessment as those who write it and those who sign it meet it, in a real browser. */

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const DATA = '#f-texts-description-data';
const PURPOSE = '#f-texts-description-purpose';

describe.skipIf(missing !== null)(`an assessment in a browser${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let site: AssessmentSite;
  let browser: Browser;
  const complaints: string[] = [];

  beforeAll(async () => {
    [site, browser] = await Promise.all([startAssessmentSite(), launch()]);
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });
  beforeEach(() => {
    complaints.length = 0;
    site.logged.length = 0;
  });
  afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));

  const visit = (url: string, options: BrowserContextOptions = {}): Promise<Page> =>
    open(browser, url, options, complaints);
  const stored = async (url: string): Promise<Assessment> => current(await site.now(url));
  const said = (page: Page, form: string) => page.locator(`#s-${form}`);
  const savedAt = (page: Page, form: string) => said(page, form).getByText('Lagret kl. 14.02').waitFor();

  async function faults(page: Page): Promise<string[]> {
    await page.evaluate(AXE);
    const results = await page.evaluate<AxeResults>(
      `axe.run(document, { runOnly: { type: 'tag', values: ${JSON.stringify(RULES)} } })`,
    );
    return results.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(' ')}`));
  }
  const tooWide = (page: Page) =>
    page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

  it('shows where it stands, who is next and what is missing, and saves a text by itself', async () => {
    const url = await site.begin();
    const page = await visit(url);
    expect(await page.locator('.where').textContent()).toMatch(/DPIA.*Utkast.*Neste: forfatter/s);
    expect(await page.locator('#contents li').count()).toBe(14);
    expect(await page.locator('#gap-description').textContent()).toBe('mangler 7');

    await page.fill(DATA, 'Profilbilde og kommentarer.');
    await page.locator('#f-texts-description-flow').focus();
    await savedAt(page, 'description');
    expect(await focused(page)).toBe('f-texts-description-flow');
    expect(textOf(await stored(url), 'description', 'data')).toBe('Profilbilde og kommentarer.');
    expect(await page.locator('#gap-description').textContent()).toBe('mangler 6');
    expect(await page.locator('#version').textContent()).toContain('Versjon 2');

    // The same again, by the button: no new version.
    await page.locator('#form-description button', { hasText: 'Lagre' }).click();
    await savedAt(page, 'description');
    expect((await site.now(url)).versions).toHaveLength(2);
    // A second change in the same field is no clash with oneself.
    await page.fill(DATA, 'Profilbilde, navn og kommentarer.');
    await page.locator(PURPOSE).focus();
    await page.locator('#version').getByText('Versjon 3').waitFor();
    expect(await page.locator('.clash').count()).toBe(0);
    await page.reload();
    expect(await page.inputValue(DATA)).toBe('Profilbilde, navn og kommentarer.');
    expect(complaints).toEqual([]);
  });

  it('a confirmed risk moves into the matrix, and can be taken back', async () => {
    const url = await site.begin();
    const page = await visit(url, { viewport: { width: 1280, height: 900 } });
    await page.locator('#risk-R01 summary').click();
    expect(await page.locator('#chip-R01').textContent()).toContain('Forslag 4 × 3 = 12 svært høy, ikke bekreftet');
    await page.locator('#form-score-R01').getByRole('button', { name: 'Bekreft' }).click();
    await savedAt(page, 'score-R01');
    expect(await page.locator('#chip-R01').textContent()).toBe('4 × 3 = 12 svært høy');
    expect(await page.locator('#matrix svg').first().textContent()).toContain('R01');
    expect(await page.locator('#matrix td', { hasText: 'R01' }).first().textContent()).toBe('12 svært høy: R01');
    expect((await stored(url)).risks[0]?.confirmedBy?.role).toBe('author');

    await page.selectOption('#f-risks-R01-score-likelihood', '2');
    await page.locator('#chip-R01').getByText('2 × 3 = 6 middels').waitFor();
    expect(await page.locator('#matrix td', { hasText: 'R01' }).first().textContent()).toBe('6 middels: R01');

    await page.getByRole('button', { name: 'Ta tilbake' }).press('Enter');
    await page.locator('#chip-R01').getByText('ikke bekreftet').waitFor();
    expect(await focused(page)).toBe('f-risks-R01-score-likelihood');
    expect(await page.locator('#matrix svg').count()).toBe(0);

    await page.fill('#f-risks-R01-setAside', 'Kontoen er stengt.');
    await page.locator('#f-risks-R01-comment').focus();
    await page.locator('#chip-R01').getByText('satt til side').waitFor();
    expect(await page.locator('.label-bank').textContent()).toContain('ikke KS’ risikobank');
    expect(complaints).toEqual([]);
  });

  it('two tabs write in one field: both texts are shown, nothing is lost, and whoever is second chooses', async () => {
    const url = await site.begin();
    const [first, second] = [await visit(url), await visit(url)];
    await first.fill(PURPOSE, 'Nyheter til alle.');
    await first.locator(DATA).focus();
    await savedAt(first, 'description');

    await second.fill(PURPOSE, 'Beredskap og nyheter.');
    await second.fill(DATA, 'Kommentarer.');
    await second.locator('#f-texts-description-flow').focus();
    const clash = second.locator('#n-texts-description-purpose .clash');
    await clash.waitFor();
    expect(await clash.textContent()).toMatch(/forfatter.*Nyheter til alle\..*Beredskap og nyheter\./s);
    expect(await said(second, 'description').textContent()).toContain('Ikke alt er lagret');
    expect(await second.inputValue(PURPOSE)).toBe('Beredskap og nyheter.');
    // The other field went in by itself.
    expect(textOf(await stored(url), 'description', 'data')).toBe('Kommentarer.');
    expect(textOf(await stored(url), 'description', 'purpose')).toBe('Nyheter til alle.');
    expect(await faults(second)).toEqual([]);

    await clash.getByRole('button', { name: 'Behold begge' }).press('Enter');
    await clash.waitFor({ state: 'detached' });
    expect(textOf(await stored(url), 'description', 'purpose')).toBe('Nyheter til alle.\n\nBeredskap og nyheter.');
    expect(await focused(second)).toBe('f-texts-description-purpose');

    // And the other way: the first tab is behind now, and keeps what the second wrote.
    await first.fill(PURPOSE, 'Bare nyheter.');
    await first.locator('#f-texts-description-flow').focus();
    await first.getByRole('button', { name: 'Behold den andre' }).click();
    await first.locator('.clash').waitFor({ state: 'detached' });
    expect(await first.inputValue(PURPOSE)).toBe('Nyheter til alle.\n\nBeredskap og nyheter.');
    await first.fill(PURPOSE, 'Nyheter og beredskap.');
    await first.locator('#f-texts-description-flow').focus();
    await first.locator('#version').getByText('Versjon 5').waitFor();
    expect(textOf(await stored(url), 'description', 'purpose')).toBe('Nyheter og beredskap.');
    expect(complaints).toEqual([]);
  });

  it('a weight that two people chose differently is shown in words, and theirs can be kept', async () => {
    const url = await site.begin();
    const [first, second] = [await visit(url), await visit(url)];
    await first.selectOption('#f-balancing-privacy-weight', 'high');
    await savedAt(first, 'balancing');
    await second.selectOption('#f-balancing-privacy-weight', 'low');
    const clash = second.locator('.clash');
    await clash.waitFor();
    expect(await clash.locator('dd').allTextContents()).toEqual(['stor', 'liten']);
    await clash.getByRole('button', { name: 'Behold den andre' }).click();
    await clash.waitFor({ state: 'detached' });
    expect(await second.inputValue('#f-balancing-privacy-weight')).toBe('high');
  });

  it('works without a script: saves, says so, and shows a clash with the text still in its field', async () => {
    const url = await site.begin();
    const page = await visit(url, { javaScriptEnabled: false });
    const other = await visit(url);
    await other.fill(PURPOSE, 'Nyheter til alle.');
    await other.locator(DATA).focus();
    await savedAt(other, 'description');
    await page.fill(PURPOSE, 'Beredskap.');
    await page.fill(DATA, 'Kommentarer.');
    await page.locator('#form-description button', { hasText: 'Lagre' }).click();
    expect(await page.inputValue(PURPOSE)).toBe('Beredskap.');
    expect(await page.inputValue(DATA)).toBe('Kommentarer.');
    await page.getByRole('button', { name: 'Lagre min' }).click();
    expect(await said(page, 'description').textContent()).toBe('Lagret kl. 14.02');
    expect(textOf(await stored(url), 'description', 'purpose')).toBe('Beredskap.');
    expect(page.url()).toContain('#form-description');
  });

  it('names are taken out before they are stored, and it is said at the field', async () => {
    const url = await site.begin();
    const page = await visit(url);
    await page.fill(DATA, 'Kari Nordmann, 912 34 567, svarer på kommentarer.');
    await page.locator(PURPOSE).focus();
    await page.locator('#n-texts-description-data .masked').waitFor();
    expect(await page.locator('#n-texts-description-data').textContent()).toMatch(/Jeg fjernet .*et navn/);
    expect(JSON.stringify(await stored(url))).not.toMatch(/Nordmann|912 34 567/);
    expect(site.logged.join(' ')).not.toMatch(/Nordmann|kommentarer/);
  });

  it('own risks, suggested measures, an own measure and its effect', async () => {
    const url = await site.begin();
    const page = await visit(url);
    await page.locator('#add-risk summary').click();
    await page.locator('#add-risk').getByRole('button').click();
    await page.getByText('Dette feltet kan ikke være tomt.').waitFor();
    await page.fill('#new-risk-name', 'Vaktlisten er tom i ferien');
    await page.locator('#add-risk').getByRole('button').click();
    await page.waitForURL(/#risk-E1$/);
    await page.selectOption('#f-risks-E1-score-likelihood', '4');
    await page.selectOption('#f-risks-E1-score-consequence', '4');
    await page.locator('#chip-E1').getByText('4 × 4 = 16 svært høy').waitFor();

    await page.locator('#suggestions summary').click();
    await page.locator('#take-m5').click();
    await page.waitForURL(/#measure-m5$/);
    expect(await page.locator('#measure-m5').getAttribute('open')).toBe('');
    await page.selectOption('#f-measures-m5-role', 'editor');
    await page.fill('#f-measures-m5-name', 'Sentral redaksjon');
    await page.fill('#f-measures-m5-due', '2027-02-01');
    await page.locator('#form-measure-m5 button', { hasText: 'Lagre' }).click();
    await savedAt(page, 'measure-m5');
    expect((await stored(url)).measures.find((m) => m.id === 'm5')).toMatchObject({
      owner: { role: 'editor', name: 'Sentral redaksjon' },
      due: '2027-02-01',
      status: 'planned',
    });
    await page.locator('#add-effect summary').click();
    await page.locator('#add-effect [name=measure]').selectOption('m5');
    await page.locator('#add-effect [name=risk]').selectOption('E1');
    await page.locator('#add-effect').getByRole('button').click();
    await page.waitForURL(/#measure-m5$/);
    await page.fill('#f-measures-m5-effects-E1-reason', 'Færre flater å følge opp.');
    await page.check('#f-measures-m5-effects-E1-confirmed');
    await page.locator('#carrying').getByText('Få ekstra funksjoner').waitFor();
    expect(await page.locator('#matrix h3').allTextContents()).toContain('Risikomatrise: Med planlagte tiltak');
    expect(complaints).toEqual([]);
  });

  it('a short assessment with a high risk becomes a DPIA before one’s eyes, and keeps its words', async () => {
    const url = await site.begin(fresh(QUIET));
    const page = await visit(url);
    const before = await page.locator('#contents li').count();
    expect(before).toBeLessThan(14);
    const d = await stored(url);
    // Every risk but one is confirmed low; the last one is high.
    for (const [i, risk] of d.risks.entries()) {
      const score = i === d.risks.length - 1 ? '4x3' : risk.exposed ? '1x4' : '1x1';
      await page.request.post(`${url}/edit`, {
        form: {
          part: 'x',
          [`base:risks.${risk.id}.score`]: '1',
          [`likelihood:risks.${risk.id}.score`]: score[0] ?? '',
          [`consequence:risks.${risk.id}.score`]: score[2] ?? '',
        },
        maxRedirects: 0,
      });
    }
    await page.reload();
    expect(await page.locator('#contents li').count()).toBe(14);
    expect(await page.locator('.where').textContent()).toContain('DPIA');
  });

  it('goes from author to decision through people who chose their roles; whoever wrote can’t sign', async () => {
    const url = await site.begin(full());
    const writer = await visit(url);
    await writer.fill(PURPOSE, 'Nyheter til alle.');
    await writer.locator(DATA).focus();
    await savedAt(writer, 'description');
    await writer.getByRole('button', { name: 'Send inn' }).click();
    await writer.getByText('Vurderingen har nå status: Hos enheten.').waitFor();
    expect(await writer.locator('#form-description').count()).toBe(0);

    const act = async (page: Page, role: string) => {
      await page.locator('#acting summary').click();
      await page.selectOption('#role', role);
      await page.locator('#acting').getByRole('button').click();
      await page.locator(`#role option[value=${role}][selected]`).waitFor({ state: 'attached' });
    };
    await act(writer, 'unit');
    expect(await writer.locator('#sign').textContent()).toContain('Du kan ikke beslutte det du selv har skrevet.');
    expect(await writer.locator('#sign button', { hasText: 'Send videre' }).count()).toBe(0);

    const reader = await visit(url);
    const step = async (role: string, button: string, fill: (page: Page) => Promise<void>) => {
      await act(reader, role);
      await fill(reader);
      await reader.locator('#sign').getByRole('button', { name: button }).click();
      await reader.locator('.banner, #sign .error').first().waitFor();
    };
    await step('unit', 'Send videre', async () => undefined);
    expect(await reader.locator('#sign .error').textContent()).toBe('Skriv en begrunnelse.');
    const why = (page: Page) => page.fill('#m-why', 'Gjennomgått.');
    await step('unit', 'Send videre', why);
    await step('editor', 'Send videre', why);
    await step('security', 'Send videre', why);
    await step('archive', 'Send videre', why);
    expect(await reader.locator('.where').textContent()).toContain('Venter på råd');

    await act(reader, 'dpo');
    expect(await reader.locator('#sign').getByRole('button', { name: 'Beslutt' }).count()).toBe(0);
    expect(await faults(reader)).toEqual([]);
    await step('dpo', 'Gi råd', async (page) => {
      for (const area of await page.locator('#sign textarea').all()) await area.fill('Følg opp plattformens vilkår.');
    });
    await step('controller', 'Beslutt', why);
    expect(await reader.locator('#sign .error').textContent()).toBe('Velg beslutning, og om rådet er fulgt.');
    expect(await reader.inputValue('#m-why')).toBe('Gjennomgått.');
    expect(await faults(reader)).toEqual([]);
    await reader.check('#sign [name=outcome][value=stop]');
    await reader.check('#sign [name=follows][value=yes]');
    await reader.locator('#sign').getByRole('button', { name: 'Beslutt' }).click();
    await reader.getByText('Vurderingen har nå status: Besluttet.').waitFor();
    expect((await stored(url)).decision).toMatchObject({ outcome: 'stop', role: 'controller' });
    expect(complaints).toEqual([]);
  });

  it('versions can be compared, and the document downloaded in every format', async () => {
    const url = await site.begin();
    const page = await visit(url);
    await page.fill(PURPOSE, 'Nyheter til alle.');
    await page.locator(DATA).focus();
    await savedAt(page, 'description');
    await page.getByRole('link', { name: 'Se og sammenlign versjoner' }).click();
    await page.getByRole('button', { name: 'Sammenlign' }).click();
    expect(await page.locator('.part').first().textContent()).toMatch(
      /Formål.*for å nå innbyggerne.*Nyheter til alle\./s,
    );
    expect(await faults(page)).toEqual([]);
    const kinds = { docx: 'PK', pdf: '%PDF', md: '# ', json: '{' };
    for (const [format, start] of Object.entries(kinds)) {
      const reply = await page.request.get(`${url}/export/${format}?lang=sv`);
      expect(reply.status(), format).toBe(200);
      expect(reply.headers()['content-disposition']).toMatch(new RegExp(`Facebook-side.*\\.${format}`));
      expect((await reply.body()).subarray(0, start.length).toString(), format).toBe(start);
    }
    expect((await page.request.get(`${url}/export/exe`)).status()).toBe(404);
    await page.goto(`${site.url}/assessments`);
    expect(await page.locator('.overview').textContent()).toContain('Facebook-side for hele kommunen');
    expect(await faults(page)).toEqual([]);
    expect((await page.request.get(`${site.url}/assessment/nobody`)).status()).toBe(404);
  });

  it('says that a text is not saved when the connection is gone, and saves it when it is back', async () => {
    const url = await site.begin();
    const page = await visit(url);
    await page.context().setOffline(true);
    await page.fill(DATA, 'Kommentarer.');
    await page.locator(PURPOSE).focus();
    await said(page, 'description').getByText('Ikke lagret: forbindelsen er brutt.').waitFor();
    await page.context().setOffline(false);
    await page.locator('#form-description button', { hasText: 'Lagre' }).click();
    await savedAt(page, 'description');
    expect(textOf(await stored(url), 'description', 'data')).toBe('Kommentarer.');
  });

  it('a keyboard alone reaches the contents, a field and the risk, and everything shows that it has the focus', async () => {
    const url = await site.begin();
    const page = await visit(url);
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('skip');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(page.url()).toContain('#sec-description');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('f-texts-description-purpose');
    const bare: string[] = [];
    for (let i = 0; i < 60; i++) {
      const [what, shown] = await page.evaluate<[string, boolean]>(
        `[document.activeElement.id || document.activeElement.className, getComputedStyle(document.activeElement).outlineStyle !== 'none']`,
      );
      if (!shown) bare.push(what);
      await page.keyboard.press('Tab');
    }
    expect(bare).toEqual([]);
    await page.locator('#risk-R01 summary').press('Enter');
    await page.locator('#form-score-R01').getByRole('button', { name: 'Bekreft' }).press('Enter');
    await savedAt(page, 'score-R01');
  });

  for (const colorScheme of ['light', 'dark'] as const)
    for (const [width, locale] of [
      [320, 'sv-SE'],
      [1280, 'en-GB'],
    ] as const)
      it(`has no fault that axe knows and never scrolls sideways, ${colorScheme}, ${width} px, ${locale}`, async () => {
        const half = confirmed(fresh());
        const planned = withMeasures(half, 'planned').measures.map((m, i) =>
          i < 6 ? m : half.measures[i],
        ) as Measure[];
        const url = await site.begin({ ...half, measures: planned });
        const page = await visit(url, { colorScheme, locale, viewport: { width, height: 800 } });
        await page.evaluate('for (const folded of document.querySelectorAll("details")) folded.open = true');
        expect({ faults: await faults(page), tooWide: await tooWide(page) }).toEqual({ faults: [], tooWide: 0 });
        expect(await page.content()).not.toMatch(/>assessment\.[a-z]/);
      }, 60_000);
});
