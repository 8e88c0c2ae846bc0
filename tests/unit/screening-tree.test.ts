import { describe, expect, it } from 'vitest';
import { LANGS } from '../../src/core/language.ts';
import { describeCondition, describeTree } from '../../src/core/screening/describe.ts';
import { dpia, photoCheck } from '../support/screening.ts';

describe('the tree a lawyer reads', () => {
  for (const definition of [photoCheck, dpia])
    for (const lang of LANGS)
      it(`of ${definition().id} in ${lang} has every question, option, outcome, rule and line`, () => {
        const d = definition();
        const tree = describeTree(d, lang);
        const rows = tree.split('\n');
        for (const item of [...d.questions, ...d.facts]) {
          const start = rows.findIndex((r) => r.startsWith(`- **${item.id}** ${item.text[lang]}`));
          expect(start, item.id).toBeGreaterThan(0);
          const end = rows.findIndex((r, i) => i > start && /^(- \*\*|#|$)/.test(r));
          const part = rows.slice(start, end).join('\n');
          for (const option of item.options) {
            expect(part).toContain(`\`${option.code}\` ${option.text[lang]} → `);
            for (const outcome of Object.values(typeof option.effect === 'string' ? [option.effect] : option.effect))
              if (d.outcomes.some((o) => o.id === outcome)) expect(part).toContain(outcome);
          }
          for (const ref of item.cite) expect(part).toContain('law' in ref ? ref.law : ref.at);
        }
        for (const outcome of d.outcomes) expect(tree).toContain(`- **${outcome.id}** `);
        for (const rule of [...d.gates, ...d.rules, ...d.clearing, ...d.escalations])
          expect(tree).toContain(rule.title[lang]);
        expect(tree).not.toMatch(/\{\w+\}|undefined|\[object/);
      });

  it('says conditions in words, with the options by their labels', () => {
    const [, two] = dpia().rules.filter((r) => r.id.startsWith('two-criteria'));
    expect(two && describeCondition(dpia(), two.when, 'en')).toBe(
      "at least 2 of D11, D12, D13, D14, D15, D16, D17, D18, D19 are “Yes” or “Don't know” and not (rebuttal is “Yes”)",
    );
    const [gate] = photoCheck().gates;
    expect(gate && describeCondition(photoCheck(), gate.when, 'sv')).toBe('P03 är ”Ja” eller ”Osäker”');
  });

  it('shows what differs between the countries, and what skips a question', () => {
    const tree = describeTree(photoCheck(), 'en');
    expect(tree).toContain('`portrait` Main motif, portrait, class photo → NO: CONSENT · SE: CAUTION');
    expect(tree).toContain('Skipped when P05 is “No”');
    expect(tree).toContain('CONSENT becomes CAUTION for P07, P09, P10, P11');
    expect(describeTree(dpia(), 'en')).toContain('(only in SE)');
  });
});
