import { z } from 'zod';
import { textOf } from './document.ts';
import type { Block, Cell, ExportModel } from './model.ts';
import type { RenderInput } from './render-parts.ts';
import { SECTIONS } from './sections.ts';
import { current } from './versions.ts';

/**
 * A controller's own form (SKR's, Datatilsynet's, the EDPB's, the municipality's): which part of the assessment goes to which place in it. The form stays
 * theirs; the mapping is data beside it.
 */
const HEAD = ['title', 'kind', 'municipality', 'cover', 'summary'] as const;
const PATHS: readonly string[] = [
  ...HEAD,
  ...SECTIONS.flatMap((s) => [s.id, ...s.fields.map((f) => `${s.id}.${f.id}`)]),
  'answers',
  'history',
];
/** What can be put into a form: a heading of the document, a section (`risks`) or one of its fields (`description.purpose`). */
const Path = z.string().refine((p) => PATHS.includes(p), {
  error: (issue) => `there is no part ${issue.input}; there are: ${PATHS.join(', ')}`,
});
const into = z.string().trim().min(1);

export const Fill = z
  .strictObject({
    /** The text of a heading or paragraph that the part goes below. */
    below: into.optional(),
    /** The text of a table's cell; the part goes into the cell to its right. */
    beside: into.optional(),
    /** A piece of text that the part takes the place of. */
    instead: into.optional(),
    with: z.array(Path).min(1),
  })
  .refine(
    (f) => [f.below, f.beside, f.instead].filter(Boolean).length === 1,
    'say where: one of below, beside or instead',
  );
export type Fill = z.infer<typeof Fill>;

export const Mapping = z.strictObject({
  /** The form, a DOCX file beside the mapping. */
  form: z.string().min(1),
  fill: z.array(Fill).min(1),
});
export type Mapping = z.infer<typeof Mapping>;

/** The parts as lines of plain text, in the order asked for. A part nobody has written gives nothing. */
export function linesFor(paths: readonly string[], input: RenderInput, model: ExportModel): string[] {
  return paths.flatMap((path) => linesOf(path, input, model));
}

function linesOf(path: string, input: RenderInput, model: ExportModel): string[] {
  const [section = '', field] = path.split('.');
  if (field !== undefined) {
    const text = textOf(current(input.dossier), section, field).trim();
    return text ? text.split('\n') : [];
  }
  switch (path) {
    case 'title':
      return [model.title];
    case 'kind':
      return [model.subtitle];
    case 'municipality':
      return [model.municipality];
    case 'cover':
      return model.cover.map(({ label, value }) => `${label}: ${value}`);
    default:
      return under(model.blocks, path).flatMap(blockLines);
  }
}

/** The blocks of a part: from its heading to the next of the same level. */
function under(blocks: readonly Block[], id: string): Block[] {
  const start = blocks.findIndex((b) => b.kind === 'heading' && b.id === id);
  if (start < 0) return [];
  const rest = blocks.slice(start + 1);
  const end = rest.findIndex((b) => b.kind === 'heading' && b.level === 1);
  return end < 0 ? rest : rest.slice(0, end);
}

function blockLines(block: Block): string[] {
  switch (block.kind) {
    case 'heading':
      return [block.text];
    case 'paragraph':
      return [block.text];
    case 'field':
      return block.empty ? [] : [`${block.label}: ${block.text}`];
    case 'facts':
      return block.rows.map(({ label, value }) => `${label}: ${value}`);
    case 'table':
      return [block.caption, ...block.rows.map((row) => cells(block.head, row))];
    case 'matrix':
      return [block.alt];
    case 'list':
      return block.items.map((item) => `– ${item.text}`);
  }
}

/** `R01 · cause: … · before: …`: a table's row where there is no table. */
function cells(head: readonly string[], row: readonly Cell[]): string {
  return row
    .map(({ text }, i) => (i === 0 || !text ? text : `${head[i] ?? ''}: ${text}`))
    .filter(Boolean)
    .join(' · ');
}
