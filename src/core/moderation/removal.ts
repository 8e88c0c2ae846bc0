import { z } from 'zod';
import type { Role } from '../assessment/roles.ts';
import { Country } from '../language.ts';

/**
 * One removal, as the log keeps it: what, when, on which ground, who decided, where the evidence lies and whether the writer was told. Never the content
 * itself, and nobody's name. A correction is a new version; the old ones stay.
 */

export const THINGS = ['comment', 'message', 'picture', 'profile'] as const;
/** Roles that can decide on a removal. What breaks no law is not for `unit` (K7). */
export const DECIDERS = ['unit', 'editor', 'legal', 'controller'] as const satisfies readonly Role[];

export const MAX_NAME = 120;
export const MAX_PLACE = 300;
export const MAX_NOTE = 1000;
const Time = z.iso.datetime({ offset: true });
const said = (max: number) => z.string().trim().min(1).max(max);

/** Where it lies, and the SHA-256 of the file there (null for a print on paper); or why there is none. */
const Evidence = z.union([
  z.strictObject({
    reference: said(MAX_PLACE),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .nullable(),
  }),
  z.strictObject({ none: said(MAX_PLACE) }),
]);
/** What the writer was told, or why they were not (K6). */
const Notice = z.union([
  z.strictObject({ how: said(MAX_PLACE), on: z.iso.date() }),
  z.strictObject({ none: said(MAX_PLACE) }),
]);

export const Removal = z.strictObject({
  id: z.string().min(1).max(60),
  version: z.int().positive(),
  /** By its id in the register; null, and a name alone, until it is registered. */
  account: z.strictObject({ id: z.string().min(1).max(60).nullable(), name: said(MAX_NAME) }),
  platform: z.string().trim().max(60),
  thing: z.enum(THINGS),
  foundAt: Time,
  removedAt: Time,
  /** An id of knowledge/moderation/grounds.yaml. */
  ground: z.string().min(1),
  decidedBy: z.enum(DECIDERS),
  evidence: Evidence,
  notice: Notice,
  /** Masked. */
  note: z.string().max(MAX_NOTE),
  country: Country,
  /** When this version was written. */
  recordedAt: Time,
  /** Why it was corrected; empty in the first version. */
  why: z.string().max(MAX_PLACE),
});
export type Removal = z.infer<typeof Removal>;
