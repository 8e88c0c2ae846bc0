import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Source, source, sourcesIn } from './sources.ts';

/** core <- app <- { channels, retrieval, llm, store, knowledge, privacy } <- main. Right may import left, never the other way. */

const ADAPTERS = [
  'calendar',
  'channels',
  'retrieval',
  'llm',
  'store',
  'knowledge',
  'privacy',
  'photo',
  'export',
  'telemetry',
  'pace',
];
const SRC = sourcesIn('src');

/** `src/retrieval/bm25.ts` → retrieval; a file directly in src is a layer of its own. */
const layerOf = (path: string) => path.split('/')[1] ?? '';
/** `src/channels/web/html.ts` → web; undefined for what the channels share. */
const channelOf = (path: string) => {
  const parts = path.split('/');
  return parts[1] === 'channels' && parts.length > 3 ? parts[2] : undefined;
};

/** What each layer may import of ours. */
function reach(layer: string): readonly string[] | 'all' {
  if (layer === 'core') return ['core'];
  if (layer === 'app') return ['core', 'app'];
  if (ADAPTERS.includes(layer)) return ['core', 'app', layer];
  if (layer === 'settings.ts') return ['core'];
  if (layer === 'settings-faults.ts') return ['core', 'settings.ts'];
  if (layer === 'config.ts') return ['core', 'settings.ts', 'settings-faults.ts'];
  if (layer === 'log.ts') return ['app'];
  if (layer === 'cli.ts') return ['commands'];
  return layer === 'main.ts' || layer === 'compose' || layer === 'commands' ? 'all' : [];
}

/** Imports that go the wrong way, as `file -> target`. */
function wrongWay(sources: readonly Source[]): string[] {
  return sources.flatMap(({ path, imports }) => {
    const may = reach(layerOf(path));
    return imports
      .filter((i) => i.kind === 'ours')
      .filter(({ target }) => {
        if (!target.startsWith('src/')) return true;
        if (may !== 'all' && !may.includes(layerOf(target))) return true;
        const [from, to] = [channelOf(path), channelOf(target)];
        return from !== undefined && to !== undefined && from !== to;
      })
      .map(({ target }) => `${path} -> ${target}`);
  });
}

/** Packages and built-in modules that the pure layers have no business with. */
function impure(sources: readonly Source[]): string[] {
  const may: Record<string, readonly string[]> = { core: ['zod'], app: [] };
  return sources.flatMap(({ path, imports }) => {
    const allowed = may[layerOf(path)];
    if (!allowed) return [];
    return imports.filter((i) => i.kind !== 'ours' && !allowed.includes(i.target)).map((i) => `${path} -> ${i.target}`);
  });
}

const SURROUNDINGS =
  /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bMath\.random\b|\bperformance\.|\bprocess\.|\bcrypto\.|\bfetch\(|\bset(?:Timeout|Interval|Immediate)\(|\bglobalThis\b/g;
/** Where pure code asks for the time, for chance, or for the world around it. */
function looksAround(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => ['core', 'app'].includes(layerOf(path)))
    .flatMap(({ path, code }) => [...code.matchAll(SURROUNDINGS)].map((m) => `${path}: ${m[0]}`));
}

const ENVIRONMENT =
  /\bprocess\s*\.\s*env\b|\bprocess\[|\{[^}]*\benv\b[^}]*\}\s*(?:=\s*process\b|from\s+['"](?:node:)?process['"])/;
function readsEnvironment(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path, code }) => layerOf(path) !== 'config.ts' && layerOf(path) !== 'commands' && ENVIRONMENT.test(code))
    .map(({ path }) => path);
}

/** Adapters that speak LangChain's own interfaces. */
const SPEAKERS = ['src/retrieval/langchain.ts', 'src/retrieval/postgres-index.ts'];

describe('the house', () => {
  test('imports go from the outside in, and neighbours do not know each other', () => {
    expect(wrongWay(SRC)).toEqual([]);
  });

  test('the core needs nothing but zod, and the use cases nothing at all', () => {
    expect(impure(SRC)).toEqual([]);
  });

  test('the core and the use cases ask no clock, no dice and no surroundings', () => {
    expect(looksAround(SRC)).toEqual([]);
  });

  test('only the configuration and the commands read the environment', () => {
    expect(readsEnvironment(SRC)).toEqual([]);
  });

  test('LangChain is met in the model layer and in the adapters that speak its language; elsewhere its types at most', () => {
    const met = SRC.filter(({ path }) => layerOf(path) !== 'llm' && !SPEAKERS.includes(path)).flatMap(
      ({ path, imports }) =>
        imports
          .filter((i) => i.target === 'langchain' || i.target.startsWith('@langchain/'))
          .filter((i) => !(i.typeOnly && i.target === '@langchain/core' && layerOf(path) === 'retrieval'))
          .map((i) => `${path} -> ${i.target}`),
    );
    expect(met).toEqual([]);
  });

  test('nothing starts without being called: only the composition root and the commands know the adapters', () => {
    const outside = SRC.filter(({ path }) => !['main.ts', 'compose', 'commands', ...ADAPTERS].includes(layerOf(path)));
    const known = outside.flatMap(({ path, imports }) =>
      imports
        .filter((i) => i.kind === 'ours' && ADAPTERS.includes(layerOf(i.target)))
        .map((i) => `${path} -> ${i.target}`),
    );
    expect(known).toEqual([]);
  });

  test('every import of ours names a file that exists', () => {
    const lost = SRC.flatMap(({ path, imports }) =>
      imports
        .filter((i) => i.kind === 'ours' && !existsSync(join(import.meta.dirname, '..', '..', i.target)))
        .map((i) => `${path} -> ${i.target}`),
    );
    expect(lost).toEqual([]);
  });

  test('no file is longer than 300 lines', () => {
    const long = ['src', 'eval', 'bench', 'scripts']
      .flatMap(sourcesIn)
      .filter((s) => s.lines > 300)
      .map((s) => `${s.path}: ${s.lines} lines`);
    expect(long).toEqual([]);
  });
});

describe('the rules themselves', () => {
  test.each([
    ['src/core/a.ts', "import { open } from '../store/open.ts';"],
    ['src/core/a.ts', "import type { Store } from '../app/ports.ts';"],
    ['src/app/a.ts', "const { open } = await import('../store/open.ts');"],
    ['src/retrieval/a.ts', "import {\n  type Knowledge,\n  loadKnowledge,\n} from '../knowledge/load.ts';"],
    ['src/channels/web/a.ts', "import { renderAnswer } from '../terminal/render.ts';"],
    ['src/channels/web/a.ts', "export * from '../../main.ts';"],
    ['src/llm/a.ts', "import { readConfig } from '../config.ts';"],
    ['src/store/a.ts', "import { cases } from '../../eval/cases.ts';"],
    ['src/new-corner/a.ts', "import { say } from '../core/locale.ts';"],
  ])('in %s, “%s” is caught', (path, text) => {
    expect(wrongWay([source(path, text)])).toHaveLength(1);
  });

  test.each([
    ['src/core/a.ts', "import { z } from 'zod';\nimport type { Lang } from './language.ts';"],
    ['src/channels/web/a.ts', "import { say } from '../../core/locale.ts';\nimport { html } from './html.ts';"],
    ['src/commands/a.ts', "import { open } from '../main.ts';\nimport { add } from '../knowledge/add.ts';"],
  ])('in %s, “%s” is fine', (path, text) => {
    expect([...wrongWay([source(path, text)]), ...impure([source(path, text)])]).toEqual([]);
  });

  test('a clock in the core, a package in a use case and a file in either are caught; a comment about them is not', () => {
    expect(looksAround([source('src/core/a.ts', 'export const now = () => new Date();')])).toHaveLength(1);
    expect(
      looksAround([source('src/app/a.ts', '// never Date.now() here\n/* nor Math.random() */ export {};')]),
    ).toEqual([]);
    expect(
      impure([source('src/app/a.ts', "import { z } from 'zod';\nimport { readFileSync } from 'node:fs';")]),
    ).toHaveLength(2);
    expect(readsEnvironment([source('src/llm/a.ts', 'const key = process.env.KEY;')])).toHaveLength(1);
  });
});
