import { readFileSync } from 'node:fs';
import { isMap, isNode, isPair, LineCounter, parseDocument, visit } from 'yaml';
import type { z } from 'zod';

/** Something wrong in a content file: where it stands and how to mend it, for the person who wrote it. */
export type Fault = { file: string; line: number; problem: string; mend: string };

/** A content file, checked against its schema, that can still say on which line a value stands. */
export type Parsed<T> = { value: T; lineOf: (path: readonly PropertyKey[]) => number };

/**
 * Reads YAML, checks it with a zod schema and turns every complaint into a fault with its line.
 * Returns undefined when there were faults; they are pushed to `faults`.
 */
export function readYaml<S extends z.ZodType>(
  path: string,
  shown: string,
  schema: S,
  faults: Fault[],
): Parsed<z.infer<S>> | undefined {
  const source = readFileSync(path, 'utf8');
  const counter = new LineCounter();
  const doc = parseDocument(source, { lineCounter: counter, prettyErrors: false });
  for (const error of doc.errors) {
    faults.push({
      file: shown,
      line: counter.linePos(error.pos[0]).line,
      problem: `this is not YAML: ${error.message}`,
      mend: 'Look for a missing quotation mark, a tab or a wrong indent on this line or the one above.',
    });
  }
  if (doc.errors.length > 0) return undefined;

  /** The nearest node on the way to a path: a missing key is reported where its parent begins. */
  const lineOf = (keys: readonly PropertyKey[]): number => {
    let line = 1;
    let node: unknown = doc.contents;
    for (const key of keys) {
      if (isMap(node)) {
        const pair = node.items.find((item) => isPair(item) && isNode(item.key) && String(item.key) === String(key));
        if (!pair) break;
        if (isNode(pair.key) && pair.key.range) line = counter.linePos(pair.key.range[0]).line;
        node = pair.value;
      } else if (isNode(node) && 'items' in node && Array.isArray(node.items)) {
        node = node.items[Number(key)];
        if (isNode(node) && node.range) line = counter.linePos(node.range[0]).line;
      } else break;
    }
    return line;
  };

  let data: unknown;
  try {
    data = doc.toJS();
  } catch (error) {
    // An alias (`*name`) of nothing, of itself, or of so much that the file would grow beyond measure.
    let line = 1;
    visit(doc, {
      Alias: (_, { range }) => {
        line = counter.linePos(range?.[0] ?? 0).line;
        return visit.BREAK;
      },
    });
    faults.push({
      file: shown,
      line,
      problem: `what * stands for can't be put in its place: ${error instanceof Error ? error.message : 'unknown'}`,
      mend: 'Write the value itself in the place of * and its name; a text that begins with * needs quotation marks.',
    });
    return undefined;
  }
  const result = schema.safeParse(data);
  if (result.success) return { value: result.data, lineOf };
  for (const issue of result.error.issues) {
    const where = issue.path.map(String).join('.') || 'the file';
    faults.push({
      file: shown,
      line: lineOf(issue.path),
      problem: `${where}: ${issue.message}`,
      mend: mendFor(issue.code),
    });
  }
  return undefined;
}

function mendFor(code: string): string {
  switch (code) {
    case 'unrecognized_keys':
      return 'Remove the key, or correct its spelling.';
    case 'invalid_type':
      return 'Add the key, or give it a value of the kind named here.';
    case 'too_small':
      return 'Give it a value that is not empty, or one more item.';
    case 'too_big':
      return 'Remove an item.';
    case 'invalid_value':
      return 'Choose one of the values named here.';
    default:
      return 'Correct the value; docs/knowledge.md describes each key.';
  }
}
