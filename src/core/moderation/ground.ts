import { z } from 'zod';
import { Reference } from '../guideline.ts';
import { Localised } from '../language.ts';

const GroundId = z.string().regex(/^[a-z][a-z_]{1,30}$/, 'a ground’s id is small letters and underscores');

/** A ground for a removal, from the guidelines' own lists and with their lines (conflict K7). */
const Ground = z.strictObject({
  id: GroundId,
  text: Localised,
  /** law: a plain breach, which whoever watches the account may remove · editor: against manners only, so an editor or a lawyer decides. */
  decides: z.enum(['law', 'editor']),
  /** False: the thing itself must not be saved, so that there is no evidence to point to. */
  saves: z.boolean().default(true),
  cite: z.array(Reference).min(1),
});

/** What is no ground, with the reason and where to turn. */
const NoGround = z.strictObject({
  id: GroundId,
  /** Other words for it, small letters. */
  aka: z.array(z.string().min(1)).default([]),
  text: Localised,
  why: Localised,
  cite: z.array(Reference).min(1),
});
export type NoGround = z.infer<typeof NoGround>;

export const Grounds = z.strictObject({ grounds: z.array(Ground).min(1), none: z.array(NoGround).min(1) });
export type Grounds = z.infer<typeof Grounds>;
