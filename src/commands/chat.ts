import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { handleQuestion, MAX_QUESTION } from '../app/handle-question.ts';
import { ANSI, PLAIN, renderAnswer } from '../channels/terminal/render.ts';
import { readConfig } from '../config.ts';
import { Country, defaultLang, Lang } from '../core/language.ts';
import { say } from '../core/locale.ts';
import { LOCAL_TENANT } from '../core/message.ts';
import { hasOwner } from '../core/present.ts';
import { ids, open } from '../main.ts';

/** A conversation in the terminal: follow-ups lean on what was said before. An empty line or end of input ends it. */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { lang: { type: 'string' }, country: { type: 'string' }, conversation: { type: 'string' } },
  });
  const config = readConfig();
  const chosen = values.lang === undefined ? config.lang : Lang.safeParse(values.lang).data;
  const country = Country.safeParse(values.country ?? config.country).data;
  if ((values.lang !== undefined && !chosen) || !country) {
    console.error('usage: npm run chat -- [--lang nb|nn|sv|en] [--country NO|SE]');
    return 2;
  }
  const varsam = await open(config);
  const { locales } = varsam.knowledge;
  const conversation = values.conversation ?? ids.next();
  let lang = chosen ?? defaultLang(country);
  console.log(`${say(locales, lang, 'hello')}\n`);
  const lines = createInterface({
    input: process.stdin,
    output: process.stdout,
    terminal: process.stdin.isTTY ?? false,
  });
  lines.setPrompt('> ');
  lines.prompt();
  try {
    for await (const text of lines) {
      if (!text.trim()) break;
      const handled = await handleQuestion(
        { tenant: LOCAL_TENANT, conversation, channel: 'terminal', text, lang: chosen, country, capture: true },
        varsam,
      );
      if (handled.kind === 'invalid')
        console.log(say(locales, lang, handled.key, { ...handled.values, max: MAX_QUESTION }));
      else {
        lang = handled.answer.lang;
        process.stdout.write(
          `\n${renderAnswer(handled.answer, varsam.knowledge, process.stdout.isTTY ? ANSI : PLAIN)}\n`,
        );
        if (handled.captured && !hasOwner(handled.answer)) console.log(`${say(locales, lang, 'unsure.noowner')}\n`);
      }
      lines.prompt();
    }
    return 0;
  } finally {
    lines.close();
    await varsam.close();
  }
}
