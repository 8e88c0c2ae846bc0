import { existsSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, extname, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { converse } from '../app/converse.ts';
import { Desk, type DeskDeps } from '../channels/terminal/desk.ts';
import { ANSI, PLAIN } from '../channels/terminal/render.ts';
import { readConfig } from '../config.ts';
import { Country, defaultLang, Lang } from '../core/language.ts';
import { say } from '../core/locale.ts';
import { ids, open } from '../main.ts';

/** The same as in any chat client: beyond this no photo is read, in bytes. */
const LARGEST = 25_000_000;
/** How long after a question the terminal says that it is being worked on, in ms. */
const SEEN_MS = 700;
/** Lines that come closer together than this were pasted, and are one message, in ms. */
const PASTE_MS = 25;

/** A conversation in the terminal with everything that the other channels have. An empty line or end of input ends it. */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { lang: { type: 'string' }, country: { type: 'string' }, conversation: { type: 'string' } },
  });
  const config = readConfig();
  const chosen = values.lang === undefined ? config.lang : Lang.safeParse(values.lang).data;
  const country = Country.safeParse(values.country ?? config.country).data;
  if ((values.lang !== undefined && !chosen) || !country) {
    console.error('usage: npm run chat -- [--lang nb|nn|sv|en] [--country NO|SE] [--conversation ID]');
    return 2;
  }
  const varsam = await open(config);
  const { locales } = varsam.knowledge;
  const lang = chosen ?? defaultLang(country);
  const tty = process.stdout.isTTY ?? false;
  const desk = new Desk(
    {
      converse: (incoming) => converse(incoming, varsam),
      ids,
      locales,
      print: (text) => console.log(text),
      read: readTyped,
      save,
      style: tty ? ANSI : PLAIN,
    },
    { conversation: values.conversation ?? ids.next(), lang: chosen, country },
  );
  console.log(`${say(locales, lang, 'hello')}\n${say(locales, lang, 'terminal.hint')}\n`);
  const lines = createInterface({
    input: process.stdin,
    output: process.stdout,
    terminal: process.stdin.isTTY ?? false,
  });
  lines.setPrompt('> ');
  let closed = false;
  lines.once('close', () => {
    closed = true;
  });
  lines.prompt();
  try {
    for await (const text of process.stdin.isTTY ? pasted(lines) : lines) {
      const seen = tty ? setTimeout(() => console.log(say(locales, desk.lang, 'seen')), SEEN_MS) : undefined;
      try {
        if (!(await desk.line(text))) break;
      } finally {
        clearTimeout(seen);
      }
      // Piped input may have ended while its last lines still wait to be read.
      if (!closed) lines.prompt();
    }
    return 0;
  } finally {
    lines.close();
    await varsam.close();
  }
}

/** Lines that arrive at once are one message: a draft with line breaks in it is pasted, not typed. */
async function* pasted(lines: AsyncIterable<string>): AsyncGenerator<string> {
  const input = lines[Symbol.asyncIterator]();
  let next = input.next();
  for (;;) {
    const first = await next;
    if (first.done) return;
    let text = first.value;
    for (;;) {
      next = input.next();
      const more = await Promise.race([next, new Promise<null>((give) => setTimeout(give, PASTE_MS, null))]);
      if (more === null || more.done) break;
      text += `\n${more.value}`;
    }
    yield text;
  }
}

const readTyped: DeskDeps['read'] = async (typed) => {
  const path = resolve(typed.startsWith('file://') ? fileURLToPath(typed) : typed.replace(/^~(?=\/)/, homedir()));
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile() || found.size > LARGEST) return undefined;
  return { name: basename(path), bytes: await readFile(path) };
};

/** Into the folder that the terminal stands in; a file that is there already keeps its name. */
const save: DeskDeps['save'] = async ({ name, bytes }) => {
  const end = extname(name);
  const stem = basename(name, end);
  let path = resolve(basename(name));
  for (let n = 2; existsSync(path); n++) path = resolve(`${stem}-${n}${end}`);
  await writeFile(path, bytes, { flag: 'wx' });
  return path;
};
