import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type * as Main from '../../src/main.ts';
import { fresh, opened } from '../support/assessment.ts';
import { mapOf } from '../support/screening.ts';
import { openWhole, type Whole } from './house.ts';
import { insideIn, mutated, mutatedText, oddText, runs, tried } from './mutate.ts';

/** Every command with anything behind it: it ends with 0, 1 or 2, says in words what is wrong, gives whole JSON where it was asked for it, and the next one works. */

/** What is opened once and used by all the commands here, as if each had its own. */
const shared = vi.hoisted((): { varsam?: Main.Varsam } => ({}));
vi.mock('../../src/main.ts', async (original) => {
  const real = await original<typeof Main>();
  const keep = <T extends object>(opened: T): T => ({ ...opened, close: async () => undefined });
  return {
    ...real,
    open: async (...given: Parameters<typeof real.open>) => {
      shared.varsam ??= await real.open(...given);
      return keep(shared.varsam);
    },
    openStores: async (...given: Parameters<typeof real.openStores>) => {
      if (!shared.varsam) return real.openStores(...given);
      return { ...shared.varsam, store: keep(shared.varsam.store) };
    },
    openIndex: async (...given: Parameters<typeof real.openIndex>) => shared.varsam?.index ?? real.openIndex(...given),
  };
});

// Read once, not by each of thousands of commands.
vi.mock('../../src/knowledge/load-locales.ts', async (original) => {
  const real = await original<typeof import('../../src/knowledge/load-locales.ts')>();
  const read = new Map<string, ReturnType<typeof real.readLocales>>();
  return {
    ...real,
    readLocales: (dir: string) => {
      const held = read.get(dir) ?? real.readLocales(dir);
      read.set(dir, held);
      return held;
    },
  };
});

let whole: Whole;
let close = async (): Promise<void> => undefined;
beforeAll(async () => {
  const { open } = await vi.importActual<typeof Main>('../../src/main.ts');
  whole = await openWhole(open);
  shared.varsam = whole.varsam;
  close = whole.close;
  process.env.VARSAM_DATA_DIR = whole.dir;
  process.env.VARSAM_LOG = 'error';
  // Settings that varsam does not have are refused.
  for (const name of ['VARSAM_HOSTILE', 'VARSAM_HOSTILE_REPORT']) delete process.env[name];
});
afterAll(() => close());

type Said = { code: number; out: string; err: string };
/** Runs a command as `npm run NAME -- …` does, and gives all that it said. */
async function call(name: string, args: readonly string[]): Promise<Said> {
  const said = { out: '', err: '' };
  const text = (parts: unknown[]) => `${parts.map(String).join(' ')}\n`;
  const spies = [
    // Nobody sits there who would answer a question.
    vi.spyOn(process, 'stdin', 'get').mockReturnValue(Readable.from([]) as typeof process.stdin),
    vi.spyOn(console, 'log').mockImplementation((...parts) => {
      said.out += text(parts);
    }),
    vi.spyOn(console, 'error').mockImplementation((...parts) => {
      said.err += text(parts);
    }),
    vi.spyOn(process.stdout, 'write').mockImplementation((part) => {
      said.out += String(part);
      return true;
    }),
  ];
  try {
    const { guardedRun } = await import('../../src/commands/guarded.ts');
    const { run } = (await COMMANDS[name]?.()) ?? {};
    if (!run) throw new Error(`no command ${name}`);
    const code = await guardedRun(() => run([...args]));
    return { code, ...said };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
const COMMANDS: Readonly<Record<string, () => Promise<{ run: (args: string[]) => Promise<number> }>>> = {
  accounts: () => import('../../src/commands/accounts.ts'),
  ask: () => import('../../src/commands/ask.ts'),
  calendar: () => import('../../src/commands/calendar.ts'),
  digest: () => import('../../src/commands/digest.ts'),
  learn: () => import('../../src/commands/learn.ts'),
  moderation: () => import('../../src/commands/moderation.ts'),
  privacy: () => import('../../src/commands/privacy.ts'),
  screen: () => import('../../src/commands/screen.ts'),
};

/** Calls that do something, in which words are put in the place of others. */
const CALLS: Readonly<Record<string, string[][]>> = {
  ask: [['--json', '--lang', 'nb', '--country', 'NO', 'Kan vi slette en kritisk kommentar?'], ['Hvor er bilnøklene?']],
  learn: [
    ['list', '--json'],
    [
      'answer',
      'seeded-question-001',
      '--text',
      'Ja, det kan dere.',
      '--lang',
      'nb',
      '--cite',
      'norberg.txt:1-2',
      '--by',
      'editor',
      '--country',
      'NO',
      '--review',
      '2027-01-01',
      '--json',
    ],
    ['approve', 'seeded-answer-0001', '--by', 'editor'],
    ['merge', 'seeded-question-001', 'seeded-question-005'],
    ['close', 'seeded-question-007', '--reason', 'Ikke om sosiale medier.'],
    ['pass', 'seeded-question-001', 'kom'],
    ['withdraw', 'seeded-answer-0001'],
  ],
  screen: [
    ['--json', 'photo-check', '--answers', '{"P01":"main"}', '--country', 'NO', '--lang', 'nb'],
    ['tree', 'photo-check', '--lang', 'sv'],
    ['list', '--json', '--lang', 'nn'],
    ['open', 'dpia', '--answers', '{"D01":"x"}', '--json'],
    ['export', 'a-000000000001', '--format', 'json', '--out', '/nowhere/x.json'],
    ['import', '/nowhere/x.json'],
  ],
  digest: [
    ['--dry-run', '--json', '--week', '2026-W47'],
    ['--dry-run', '--as-of', '2026-11-18T09:00:00Z'],
  ],
  accounts: [
    ['list', '--json', '--state', 'proposed'],
    ['show', 'Fjordvik bibliotek', '--json'],
    [
      'propose',
      '--address',
      'https://www.instagram.com/fjordvik',
      '--name',
      'Fjordvik',
      '--unit',
      'Kultur',
      '--purpose',
      'Fortelle.',
      '--owner',
      'Leder',
      '--access',
      'Byrå: annonser',
      '--snapshot-months',
      '12',
      '--json',
    ],
    ['change', 'acc-000000001', '--name', 'Biblioteket', '--json'],
    ['agree', 'acc-000000002', '--as', 'unit', '--person', 'p1', '--json'],
    ['archive', 'acc-000000001', '--reference', 'Sak 1', '--on', '2026-11-11', '--as', 'editor', '--json'],
    ['seen', 'acc-000000001', '--on', '2026-11-11', '--json'],
  ],
  moderation: [
    ['list', '--json'],
    [
      'add',
      '--account',
      'Biblioteket',
      '--thing',
      'comment',
      '--ground',
      'hate',
      '--decided',
      'unit',
      '--removed',
      '2026-03-02 08:30',
      '--evidence',
      'Sak 26/123',
      '--told',
      'melding',
      '--json',
    ],
    ['correct', 'r-000000000001', '--why', 'Feil grunn', '--ground', 'defamation', '--json'],
    ['grounds', '--json'],
    ['figures', '--public', '--json'],
    ['export', '--json'],
  ],
  calendar: [
    ['due', '--as-of', '2026-11-18T09:00:00Z', '--account', 'acc-000000001', '--json'],
    ['due', '--ics'],
    ['snooze', 'review', 'acc-000000001', '--until', '2026-12-01'],
    ['away', 'kari', '--until', '2026-12-01', '--from', '2026-11-23'],
    ['back', 'owner', '--account', 'acc-000000001'],
  ],
  privacy: [
    ['retention'],
    ['export', '--user', 'terminal:c1', '--json'],
    ['audit', 'show', '--json'],
    ['audit', 'verify', '--json'],
    ['erase', '--user', 'web:nobody', '--name', 'Kari', '--dry-run', '--json'],
  ],
};
/** What only names places of this machine is left as it is: a fuzzer that writes there would meet its own files. */
const KEPT = ['--out', '/nowhere/x.json', 'import', 'export', '--file', '--form', '--batch'];

const anyCall = (calls: readonly string[][]) =>
  fc
    .tuple(
      fc.constantFrom(...calls),
      fc.array(fc.tuple(fc.nat(), oddText, fc.constantFrom('to', 'to', 'to', 'gone', 'twice', 'more')), {
        maxLength: 3,
      }),
    )
    .map(([recorded, changes]) => {
      const copy = [...recorded];
      for (const [at, words, how] of changes) {
        const i = at % Math.max(1, copy.length);
        if (KEPT.includes(copy[i] ?? '') || words === '-' || KEPT.some((k) => words.startsWith(k))) continue;
        if (how === 'gone') copy.splice(i, 1);
        else if (how === 'twice') copy.splice(i, 0, copy[i] ?? '');
        else if (how === 'more') copy.push(words);
        else copy[i] = words;
      }
      return copy;
    });

function sound({ code, out, err }: Said, args: readonly string[]): void {
  const said = args.join(' ').slice(0, 1500);
  expect([0, 1, 2], said).toContain(code);
  expect(insideIn(`${out}${err}`), said).toBeUndefined();
  if (code !== 0) expect(`${out}${err}`.trim(), said).not.toBe('');
  // Whoever asked for JSON and was served got JSON.
  if (code === 0 && args.includes('--json') && !args.includes('--ics'))
    expect(() => JSON.parse(out), said).not.toThrow();
}

describe('a command', () => {
  test.each(Object.keys(CALLS))('%s: takes anything that may stand behind it', async (name) => {
    // As it was written down it works.
    const [first = []] = CALLS[name] ?? [];
    const { code, err } = await call(name, first);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    await fc.assert(
      fc.asyncProperty(anyCall(CALLS[name] ?? []), async (args) => {
        tried(`command ${name}`);
        sound(await call(name, args), args);
      }),
      runs(25),
    );
    const asked = await call('ask', ['--json', 'Kan vi slette en kritisk kommentar?']);
    expect(asked.err).toBe('');
    expect(JSON.parse(asked.out)).toMatchObject({ status: 'answered' });
  });
});

describe('a file that a command reads', () => {
  const write = (name: string, text: string): string => {
    const path = join(whole.dir, name);
    writeFileSync(path, text);
    return path;
  };

  test('of answers, one a line: each line gets its row, whatever the others are', async () => {
    const row = {
      id: 'r1',
      definition: 'photo-check',
      country: 'NO',
      answers: Object.fromEntries(mapOf({ P01: 'main', P17: 'yes' })),
    };
    const line = fc.oneof(
      mutated(row).map((r) => JSON.stringify(r)),
      oddText.map((t) => t.replace(/[\r\n]/g, ' ')),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 20 }), async (lines) => {
        const path = write('batch.jsonl', [...lines, JSON.stringify(row)].join('\n'));
        const said = await call('screen', ['--batch', path, '--json']);
        tried('answers in a file (JSON lines)', lines.length);
        sound(said, ['--batch']);
        const rows = said.out
          .trim()
          .split('\n')
          .map((one) => JSON.parse(one) as object);
        expect(rows).toHaveLength(lines.filter((one) => one.trim()).length + 1);
        expect(rows.at(-1)).toHaveProperty('outcome');
      }),
      runs(15, 200),
    );
  });

  test('of an assessment (JSON): is taken in whole, or refused with what is wrong, and what is stored stays', async () => {
    const text = JSON.stringify(opened({ ...fresh(), id: 'a-000000000001' }), null, 1);
    const before = JSON.stringify(await whole.varsam.assessments.dossier('local', 'a-000000000001'));
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          mutatedText(text),
          mutated(JSON.parse(text)).map((j) => JSON.stringify(j)),
          oddText,
        ),
        async (file) => {
          tried('an assessment in a file (JSON)');
          sound(await call('screen', ['import', write('import.json', file)]), ['import', file]);
          expect(JSON.stringify(await whole.varsam.assessments.dossier('local', 'a-000000000001'))).toBe(before);
        },
      ),
      runs(25),
    );
  });

  test('of an account (JSON): becomes an account, or says which field is wrong', async () => {
    const form = {
      address: 'https://www.facebook.com/nybibliotek',
      name: 'Nytt bibliotek',
      unit: 'Biblioteket',
      purpose: 'Fortelle.',
      owner: 'Biblioteksjef',
      administrators: ['Biblioteksjef'],
    };
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          mutated(form).map((j) => JSON.stringify(j)),
          oddText,
        ),
        async (file) => {
          tried('an account in a file (JSON)');
          sound(await call('accounts', ['propose', '--file', write('account.json', file), '--json']), [
            'propose',
            '--file',
            file,
          ]);
        },
      ),
      runs(25),
    );
  });
});
