import { z } from 'zod';
import { Reference } from '../guideline.ts';
import { Localised } from '../language.ts';

/** What the calendar reminds of. */
export const DUE_KINDS = [
  'supervision',
  'snapshot',
  'quiet',
  'owner_left',
  'assessment_review',
  'register_review',
  'answer_review',
] as const;
export const DueKind = z.enum(DUE_KINDS);
export type DueKind = z.infer<typeof DueKind>;

/** What a reminder says, by country, and the lines it rests on; none for a routine of varsam's own. */
export const Duty = z.strictObject({
  kind: DueKind,
  title: Localised,
  /** On the button that says it is done, where a press is enough. */
  done: Localised.optional(),
  text: z.strictObject({ NO: Localised, SE: Localised }),
  /** Where the sources differ. */
  conflict: z
    .string()
    .regex(/^K\d+$/)
    .optional(),
  cite: z.array(Reference),
});
export type Duty = z.infer<typeof Duty>;

/** One of each kind. */
export const Duties = z
  .array(Duty)
  .refine((all) => new Set(all.map((d) => d.kind)).size === all.length, 'a kind stands twice')
  .refine((all) => all.length === DUE_KINDS.length, `there is one entry for each of ${DUE_KINDS.join(', ')}`);
