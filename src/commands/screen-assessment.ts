import { readFileSync, writeFileSync } from 'node:fs';
import { openAssessment as open } from '../app/open-assessment.ts';
import type { Assessments } from '../app/screening-ports.ts';
import { documentExporter } from '../compose/documents.ts';
import type { Config } from '../config.ts';
import { defaultMunicipality } from '../core/assessment/default-municipality.ts';
import type { Assessment } from '../core/assessment/document.ts';
import type { Actor } from '../core/assessment/roles.ts';
import { current, type Dossier } from '../core/assessment/versions.ts';
import type { Knowledge } from '../core/guideline.ts';
import type { Country, Lang } from '../core/language.ts';
import { LOCAL_TENANT } from '../core/message.ts';
import type { Definition } from '../core/screening/definition.ts';
import type { Answers } from '../core/screening/evaluate.ts';
import { fromJson } from '../export/json.ts';
import { clock, ids, openMunicipality, openStores } from '../main.ts';
import { mask } from '../privacy/mask.ts';
import type { Stores } from '../store/open.ts';
import { fillAssessmentForm } from './fill-form.ts';

const WRITER = { kind: 'person', person: 'terminal', role: 'author' } as const satisfies Actor;
const FORMATS = ['docx', 'pdf', 'md', 'json'] as const;

export type Deps = { config: Config; knowledge: Knowledge };
type Given = {
  definition: Definition;
  country: Country;
  lang: Lang;
  answers: Answers;
  lifted?: Assessment['screening']['lifted'];
};
type Begun = { document: Assessment } | { error: string };

/** Stores the document that these answers open, as its first version. An error says why they open none. */
export async function openAssessment({ config, knowledge }: Deps, given: Given): Promise<Begun> {
  return withStores(config, ({ assessments }) =>
    open(
      { knowledge, assessments, mask },
      { ...given, tenant: LOCAL_TENANT, id: ids.next(), by: WRITER, at: clock.now().toISOString() },
    ),
  );
}

/** `screen -- export`: writes an assessment to a file. 2 for what can't be asked for, 1 for what did not work. */
export async function exportAssessment(
  deps: Deps,
  id: string,
  { format, form, out, lang }: { format: string; form?: string | undefined; out: string; lang: Lang | undefined },
): Promise<number> {
  const known = FORMATS.find((f) => f === format);
  if (!known) return refuse(2, `There is no format ${format}. There are: ${FORMATS.join(', ')}.`);
  const dossier = await withStores(deps.config, async ({ assessments, audit }) => {
    const found = await assessments.dossier(LOCAL_TENANT, id);
    // Whoever sits at this machine is one person here.
    const who = { tenant: LOCAL_TENANT, person: WRITER.person, role: WRITER.role, via: 'terminal' };
    const seen = { assessment: id, version: found?.versions.length ?? 0, at: clock.now().toISOString() };
    if (found) await audit.note({ ...who, ...seen, action: 'exported' });
    return found;
  });
  if (!dossier) return refuse(2, `There is no assessment ${id}. Its id was printed when it was opened or imported.`);
  const bytes = form
    ? await inForm(deps, dossier, lang ?? current(dossier).lang, form)
    : await asDocument(deps, dossier, lang ?? current(dossier).lang, known);
  if (!bytes) return refuse(1, `The screening of ${id} is not in the knowledge folder.`);
  try {
    writeFileSync(out, bytes);
  } catch (error) {
    return refuse(1, `${out} cannot be written: ${reason(error)}.`);
  }
  console.log(out);
  return 0;
}

async function asDocument({ config, knowledge }: Deps, dossier: Dossier, lang: Lang, format: (typeof FORMATS)[number]) {
  const file = await documentExporter(knowledge, () => openMunicipality(config))(dossier, lang, format);
  return file?.bytes;
}

/** In a controller's own form, by its mapping file. */
async function inForm({ config, knowledge }: Deps, dossier: Dossier, lang: Lang, mapping: string) {
  const { country, screening } = current(dossier);
  const definition = knowledge.screenings.find((d) => d.id === screening.definition);
  if (!definition) return undefined;
  const { municipality = defaultMunicipality(country, lang) } = await openMunicipality(config);
  return fillAssessmentForm(mapping, { dossier, definition, knowledge, municipality, lang });
}

/** `screen -- import`: stores what an export as JSON wrote. What is stored already is only ever added to, never replaced. */
export async function importAssessment({ config }: Pick<Deps, 'config'>, file: string): Promise<number> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return refuse(1, `${file} cannot be read: ${reason(error)}.`);
  }
  const read = fromJson(text);
  if (!read.ok) {
    const faults = read.faults.map((f) => `  ${[f.path, f.problem].filter(Boolean).join(': ')}`);
    return refuse(1, [`${file} is no assessment that varsam has exported:`, ...faults].join('\n'));
  }
  const { id } = current(read.dossier);
  const stored = await withStores(config, ({ assessments }) => appendAll(assessments, read.dossier));
  if (!stored) return refuse(1, `Another history of ${id} is stored here already. Nothing was changed.`);
  console.log(id);
  return 0;
}

/** Adds the versions that are not there yet. False where those that are there are others, or where somebody else was faster. */
async function appendAll(assessments: Assessments, dossier: Dossier): Promise<boolean> {
  const before = (await assessments.dossier(LOCAL_TENANT, current(dossier).id))?.versions ?? [];
  const alike = before.every((v, i) => JSON.stringify(v) === JSON.stringify(dossier.versions[i]));
  if (!alike) return false;
  for (const version of dossier.versions.slice(before.length))
    if (!(await assessments.append(LOCAL_TENANT, version))) return false;
  return true;
}

async function withStores<T>(config: Config, use: (stores: Stores) => Promise<T>): Promise<T> {
  const stores = await openStores(config);
  try {
    return await use(stores);
  } finally {
    await stores.store.close();
  }
}

function refuse(code: number, words: string): number {
  console.error(words);
  return code;
}

/** What the system says of a file, without its path and call. */
function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  const known: Record<string, string> = {
    ENOENT: 'there is no such file or folder',
    EACCES: 'permission denied',
    EISDIR: 'it is a folder',
    ENOTDIR: 'its folder is a file',
    EROFS: 'the disk is read-only',
    ENOSPC: 'the disk is full',
  };
  return known[String(code)] ?? (String(code) || 'unknown fault');
}
