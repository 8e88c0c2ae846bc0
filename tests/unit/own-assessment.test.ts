import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ownAssessment } from '../../scripts/own-assessment.ts';
import { realKnowledge } from '../support/knowledge.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const PRIVACY = readFileSync(join(ROOT, 'docs', 'privacy.md'), 'utf8');

describe('varsam’s assessment of itself', () => {
  test('stands in docs/privacy.md as the screening and the export make it', () => {
    expect(ownAssessment(ROOT, realKnowledge())).toBe(PRIVACY);
  });

  test('is a draft that nobody has advised on or signed', () => {
    expect(PRIVACY).toContain('**Status:** Draft');
    expect(PRIVACY).toContain('*Not given yet.*');
    expect(PRIVACY).toContain('*Not decided.*');
  });

  test('names no file that does not exist as where a measure is tried out', () => {
    const named = [
      ...readFileSync(join(ROOT, 'docs', 'own-assessment.yaml'), 'utf8').matchAll(
        /\b(?:docs|src|tests)\/[\w./-]+\.(?:md|ts)\b/g,
      ),
    ];
    expect(named.length).toBeGreaterThan(10);
    for (const [file] of named) expect(() => readFileSync(join(ROOT, file)), file).not.toThrow();
  });
});
