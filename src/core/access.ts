import { z } from 'zod';
import { Role } from './assessment/role.ts';

/** Who may do what, by the groups that a municipality's own sign-in says somebody is in. */

const groups = z.array(z.string().min(1).max(200)).max(50);

/** As it stands in municipality.yaml: groups by their id or name, just as the sign-in names them. */
export const Access = z.strictObject({
  /** Who may sign in at all; left out, everybody whom the provider knows. */
  staff: groups.optional(),
  /** Roles in an assessment, beside the people whom `roles` names. */
  roles: z.partialRecord(Role, groups).default({}),
  /** Owners, by their id: they answer in the console. `console` answers everything where no owners are named. */
  owners: z.record(z.string().min(1), groups).default({}),
  /** They read the console and do nothing there. */
  readers: groups.default([]),
});
export type Access = z.infer<typeof Access>;

/** What somebody may do here once they have signed in. */
export type Rights = { roles: Role[]; owners: string[]; reads: boolean };

/** @returns undefined where they may not sign in at all */
export function rightsOf(memberOf: readonly string[], access: Access | undefined): Rights | undefined {
  if (!access) return { roles: [], owners: [], reads: false };
  const among = (wanted: readonly string[] | undefined) => wanted?.some((g) => memberOf.includes(g)) ?? false;
  if (access.staff && !among(access.staff)) return undefined;
  const roles = Role.options.filter((role) => among(access.roles[role]));
  const owners = Object.keys(access.owners).filter((owner) => among(access.owners[owner]));
  return { roles, owners, reads: owners.length > 0 || among(access.readers) };
}
