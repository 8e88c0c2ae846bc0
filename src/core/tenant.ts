import { z } from 'zod';
import { Country, Lang } from './language.ts';

/**
 * A municipality among several on one installation, as `tenant.yaml` in a folder of its own says. Its `municipality.yaml` and its own `knowledge/` stand
 * beside it.
 */
export const Tenant = z.strictObject({
  /** Slack workspaces and Teams organisations, by the ids the platforms have for them; `local` is whoever comes without either. */
  ids: z.array(z.string().regex(/^[\w-]{2,64}$/, 'an id is letters, digits and hyphens')).min(1),
  country: Country,
  /** Answers follow the question's language where it is left out. */
  lang: Lang.optional(),
  /** Its own bot, registered for its own organisation alone: that one's id must stand among `ids`. The secret lies in a file. */
  teams: z.strictObject({ appId: z.guid(), tenantId: z.guid(), passwordFile: z.string().min(1) }).optional(),
});
export type Tenant = z.infer<typeof Tenant>;
