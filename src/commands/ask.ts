import { parseArgs } from 'node:util';
import { handleQuestion, MAX_QUESTION } from '../app/handle-question.ts';
import { ANSI, PLAIN, renderAnswer } from '../channels/terminal/render.ts';
import { readConfig } from '../config.ts';
import type { Answer } from '../core/answer.ts';
import { Country, defaultLang, Lang } from '../core/language.ts';
import { say } from '../core/locale.ts';
import { LOCAL_TENANT } from '../core/message.ts';
import { hasOwner } from '../core/present.ts';
import { ids, open } from '../main.ts';

const USAGE = 'usage: npm run ask -- [--json] [--lang nb|nn|sv|en] [--country NO|SE] [--no-capture] "QUESTION"';

/** One question, one answer. With --json one object on standard output, in the shape that other programs rely on. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    strict: false,
    options: {
      json: { type: 'boolean' },
      lang: { type: 'string' },
      country: { type: 'string' },
      'no-capture': { type: 'boolean' },
    },
  });
  const config = readConfig();
  const lang = values.lang === undefined ? config.lang : Lang.safeParse(values.lang).data;
  const country = Country.safeParse(values.country ?? config.country).data;
  if ((values.lang !== undefined && !lang) || !country || positionals.length === 0) {
    console.error(USAGE);
    return 2;
  }
  const started = performance.now();
  const varsam = await open(config);
  try {
    const conversation = ids.next();
    // Whoever sits at this machine is one person here: access and erasure find what they asked.
    await varsam.people.note(LOCAL_TENANT, 'terminal', conversation, varsam.clock.now().toISOString());
    const handled = await handleQuestion(
      {
        tenant: LOCAL_TENANT,
        conversation,
        channel: 'terminal',
        text: positionals.join(' '),
        lang,
        country,
        capture: !values['no-capture'],
      },
      varsam,
    );
    if (handled.kind === 'invalid') {
      console.error(
        say(varsam.knowledge.locales, lang ?? defaultLang(country), handled.key, {
          ...handled.values,
          max: MAX_QUESTION,
        }),
      );
      return 2;
    }
    const tookMs = Math.round(performance.now() - started);
    if (values.json) console.log(JSON.stringify(toJson(handled.answer, tookMs), null, 2));
    else {
      process.stdout.write(
        `\n${renderAnswer(handled.answer, varsam.knowledge, process.stdout.isTTY ? ANSI : PLAIN)}\n`,
      );
      if (handled.captured && !hasOwner(handled.answer))
        console.log(say(varsam.knowledge.locales, handled.answer.lang, 'unsure.noowner'));
    }
    return 0;
  } finally {
    await varsam.close();
  }
}

/** The answer as other programs read it. */
export function toJson(answer: Answer, tookMs: number) {
  const { status, lang, country, text, claims, conflicts, offers } = answer;
  const citations = answer.citations.map(
    ({ document, file, lines, quote, section, country: where, authority, status: state }) => ({
      document,
      file,
      lines,
      quote,
      section,
      country: where,
      authority,
      status: state,
    }),
  );
  return { status, lang, country, text, claims, citations, conflicts, offers, tookMs };
}
