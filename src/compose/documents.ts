import type { ExportDocument, ExportModelAs } from '../app/converse-ports.ts';
import { defaultMunicipality } from '../core/assessment/default-municipality.ts';
import type { Municipality } from '../core/assessment/roles.ts';
import { current } from '../core/assessment/versions.ts';
import type { Knowledge } from '../core/guideline.ts';
import type { Logo } from '../export/picture.ts';

const MIME = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
  md: 'text/markdown',
  json: 'application/json',
} as const;

/** Assessments as files, under the name and logo of whose they are. The exporters are heavy, so each is loaded only when it is asked for. */
export function documentExporter(
  knowledge: Knowledge,
  own: () => Promise<{ municipality?: Municipality | undefined; logo?: Logo | undefined }> = async () => ({}),
): ExportDocument {
  return async (dossier, lang, format) => {
    const { id, kind, country, screening } = current(dossier);
    const file = { name: `${kind}-${id}.${format}`, mime: MIME[format] };
    if (format === 'json') return { ...file, bytes: utf8((await import('../export/json.ts')).toJson(dossier)) };
    const definition = knowledge.screenings.find((d) => d.id === screening.definition);
    if (!definition) return undefined;
    const { render } = await import('../core/assessment/render.ts');
    const { municipality = defaultMunicipality(country, lang) } = await own();
    const model = render({ dossier, definition, knowledge, municipality, lang });
    return modelExporter(own)(model, `${kind}-${id}`, format);
  };
}

/** Documents that are ready, as files under the logo of whose they are. */
export function modelExporter(own: () => Promise<{ logo?: Logo | undefined }> = async () => ({})): ExportModelAs {
  return async (model, name, format) => {
    const file = { name: `${name}.${format}`, mime: MIME[format] };
    const { logo } = await own();
    const picture = logo ? { logo } : {};
    if (format === 'md') return { ...file, bytes: utf8((await import('../export/markdown.ts')).toMarkdown(model)) };
    if (format === 'pdf') return { ...file, bytes: await (await import('../export/pdf.ts')).toPdf(model, picture) };
    return { ...file, bytes: await (await import('../export/docx.ts')).toDocx(model, picture) };
  };
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
