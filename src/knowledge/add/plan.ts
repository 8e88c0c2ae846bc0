import { readFile } from 'node:fs/promises';
import { basename, join, parse } from 'node:path';
import { Guideline } from '../../core/guideline.ts';
import type { Lang } from '../../core/language.ts';
import type { Extracted } from '../extract/index.ts';
import { KnowledgeError } from '../load.ts';
import { type Fault, readYaml } from '../yaml-file.ts';
import { carryRules, headingsOf, keepSectionNames } from './carry.ts';
import { draftMetadata, emptyPages } from './draft.ts';
import { draftSections, slug } from './sections.ts';
import { type Existing, SIDECAR } from './shelf.ts';
import { draftYaml, updateYaml } from './sidecar.ts';
import { warning } from './wording.ts';

export type Incoming = { name: string; bytes: Uint8Array; sha256: string; extracted: Extracted };
/** `date` is ISO, the day on which it is added. */
type When = { lang: Lang; date: string };
export type Plan = { guideline: Guideline; yaml: string; warnings: string[] };

/** A document that is new here, under an id made of its file name that no folder has. */
export function planNew(document: Incoming, taken: readonly string[], when: When): Plan {
  const { guessed, languageSure, publisherFound } = draftMetadata(document.extracted, document.name);
  const base = slug(parse(document.name).name) || 'document';
  let id = base;
  for (let n = 2; taken.includes(id); n++) id = `${base}-${n}`;
  const text = textName(document);
  const guideline = Guideline.parse({
    id,
    file: document.name,
    ...(text ? { text } : {}),
    sha256: document.sha256,
    ...guessed,
  });
  const warnings = [
    ...(languageSure ? [] : [warning(when.lang, 'language')]),
    ...(publisherFound ? [] : [warning(when.lang, 'publisher')]),
    ...pageWarning(document, when.lang),
  ];
  return { guideline, yaml: draftYaml(guideline, when), warnings };
}

/**
 * Another edition of a guideline that is here: what people wrote in its sidecar stays, sections are drafted anew, rules move with their
 * words. Throws KnowledgeError when the sidecar has faults: what can't be read can't be kept.
 */
export async function planUpdate(former: Existing, document: Incoming, when: When): Promise<Plan> {
  const path = join(former.dir, SIDECAR);
  const faults: Fault[] = [];
  const old = readYaml(path, `guidelines/${former.id}/${SIDECAR}`, Guideline, faults)?.value;
  if (!old) throw new KnowledgeError(faults);
  const { lines, pages } = document.extracted;
  const before = await readFile(join(former.dir, basename(old.text ?? old.file)), 'utf8').catch(() => undefined);
  const oldLines = before?.split('\n');
  const was = { lines: oldLines ?? [], sections: old.sections };
  const drafted = draftSections(lines, headingsOf(document.extracted, was), old.title);
  const sections = keepSectionNames({ lines, sections: drafted }, was);
  const { rules, dropped, changed } = carryRules(old.rules, oldLines, lines, sections);
  const { text: _text, pages: _pages, ...kept } = old;
  const text = textName(document);
  const guideline = Guideline.parse({
    ...kept,
    file: document.name,
    ...(text ? { text } : {}),
    sha256: document.sha256,
    ...(pages ? { pages } : {}),
    sections,
    rules,
  });
  const warnings = [
    ...(old.file === document.name ? [] : [warning(when.lang, 'replaced', { old: old.file, new: document.name })]),
    ...(dropped.length > 0 ? [warning(when.lang, 'dropped', { rules: dropped.join(', ') })] : []),
    ...(changed.length > 0 ? [warning(when.lang, 'changed', { rules: changed.join(', ') })] : []),
    ...pageWarning(document, when.lang),
    warning(when.lang, 'moved', { id: former.id }),
  ];
  return { guideline, yaml: updateYaml(await readFile(path, 'utf8'), guideline, when), warnings };
}

function pageWarning(document: Incoming, lang: Lang): string[] {
  const pages = emptyPages(document.extracted);
  const shown = pages.slice(0, 20).join(', ') + (pages.length > 20 ? ' …' : '');
  return pages.length > 0 ? [warning(lang, 'pages', { pages: shown })] : [];
}

/**
 * Name of the text file beside the original, or undefined when the original's own lines, read as UTF-8, already are the lines that are
 * cited. A text in another encoding, or with the line breaks of an old machine, is not.
 */
function textName({ name, bytes, extracted }: Incoming): string | undefined {
  if (extracted.format === 'text' || extracted.format === 'markdown') {
    const own = new TextDecoder().decode(bytes).split('\n');
    if (extracted.lines.every((line, i) => own[i]?.replace(/\r$/, '') === line)) return undefined;
  }
  return name.toLowerCase() === 'text.txt' ? 'text-utf8.txt' : 'text.txt';
}
