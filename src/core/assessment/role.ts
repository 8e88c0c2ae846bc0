import { z } from 'zod';

/** Those who take part. The DPO advises; the controller decides; `bot` is varsam itself, which never signs. */
export const ROLES = ['author', 'unit', 'editor', 'security', 'archive', 'legal', 'dpo', 'controller'] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;
