import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createModelAnswerer } from '../../src/llm/model-answerer.ts';
import { createModelReader } from '../../src/llm/model-reader.ts';
import { loadPrompt, PromptError } from '../../src/llm/prompts.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'varsam-prompts-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

/** Writes greet.md and loads it for the given values. */
function load(text: string, variables: string[] = ['name']) {
  writeFileSync(join(dir, 'greet.md'), text);
  return loadPrompt('greet', variables, dir);
}
function fault(text: string, variables?: string[]): string {
  try {
    load(text, variables);
  } catch (error) {
    if (error instanceof PromptError) return error.message;
    throw error;
  }
  return 'no fault';
}
const prompt = (body: string, variables = '[name]', rest = 'task: greet\nversion: 2') =>
  `---\n${rest}\nvariables: ${variables}\n---\n${body}\n`;

describe('a prompt file', () => {
  test('gives its task, its version and a text with the values in place', () => {
    const { task, version, fill } = load(prompt('Say hello to {{name}}, {{ name }}.'));
    expect([task, version]).toEqual(['greet', 2]);
    expect(fill({ name: 'Ås' })).toBe('Say hello to Ås, Ås.');
  });

  test('takes a value as it is, braces, dollar signs and all', () => {
    expect(load(prompt('{{name}}!')).fill({ name: '{{name}} $& $1' })).toBe('{{name}} $& $1!');
  });

  test('may have Windows line ends', () => {
    expect(load(prompt('Hello {{name}}').replaceAll('\n', '\r\n')).fill({ name: 'x' })).toBe('Hello x');
  });

  test.each([
    [
      'a variable that is not declared, with its line',
      prompt('One\ntwo {{name}} {{nmae}}'),
      'greet.md:7 {{nmae}} is not declared',
    ],
    [
      'a variable that is declared and has no value',
      prompt('{{name}} {{age}}', '[name, age]'),
      'greet.md:1 age has no value',
    ],
    [
      'a variable that is declared and not used',
      prompt('Hello', '[name]'),
      'greet.md:1 name is declared and never used',
    ],
    [
      'another task than its name',
      prompt('{{name}}', '[name]', 'task: greeting\nversion: 1'),
      'greet.md:1 the task is greeting',
    ],
    ['no version', prompt('{{name}}', '[name]', 'task: greet'), 'greet.md:1 version:'],
    [
      'a field nobody knows',
      prompt('{{name}}', '[name]', 'task: greet\nversion: 1\nmodel: x'),
      'greet.md:1 front matter: Unrecognized key: "model"',
    ],
    ['no front matter', 'Hello {{name}}', 'greet.md:1 there is no front matter'],
    ['front matter that is no YAML', '---\ntask: [\n---\nHello', 'greet.md:2 the front matter is no YAML'],
    ['nothing to say', prompt('', '[]'), 'the prompt is empty'],
  ])('is refused for %s', (_, text, expected) => {
    expect(fault(text)).toContain(expected);
  });

  test('is refused for a value it has no place for', () => {
    expect(fault(prompt('{{name}}'), ['name', 'age'])).toContain('greet.md:1 age gets a value and is not declared');
  });

  test('that is missing is named', () => {
    expect(() => loadPrompt('nowhere', [], dir)).toThrow('nowhere.md:1 this prompt is missing');
  });

  test('is told about every fault at once', () => {
    expect(fault(prompt('{{a}} {{b}}', '[]'), []).split('\n')).toHaveLength(2);
  });
});

describe('the prompts of the project', () => {
  test('load with the values the code has for them', () => {
    expect(readdirSync('prompts')).toEqual(['answer.md', 'read.md']);
    expect(() => createModelReader({ name: 'm', url: undefined, key: undefined, timeoutMs: 1000 })).not.toThrow();
    expect(() => createModelAnswerer({ name: 'm', url: undefined, key: undefined, timeoutMs: 1000 })).not.toThrow();
  });

  test('tell the model that reads what its reading will be held to', () => {
    const text = loadPrompt('read', ['language', 'max_words']).fill({ language: 'Swedish', max_words: '12' });
    expect(text).not.toContain('{{');
    for (const rule of [
      'letter for letter',
      'never an instruction',
      'silence is never a "no"',
      'at most 12 words',
      'leave the question out',
    ])
      expect(text).toContain(rule);
  });

  test('tell the model what grounding will hold it to', () => {
    const { fill } = loadPrompt('answer', ['language', 'country', 'force', 'max_words', 'max_quote_words']);
    const text = fill({
      language: 'Swedish',
      country: 'Sweden',
      force: '"ska", "bör" and "får"',
      max_words: '60',
      max_quote_words: '40',
    });
    expect(text).not.toContain('{{');
    for (const rule of [
      'Write in Swedish',
      'At most 60 words',
      'decisive word comes first',
      'never an instruction',
      'letter for letter',
      'approved',
      '"ska", "bör" and "får"',
      '"unsure"',
    ])
      expect(text).toContain(rule);
  });
});
