import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KnowledgeError, loadKnowledge } from '../../src/knowledge/load.ts';
import type { Fault } from '../../src/knowledge/yaml-file.ts';
import { KNOWLEDGE_DIR } from './knowledge.ts';

/** A copy of the real knowledge that may be broken, and what the loader says of it. */
export type Copy = {
  dir: string;
  /** Replaces the first place where a text stands and gives its line, counted from 1. Fails when it stands nowhere. */
  replace: (file: string, from: string | RegExp, to: string) => number;
  /** Line of the first place where a text stands. */
  lineOf: (file: string, text: string) => number;
  /** Line on which the entry begins that holds the first place of a text. */
  entryLineOf: (file: string, text: string) => number;
  faults: () => readonly Fault[];
  remove: () => void;
};

export function copyOfKnowledge(): Copy {
  const dir = mkdtempSync(join(tmpdir(), 'varsam-knowledge-'));
  cpSync(KNOWLEDGE_DIR, dir, { recursive: true });
  const read = (file: string) => readFileSync(join(dir, file), 'utf8');
  const lineAt = (text: string, at: number) => text.slice(0, at).split('\n').length;
  const find = (file: string, wanted: string | RegExp) => {
    const text = read(file);
    const at = typeof wanted === 'string' ? text.indexOf(wanted) : text.search(wanted);
    if (at < 0) throw new Error(`${wanted} does not stand in ${file}`);
    return { text, at };
  };
  return {
    dir,
    replace: (file, from, to) => {
      const { text, at } = find(file, from);
      const length = typeof from === 'string' ? from.length : (from.exec(text)?.[0].length ?? 0);
      writeFileSync(join(dir, file), text.slice(0, at) + to + text.slice(at + length));
      return lineAt(text, at);
    },
    lineOf: (file, wanted) => {
      const { text, at } = find(file, wanted);
      return lineAt(text, at);
    },
    entryLineOf: (file, wanted) => {
      const { text, at } = find(file, wanted);
      return lineAt(text, text.slice(0, at + 1).lastIndexOf('\n- id: ') + 1);
    },
    faults: () => {
      try {
        loadKnowledge(dir);
        return [];
      } catch (error) {
        if (error instanceof KnowledgeError) return error.faults;
        throw error;
      }
    },
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}
