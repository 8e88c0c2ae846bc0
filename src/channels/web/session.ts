import type { Request } from 'express';
import { z } from 'zod';
import { Role } from '../../core/assessment/roles.ts';

/** Somebody who has signed in, as a sealed cookie says it: no name, no address, and nothing that a browser could change. */

export const Session = z.strictObject({
  /** The municipality they signed in to. */
  tenant: z.string(),
  /** Who it is, by a keyed pseudonym: the same person gets the same one, and it leads nobody back. */
  person: z.string().regex(/^[\w-]{22,64}$/),
  roles: z.array(Role),
  /** Owners they answer for in the console. */
  owners: z.array(z.string()),
  /** May read the console. */
  reads: z.boolean(),
});
export type Session = z.infer<typeof Session>;

/** What a sign-in on its way has to remember until the provider sends the browser back. */
export const Journey = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  /** A path here. */
  back: z.string().regex(/^\/(?![/\\])/),
});
export type Journey = z.infer<typeof Journey>;

const sessions = new WeakMap<Request, Session>();
export const sessionOf = (req: Request): Session | undefined => sessions.get(req);
export const noteSession = (req: Request, session: Session): void => void sessions.set(req, session);
