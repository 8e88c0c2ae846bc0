import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './bots.ts';
import { readOwn } from './datasets.ts';
import { installCompetitors } from './install.ts';
import { type Outcome, type Plan, runLoad, type Step } from './load.ts';
import type { Chain } from './load-langchain.ts';

const HEAD = `| questions/s | answered/s | question p50 / p99 ms | first form | form sent | verdict | failed | cores: varsam | Postgres | people | ms each | MB | people late ms |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |`;
const ms = (x: number) => x.toFixed(x < 10 ? 1 : 0);

function row({ rate, answered, waits, failed, cores, msEach, residentMb, peopleLate }: Step): string {
  const wait = (w: Step['waits'][keyof Step['waits']]) => (w ? `${ms(w.p50)} / ${ms(w.p99)}` : '');
  const cells = [
    ...[String(rate), answered.toFixed(0)],
    ...[waits.question, waits.opened, waits.form, waits.verdict].map(wait),
    ...[String(failed), cores.varsam.map((c) => c.toFixed(2)).join(' + '), cores.postgres?.toFixed(2) ?? ''],
    ...[cores.people.toFixed(2), msEach.toFixed(1), residentMb.map((mb) => mb.toFixed(0)).join(' + '), ms(peopleLate)],
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Runs the plan and says each step as it ends. `chain`: LangChain's is measured before it, in the same process, on nothing else. */
export async function reportLoad(
  plan: Plan,
  { chain, json }: { chain: boolean; json: boolean },
): Promise<{ outcome: Outcome; langchain: Chain | undefined; machine: object }> {
  const say = json ? () => undefined : (text: string) => console.log(text);
  const machine = { cores: cpus().length, cpu: cpus()[0]?.model.trim(), node: process.version, load: loadavg()[0] };
  const n = `${plan.processes} ${plan.processes === 1 ? 'process' : 'processes'}`;
  say(
    `${n} on ${plan.store}, ${plan.seconds} s a step, ${plan.checks} photo checks a question; ${machine.cores} cores, load ${machine.load?.toFixed(1)} before`,
  );
  let langchain: Chain | undefined;
  if (chain && installCompetitors()) {
    const { retrievalChain } = await import('./load-langchain.ts');
    const own = readOwn(join(ROOT, 'knowledge'), join(ROOT, 'eval', 'cases', 'tune.jsonl'));
    langchain = await retrievalChain(own, 500);
    say(
      `LangChain's retrieval chain, unloaded: p50 ${langchain.p50.toFixed(2)}, p99 ${langchain.p99.toFixed(2)} ms, ${langchain.cpuMs.toFixed(2)} ms of processor a question`,
    );
  }
  say(`\n${HEAD}`);
  const outcome = await runLoad(plan, (step) => say(row(step)));
  say(
    `\nReady after ${outcome.readyMs.map((t) => t.toFixed(0)).join(' and ')} ms with a saved index; load ${loadavg()[0]?.toFixed(1)} after`,
  );
  if (json) console.log(JSON.stringify({ machine, langchain, ...outcome }));
  return { outcome, langchain, machine };
}
