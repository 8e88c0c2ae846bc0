import type { Knowledge } from '../guideline.ts';
import type { Lang } from '../language.ts';
import type { Definition } from '../screening/definition.ts';
import { evaluate } from '../screening/evaluate.ts';
import { verdictOf } from '../screening/verdict.ts';
import type { Assessment, Words } from './document.ts';
import type { Block, Cell } from './model.ts';
import type { Dossier } from './versions.ts';

export type RenderInput = {
  dossier: Dossier;
  definition: Definition;
  knowledge: Knowledge;
  municipality: { name: string; reviewMonths: { PLM: number; DPIA: number } };
  lang: Lang;
};
/** What the parts of a rendering share. */
export type Rendering = RenderInput & { d: Assessment };

/** The title of the outcome, as the screening words it. */
export function outcomeTitle(definition: Definition, d: Assessment, lang: Lang): string {
  const found = evaluate(definition, d.country, new Map(Object.entries(d.screening.answers)), {
    lifted: d.screening.lifted.map((l) => l.gate),
  });
  const verdict = verdictOf(definition, d.country, { ...found, outcome: d.screening.outcome });
  return verdict?.title[lang] ?? d.screening.outcome ?? '';
}

export function heading(level: 1 | 2, text: string, id: string): Block {
  return { kind: 'heading', level, text, id };
}

export function note({ lang }: Pick<Rendering, 'lang'>, text: string): Block {
  return { kind: 'paragraph', text, lang, tone: 'note' };
}

/** A cell in the reader's language. */
export function cell({ lang }: Pick<Rendering, 'lang'>, text: string, more: Partial<Cell> = {}): Cell {
  return { text, lang, ...more };
}

/** Somebody's own words in the document's language, or the bank's in the reader's. */
export function said({ d, lang }: Pick<Rendering, 'd' | 'lang'>, words: Words | ''): Cell {
  return typeof words === 'string' ? { text: words, lang: d.lang } : { text: words[lang], lang };
}
