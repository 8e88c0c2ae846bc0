import { existsSync, readdirSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { basename, delimiter, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const ROOT = join(import.meta.dirname, '..');
const USAGE = `usage:
  npm run bench                    quality and speed on the corpus and on BEIR folders, then scale at 1k, 10k and 100k passages, then learning
  npm run bench -- --quick         a small run: 200 queries a set, 1k passages
  npm run bench -- --beir DIR      a folder with corpus.jsonl, queries.jsonl and qrels/test.tsv; may be repeated
                                   (else the folders in VARSAM_BEIR, or those in ../shared/eval where that exists)
  npm run bench -- --sizes 1000,50000    other numbers of passages
  npm run bench -- --only quality | scale | learning
  npm run bench -- --alone         varsam only; nothing is installed
  npm run bench -- --json          one JSON object on standard output
  npm run bench -- events [--events 10000] [--rate 100] [--no-kill]
                                   the bot beside the fake Slack: acknowledgement, sign, answer, nothing lost or doubled
  npm run bench -- load [--store sqlite|postgres] [--processes 1] [--rates 25,50,100,200,300] [--seconds 10] [--checks 0.05] [--alone] [--json]
                                   questions and photo checks at a rising rate, through the fake Slack: waits, processor, memory, what failed
  npm run bench -- soak [--events 200000] [--json]
                                   the heap after a collection as events come in, and its slope
  npm run bench -- dialogue        a verdict, a screening resumed, a part of a document saved, beside one write to the disk`;

/** The folders to measure on: asked for, or in VARSAM_BEIR, or beside the repository. */
function beirFolders(asked: readonly string[] | undefined): string[] {
  if (asked) return asked.map((dir) => resolve(dir));
  const { VARSAM_BEIR } = process.env;
  if (VARSAM_BEIR) return VARSAM_BEIR.split(delimiter).map((dir) => resolve(dir));
  const beside = join(ROOT, '..', 'shared', 'eval');
  return existsSync(beside)
    ? readdirSync(beside)
        .map((name) => join(beside, name))
        .filter((dir) => existsSync(join(dir, 'corpus.jsonl')))
    : [];
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      events: { type: 'string' },
      rate: { type: 'string', default: '100' },
      store: { type: 'string', default: 'sqlite' },
      processes: { type: 'string', default: '1' },
      rates: { type: 'string', default: '25,50,100,200,300' },
      seconds: { type: 'string', default: '10' },
      checks: { type: 'string', default: '0.05' },
      'no-kill': { type: 'boolean' },
      beir: { type: 'string', multiple: true },
      sizes: { type: 'string' },
      only: { type: 'string' },
      quick: { type: 'boolean' },
      alone: { type: 'boolean' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
      job: { type: 'string' },
    },
  });
  // A process that this one started to measure in (scale.ts).
  if (values.job) {
    await (await import('./scale-child.ts')).runJob(values.job);
    return 0;
  }
  if (positionals[0] === 'dialogue') {
    await (await import('./dialogue.ts')).reportDialogue((text) => console.log(text));
    return 0;
  }
  if (positionals[0] === 'load') {
    const { reportLoad } = await import('./load-report.ts');
    const plan = {
      store: values.store === 'postgres' ? ('postgres' as const) : ('sqlite' as const),
      processes: Number(values.processes),
      rates: values.rates.split(',').map(Number),
      seconds: Number(values.seconds),
      checks: Number(values.checks),
    };
    await reportLoad(plan, { chain: !values.alone, json: values.json ?? false });
    return 0;
  }
  if (positionals[0] === 'soak') {
    const { reportSoak } = await import('./soak.ts');
    const plan = { events: Number(values.events ?? 200_000), looks: 20, everyCheck: 20 };
    return (await reportSoak(plan, values.json ?? false)) ? 0 : 1;
  }
  if (positionals[0] === 'events') {
    const { reportEvents } = await import('./events-report.ts');
    const events = Number(values.events ?? 10_000);
    const killAfter = values['no-kill'] ? undefined : Math.floor(events / 2);
    const plan = { events, rate: Number(values.rate), resent: 0.05, killAfter, patience: 60_000 };
    return (await reportEvents(plan, (text) => console.log(text))) ? 0 : 1;
  }
  const sizes = values.sizes?.split(',').map(Number) ?? (values.quick ? [1000] : [1000, 10_000, 100_000]);
  if (
    values.help ||
    sizes.some((n) => !Number.isInteger(n) || n < 1) ||
    !['quality', 'scale', 'learning', undefined].includes(values.only)
  ) {
    console.error(USAGE);
    return values.help ? 0 : 2;
  }
  const folders = beirFolders(values.beir);
  const absent = folders.find((dir) => !existsSync(join(dir, 'corpus.jsonl')));
  if (absent) {
    console.error(
      `${absent} has no corpus.jsonl. Give a folder in BEIR layout: corpus.jsonl, queries.jsonl, qrels/test.tsv.`,
    );
    return 2;
  }
  const { installCompetitors, competitorVersions } = await import('./install.ts');
  const alone = values.alone || values.only === 'learning';
  if (!alone && !installCompetitors()) {
    console.error(
      'npm could not install them; its words are above. `npm run bench -- --alone` measures varsam without them.',
    );
    return 1;
  }
  const { benchmark } = await import('./benchmark.ts');
  const machine = {
    node: process.version,
    cores: cpus().length,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    memoryGb: Math.round(totalmem() / 1e9),
    load: loadavg()[0] ?? 0,
    engines: alone ? {} : competitorVersions(),
  };
  const say = values.json ? () => {} : (text: string) => console.log(text);
  say(
    `${machine.cores} cores (${machine.cpu}), ${machine.memoryGb} GB, Node ${machine.node}; ${Object.entries(
      machine.engines,
    )
      .map((e) => e.join(' '))
      .join(', ')}`,
  );
  if (machine.load > machine.cores / 2)
    say(`Other work runs on this machine (load ${machine.load.toFixed(1)}): times will be worse than they are.`);
  if (folders.length === 0) say('No BEIR folder was given: only the own corpus is measured. --beir DIR adds one.');
  const result = await benchmark(
    {
      folders,
      sizes,
      quick: values.quick ?? false,
      alone: alone ?? false,
      only: values.only,
      knowledge: join(ROOT, 'knowledge'),
      cases: join(ROOT, 'eval', 'cases', 'tune.jsonl'),
    },
    say,
  );
  if (values.json) console.log(JSON.stringify({ machine, sets: folders.map((f) => basename(f)), ...result }));
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  // What a user can mend is said in one line; a child's error goes to its parent the same way.
  console.error(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  process.exitCode = 1;
}
