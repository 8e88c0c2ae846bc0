import { hasFigure } from '../core/figures.ts';
import type { CuratedEntry, Knowledge, LoadedGuideline } from '../core/guideline.ts';
import { LANGS, type Lang, type Localised } from '../core/language.ts';
import { passages } from '../core/passages.ts';
import type { Candidate } from '../core/ranking.ts';
import { foldSpace } from '../core/text.ts';
import type { Unit } from './lexical.ts';
import { windows } from './terms.ts';

export type Collection = { candidates: Candidate[]; units: Unit[]; languages: Lang[] };

/**
 * Everything an answer can be made from, and the texts by which each is found: the original in its own language, and paraphrase and questions
 * in all four. `languages[i]` is the language of `units[i]`. With `base`, only what this knowledge has beyond it: all of base stands first in each list. Where
 * a question of its own names something in base, that is a candidate once more, by that question alone.
 */
export function collect(knowledge: Knowledge, base?: Knowledge): Collection {
  const out: Collection = { candidates: [], units: [], languages: [] };
  const add = (candidate: Candidate, texts: { lang: Lang; parts: string[] }[]): void => {
    const owner = out.candidates.push(candidate) - 1;
    for (const { lang, parts } of texts) {
      out.units.push({ owner, text: parts.join('\n'), parts: parts.flatMap(windows) });
      out.languages.push(lang);
    }
  };
  const asked = new Map<string, Record<Lang, string[]>>();
  const known = (list: 'questions' | 'guidelines' | 'law' | 'curated') => base?.[list].length ?? 0;
  for (const { entry, lang, question } of knowledge.questions.slice(known('questions'))) {
    if (entry === null) continue;
    const lists = asked.get(entry) ?? { nb: [], nn: [], sv: [], en: [] };
    lists[lang].push(question);
    asked.set(entry, lists);
  }
  for (const [i, guideline] of knowledge.guidelines.entries()) {
    const shared = i < known('guidelines');
    if (shared && !guideline.rules.some((rule) => asked.has(rule.id))) continue;
    for (const p of passages(guideline)) {
      const own = asked.get(p.rule ?? '');
      if (!shared) add(p, passageTexts(p, guideline, own));
      else if (own) add(p, inEach(own));
    }
  }
  for (const note of knowledge.law.slice(known('law')))
    add(
      {
        kind: 'law',
        id: `law:${note.id}`,
        law: note.id,
        jurisdiction: note.jurisdiction,
        figures: hasFigure(note.note.en),
      },
      LANGS.map((lang) => ({ lang, parts: [`${note.title[lang]}. ${note.note[lang]}`, ...note.questions[lang]] })),
    );
  const ruleIds = new Map(knowledge.guidelines.flatMap((g) => g.rules.map((r) => [r.id, `${g.id}:${r.id}`])));
  for (const [i, entry] of knowledge.curated.entries()) {
    const own = asked.get(entry.id);
    const shared = i < known('curated');
    if (shared && !own) continue;
    add(
      {
        kind: 'curated',
        id: `curated:${entry.id}`,
        entry: entry.id,
        outcome: entry.outcome,
        restsOn: restsOn(entry, ruleIds),
        figures: entry.outcome === 'answered' && hasFigure(entry.claims.map((c) => c.text.en).join(' ')),
      },
      shared && own
        ? inEach(own)
        : LANGS.map((lang) => ({
            lang,
            parts: [
              ...entry.questions[lang],
              ...(own?.[lang] ?? []),
              ...(entry.outcome === 'answered' ? [entry.claims.map((c) => c.text[lang]).join(' ')] : []),
            ],
          })),
    );
  }
  knowledge.questions.forEach(({ entry, lang, question }, i) => {
    if (entry === null && i >= known('questions'))
      add({ kind: 'outside', id: `outside:${i}` }, [{ lang, parts: [question] }]);
  });
  return out;
}

/** The passages of guidelines apart from everything else. */
export function parted({ candidates, units, languages }: Collection): { passages: Collection; rest: Collection } {
  const part = (is: boolean): Collection => {
    const place = new Map<number, number>();
    candidates.forEach((c, owner) => {
      if ((c.kind === 'passage') === is) place.set(owner, place.size);
    });
    const own = units.flatMap((unit, i) => {
      const owner = place.get(unit.owner);
      return owner === undefined ? [] : [{ unit: { ...unit, owner }, lang: languages[i] ?? ('nb' as const) }];
    });
    return {
      candidates: candidates.filter((_, owner) => place.has(owner)),
      units: own.map((o) => o.unit),
      languages: own.map((o) => o.lang),
    };
  };
  return { passages: part(true), rest: part(false) };
}

/** Questions alone, in the languages that have any. */
const inEach = (asked: Record<Lang, string[]>) =>
  LANGS.flatMap((lang) => (asked[lang].length > 0 ? [{ lang, parts: asked[lang] }] : []));

/** A candidate as ranking sees it: without its texts, so that those of a large corpus need not all be in memory. */
export function outline(candidate: Candidate): Candidate {
  return candidate.kind === 'passage' ? { ...candidate, text: '', expansions: null } : candidate;
}

/** Ids of the candidates a written answer rests on: the rules it names and the law notes it cites. */
function restsOn(entry: CuratedEntry, ruleIds: ReadonlyMap<string, string>): string[] {
  if (entry.outcome !== 'answered') return [];
  const law = entry.claims.flatMap((c) => c.cite.flatMap((ref) => ('law' in ref ? [`law:${ref.law}`] : [])));
  return [...new Set([...entry.rules.flatMap((id) => ruleIds.get(id) ?? []), ...law])];
}

function passageTexts(
  p: Extract<Candidate, { kind: 'passage' }>,
  guideline: LoadedGuideline,
  asked?: Record<Lang, string[]>,
): { lang: Lang; parts: string[] }[] {
  const original = foldSpace(p.text);
  const section = guideline.sections.find((s) => s.id === p.section)?.title;
  const title = (lang: Lang) =>
    section === undefined ? '' : typeof section === 'string' ? section : (section as Localised)[lang];
  const { expansions } = p;
  if (!expansions) return [{ lang: p.language, parts: [`${title(p.language)}. ${original}`] }];
  return LANGS.map((lang) => ({
    lang,
    parts: [
      ...(lang === p.language ? [original] : []),
      `${title(lang)}. ${expansions[lang].paraphrase}`,
      ...expansions[lang].questions,
      ...(asked?.[lang] ?? []),
    ],
  }));
}
