import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Locator } from 'playwright-core';
import sharp from 'sharp';
import { readConfig } from '../src/config.ts';
import { indexOf } from '../src/core/screening/definition.ts';
import { pngOf } from '../src/export/picture.ts';
import { open, type Varsam } from '../src/main.ts';
import { openPlayground, type Playground, through } from '../tests/fakes/teams/playground.ts';
import { confirmOnTheWeb } from '../tests/support/assessment.ts';
import { QUIET } from '../tests/support/screening.ts';

/**
 * `npm run demo:teams [-- FOLDER]`: varsam beside Microsoft's own client for trying out bots, on this machine alone, with somebody who asks, checks a photo and
 * begins an assessment. Leaves pictures of what they see.
 */

const folder = resolve(process.argv[2] ?? join('.varsam', 'demo', 'teams'));
const HEIGHT = 1500;
/** The conversation, without what the client has around it for developers. */
const CHAT = { x: 0, y: 48, width: 770, height: HEIGHT - 48 };
const ADVICE = 'Et råd, ikke en tillatelse.';

async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const dir = mkdtempSync(join(tmpdir(), 'varsam-demo-'));
  const varsam = await open(readConfig({ VARSAM_DATA_DIR: dir, VARSAM_LOG: 'error' }));
  let pictures = 0;
  try {
    const client = await openPlayground(varsam, {
      folder: dir,
      height: HEIGHT,
      rasterise: async (svg) => sharp(pngOf(svg, 1)).png({ palette: true, colours: 16, effort: 10 }).toBuffer(),
      href: (link) => `https://varsam.kommune.example/${link.to}`,
    });
    try {
      await story(client, varsam, async (name, what) => {
        const path = join(folder, `${name}.png`);
        await what?.scrollIntoViewIfNeeded();
        if (what) await what.screenshot({ path });
        else await client.page.screenshot({ path, clip: CHAT });
        pictures++;
      });
    } finally {
      await client.close();
    }
    console.log(
      `${pictures} pictures in ${folder}, as Microsoft 365 Agents Playground draws the cards: the client that Microsoft gives for trying out bots, with Teams' own card renderer. Teams itself may differ in fonts and spacing.`,
    );
  } finally {
    await varsam.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

type See = (name: string, what?: Locator) => Promise<void>;

async function story(client: Playground, varsam: Varsam, see: See): Promise<void> {
  const { page, says, button, last } = client;
  await page.getByText('Hei, jeg er varsam, en KI-assistent.').waitFor();
  await see('greeting', last());
  await says('Kan jeg legge ut dette klassebildet på Facebook?');
  await button('Ta bildesjekken').waitFor();
  await see('answer');

  await button('Ta bildesjekken').click();
  await last().getByText('Slik forsto jeg deg:').waitFor();
  await see('understood', last());
  await button('Neste').click();
  await last().getByRole('radio').first().waitFor();
  await through(client, ADVICE, { see: (step) => see(`form-${step}`, last()) });
  await see('verdict', last());

  await says('Hvilken farge skal vi ha på julekortet til pensjonistene?');
  await last().getByText('Nærmest, men ikke et svar').first().waitFor();
  await see('unsure', last());

  await says('dpia-start ny Facebook-side for hele kommunen');
  await button('Neste').waitFor();
  if (await last().getByText('Slik forsto jeg deg:').isVisible()) await button('Neste').click();
  await last().getByRole('radio').first().waitFor();
  await through(client, ADVICE, { choose: planned(varsam) });
  await see('dpia-verdict', last());
  await button('Åpne dokumentet').click();
  await button('Last ned (Word)').waitFor();
  await see('assessment', last());
  await confirmOnTheWeb(varsam);
  const verdict = client.cards().nth(-2);
  await verdict.getByRole('button', { name: 'Åpne dokumentet', exact: true }).click();
  await last().getByText('Versjon').waitFor();
  await last().locator('img').last().waitFor();
  await see('matrix', last());
}

/** A plan with two of the nine signs of high risk: the options' labels by the questions' words, and the lines to tick. */
const PLAN: Readonly<Record<string, unknown>> = { ...QUIET, D11: 'yes', D15: 'yes', new_account: 'yes' };
function planned({ knowledge }: Varsam): (words: string) => string | undefined {
  const definition = knowledge.screenings.find((s) => s.id === 'dpia');
  const items = definition ? [...indexOf(definition).items.values()] : [];
  return (words) => {
    const item = items.find((i) => words.includes(i.text.nb));
    if (item) return item.options.find((o) => o.code === PLAN[item.id])?.text.nb;
    const ticked = items.find((i) => !i.fact && i.tick && words.includes(i.tick.text.nb));
    return ticked && PLAN[ticked.id] === 'yes' ? words : undefined;
  };
}

await main();
