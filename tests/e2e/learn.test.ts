import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** The whole circle with two processes on one store file, as two machines would run them. */

type Posted = { channel: string; to: string; lang: string; text: string };
type Reply = { text: string; conversation: string; groups: { id: string; questions: { lang: string }[] }[] };

const posted: Posted[] = [];
class Process {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  readonly ready: Promise<void>;
  readonly over: Promise<void>;
  errors = '';
  #n = 0;

  constructor(env: Record<string, string>) {
    this.#child = spawn(process.execPath, [join(import.meta.dirname, 'learn-process.ts')], {
      env: { ...process.env, ...env },
    });
    this.#child.stderr.on('data', (chunk) => {
      this.errors += chunk;
    });
    this.over = new Promise((resolve) => this.#child.once('close', () => resolve()));
    this.ready = new Promise((resolve, reject) => {
      this.#child.once('close', () => reject(new Error(this.errors)));
      createInterface({ input: this.#child.stdout }).on('line', (line) => {
        const said = JSON.parse(line) as Reply & { ready?: true; posted?: Posted; id: number };
        if (said.ready) resolve();
        else if (said.posted) posted.push(said.posted);
        else this.#waiting.get(said.id)?.(said);
      });
    });
  }
  order(what: Record<string, string>): Promise<Reply> {
    const id = ++this.#n;
    this.#child.stdin.write(`${JSON.stringify({ id, ...what })}\n`);
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }
  end(): Promise<void> {
    this.#child.stdin.end();
    return this.over;
  }
}

const folder = mkdtempSync(join(tmpdir(), 'varsam-learn-'));
const env = {
  VARSAM_DATA_DIR: folder,
  VARSAM_MUNICIPALITY: join(import.meta.dirname, '..', '..', 'municipality.example.yaml'),
};
let one: Process;
let two: Process;
beforeAll(async () => {
  one = new Process(env);
  await one.ready;
  two = new Process(env);
  await two.ready;
}, 120_000);
afterAll(async () => {
  await Promise.all([one.end(), two.end()]);
  rmSync(folder, { recursive: true, force: true });
});

/** Looks again and again until it is so; gives how long that took, in ms. */
async function until(so: () => boolean | Promise<boolean>, within: number): Promise<number> {
  const started = performance.now();
  while (!(await so())) {
    if (performance.now() - started > within) throw new Error(`not within ${within} ms: ${one.errors}${two.errors}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return performance.now() - started;
}
const both = (at: string) => Promise.all([one, two].map((p) => p.order({ do: 'clock', at })));

it('asked in Swedish and in Norwegian it is one question, sent once, answered once, told to both, and given to a third in English', async () => {
  await both('2026-11-18T09:00:00Z');
  const swede = await one.order({
    do: 'ask',
    channel: 'slack',
    lang: 'sv',
    text: 'Vilken färg ska vi ha på julkortet till pensionärerna?',
  });
  expect(swede.text).toContain('Kommunikationsenheten får frågan på måndag');
  const norwegian = await two.order({
    do: 'ask',
    channel: 'teams',
    lang: 'nb',
    text: 'Hvilken farge skal vi ha på julekortet til pensjonistene?',
  });
  expect(norwegian.text).toContain('Spurt av én annen, venter siden onsdag 18. november 2026.');
  const { groups } = await one.order({ do: 'groups' });
  expect(groups.map((g) => g.questions.map((q) => q.lang))).toEqual([['sv', 'nb']]);

  posted.length = 0;
  await both('2026-11-23T07:00:01Z');
  await until(() => posted.length > 0, 20_000);
  // Both look again, later and with a clock that was set back.
  for (const at of ['2026-11-23T07:05:00Z', '2026-11-23T06:30:00Z', '2026-11-24T07:05:00Z', '2026-11-28T07:05:00Z']) {
    await both(at);
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
  expect(posted).toMatchObject([{ channel: 'slack', to: 'C0000000000', text: expect.stringContaining('Spurt av 2') }]);

  posted.length = 0;
  const text = 'Rødt, med kommunevåpenet.';
  // The first process has just looked for answers, and knows of none.
  const english = 'Which colour should we use for the Christmas card to the pensioners?';
  const answered = await two.order({ do: 'answer', group: groups[0]?.id ?? '', user: 'editor', lang: 'nb', text });
  expect(answered.text).toContain('Svar på spørsmålet');
  expect(answered.text).toContain('Takk. Svaret er lagret, og de 2 som spurte, får vite det.');
  const took = await until(
    async () => (await one.order({ do: 'ask', channel: 'web', lang: 'en', text: english })).text.includes(text),
    5000,
  );
  expect(took).toBeLessThan(5000);
  await until(() => posted.length >= 2, 20_000);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(posted.map((p) => [p.channel, p.to, p.lang]).sort()).toEqual([
    ['slack', swede.conversation, 'sv'],
    ['teams', norwegian.conversation, 'nb'],
  ]);
  for (const p of posted) expect(p.text).toContain(text);
  expect(posted.find((p) => p.lang === 'sv')?.text).toContain(
    'Du frågade den 18 november 2026. Nu har Kommunikasjonsenheten svarat:',
  );
}, 120_000);

describe('the commands', () => {
  const data = mkdtempSync(join(tmpdir(), 'varsam-learn-commands-'));
  afterAll(() => rmSync(data, { recursive: true, force: true }));
  const cli = (...args: string[]) => {
    const program = join(import.meta.dirname, '..', '..', 'src', 'cli.ts');
    const { stdout, status } = spawnSync(process.execPath, [program, ...args], {
      env: { ...process.env, VARSAM_DATA_DIR: data },
      encoding: 'utf8',
    });
    return { stdout, status, json: () => JSON.parse(stdout) };
  };

  it('take a question from the terminal into the digest, and its answer into another language', () => {
    cli('ask', '--json', '--lang', 'nb', 'Hvilken farge skal vi ha på julekortet til pensjonistene?');
    const later = new Date(Date.now() + 8 * 86_400_000).toISOString();
    const digest = cli('digest', '--json', '--dry-run', '--as-of', later).json();
    expect(digest.recipients).toMatchObject([
      { to: 'console', groups: [{ lang: 'nb', count: 1, waitingDays: 8, variants: [] }], answered: [] },
    ]);
    const [{ id }] = digest.recipients[0].groups;
    expect(digest.recipients[0].overdue).toEqual([id]);

    expect(cli('learn', 'answer', id, '--text', 'Rødt.', '--lang', 'nb', '--cite', 'nowhere.txt:1-2').status).toBe(1);
    expect(cli('learn', 'answer', 'no-such-group', '--text', 'Rødt.', '--lang', 'nb').status).toBe(1);
    const cite = '001_68d10db57b531b00.txt:26-28';
    const said = cli('learn', 'answer', id, '--text', 'Rødt.', '--lang', 'nb', '--cite', cite, '--by', 'archive');
    expect(said.stdout).toMatch(/Arkivet · published[\s\S]*terminal · nb · .* · told/);

    const answer = cli(
      'ask',
      '--json',
      '--lang',
      'sv',
      '--country',
      'NO',
      'Vilken färg ska vi ha på julkortet till pensionärerna?',
    );
    expect(answer.json()).toMatchObject({
      status: 'answered',
      citations: [
        { document: expect.stringMatching(/^expert:/), file: null, lines: null, quote: 'Rødt.', authority: 4 },
        { file: '001_68d10db57b531b00.txt', lines: [26, 28] },
      ],
    });
    expect(cli('learn', 'list').stdout).toContain('Nothing waits');
  }, 120_000);

  it.each([
    [['learn']],
    [['learn', 'answer', 'x']],
    [['learn', 'answer', 'x', '--text', 'y', '--lang', 'de']],
    [['learn', 'answer', 'x', '--text', 'y', '--cite', 'file']],
    [['digest', '--dry-run', '--week', '2025-W53']],
    [['digest', '--dry-run', '--as-of', 'Monday']],
    [['digest', '--dry-run', '--week', '2026-W47', '--as-of', '2026-11-30T08:00:00Z']],
  ])(
    'say how they are used: %j',
    (args) => {
      expect(cli(...args)).toMatchObject({ status: 2, stdout: '' });
    },
    30_000,
  );
});
