import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import cliProgress from 'cli-progress';
import { exportCases } from '../app/export-cases.ts';
import { type Config, ConfigError, readConfig } from '../config.ts';
import type { Knowledge } from '../core/guideline.ts';
import { defaultLang } from '../core/language.ts';
import { LOCAL_TENANT } from '../core/message.ts';
import { addGuideline } from '../knowledge/add.ts';
import { DocumentError, documentErrorText } from '../knowledge/extract/index.ts';
import { faultLine, KnowledgeError, loadKnowledge } from '../knowledge/load.ts';
import type { Fault } from '../knowledge/yaml-file.ts';
import { clock, open, openIndex, openMunicipality } from '../main.ts';

const USAGE = `usage:
  npm run knowledge -- check         every fault in the content, with file, line and mend; that of the municipalities in VARSAM_TENANTS too
  npm run knowledge -- build         build the search index anew where the content has changed
  npm run knowledge -- add FILE … [--for FOLDER]
                                     take in documents (PDF, DOCX, HTML, Markdown, text); for one municipality of several, the name of its folder
  npm run knowledge -- export-cases [--out FILE] [--tenant ID]
                                     what offices have answered as cases of the eval: eval/cases/expert.jsonl`;

export async function run(args: string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { out: { type: 'string' }, tenant: { type: 'string' }, for: { type: 'string' } },
  });
  const [what, ...files] = positionals;
  const config = readConfig();
  if (what === 'check') return check(config);
  if (what === 'build') return build(config);
  if (what === 'export-cases' && files.length === 0)
    return cases(
      config,
      values.out ?? join(import.meta.dirname, '../../eval/cases/expert.jsonl'),
      values.tenant ?? LOCAL_TENANT,
    );
  if (what === 'add' && files.length > 0) return add(config, files, values.for);
  console.error(USAGE);
  return 2;
}

async function check(config: Config): Promise<number> {
  try {
    await openMunicipality(config);
    const k = loadKnowledge(config.knowledgeDir);
    const own = await ownFaults(config, k);
    if (own.length > 0) throw new KnowledgeError(own);
    const rules = k.guidelines.reduce((n, g) => n + g.rules.length, 0);
    console.log(
      `No faults. ${k.guidelines.length} guidelines with ${rules} rules, ${k.curated.length} written answers, gaps and refusals, ${k.law.length} notes on the law, ${k.conflicts.length} conflicts.`,
    );
    return 0;
  } catch (error) {
    if (!(error instanceof KnowledgeError)) throw error;
    for (const fault of error.faults) console.error(faultLine(fault));
    console.error(`\n${error.faults.length} faults.`);
    return 1;
  }
}

/** What is wrong in the folders of municipalities, where there are several. */
async function ownFaults({ tenantsDir }: Config, shared: Knowledge): Promise<Fault[]> {
  if (tenantsDir === undefined) return [];
  const { loadTenants } = await import('../knowledge/load-tenants.ts');
  const { loadOwn } = await import('../knowledge/load-own.ts');
  return loadTenants(tenantsDir).flatMap(({ name, knowledgeDir }) => {
    try {
      if (knowledgeDir !== undefined) loadOwn(shared, knowledgeDir);
      return [];
    } catch (error) {
      if (!(error instanceof KnowledgeError)) throw error;
      return error.faults.map((fault) => ({ ...fault, file: `${name}/${fault.file}` }));
    }
  });
}

/** Writes the file anew: an answer that was taken back is no case any more. */
async function cases(config: Config, file: string, tenant: string): Promise<number> {
  const varsam = await open(config);
  try {
    const all = await exportCases(tenant, varsam);
    writeFileSync(file, all.map((one) => `${JSON.stringify(one)}\n`).join(''));
    console.log(`${all.length} cases in ${file}. npm run eval fails when one of them is no longer answered.`);
    return 0;
  } finally {
    await varsam.close();
  }
}

async function build(config: Config): Promise<number> {
  const bar = progressBar('index');
  const index = await openIndex(config, (_, share) => bar.update(share));
  bar.stop();
  console.log(
    `The index is ${index.state}: ${index.candidates.length} passages and answers, vector search ${index.vectorSearch}.`,
  );
  return 0;
}

/** The knowledge of one municipality: a folder that is there among VARSAM_TENANTS. */
function folderOf({ tenantsDir }: Config, name: string): string {
  if (tenantsDir === undefined)
    throw new ConfigError([
      `--for ${name}: VARSAM_TENANTS is not set. Set it to the folder with a folder for each municipality.`,
    ]);
  const dir = readdirSync(tenantsDir, { withFileTypes: true }).find((e) => e.isDirectory() && e.name === name);
  if (!dir)
    throw new ConfigError([
      `--for ${name}: ${tenantsDir} has no such folder. Make it, with a tenant.yaml; docs/tenants.md shows one.`,
    ]);
  return join(tenantsDir, name, 'knowledge');
}

/** Takes in each file; one that can't be taken changes nothing and does not stop the others. */
async function add(config: Config, files: string[], whose: string | undefined): Promise<number> {
  const lang = config.lang ?? defaultLang(config.country);
  const knowledgeDir = whose === undefined ? config.knowledgeDir : folderOf(config, whose);
  let failed = 0;
  for (const file of files) {
    const bar = progressBar(file);
    try {
      const added = await addGuideline({
        knowledgeDir,
        file,
        now: clock.now(),
        lang,
        onProgress: ({ done, total }) => bar.update(done / Math.max(1, total)),
      });
      bar.stop();
      console.log(
        `${file}: ${added.status} as ${added.id}${added.status === 'unchanged' ? '' : `. Check the draft: ${added.dir}/guideline.yaml`}`,
      );
      for (const warning of added.warnings) console.log(`  ${warning}`);
    } catch (error) {
      bar.stop();
      if (!(error instanceof DocumentError)) throw error;
      failed++;
      console.error(`${file}: ${documentErrorText(error, lang)}`);
    }
  }
  // A municipality's own index is made with its first question.
  if (failed < files.length) await (whose === undefined ? build(config) : check(config));
  return failed > 0 ? 1 : 0;
}

/** A bar that shows itself only when the work takes over a second, and only to a person. */
function progressBar(title: string): { update: (share: number) => void; stop: () => void } {
  if (!process.stderr.isTTY) return { update: () => {}, stop: () => {} };
  const started = performance.now();
  let bar: cliProgress.SingleBar | undefined;
  return {
    update: (share) => {
      if (!bar && performance.now() - started > 1000) {
        bar = new cliProgress.SingleBar(
          { format: `${title} {bar} {percentage} %`, stream: process.stderr },
          cliProgress.Presets.shades_classic,
        );
        bar.start(100, 0);
      }
      bar?.update(Math.round(share * 100));
    },
    stop: () => bar?.stop(),
  };
}
