import { describe, expect, test } from 'vitest';
import { confirmRisk } from '../../src/core/assessment/begin.ts';
import { clashes } from '../../src/core/assessment/compare.ts';
import type { Assessment } from '../../src/core/assessment/document.ts';
import { compareVersions, current, Dossier } from '../../src/core/assessment/versions.ts';
import { LANGS } from '../../src/core/language.ts';
import { advised, at, edit, fresh, full, must, opened, step, WRITER } from '../support/assessment.ts';

const purpose = (text: string) => (d: Assessment) => ({
  ...d,
  texts: { ...d.texts, description: { ...d.texts.description, purpose: text } },
});

describe('the versions of an assessment', () => {
  test('every change is one, with who and when, and the earlier ones stay as they were', () => {
    const first = opened(fresh());
    const second = must(edit(first, purpose('Nå flere.')));
    expect(second.versions.map((v) => [v.number, v.what, v.at])).toEqual([
      [1, 'content', at(0)],
      [2, 'content', at(2)],
    ]);
    expect(second.versions[0]).toEqual(first.versions[0]);
  });

  test('two of them compare as a list a person can read', () => {
    let d = must(edit(opened(fresh()), purpose('Nå flere.')));
    d = must(
      edit(d, (doc) => ({
        ...doc,
        risks: doc.risks.map((r) =>
          r.id === 'R12' ? confirmRisk(r, { likelihood: 3, consequence: 4 }, { role: 'author', at: at(3) }) : r,
        ),
      })),
    );
    const changes = compareVersions(d, 1, 3, 'nb') ?? [];
    expect(changes.map((c) => c.label)).toEqual([
      '2 Systematisk beskrivelse · Formål',
      '9 Risikoer · R12 · før tiltak · sannsynlighet',
      '9 Risikoer · R12 · før tiltak · konsekvens',
      '9 Risikoer · R12 · bekreftet · rolle',
      '9 Risikoer · R12 · bekreftet · tid',
    ]);
    expect(changes[0]).toMatchObject({ before: expect.stringContaining('Facebook'), after: 'Nå flere.' });
    expect(changes[1]).toMatchObject({ before: null, after: '3' });
    expect(compareVersions(d, 3, 3, 'nb')).toEqual([]);
    expect(compareVersions(d, 1, 9, 'nb')).toBeUndefined();
    for (const lang of LANGS) expect(compareVersions(d, 1, 3, lang)).toHaveLength(5);
  });

  test('once it is with others only a measure being put in place, or a consultation, can be noted', () => {
    const d = advised(opened(full()));
    expect(edit(d, purpose('Noe annet.'))).toEqual({ ok: false, refusal: { code: 'not_editable' } });
    expect(edit(d, (doc) => ({ ...doc, consultation: 'Sak 26/1' })).ok).toBe(true);
  });

  test('nobody edits the state, the steps, the advice or the decision into the document', () => {
    const forged = must(
      edit(opened(full()), (d) => ({
        ...d,
        state: 'decided',
        decision: {
          outcome: 'proceed',
          reason: 'Ja.',
          conditions: '',
          followsAdvice: true,
          whyNot: '',
          role: 'controller',
          at: at(1),
        },
      })),
    );
    expect(current(forged)).toMatchObject({ state: 'draft', decision: null });
  });

  test('two people who write in different fields do not clash; in the same field they do', () => {
    const base = fresh();
    const mine = purpose('Mitt.')(base);
    const title = { ...base, title: 'Deres' };
    expect(clashes(base, mine, title)).toEqual([]);
    expect(clashes(base, mine, purpose('Deres.')(base)).map((c) => c.path)).toEqual(['texts.description.purpose']);
    expect(clashes(base, mine, purpose('Mitt.')(base))).toEqual([]);
  });

  test('a dossier with a version missing is refused when it is read', () => {
    const d = must(step(opened(full()), WRITER, { do: 'submit' }));
    expect(Dossier.safeParse(d).success).toBe(true);
    expect(Dossier.safeParse({ ...d, versions: d.versions.slice(1) }).success).toBe(false);
  });
});
