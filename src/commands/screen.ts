import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { ANSI, PLAIN } from '../channels/terminal/render.ts';
import { runDialogue } from '../channels/terminal/screening-dialogue.ts';
import { type Config, readConfig } from '../config.ts';
import type { Knowledge } from '../core/guideline.ts';
import { Country, defaultLang, Lang } from '../core/language.ts';
import type { Definition } from '../core/screening/definition.ts';
import { describeTree } from '../core/screening/describe.ts';
import { next } from '../core/screening/next.ts';
import { readAnswers } from '../core/screening/read-answers.ts';
import { answer, countingAnswers, latest, type Session, startSession } from '../core/screening/session.ts';
import { word } from '../core/screening/wording.ts';
import { clock, openIndex } from '../main.ts';
import { mask } from '../privacy/mask.ts';
import type { OpenedIndex } from '../retrieval/build-index.ts';
import { exportAssessment, importAssessment, openAssessment } from './screen-assessment.ts';
import { listScreenings } from './screen-list.ts';
import { screenRow } from './screen-row.ts';
import { understood } from './screen-words.ts';

const USAGE = `usage:
  npm run screen -- DEFINITION [--country NO|SE] [--lang nb|nn|sv|en] [--answers '{…}'] [--from 'your own words']
                                                                                            asks here in the terminal
  npm run screen -- --json DEFINITION --answers '{…}' [--country NO|SE] [--lang …]          one set of answers, one object
  npm run screen -- --batch FILE.jsonl --json [--lang …]                                    a set of answers a line
  npm run screen -- tree DEFINITION [--lang …]                                              the rules, to be read
  npm run screen -- list [--lang …] [--json]                                                screenings, and assessments that are stored
  npm run screen -- open dpia --answers '{…}' [--country NO|SE] [--lang …] [--json]         begins an assessment, prints its id
  npm run screen -- export ASSESSMENT --format docx|pdf|md|json --out FILE [--lang …]       an assessment as a document
  npm run screen -- export ASSESSMENT --form MAPPING.yaml --out FILE.docx [--lang …]        in a form of your own
  npm run screen -- import FILE.json                                                        stores an exported assessment`;

const DEED = z.enum(['tree', 'list', 'open', 'export', 'import']);

/** Outcomes that go on to a document. */
const OPENING: readonly string[] = ['PLM', 'DPIA', 'DPIA_PRIOR_CONSULTATION'];

type Opened = { definitions: Definition[]; knowledge: Knowledge; languages: OpenedIndex['languages']; config: Config };
type Parsed = NonNullable<ReturnType<typeof parse>>;

/** Screens: in the terminal, one set of answers, a file of them, or the rules themselves in print; and begins, exports and imports assessments. */
export async function run(args: string[]): Promise<number> {
  const parsed = parse(args);
  if (!parsed) return usage();
  const { values, positionals } = parsed;
  const config = readConfig();
  const lang = values.lang === undefined ? config.lang : Lang.safeParse(values.lang).data;
  const country = Country.safeParse(values.country ?? config.country).data;
  const deed = DEED.safeParse(positionals[0]).data;
  const name = positionals[deed ? 1 : 0];
  if (
    !fitsDeed(deed, parsed) ||
    (values.lang !== undefined && !lang) ||
    !country ||
    (deed !== 'list' && (values.batch === undefined) === (name === undefined))
  )
    return usage();
  const opened = await openScreenings(config);
  if (values.batch !== undefined) return batch(values.batch, country, lang, opened);
  if (deed === 'list') return listScreenings(opened, lang ?? defaultLang(country), values.json === true);
  if (deed === 'import') return importAssessment(opened, name ?? '');
  if (deed === 'export')
    return exportAssessment(opened, name ?? '', {
      format: values.form === undefined ? (values.format ?? '') : 'docx',
      form: values.form,
      out: values.out ?? '',
      lang: values.lang === undefined ? undefined : lang,
    });
  const definition = opened.definitions.find((d) => d.id === name);
  if (!definition) {
    console.error(`There is no screening ${name}. There are: ${opened.definitions.map((d) => d.id).join(', ')}.`);
    return 2;
  }
  const spoken = lang ?? defaultLang(country);
  if (deed === 'tree') {
    console.log(describeTree(definition, spoken));
    return 0;
  }
  const answers = values.answers === undefined ? {} : json(values.answers);
  if (values.json && !deed) {
    const row = screenRow(
      { id: definition.id, definition: definition.id, country, answers },
      { ...opened, country, lang },
    );
    console.log(JSON.stringify(row, null, 2));
    return 'error' in row ? 1 : 0;
  }
  const read = readAnswers(definition, answers);
  if ('error' in read) {
    if (values.json) console.log(JSON.stringify({ error: read.error }));
    else console.error(read.error);
    return 2;
  }
  if (deed === 'open')
    return begin(opened, { definition, country, lang: spoken, answers: read.answers }, values.json === true);
  let session: Session = startSession(definition, country);
  for (const [id, value] of read.answers) session = answer(definition, session, id, value) ?? session;
  // Names are of no use to a screening, so they go before anything is read or printed.
  const from = mask(values.from ?? '').text;
  if (from) session = await understood(definition, session, from, spoken, opened);
  return dialogue(definition, session, spoken, opened, from);
}

/** Whether the options belong to what is asked for. */
function fitsDeed(deed: z.infer<typeof DEED> | undefined, { values, positionals }: Parsed): boolean {
  const writes = (values.format === undefined) !== (values.form === undefined) && values.out !== undefined;
  if (values.from !== undefined && (deed || values.json || values.batch !== undefined)) return false;
  if (deed === 'export' ? !writes : (values.format ?? values.form ?? values.out) !== undefined) return false;
  return (deed !== 'open' || values.answers !== undefined) && positionals.length <= (deed ? 2 : 1);
}

/** Begins an assessment without asking: prints its id, or as JSON what came of it. */
async function begin(opened: Opened, given: Parameters<typeof openAssessment>[1], asJson: boolean): Promise<number> {
  const begun = await openAssessment(opened, given);
  if ('error' in begun) {
    if (asJson) console.log(JSON.stringify(begun));
    else console.error(begun.error);
    return 1;
  }
  const { id, kind, title, screening } = begun.document;
  console.log(asJson ? JSON.stringify({ id, kind, outcome: screening.outcome, title }) : id);
  return 0;
}

function parse(args: string[]) {
  const text = { type: 'string' } as const;
  const asked = {
    batch: text,
    answers: text,
    country: text,
    lang: text,
    from: text,
    json: { type: 'boolean' },
  } as const;
  const options = { ...asked, format: text, form: text, out: text } as const;
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
  const { knowledge, languages } = await openIndex(config);
  return { definitions: knowledge.screenings, knowledge, languages, config };
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

async function dialogue(
  definition: Definition,
  session: Session,
  lang: Lang,
  opened: Opened,
  from: string,
): Promise<number> {
  const lines = createInterface({
    input: process.stdin,
    output: process.stdout,
    terminal: process.stdin.isTTY ?? false,
  });
  let closed = false;
  lines.once('close', () => {
    closed = true;
  });
  const input = lines[Symbol.asyncIterator]();
  const view = {
    definition,
    country: session.country,
    lang,
    knowledge: opened.knowledge,
    style: process.stdout.isTTY ? ANSI : PLAIN,
  };
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
          // Piped input may have ended while its last lines still wait to be read.
          if (!closed) lines.prompt();
          const { value, done } = await input.next();
          return done ? undefined : value;
        },
      },
    });
    if (ended.how === 'paused') {
      const said = [...latest(ended.session)].filter(([, a]) => a.state !== 'proposed');
      const given = Object.fromEntries(said.map(([id, a]) => [id, a.value]));
      // What was read and not confirmed is read again from the same words.
      const again = said.length < latest(ended.session).size ? ` --from ${quote(from)}` : '';
      console.log(
        `\n${word(lang, 'paused')}\nnpm run screen -- ${definition.id} --country ${session.country} --lang ${lang} --answers ${quote(JSON.stringify(given))}${again}`,
      );
      return 0;
    }
    return await beginAfter(definition, ended.session, lang, opened);
  } finally {
    lines.close();
  }
}

/** A DPIA screening that ends in an assessment begins it; every other verdict is the end. */
async function beginAfter(definition: Definition, session: Session, lang: Lang, opened: Opened): Promise<number> {
  const step = next(definition, session);
  if (definition.id !== 'dpia' || step.kind !== 'verdict' || !OPENING.includes(step.outcome)) return 0;
  const { country, lifted } = session;
  const answers = countingAnswers(definition, session);
  const begun = await openAssessment(opened, { definition, country, lang, answers, lifted });
  if ('error' in begun) {
    console.error(begun.error);
    return 1;
  }
  const { id } = begun.document;
  console.log(
    `${word(lang, 'begun', { id })}\nnpm run screen -- export ${id} --format docx --out ${id}.docx --lang ${lang}`,
  );
  return 0;
}

/** A text as one word of a POSIX shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
