import { existsSync } from 'node:fs';
import { type Dataset, readBeir, readOwn } from './datasets.ts';
import type { Engine } from './engines/engine.ts';
import { EXPANDED, OTHERS, OWN, REFERENCE } from './engines/index.ts';
import { type LearningRow, measureLearning } from './learning.ts';
import { ratio } from './metrics.ts';
import { progress } from './progress.ts';
import { measureQuality, type QualityRow } from './quality.ts';
import { gather, measureScale, type ScaleRow } from './scale.ts';
import { learningTable, qualityTable, scaleTable } from './table.ts';

export type Plan = {
  folders: readonly string[];
  sizes: readonly number[];
  quick: boolean;
  alone: boolean;
  only: string | undefined;
  knowledge: string;
  cases: string;
};
export type Result = {
  quality: { set: string; docs: number; queries: number; rows: WithRatios<QualityRow>[] }[];
  learning: LearningRow[];
  scale: { passages: number; queries: number; rows: (WithRatios<Extract<ScaleRow, { failed: null }>> | ScaleRow)[] }[];
};
/** How many times varsam's figure each figure is; null where varsam's is 0. */
type WithRatios<R> = R & { ratios: Record<string, number | null> };

const QUICK_QUERIES = 200;
const SCALE_QUERIES = 500;
/** Questions that wait, ten times what a large municipality would leave. */
const OPEN = 5000;

/** Measures everything that the plan names, one thing at a time, and says each table as soon as it is there. */
export async function benchmark(plan: Plan, say: (text: string) => void): Promise<Result> {
  const beir = plan.folders.map(readBeir);
  const own = existsSync(plan.cases) ? [readOwn(plan.knowledge, plan.cases)] : [];
  const engines = plan.alone ? OWN : [...OWN, ...OTHERS];
  const result: Result = { quality: [], scale: [], learning: [] };
  if (plan.only === undefined || plan.only === 'quality') {
    for (const set of [...beir, ...own]) {
      const asked = plan.quick ? { ...set, queries: set.queries.slice(0, QUICK_QUERIES) } : set;
      const rows = await qualityOf(asked, own.includes(set) ? [...engines, EXPANDED] : engines);
      say(`\n## ${set.name}: ${asked.queries.length} queries over ${set.docs.length} texts\n\n${qualityTable(rows)}`);
      result.quality.push({
        set: set.name,
        docs: set.docs.length,
        queries: asked.queries.length,
        rows: withRatios(rows),
      });
    }
  }
  if (plan.only === undefined || plan.only === 'scale') {
    const material = gather([...beir, ...own], plan.quick ? QUICK_QUERIES : SCALE_QUERIES);
    for (const passages of plan.sizes) {
      const rows = await measureScale(
        engines.map((e) => e.name),
        passages,
        material,
      );
      say(`\n## ${passages} passages, ${material.queries.length} queries\n\n${scaleTable(rows)}`);
      result.scale.push({ passages, queries: material.queries.length, rows: withRatios(rows) });
    }
  }
  if (plan.only === undefined || plan.only === 'learning') {
    result.learning = await measureLearning(plan.knowledge, plan.quick ? OPEN / 10 : OPEN);
    say(`\n## Learning\n\n${learningTable(result.learning)}`);
  }
  return result;
}

async function qualityOf(set: Dataset, engines: readonly Engine[]): Promise<QualityRow[]> {
  const rows: QualityRow[] = [];
  for (const engine of engines) {
    const bar = progress(`${set.name}: ${engine.name}`);
    rows.push(await measureQuality(engine, set, bar.update));
    bar.stop();
  }
  return rows;
}

/** Every figure of every row beside varsam's own. */
function withRatios<R extends { engine: string }>(rows: readonly R[]): WithRatios<R>[] {
  const reference: Record<string, unknown> = { ...rows.find((r) => r.engine === REFERENCE.name) };
  return rows.map((row) => {
    const figures = Object.entries(row).flatMap(([key, value]) => {
      const of = reference[key];
      return typeof value === 'number' && typeof of === 'number' ? [[key, ratio(value, of)] as const] : [];
    });
    return { ...row, ratios: Object.fromEntries(figures) };
  });
}
