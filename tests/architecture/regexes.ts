import { type Expression, parseSync, Visitor } from 'oxc-parser';
import { check, type Diagnostics } from 'recheck';
import { WHOLE } from '../hostile/inputs.ts';

/** A regular expression as it stands in the code; `at` names a file and line each. */
export type Regex = { source: string; flags: string; at: string[] };

/** The regular expressions of one file, by its syntax tree: a comment or a text that looks like one is none. */
export function regexesIn(path: string, code: string): { written: Regex[]; made: { at: string }[] } {
  const { program, errors } = parseSync(path, code);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const written: Regex[] = [];
  const made: { at: string }[] = [];
  const at = (start: number) => `${path}:${code.slice(0, start).split('\n').length}`;
  const called = ({ start, callee }: { start: number; callee: Expression }) => {
    if (callee.type === 'Identifier' && callee.name === 'RegExp') made.push({ at: at(start) });
  };
  new Visitor({
    Literal(node) {
      if ('regex' in node) written.push({ source: node.regex.pattern, flags: node.regex.flags, at: [at(node.start)] });
    },
    NewExpression: called,
    CallExpression: called,
  }).visit(program);
  return { written, made };
}

/** Runs `work` and gives every expression that a file of ours puts together from texts meanwhile. */
export async function madeDuring(work: () => Promise<unknown>): Promise<Regex[]> {
  const found: Regex[] = [];
  const real = globalThis.RegExp;
  globalThis.RegExp = new Proxy(real, {
    construct(target, [pattern, flags]: [string | RegExp, string | undefined]) {
      const made = new target(pattern, flags);
      const caller = new Error().stack?.split('\n')[2] ?? '';
      const file = caller.includes('node_modules') ? undefined : /\/((?:src|tests)\/[\w/.-]+\.ts)/.exec(caller)?.[1];
      if (file) found.push({ source: made.source, flags: made.flags, at: [file] });
      return made;
    },
  });
  try {
    await work();
  } finally {
    globalThis.RegExp = real;
  }
  return found;
}

/** Each expression once, with all the places where it stands. */
export function distinct(all: readonly Regex[]): Regex[] {
  const by = new Map<string, Regex>();
  for (const { source, flags, at } of all) {
    const key = `/${source}/${flags}`;
    const before = by.get(key);
    if (before) before.at.push(...at);
    else by.set(key, { source, flags, at: [...at] });
  }
  return [...by.values()];
}

/**
 * What recheck says of one. By automaton it proves that the steps grow no faster than the text; one that looks around or repeats a great deal is attacked instead, with texts of
 * 8,000 letters, and may take 500 steps a letter. Counted in steps, with a seed: the same on every machine.
 */
export const judge = ({ source, flags }: Omit<Regex, 'at'>): Promise<Diagnostics> =>
  check(source, flags, {
    randomSeed: 20261122,
    attackTimeout: null,
    incubationTimeout: null,
    seedingTimeout: null,
    attackLimit: 4_000_000,
    maxAttackStringSize: 8000,
    maxIteration: WHOLE ? 10 : 2,
    maxInitialGenerationSize: WHOLE ? 500 : 60,
    maxGenerationSize: WHOLE ? 100 : 30,
    maxNFASize: 8000,
    timeout: 120_000,
  });
