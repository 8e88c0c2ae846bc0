import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { ANSI, PLAIN } from '../channels/terminal/render.ts';
import { runDialogue } from '../channels/terminal/screening-dialogue.ts';
import { type Config, readConfig } from '../config.ts';
import type { Knowledge } from '../core/guideline.ts';
import { Country, defaultLang, Lang } from '../core/language.ts';
import type { Definition } from '../core/screening/definition.ts';
import { describeTree } from '../core/screening/describe.ts';
import { readAnswers } from '../core/screening/read-answers.ts';
import { answer, latest, type Session, startSession } from '../core/screening/session.ts';
import { word } from '../core/screening/wording.ts';
import { clock, openIndex } from '../main.ts';
import { mask } from '../privacy/mask.ts';
import { screenRow } from './screen-row.ts';

const USAGE = `usage:
  npm run screen -- DEFINITION [--country NO|SE] [--lang nb|nn|sv|en] [--answers '{…}']   asks here in the terminal
  npm run screen -- --json DEFINITION --answers '{…}' [--country NO|SE] [--lang …]          one set of answers, one object
  npm run screen -- --batch FILE.jsonl --json [--lang …]                                    a set of answers a line
  npm run screen -- tree DEFINITION [--lang …]                                              the rules, to be read`;

type Opened = { definitions: Definition[]; knowledge: Knowledge; config: Config };
type Values = { batch?: string; json?: boolean; answers?: string; country?: string; lang?: string };

/** Screens: in the terminal, one set of answers, a file of them, or the rules themselves in print. */
export async function run(args: string[]): Promise<number> {
  const parsed = parse(args);
  if (!parsed) return usage();
  const { values, positionals } = parsed;
  const config = readConfig();
  const lang = values.lang === undefined ? config.lang : Lang.safeParse(values.lang).data;
  const country = Country.safeParse(values.country ?? config.country).data;
  const tree = positionals[0] === 'tree';
  const name = positionals[tree ? 1 : 0];
  if ((values.lang !== undefined && !lang) || !country || (values.batch === undefined) === (name === undefined))
    return usage();
  const opened = await openScreenings(config);
  if (values.batch !== undefined) return batch(values.batch, country, lang, opened);
  const definition = opened.definitions.find((d) => d.id === name);
  if (!definition) {
    console.error(`There is no screening ${name}. There are: ${opened.definitions.map((d) => d.id).join(', ')}.`);
    return 2;
  }
  const spoken = lang ?? defaultLang(country);
  if (tree) {
    console.log(describeTree(definition, spoken));
    return 0;
  }
  const answers = values.answers === undefined ? {} : json(values.answers);
  if (values.json) {
    const row = screenRow(
      { id: definition.id, definition: definition.id, country, answers },
      { ...opened, country, lang },
    );
    console.log(JSON.stringify(row, null, 2));
    return 'error' in row ? 1 : 0;
  }
  const read = readAnswers(definition, answers);
  if ('error' in read) {
    console.error(read.error);
    return 2;
  }
  let session: Session = startSession(definition, country);
  for (const [id, value] of read.answers) session = answer(definition, session, id, value) ?? session;
  return dialogue(definition, session, spoken, opened.knowledge);
}

function parse(args: string[]): { values: Values; positionals: string[] } | undefined {
  const text = { type: 'string' } as const;
  const options = { batch: text, answers: text, country: text, lang: text, json: { type: 'boolean' } } as const;
  try {
    return parseArgs({ args, allowPositionals: true, options });
  } catch {
    return undefined;
  }
}

function usage(): number {
  console.error(USAGE);
  return 2;
}

async function openScreenings(config: Config): Promise<Opened> {
  const { knowledge } = await openIndex(config);
  return { definitions: knowledge.screenings, knowledge, config };
}

/** A line that is wrong says so in its own row, and the rest goes on; the exit code tells at the end. */
function batch(file: string, country: Country, lang: Lang | undefined, opened: Opened): number {
  let failed = 0;
  for (const [i, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    if (!line.trim()) continue;
    const given = json(line);
    const row =
      given === undefined
        ? { id: null, error: `line ${i + 1} is not JSON` }
        : screenRow(given, { ...opened, country, lang });
    if ('error' in row) failed++;
    console.log(JSON.stringify(row));
  }
  return failed > 0 ? 1 : 0;
}

async function dialogue(definition: Definition, session: Session, lang: Lang, knowledge: Knowledge): Promise<number> {
  const lines = createInterface({
    input: process.stdin,
    output: process.stdout,
    terminal: process.stdin.isTTY ?? false,
  });
  const input = lines[Symbol.asyncIterator]();
  const view = { definition, country: session.country, lang, knowledge, style: process.stdout.isTTY ? ANSI : PLAIN };
  console.log(`\n${definition.title[lang]}\n${definition.about[lang]}`);
  try {
    const ended = await runDialogue({
      view,
      session,
      mask,
      day: clock.now().toISOString().slice(0, 10),
      terminal: {
        print: (text) => console.log(text),
        read: async (prompt) => {
          lines.setPrompt(prompt);
          lines.prompt();
          const { value, done } = await input.next();
          return done ? undefined : value;
        },
      },
    });
    if (ended.how === 'paused') {
      const given = Object.fromEntries([...latest(ended.session)].map(([id, a]) => [id, a.value]));
      const answers = JSON.stringify(given).replaceAll("'", "'\\''");
      console.log(
        `\n${word(lang, 'paused')}\nnpm run screen -- ${definition.id} --country ${session.country} --lang ${lang} --answers '${answers}'`,
      );
    }
    return 0;
  } finally {
    lines.close();
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
