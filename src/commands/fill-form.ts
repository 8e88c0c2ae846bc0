import { render } from '../core/assessment/render.ts';
import type { RenderInput } from '../core/assessment/render-parts.ts';
import { type Fill, linesFor } from '../core/assessment/template.ts';
import { type FormPart, fillForm } from '../export/form.ts';
import { KnowledgeError } from '../knowledge/load.ts';
import { loadForm } from '../knowledge/load-form.ts';

/**
 * An assessment in a controller's own Word form, by its mapping file.
 * @throws KnowledgeError that names the line of the mapping whose place the form does not have, or has more than once
 */
export async function fillAssessmentForm(file: string, input: RenderInput): Promise<Uint8Array> {
  const { mapping, form, lineOf, shown } = loadForm(file);
  const model = render(input);
  const filled = await fillForm(
    form,
    mapping.fill.map((fill): FormPart => ({ place: placeOf(fill), lines: linesFor(fill.with, input, model) })),
  );
  if (filled.ok) return filled.bytes;
  throw new KnowledgeError(
    filled.faults.map((fault) => {
      if (fault.problem === 'no_form')
        return {
          file: shown,
          line: lineOf(['form']),
          problem: `${mapping.form} is no Word document that can be filled in`,
          mend: 'Save the form as .docx, without a password.',
        };
      const where = Object.values(placeOf(mapping.fill[fault.part] ?? { with: [] }))[0] ?? '';
      return {
        file: shown,
        line: lineOf(['fill', fault.part]),
        problem: `“${where}” stands ${fault.times} times in ${mapping.form}; it has to stand there once`,
        mend: 'Copy the text of the heading or cell letter for letter from the form.',
      };
    }),
  );
}

function placeOf({ below, beside, instead }: Fill): FormPart['place'] {
  if (below !== undefined) return { below };
  return beside !== undefined ? { beside } : { instead: instead ?? '' };
}
