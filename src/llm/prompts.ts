import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

/** Front matter of a prompt: which task, which version, and the variables its text has as `{{name}}`. */
const FrontMatter = z.strictObject({
  task: z.string().regex(/^[a-z][a-z0-9-]*$/),
  version: z.int().min(1),
  variables: z.array(z.string().regex(/^[a-z][a-z_]*$/)).default([]),
});

/** A prompt that loaded: every variable in its text is declared, and every declared one has a value in the code. */
type Prompt<V extends string> = { task: string; version: number; fill: (values: Record<V, string>) => string };

/** A prompt file that can't be used, as `file:line problem. Mend.` */
export class PromptError extends Error {
  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = 'PromptError';
  }
}

const FOLDER = resolve(import.meta.dirname, '..', '..', 'prompts');
const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;

/**
 * Loads the prompt of one task from `prompts/<task>.md`. `variables` names the values the code will fill in.
 * Throws PromptError with every fault there is: a variable without a value, one that is not declared, not used or not known.
 */
export function loadPrompt<V extends string>(
  task: string,
  variables: readonly V[],
  folder: string = FOLDER,
): Prompt<V> {
  const file = `${task}.md`;
  const { front, body, bodyLine } = split(readText(join(folder, file), file), file);
  const parsed = FrontMatter.safeParse(front);
  if (!parsed.success)
    throw new PromptError(
      parsed.error.issues.map(
        (i) =>
          `${file}:1 ${i.path.join('.') || 'front matter'}: ${i.message}. Write task, version and variables as the other prompts do.`,
      ),
    );
  const { version, variables: declared } = parsed.data;
  const faults: string[] = [];
  const given = new Set<string>(variables);
  const used = new Set<string>();
  for (const match of body.matchAll(PLACEHOLDER)) {
    const name = (match[1] ?? '').trim();
    used.add(name);
    if (!declared.includes(name))
      faults.push(
        `${file}:${bodyLine + body.slice(0, match.index).split('\n').length - 1} {{${name}}} is not declared. Add it to variables, or correct its name.`,
      );
  }
  if (parsed.data.task !== task)
    faults.push(`${file}:1 the task is ${parsed.data.task}. Name the file after its task.`);
  for (const name of declared) {
    if (!used.has(name)) faults.push(`${file}:1 ${name} is declared and never used. Take it out of variables.`);
    if (!given.has(name))
      faults.push(
        `${file}:1 ${name} has no value. The code that uses this prompt fills in: ${variables.join(', ') || 'nothing'}.`,
      );
  }
  for (const name of given)
    if (!declared.includes(name))
      faults.push(`${file}:1 ${name} gets a value and is not declared. Add it to variables.`);
  if (!body.trim()) faults.push(`${file}:${bodyLine} the prompt is empty. Write it under the front matter.`);
  if (faults.length > 0) throw new PromptError(faults);
  // One pass, so that a value with braces in it stays what it is.
  return {
    task,
    version,
    fill: (values) => body.trim().replace(PLACEHOLDER, (_, name: string) => values[name.trim() as V]),
  };
}

function readText(path: string, file: string): string {
  try {
    return readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
  } catch {
    throw new PromptError([`${file}:1 this prompt is missing. Restore it in prompts/.`]);
  }
}

function split(text: string, file: string): { front: unknown; body: string; bodyLine: number } {
  const match = /^---\n([\s\S]*?)\n---(?:\n|$)/.exec(text);
  if (!match)
    throw new PromptError([`${file}:1 there is no front matter. Begin with --- and task, version, variables.`]);
  try {
    return { front: parse(match[1] ?? ''), body: text.slice(match[0].length), bodyLine: match[0].split('\n').length };
  } catch {
    throw new PromptError([`${file}:2 the front matter is no YAML. Write it as \`name: value\` lines.`]);
  }
}
