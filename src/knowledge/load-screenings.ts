import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkRiskBank, type RiskBank, RiskBank as RiskBankSchema } from '../core/assessment/risk-bank.ts';
import { type Knowledge, locateQuote, Reference } from '../core/guideline.ts';
import { checkDefinition } from '../core/screening/check-definition.ts';
import { mentions } from '../core/screening/condition.ts';
import { Definition, indexOf, optionOf } from '../core/screening/definition.ts';
import { type Fault, type Parsed, readYaml } from './yaml-file.ts';

export type Screenings = { definitions: Definition[]; risks: RiskBank | null; faults: Fault[] };

/** What screenings and risks are checked against: the lines they quote and the notes they name. */
type Sources = Pick<Knowledge, 'guidelines' | 'law'>;

/**
 * Reads `screenings/*.yaml` and `risks/bank.yaml` of a knowledge folder and checks them: schema, ids, reachability, quotes letter for letter, risks.
 * Never throws for content: every fault comes back with file, line and how to mend it. A file with faults gives no definition; a folder without
 * screenings gives none and no fault.
 */
export function loadScreenings(dir: string, knowledge: Sources): Screenings {
  const faults: Fault[] = [];
  const definitions: Definition[] = [];
  const parsed: { file: string; definition: Parsed<Definition> }[] = [];
  for (const name of yamlIn(join(dir, 'screenings'))) {
    const file = `screenings/${name}`;
    const before = faults.length;
    const definition = readYaml(join(dir, file), file, Definition, faults);
    if (!definition) continue;
    const at = placed(definition, file, faults);
    for (const { path, problem, mend } of checkDefinition(definition.value)) at(path, problem, mend);
    checkReferences(definition.value, knowledge, at);
    if (definitions.some((d) => d.id === definition.value.id))
      at(['id'], `there is another screening ${definition.value.id}`, 'Keep one of the two files.');
    if (faults.length > before) continue;
    definitions.push(definition.value);
    parsed.push({ file, definition });
  }
  const risks = readRisks(dir, knowledge, definitions, faults);
  for (const { file, definition } of parsed) checkRisksExist(definition, file, risks, faults);
  return { definitions, risks, faults };
}

function readRisks(
  dir: string,
  knowledge: Sources,
  definitions: readonly Definition[],
  faults: Fault[],
): RiskBank | null {
  const file = 'risks/bank.yaml';
  if (!existsSync(join(dir, file))) return null;
  const before = faults.length;
  const bank = readYaml(join(dir, file), file, RiskBankSchema, faults);
  if (!bank) return null;
  const at = placed(bank, file, faults);
  for (const { path, problem, mend } of checkRiskBank(bank.value)) at(path, problem, mend);
  checkReferences(bank.value, knowledge, at);
  const dpia = definitions.find((d) => d.id === 'dpia');
  bank.value.risks.forEach((risk, i) => {
    if (!risk.unless || !dpia) return;
    for (const { id, options, path } of mentions(risk.unless.when, ['risks', i, 'unless', 'when']))
      for (const code of options)
        if (!optionOf(indexOf(dpia).items.get(id), code))
          at(
            path,
            `${risk.id} names ${id}=${code}, which the screening dpia does not have`,
            'Correct the id or the option.',
          );
  });
  return faults.length > before ? null : bank.value;
}

/** Options may name risks; the bank has to have them. */
function checkRisksExist(definition: Parsed<Definition>, file: string, bank: RiskBank | null, faults: Fault[]): void {
  const known = new Set(bank?.risks.map((r) => r.id));
  const at = placed(definition, file, faults);
  for (const key of ['questions', 'facts'] as const)
    definition.value[key].forEach((item, i) => {
      item.options.forEach((option, j) => {
        for (const id of option.risks)
          if (bank && !known.has(id))
            at(
              [key, i, 'options', j, 'risks'],
              `${item.id}=${option.code} names the risk ${id}, which risks/bank.yaml does not have`,
              'Correct the id.',
            );
      });
    });
}

type At = (path: readonly PropertyKey[], problem: string, mend: string) => void;

function placed(parsed: Pick<Parsed<unknown>, 'lineOf'>, file: string, faults: Fault[]): At {
  return (path, problem, mend) => {
    faults.push({ file, line: parsed.lineOf(path), problem, mend });
  };
}

/** Every reference anywhere in a file: the quote stands in its lines, the law note exists. */
function checkReferences(
  value: unknown,
  { guidelines, law }: Sources,
  at: At,
  path: readonly PropertyKey[] = [],
): void {
  if (typeof value !== 'object' || value === null) return;
  const ref = 'at' in value || 'law' in value ? Reference.safeParse(value).data : undefined;
  if (!ref) {
    const children: [PropertyKey, unknown][] = Array.isArray(value)
      ? value.map((v, i) => [i, v])
      : Object.entries(value);
    for (const [key, child] of children) checkReferences(child, { guidelines, law }, at, [...path, key]);
    return;
  }
  if ('law' in ref) {
    if (!law.some((n) => n.id === ref.law))
      at(path, `cites the law note ${ref.law}, which does not exist`, 'Correct the id.');
    return;
  }
  const [document = '', range = ''] = ref.at.split(':');
  const [from = 0, to = 0] = range.split('-').map(Number);
  const guideline = guidelines.find((g) => g.id === document);
  if (!guideline)
    at(path, `cites ${document}, which is no guideline here`, `Use one of ${guidelines.map((g) => g.id).join(', ')}.`);
  else if (!locateQuote(guideline.lines, [from, to], ref.quote))
    at(
      path,
      `the quote “${ref.quote.slice(0, 60)}” does not stand at ${ref.at}`,
      'Copy the words letter for letter, or correct the lines.',
    );
}

function yamlIn(dir: string): string[] {
  return existsSync(dir)
    ? readdirSync(dir)
        .filter((name) => name.endsWith('.yaml'))
        .sort()
    : [];
}
