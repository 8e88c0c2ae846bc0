import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ablate, ablationSets, printAblation } from '../eval/ablation.ts';
import { readCases } from '../eval/cases.ts';
import { loadKnowledge } from '../src/knowledge/load.ts';
import { encodeWeights, TrainedEmbeddings } from '../src/retrieval/trained-embeddings.ts';
import { ABLATIONS, ablated, SENTENCES, THOUSANDS, withSentences } from './ablate.ts';
import { openArrays, saveArrays } from './arrays.ts';
import { type Results, writeCard } from './card.ts';
import { cleanRecords, split } from './clean.ts';
import { collectAll } from './collect/collect.ts';
import { featurise, openDataset, saveDataset } from './dataset.ts';
import { evaluatePairs, summary } from './evaluate.ts';
import { evaluateCases } from './evaluate-cases.ts';
import { quantise } from './quantise.ts';
import { readRecords, writeRecords } from './records.ts';
import { RECIPE, type Trained, train } from './train.ts';

const ROOT = join(import.meta.dirname, '..');
const STEPS = [
  'collect',
  'clean',
  'featurise',
  'train',
  'quantise',
  'evaluate',
  'ablate',
  'thousands',
  'card',
] as const;
type Step = (typeof STEPS)[number];
/** What a bare run does: ablations train a dozen times and are asked for by name. */
const ALL: readonly Step[] = ['collect', 'clean', 'featurise', 'train', 'quantise', 'evaluate', 'card'];
const USAGE = `usage: node training/run.ts [STEP…] [options]
  steps: ${STEPS.join(' ')}; none: all but ablate
  --gdpr FILE     Regulation (EU) 2016/679 as {id, nb?, sv, da, en} a line   (../shared/parallel/gdpr.jsonl)
  --cache FOLDER  packages and what each step leaves behind                  (.varsam-training)
  --sets FOLDER   development sets in BEIR layout, measured, never trained on (../shared/eval)
  --steps N       steps of training (${RECIPE.steps}); --ablation-steps N (600)
  --threads N     threads of training (${RECIPE.threads}); the result does not depend on it`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    gdpr: { type: 'string', default: join(ROOT, '..', 'shared', 'parallel', 'gdpr.jsonl') },
    cache: { type: 'string', default: join(ROOT, '.varsam-training') },
    sets: { type: 'string', default: join(ROOT, '..', 'shared', 'eval') },
    steps: { type: 'string', default: String(RECIPE.steps) },
    'ablation-steps': { type: 'string', default: '600' },
    threads: { type: 'string', default: String(RECIPE.threads) },
  },
});
const { cache } = values;
const inCache = (name: string) => join(cache, name);
const WEIGHTS = join(ROOT, 'src', 'retrieval', 'weights', 'embeddings.bin');
const options = { ...RECIPE, steps: Number(values.steps), threads: Number(values.threads) };
const KEEP = 78_000;

const RUN: Record<Step, () => Promise<void> | void> = {
  collect: () => {
    const knowledge = loadKnowledge(join(ROOT, 'knowledge'));
    const sentences = join(import.meta.dirname, 'sentences');
    const folders = ['screenings', 'risks'].map((name) => join(ROOT, 'knowledge', name));
    const terms = join(import.meta.dirname, 'terms.jsonl');
    const asked = join(import.meta.dirname, 'asked.jsonl');
    const families = join(import.meta.dirname, 'families.jsonl');
    const from = { cache, gdpr: values.gdpr, sentences, terms, asked, families, knowledge, folders };
    writeRecords(inCache('collected.jsonl'), collectAll(from));
  },
  clean: () => {
    const { train: kept, heldOut } = split(cleanRecords(readRecords(inCache('collected.jsonl'))));
    writeRecords(inCache('train.jsonl'), kept);
    writeRecords(inCache('held-out.jsonl'), heldOut);
    console.log(`${kept.length} records to train on, ${heldOut.length} held out`);
  },
  featurise: () => saveDataset(cache, featurise(readRecords(inCache('train.jsonl')), KEEP)),
  train: async () => saveTrained(await train(openDataset(cache), options)),
  quantise: () => {
    mkdirSync(join(WEIGHTS, '..'), { recursive: true });
    const bytes = encodeWeights(quantise(openTrained()));
    writeFileSync(WEIGHTS, bytes);
    console.log(`${WEIGHTS}: ${(bytes.length / 1e6).toFixed(1)} MB`);
  },
  evaluate: async () => {
    const results = await measure(TrainedEmbeddings.open(WEIGHTS));
    writeResults(results);
    console.table(results.pairs);
    console.table(results.cases.fused);
    console.table(results.cases.byLang);
    console.table([results.cases.auc]);
    printAblation(results.retriever);
  },
  ablate: async () => {
    const records = readRecords(inCache('train.jsonl'));
    const heldOut = readRecords(inCache('held-out.jsonl'));
    const rows: NonNullable<Results['ablations']> = [];
    for (const ablation of ABLATIONS) {
      console.error(`\n${ablation.name}`);
      const { data, recipe } = ablated(
        ablation,
        records,
        { ...options, steps: Number(values['ablation-steps']) },
        KEEP,
      );
      const model = new TrainedEmbeddings({ ...quantise(await train(data, recipe)), checksum: 0 });
      const cases = evaluateCases(model, loadKnowledge(join(ROOT, 'knowledge')), tuning(), FUSED);
      const pairs = summary(evaluatePairs(model, heldOut)).at(-1);
      rows.push({
        name: ablation.name,
        r1: pairs?.r1 ?? 0,
        r5: pairs?.r5 ?? 0,
        caseR1: cases.denseOnly.r1,
        caseR5: cases.denseOnly.r5,
        auc: cases.auc.dense,
      });
      writeFileSync(
        inCache('ablations.json'),
        JSON.stringify({ steps: Number(values['ablation-steps']), rows }, null, 2),
      );
    }
    console.table(rows);
  },
  thousands: async () => {
    const records = readRecords(inCache('train.jsonl'));
    const heldOut = readRecords(inCache('held-out.jsonl'));
    const steps = Number(values['ablation-steps']);
    const rows: NonNullable<Results['thousands']>['rows'] = [];
    for (const count of THOUSANDS) {
      const kept = withSentences(records, count);
      const model = new TrainedEmbeddings({
        ...quantise(await train(featurise(kept, KEEP), { ...options, steps })),
        checksum: 0,
      });
      const scores = summary(evaluatePairs(model, heldOut));
      const own = scores.find((s) => s.source === SENTENCES);
      const all = scores.at(-1);
      rows.push({
        sentences: kept.filter((r) => r.source === SENTENCES).length,
        ownR1: own?.r1 ?? 0,
        ownR5: own?.r5 ?? 0,
        r1: all?.r1 ?? 0,
        r5: all?.r5 ?? 0,
      });
      writeFileSync(inCache('thousands.json'), JSON.stringify({ steps, rows }, null, 2));
    }
    console.table(rows);
  },
  card: () => {
    const results = JSON.parse(readFileSync(inCache('results.json'), 'utf8')) as Results;
    const ablations = existsSync(inCache('ablations.json'))
      ? (JSON.parse(readFileSync(inCache('ablations.json'), 'utf8')) as { steps: number; rows: Results['ablations'] })
      : undefined;
    const thousands = existsSync(inCache('thousands.json'))
      ? (JSON.parse(readFileSync(inCache('thousands.json'), 'utf8')) as Results['thousands'])
      : undefined;
    const card = writeCard(
      { ...results, thousands, ...(ablations ? { ablations: ablations.rows, ablationSteps: ablations.steps } : {}) },
      options,
    );
    writeFileSync(join(ROOT, 'docs', 'model-card.md'), card);
  },
};

const FUSED = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 1, 1.5, 2];

function tuning() {
  return readCases(join(ROOT, 'eval', 'cases', 'tune.jsonl'));
}

async function measure(model: TrainedEmbeddings): Promise<Results> {
  const records = readRecords(inCache('train.jsonl'));
  const counts = [...new Set(records.map((r) => r.source))].sort().map((source) => {
    const own = records.filter((r) => r.source === source);
    return { source, records: own.length, texts: own.reduce((n, r) => n + r.texts.length, 0) };
  });
  const knowledge = loadKnowledge(join(ROOT, 'knowledge'));
  const dirs = ['swequad-mc', 'norquad'].map((name) => join(values.sets, name)).filter((dir) => existsSync(dir));
  return {
    model: model.name,
    features: openTrained().keys.length ?? 0,
    losses: openTrained().losses,
    counts,
    pairs: summary(evaluatePairs(model, readRecords(inCache('held-out.jsonl')))),
    cases: evaluateCases(model, knowledge, tuning(), FUSED),
    retriever: await ablate(ablationSets(dirs, knowledge), model),
  };
}

function writeResults(results: Results): void {
  writeFileSync(inCache('results.json'), JSON.stringify(results, null, 2));
}

function saveTrained({ keys, weights, dims, losses }: Trained): void {
  saveArrays(inCache('trained.bin'), { dims, losses }, { keys, weights });
}

function openTrained(): Trained {
  const { json, arrays } = openArrays(inCache('trained.bin'), 'train');
  const { dims, losses } = json as Pick<Trained, 'dims' | 'losses'>;
  return { dims, losses, keys: arrays.keys as Uint32Array, weights: arrays.weights as Float32Array };
}

function isStep(word: string): word is Step {
  return (STEPS as readonly string[]).includes(word);
}

if (positionals.some((word) => !isStep(word))) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  mkdirSync(cache, { recursive: true });
  try {
    for (const step of positionals.length > 0 ? positionals.filter(isStep) : ALL) await RUN[step]();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
