import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** A source file as the layer rules see it: what it imports, its code without comments, and how long it is. */
export type Source = {
  /** Path from the root of the repository, with forward slashes. */
  path: string;
  imports: Import[];
  code: string;
  lines: number;
};
/** `target` is a path from the root for a file of ours, else the name of a package. */
type Import = { target: string; kind: 'ours' | 'package' | 'node'; typeOnly: boolean };

const ROOT = join(import.meta.dirname, '..', '..');

/** All TypeScript files below a folder of the repository. */
export function sourcesIn(folder: string): Source[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.split(/[\\/]/).includes('node_modules'))
    .map((name) => join(folder, name).replaceAll('\\', '/'))
    .sort()
    .map((path) => source(path, readFileSync(join(ROOT, path), 'utf8')));
}

/** One file; exported so that the rules can be tried on a file that breaks them. */
export function source(path: string, text: string): Source {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
  return { path, imports: importsOf(path, code), code, lines: text.replace(/\n$/, '').split('\n').length };
}

const STATEMENT = /^\s*(?:import|export)\s+(type\s+)?(?:([\w*{}\s,$]+?)\s+from\s+)?['"]([^'"]+)['"]/gm;
const DYNAMIC = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;
const TYPE_QUERY = /\btypeof import\(\s*['"]([^'"]+)['"]\s*\)/g;

function importsOf(path: string, code: string): Import[] {
  const found: { name: string; typeOnly: boolean }[] = [];
  for (const [, type, names = '', name = ''] of code.matchAll(STATEMENT)) {
    const braces = /^\{([^}]*)\}$/.exec(names.trim())?.[1];
    const each =
      braces
        ?.split(',')
        .map((n) => n.trim())
        .filter(Boolean) ?? [];
    found.push({ name, typeOnly: type !== undefined || (each.length > 0 && each.every((n) => n.startsWith('type '))) });
  }
  for (const [, name = ''] of code.replace(TYPE_QUERY, '').matchAll(DYNAMIC)) found.push({ name, typeOnly: false });
  for (const [, name = ''] of code.matchAll(TYPE_QUERY)) found.push({ name, typeOnly: true });
  return found.map(({ name, typeOnly }) => {
    if (name.startsWith('node:')) return { target: name, kind: 'node', typeOnly };
    if (!name.startsWith('.')) return { target: packageOf(name), kind: 'package', typeOnly };
    const target = relative(ROOT, resolve(ROOT, dirname(path), name)).replaceAll('\\', '/');
    return { target, kind: 'ours', typeOnly };
  });
}

/** `@langchain/core/documents` → `@langchain/core`. */
function packageOf(name: string): string {
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}
