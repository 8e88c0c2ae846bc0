import type { Reference } from '../guideline.ts';
import { COUNTRIES, type Lang } from '../language.ts';
import { quoted } from '../locale.ts';
import { type Condition, mentions } from './condition.ts';
import {
  BY_RULE,
  type ByCountry,
  type Card,
  type Definition,
  type Item,
  inCountry,
  indexOf,
  NO_EFFECT,
  type Option,
  type Outcome,
  optionOf,
  SCORE,
  type Text,
  variants,
} from './definition.ts';
import { treeWord } from './describe-words.ts';
import { AUTHORITY } from './verdict.ts';

/**
 * A screening as a lawyer reads it, in Markdown: every outcome, gate, question, option with its effect, rule and clearing, with the lines they rest on.
 * Made from the same data that decides, so it can't say anything else than what is done.
 */
export function describeTree(definition: Definition, lang: Lang): string {
  const d = definition;
  const w = (key: Parameters<typeof treeWord>[1], values?: Record<string, string | number>) =>
    treeWord(lang, key, values);
  const cond = (c: Condition) => describeCondition(d, c, lang);
  const head = (rule: { step?: string | undefined; title: Record<Lang, string> }) =>
    `${rule.step ? `${rule.step}. ` : ''}${rule.title[lang]}`;
  const section = (title: string, lines: string[]) => (lines.length > 0 ? ['', `## ${title}`, '', ...lines] : []);
  const carded = new Set(d.cards.flatMap((c) => c.questions));
  return [
    `# ${d.title[lang]} (${d.id}, ${w('version', { n: d.version })})`,
    '',
    d.about[lang],
    ...section(
      w('outcomes'),
      d.outcomes.flatMap((o) => outcome(d, o, lang)),
    ),
    ...section(
      w('gates'),
      d.gates.flatMap((g) => [
        `- **${head(g)}** ${w('when', { when: cond(g.when) })} → ${
          g.outcome ??
          w('strictest', { ids: [...new Set([...g.beside, ...mentions(g.when).map((m) => m.id)])].join(', ') })
        }`,
        ...(g.override ? [`  - ${w('lifted', { title: g.override.title[lang], outcome: g.override.outcome })}`] : []),
        ...lines(g.cite, lang),
      ]),
    ),
    ...section(
      w('questions'),
      d.cards.flatMap((c, i) => card(d, c, i, lang)),
    ),
    ...section(
      w('facts'),
      d.facts.filter((f) => !carded.has(f.id)).flatMap((f) => item(d, { ...f, fact: true }, lang)),
    ),
    ...section(
      w('rules'),
      d.rules.flatMap((r) => [
        `- **${head(r)}** ${w('when', { when: cond(r.when) })} → ${r.outcome}${
          r.countries.length < COUNTRIES.length ? ` (${w('only', { country: r.countries.join(', ') })})` : ''
        }`,
        ...lines(r.cite, lang),
      ]),
    ),
    ...section(
      w('clearing'),
      d.clearing.flatMap((c) => [
        `- **${head(c)}** ${w('when', { when: cond(c.when) })} → ${w('turns', { from: c.turns, into: c.into, ids: c.of.join(', ') })}`,
        ...lines(c.cite, lang),
      ]),
    ),
    ...section(
      w('afterwards'),
      d.escalations.flatMap((e) => [
        `- **${head(e)}** ${w('when', { when: cond(e.when) })} → ${w('becomes', { from: e.from.join(', '), into: e.outcome })}`,
        ...lines(e.cite, lang),
      ]),
    ),
    '',
    w('otherwise', { outcome: d.otherwise }),
    ...(d.endsDialogue ? [w('ends', { outcome: d.endsDialogue })] : []),
    '',
  ].join('\n');
}

function outcome(d: Definition, o: Outcome, lang: Lang): string[] {
  const filled = (text: string) => text.replaceAll('{authority}', Object.values(AUTHORITY).join('/'));
  const say = (title: Text, text: Text) => filled(perCountry(pair(title, text, lang), (t) => t));
  return [
    `- **${o.id}** ${say(o.title, o.text)}`,
    ...o.variants.map(
      (v) => `  - ${treeWord(lang, 'when', { when: describeCondition(d, v.when, lang) })}: ${say(v.title, v.text)}`,
    ),
    ...o.actions.map((a) => `  - ${treeWord(lang, 'do')}: ${filled(perCountry(a, (t) => t[lang]))}`),
    ...lines(o.cite, lang),
  ];
}

/** Title and text put together country by country, where either differs. */
function pair(title: Text, text: Text, lang: Lang): ByCountry<string> {
  const [no, se] = COUNTRIES.map((c) => `${inCountry(title, c)[lang]} ${inCountry(text, c)[lang]}`);
  return no === se ? (no ?? '') : { NO: no ?? '', SE: se ?? '' };
}

function card(d: Definition, c: Card, i: number, lang: Lang): string[] {
  const { items } = indexOf(d);
  const remembered = c.remembered ? ` (${treeWord(lang, 'remembered')})` : '';
  return [
    ...(i > 0 ? [''] : []),
    `### ${i + 1}. ${c.title[lang]}${remembered}`,
    '',
    ...(c.note ? [`${c.note[lang]}`, ''] : []),
    ...c.questions.flatMap((id) => {
      const found = items.get(id);
      return found ? item(d, found, lang) : [];
    }),
  ];
}

function item(d: Definition, q: Item, lang: Lang): string[] {
  const w = (key: Parameters<typeof treeWord>[1], values?: Record<string, string | number>) =>
    treeWord(lang, key, values);
  const kind = q.kind === 'text' ? ` (${w('free')})` : q.kind === 'score' ? ` (${w('score', SCORE)})` : '';
  const more = q.fact ? undefined : q;
  return [
    `- **${q.id}** ${q.text[lang]}${kind}`,
    ...(more?.skipIf ? [`  - ${w('skipped', { when: describeCondition(d, more.skipIf, lang) })}`] : []),
    ...q.options.flatMap((o) => option(d, q, o, lang)),
    ...(more?.tick ? [`  - ☐ ${more.tick.text[lang]} (${w('unticked', { code: more.tick.otherwise })})`] : []),
    ...(more?.suggest
      ? [
          `  - ${w('suggested', {
            option: optionOf(q, more.suggest.option)?.text[lang] ?? more.suggest.option,
            when: describeCondition(d, more.suggest.when, lang),
          })}`,
        ]
      : []),
    `  - ${w('why')}: ${perCountry(q.why, (t) => t[lang])}`,
    ...(more?.basis ? [`  - ${w('basis')}: ${more.basis}`] : []),
    ...lines(q.cite, lang),
  ];
}

function option(d: Definition, q: Item, o: Option, lang: Lang): string[] {
  const w = (key: Parameters<typeof treeWord>[1], values?: Record<string, string | number>) =>
    treeWord(lang, key, values);
  const effect = perCountry(o.effect, (e) =>
    e === NO_EFFECT ? w('none') : e === BY_RULE ? w('byRule', { rules: rulesNaming(d, q.id, o.code, lang) }) : e,
  );
  const extras = [
    ...(o.blocksApproval ? [w('blocks')] : []),
    ...(o.risks.length > 0 ? [`${w('risks')} ${o.risks.join(', ')}`] : []),
  ];
  return [
    `  - \`${o.code}\` ${o.text[lang]} → ${[effect, ...extras].join('; ')}`,
    ...(o.action ? [`    - ${w('do')}: ${perCountry(o.action, (t) => t[lang])}`] : []),
    ...(o.instead ? [`    - ${w('instead')}: ${perCountry(o.instead, (t) => t[lang])}`] : []),
  ];
}

function rulesNaming(d: Definition, id: string, code: string, lang: Lang): string {
  const naming = [...d.gates, ...d.rules, ...d.escalations].filter((r) =>
    mentions(r.when).some((m) => m.id === id && m.options.includes(code)),
  );
  return [...new Set(naming.map((r) => r.step ?? r.title[lang]))].join(', ');
}

/** A condition in words, options by their labels. */
export function describeCondition(d: Definition, c: Condition, lang: Lang): string {
  const { items } = indexOf(d);
  const labels = (id: string, codes: readonly string[]) =>
    codes.map((code) => quoted(lang, optionOf(items.get(id), code)?.text[lang] ?? code)).join(treeWord(lang, 'or'));
  if ('is' in c) return treeWord(lang, 'is', { id: c.is.question, options: labels(c.is.question, [c.is.option]) });
  if ('anyOf' in c)
    return treeWord(lang, 'is', { id: c.anyOf.question, options: labels(c.anyOf.question, c.anyOf.options) });
  if ('atLeast' in c)
    return treeWord(lang, 'atLeast', {
      n: c.atLeast.count,
      ids: c.atLeast.of.join(', '),
      options: labels(c.atLeast.of[0] ?? '', c.atLeast.options),
    });
  if ('reaches' in c) return treeWord(lang, 'reaches', { id: c.reaches.fact, score: c.reaches.score });
  if ('not' in c) return treeWord(lang, 'not', { part: describeCondition(d, c.not, lang) });
  const [parts, join] = 'all' in c ? [c.all, treeWord(lang, 'and')] : [c.any, treeWord(lang, 'or')];
  const nested = (p: Condition) =>
    'any' in p || 'all' in p ? `(${describeCondition(d, p, lang)})` : describeCondition(d, p, lang);
  return parts.map(nested).join(join);
}

function perCountry<T>(value: ByCountry<T>, say: (value: T) => string): string {
  return variants(value)
    .map(({ value: v, path }) => (path.length > 0 ? `${String(path[0])}: ${say(v)}` : say(v)))
    .join(' · ');
}

function lines(cite: readonly Reference[], lang: Lang): string[] {
  if (cite.length === 0) return [];
  return [`  - ${treeWord(lang, 'lines')}: ${cite.map((r) => ('law' in r ? r.law : r.at)).join(', ')}`];
}
