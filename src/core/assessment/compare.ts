import type { Lang } from '../language.ts';
import type { Assessment } from './document.ts';
import { label } from './labels.ts';
import { SECTIONS, type SectionId, sectionTitle } from './sections.ts';

/** One field that differs. `before` or `after` is null where it did not exist. */
export type Change = { path: string; section: SectionId; label: string; before: string | null; after: string | null };

/** Which part of the document a top-level key belongs to. */
const PART: Partial<Record<string, SectionId>> = {
  balancing: 'balancing',
  views: 'views',
  risks: 'risks',
  bankLabel: 'risks',
  measures: 'measures',
  consultation: 'conclusion',
  advice: 'decision',
  decision: 'decision',
  state: 'decision',
  steps: 'decision',
  reviewDate: 'review',
};

/** What differs between two states of an assessment, in the order of its parts. */
export function changesBetween(a: Assessment, b: Assessment, lang: Lang = a.lang): Change[] {
  const [before, after] = [flat(a, lang), flat(b, lang)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => before.get(path) !== after.get(path))
    .map((path) => ({
      path,
      section: partOf(path),
      label: nameOf(path, lang),
      before: before.get(path) ?? null,
      after: after.get(path) ?? null,
    }))
    .sort((x, y) => SECTIONS.findIndex((s) => s.id === x.section) - SECTIONS.findIndex((s) => s.id === y.section));
}

/** Parts that two people have both changed since the version they began from; in all others their work can be put together. */
export function clashes(base: Assessment, mine: Assessment, theirs: Assessment): Change[] {
  const elsewhere = new Map(changesBetween(base, theirs).map((c) => [c.path, c.after]));
  return changesBetween(base, mine).filter((c) => elsewhere.has(c.path) && elsewhere.get(c.path) !== c.after);
}

function partOf(path: string): SectionId {
  const [head = '', second = ''] = path.split('.');
  if (head === 'texts') return SECTIONS.find((s) => s.id === second)?.id ?? 'header';
  return PART[head] ?? 'header';
}

function nameOf(path: string, lang: Lang): string {
  const [head = '', ...rest] = path.split('.');
  const section = sectionTitle(partOf(path), lang);
  if (head === 'texts') {
    const field = SECTIONS.find((s) => s.id === rest[0])?.fields.find((f) => f.id === rest[1]);
    return `${section} · ${field?.label[lang] ?? rest.join(' ')}`;
  }
  const named = (head in PART ? rest : [head, ...rest]).map((key) => label(key, lang));
  return [section, ...(named.length > 0 ? named : [label(head, lang)])].join(' · ');
}

/** Every leaf under a path of keys; lists of things with an id go by the id, others by their place. Empty is the same as absent. */
function flat(value: unknown, lang: Lang, path = '', out = new Map<string, string>()): Map<string, string> {
  if (value === null || value === undefined || value === '') return out;
  if (typeof value !== 'object') {
    out.set(path, String(value));
    return out;
  }
  if ('nb' in value && 'sv' in value && lang in value) {
    out.set(path, String((value as Record<string, unknown>)[lang]));
    return out;
  }
  const entries: [string, unknown][] = Array.isArray(value)
    ? value.map((v, i) => [idOf(v) ?? String(i + 1), v])
    : Object.entries(value);
  for (const [key, child] of entries)
    if (!(key === 'id' && path)) flat(child, lang, path ? `${path}.${key}` : key, out);
  if (Array.isArray(value) === false && path && entries.length > 0 && 'id' in value) out.set(path, String(value.id));
  return out;
}

function idOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('id' in value && typeof value.id === 'string') return value.id;
  return 'risk' in value && typeof value.risk === 'string' ? value.risk : undefined;
}
