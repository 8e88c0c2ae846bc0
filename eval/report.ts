import { type CaseResult, type Totals, totals } from './answers.ts';

/** Totals by language, then every wrong case in full: where we are wrong matters more than how often we are right. */
export function printReport(title: string, results: readonly CaseResult[], { wrong }: { wrong: boolean }): void {
  console.log(`\n== ${title}: ${results.length} cases`);
  const rows: Record<string, Record<string, string>> = {};
  for (const lang of ['nb', 'nn', 'sv', 'en', 'all']) {
    const of = results.filter((r) => lang === 'all' || r.case.lang === lang);
    if (of.length > 0)
      rows[lang] = Object.fromEntries(
        Object.entries(totals(of)).map(([k, v]) => [k, k === 'n' ? String(v) : v.toFixed(2)]),
      );
  }
  console.table(rows);
  if (!wrong) {
    const by = new Map<string, number>();
    for (const r of results.filter((x) => !x.ok)) by.set(kindOf(r), (by.get(kindOf(r)) ?? 0) + 1);
    console.log([...by].map(([k, n]) => `${k}: ${n}`).join(' · ') || 'none wrong');
    return;
  }
  for (const r of results.filter((x) => !x.ok)) {
    const { case: c } = r;
    console.log(`\n- ${c.id} ${c.lang}/${c.country} ${kindOf(r)}, confidence ${r.confidence.toFixed(2)}`);
    for (const h of c.history) console.log(`    earlier: ${h}`);
    console.log(`    asked:    ${c.question}`);
    console.log(
      `    expected: ${c.expect} ${c.citations.map((x) => `${x.file.slice(0, 3)}:${x.lines.join('-')}`).join(' ')}`,
    );
    console.log(
      `    got:      ${r.answer.status} ${r.answer.citations.map((x) => (x.lines ? `${x.file?.slice(0, 3)}:${x.lines.join('-')}` : x.document)).join(' ')}`,
    );
    console.log(`    ranked:   ${r.best.map((b) => `${b.id} ${b.score.toFixed(2)}`).join(' · ')}`);
    console.log(`    said:     ${r.answer.text.slice(0, 160)}`);
  }
}

function kindOf(r: CaseResult): string {
  if (r.statusOk) return 'wrong lines';
  return `${r.case.expect} became ${r.answer.status}`;
}

/** Ranking alone, by language of the question and of the expected source: is the right passage first, among five, and how high on average? */
export async function rankingReport(results: readonly CaseResult[]): Promise<void> {
  const rows: Record<string, { n: number; hit1: number; hit3: number }> = {};
  for (const r of results) {
    if (r.case.expect !== 'answered') continue;
    for (const source of new Set(r.case.citations.map((c) => (Number(c.file.slice(0, 3)) <= 2 ? 'nb' : 'sv')))) {
      const key = `${r.case.lang} → ${source}`;
      const row = rows[key] ?? { n: 0, hit1: 0, hit3: 0 };
      rows[key] = row;
      row.n++;
      if (r.hit) row.hit1++;
    }
  }
  console.log('\ncited lines among the expected, by language of question → source');
  console.table(
    Object.fromEntries(Object.entries(rows).map(([k, v]) => [k, { cases: v.n, hit: (v.hit1 / v.n).toFixed(2) }])),
  );
}

/** Figures that must not fall, and how far they may without anybody asking why. Quotes may never. */
const GUARDED: [keyof Totals, 'up' | 'down', number][] = [
  ['statusAccuracy', 'up', 0.01],
  ['citationHit', 'up', 0.01],
  ['citationPrecision', 'up', 0.02],
  ['quoteVerbatim', 'up', 0],
  ['abstentionRecall', 'up', 0.01],
  ['wronglyRefused', 'down', 0.01],
];

/** 0 when no guarded figure is worse than the baseline, else 1 with the figures named. */
export function compare(now: Record<string, Totals>, before: Record<string, Totals>): number {
  const worse: string[] = [];
  for (const [split, figures] of Object.entries(now))
    for (const [key, good, slack] of GUARDED) {
      const was = before[split]?.[key];
      if (was === undefined) continue;
      const change = (figures[key] - was) * (good === 'up' ? 1 : -1);
      if (change < -slack - 1e-9) worse.push(`${split} ${key}: ${was.toFixed(3)} → ${figures[key].toFixed(3)}`);
    }
  if (worse.length > 0) console.log(`\nWorse than eval/baseline.json:\n${worse.join('\n')}`);
  else console.log('\nNo figure is worse than eval/baseline.json.');
  return worse.length > 0 ? 1 : 0;
}
