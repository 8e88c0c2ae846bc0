import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { searchInContext } from '../src/app/answer-question.ts';
import { sameQuestions } from '../src/compose/questions.ts';
import { readConfig } from '../src/config.ts';
import { type Calibration, type Calibrations, featuresOf } from '../src/core/confidence.ts';
import type { Knowledge } from '../src/core/guideline.ts';
import { loadKnowledge } from '../src/knowledge/load.ts';
import { clock } from '../src/main.ts';
import { openOrBuild } from '../src/retrieval/build-index.ts';
import { TrainedEmbeddings } from '../src/retrieval/trained-embeddings.ts';
import { ablate, ablationSets, printAblation } from './ablation.ts';
import { type CaseResult, originals, runCase, totals } from './answers.ts';
import { crossFitted, crossValidated, fitConfidence, reliability, type Sample, thresholdFor } from './calibrate.ts';
import { readCases } from './cases.ts';
import { evalDeps } from './context.ts';
import { reportCross, reportFolders } from './cross.ts';
import { reportExperts, runExpertCases } from './expert.ts';
import { reportGroups } from './fit-grouping.ts';
import { compare, printReport, rankingReport } from './report.ts';
import { evaluateRetrieval, type Mode } from './retrieval.ts';

const HERE = import.meta.dirname;
/** The score a refusal or a known gap needs to win, and the share of answerable tuning cases that caution may cost. */
const FLOOR = 0.2;
const HELD_BACK = 0.05;
/** Written by `npm run knowledge -- export-cases`; not there where no office has answered anything. */
const EXPERTS = join(HERE, 'cases', 'expert.jsonl');
const USAGE = `usage:
  npm run eval                                          own cases, compared with eval/baseline.json
  npm run eval -- --brief                               the same without the wrong cases
  npm run eval -- --accept                              the same, and this run becomes the baseline
  npm run eval -- answers --file CASES.jsonl [--json]   other cases
  npm run eval -- retrieval --dir BEIR_DIR [--json] [--mode lexical|dense|hybrid]
  npm run eval -- cross [--brief] [BEIR_DIR…]           our 200 questions in 16 directions, and other sets in three modes
  npm run eval -- ablation [--json] [BEIR_DIR…]         the same with one part of the retriever off
  npm run eval -- calibrate                             fits the confidence on the tuning cases
  npm run eval -- experts [--file CASES.jsonl]          answers of offices, as exported: each must still be given
  npm run eval -- groups [--brief]                      which of 399 pairs of questions are taken for the same`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      file: { type: 'string' },
      dir: { type: 'string' },
      mode: { type: 'string' },
      json: { type: 'boolean' },
      accept: { type: 'boolean' },
      brief: { type: 'boolean' },
    },
  });
  const [what, ...dirs] = positionals;
  if (what === 'retrieval' && values.dir)
    return retrieval(values.dir, (values.mode ?? 'hybrid') as Mode, values.json ?? false);
  if (what === 'answers' && values.file) return answers(values.file, values.json ?? false);
  if (what === 'cross') return cross(dirs, values.brief ?? false);
  if (what === 'ablation') return ablation(values.dir ? [values.dir, ...dirs] : dirs, values.json ?? false);
  if (what === 'calibrate') return calibrate();
  if (what === 'experts') return experts(values.file ?? EXPERTS);
  if (what === 'groups') return reportGroups(values.brief ?? false) ? 0 : 1;
  if (what === undefined) return own(values.accept ?? false, values.brief ?? false);
  console.error(USAGE);
  return 2;
}

async function runAll(file: string): Promise<CaseResult[]> {
  const config = readConfig();
  const deps = await evalDeps(config);
  const files = originals(config.knowledgeDir, deps);
  const results: CaseResult[] = [];
  for (const one of readCases(file)) results.push(await runCase(one, deps, files));
  return results;
}

async function retrieval(dir: string, mode: Mode, json: boolean): Promise<number> {
  if (!['lexical', 'dense', 'hybrid'].includes(mode)) {
    console.error(USAGE);
    return 2;
  }
  const report = await evaluateRetrieval(dir, mode, TrainedEmbeddings.open());
  if (json) console.log(JSON.stringify(report));
  else console.table(report);
  return 0;
}

async function cross(dirs: string[], brief: boolean): Promise<number> {
  const embeddings = TrainedEmbeddings.open();
  await reportCross(loadKnowledge(readConfig().knowledgeDir), embeddings, brief);
  if (dirs.length > 0) await reportFolders(dirs, embeddings);
  return 0;
}

async function ablation(dirs: string[], json: boolean): Promise<number> {
  const sets = ablationSets(dirs, loadKnowledge(readConfig().knowledgeDir));
  const rows = await ablate(sets, TrainedEmbeddings.open());
  if (json) console.log(JSON.stringify(rows));
  else printAblation(rows);
  return 0;
}

async function answers(file: string, json: boolean): Promise<number> {
  const results = await runAll(file);
  const t = totals(results);
  if (!json) {
    printReport(file, results, { wrong: true });
    return 0;
  }
  console.log(
    JSON.stringify({
      ...t,
      cases: results.map((r) => ({
        id: r.case.id,
        status: r.answer.status,
        ok: r.ok,
        hit: r.hit,
        citations: r.answer.citations.map(
          ({ document, file: f, lines, quote, section, country, authority, status }) => ({
            document,
            file: f,
            lines,
            quote,
            section,
            country,
            authority,
            status,
          }),
        ),
      })),
    }),
  );
  return 0;
}

/** Fails where one question that an office has answered is no longer answered so. */
async function experts(file: string): Promise<number> {
  const config = readConfig();
  const deps = await evalDeps(config);
  const files = originals(config.knowledgeDir, deps);
  const same = sameQuestions(deps.knowledge);
  return reportExperts(await runExpertCases(readCases(file), { deps, same, files, clock }));
}

/** Tuning and test split in one run. Cases of the test split are counted, never shown: who tunes must not have seen them. */
async function own(accept: boolean, brief: boolean): Promise<number> {
  const tune = await runAll(join(HERE, 'cases', 'tune.jsonl'));
  const test = await runAll(join(HERE, 'cases', 'test.jsonl'));
  printReport('tuning cases', tune, { wrong: !brief });
  printReport('test split', test, { wrong: false });
  await rankingReport([...tune, ...test]);
  console.log('\nconfidence against being answerable, all cases');
  console.table(
    reliability([...tune, ...test]).map((r) => ({
      confidence: `${r.from.toFixed(1)}–${(r.from + 0.1).toFixed(1)}`,
      cases: r.n,
      answerable: r.right.toFixed(2),
    })),
  );
  const lost = existsSync(EXPERTS) ? await experts(EXPERTS) : 0;
  const now = { tune: totals(tune), test: totals(test) };
  const file = join(HERE, 'baseline.json');
  if (accept) {
    writeFileSync(file, `${JSON.stringify(now, null, 2)}\n`);
    console.log('\nThis run is the baseline now.');
    return lost;
  }
  const worse = existsSync(file) ? compare(now, JSON.parse(readFileSync(file, 'utf8'))) : 0;
  return Math.max(lost, worse);
}

/**
 * Fits confidence on knowledge/questions (cross-fitted), with and without the embedding, chooses the thresholds on the tuning cases, and writes all
 * beside the retriever. The test split is not read.
 */
async function calibrate(): Promise<number> {
  const knowledge = loadKnowledge(readConfig().knowledgeDir);
  const embeddings = TrainedEmbeddings.open();
  const calibrations: Calibrations = {
    meaning: await calibrated(knowledge, embeddings, 'with the embedding'),
    words: await calibrated(knowledge, undefined, 'by words alone'),
  };
  writeFileSync(join(HERE, '..', 'src', 'retrieval', 'calibration.json'), `${JSON.stringify(calibrations, null, 2)}\n`);
  return 0;
}

async function calibrated(
  knowledge: Knowledge,
  embeddings: TrainedEmbeddings | undefined,
  title: string,
): Promise<Calibration> {
  const samples = await crossFitted(knowledge, embeddings);
  const fitted = fitConfidence(samples, FLOOR);
  const { retriever } = await openOrBuild('all', () => knowledge, { embeddings });
  const cases: Sample[] = [];
  for (const one of readCases(join(HERE, 'cases', 'tune.jsonl'))) {
    if (one.expect === 'any' || one.expect === 'refused') continue;
    const context = { knowledge, lang: one.lang, country: one.country };
    const { search, asked } = await searchInContext(one.question, one.history, context, retriever);
    cases.push({ features: featuresOf(asked, search), good: one.expect === 'answered', weight: 1 });
  }
  const threshold = thresholdFor(cases, fitted, HELD_BACK);
  const answerable = samples.filter((s) => s.good).length;
  console.log(
    `${title}: ${samples.length} questions, ${answerable} of them answerable; right on those not seen ${crossValidated(samples).toFixed(3)}; threshold ${threshold}`,
  );
  return { ...fitted, threshold };
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
