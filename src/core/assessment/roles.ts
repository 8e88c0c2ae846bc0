import { z } from 'zod';
import { Access } from '../access.ts';
import { Country, Localised } from '../language.ts';
import { Owners } from '../learning/owners.ts';
import { RetentionSettings } from '../privacy/retention.ts';
import { Role } from './role.ts';

export { ROLES, Role } from './role.ts';

/** Whoever did something: a reference to a person (an id of the channel, never a name the program looks up) in a role. */
export const Actor = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('person'), person: z.string().min(1), role: Role }),
  z.strictObject({ kind: z.literal('bot') }),
]);
export type Actor = z.infer<typeof Actor>;

/** The states an assessment passes for comment before it can be decided on. */
export const REVIEW_STATES = ['unit', 'editor', 'security_archive', 'dpo_advice'] as const;
export type ReviewState = (typeof REVIEW_STATES)[number];

const seats = z.strictObject({
  /** What the role is called here; absent, its usual name. */
  title: Localised.optional(),
  people: z.array(z.string().min(1)).default([]),
  deputies: z.array(z.string().min(1)).default([]),
  /** How to reach the office, never a person's private number: shown to whoever wants to ask a person. */
  phone: z.string().min(3).max(30).optional(),
});

/**
 * The municipality's own process, which KS' guide asks each municipality to make (ks-article:53): who has which role, in which order an assessment
 * goes round, and how long each may take. Roles without people can be taken by nobody, except the author's.
 */
export const Municipality = z
  .strictObject({
    name: z.string().min(1),
    country: Country,
    /** A picture file, PNG or JPEG, by its path from the file that names it. */
    logo: z.string().min(1).optional(),
    roles: z.strictObject({
      author: seats.optional(),
      unit: seats,
      editor: seats,
      security: seats,
      archive: seats,
      legal: seats.optional(),
      dpo: seats,
      controller: seats,
    }),
    order: z
      .array(z.enum(REVIEW_STATES))
      .default([...REVIEW_STATES])
      .refine((o) => new Set(o).size === o.length, 'a step stands twice')
      .refine((o) => o.at(-1) === 'dpo_advice', 'the DPO’s advice comes last, before the decision'),
    /** Working days for each step. */
    deadlines: z.partialRecord(z.enum(REVIEW_STATES), z.int().positive()).default({}),
    /** Months to the next review. */
    reviewMonths: z
      .strictObject({ PLM: z.int().positive().max(36), DPIA: z.int().positive().max(24) })
      .default({ PLM: 24, DPIA: 12 }),
    /** Who answers what varsam can't: by topic and country. Left out, everything goes to the web console. */
    owners: Owners.optional(),
    /** The moderation log: its place in the records plan, and the months that a removal stays here once the archive has it; left out: for good. */
    moderation: z
      .strictObject({
        recordsPlan: z.string().trim().min(1).max(120).optional(),
        keepMonths: z.int().positive().max(600).optional(),
      })
      .optional(),
    /** How long each kind of data is kept here; left out, the program's own periods. */
    retention: RetentionSettings.optional(),
    /** Who may do what once people sign in with their own accounts. */
    access: Access.optional(),
  })
  .superRefine((m, ctx) => {
    const dpo = new Set([...m.roles.dpo.people, ...m.roles.dpo.deputies]);
    for (const key of ['people', 'deputies'] as const)
      m.roles.controller[key].forEach((p, i) => {
        if (dpo.has(p))
          ctx.addIssue({
            code: 'custom',
            path: ['roles', 'controller', key, i],
            message: 'the DPO can’t be the controller too',
          });
      });
  });
export type Municipality = z.infer<typeof Municipality>;

/** Whether somebody sits in a role here, and whether as a deputy. Anybody may write, unless the municipality names its authors. */
export function seatOf(municipality: Municipality, person: string, role: Role): { deputy: boolean } | undefined {
  const seats = municipality.roles[role];
  if (!seats) return role === 'author' ? { deputy: false } : undefined;
  if (seats.people.includes(person)) return { deputy: false };
  return seats.deputies.includes(person) ? { deputy: true } : undefined;
}

export const ROLE_NAMES: Record<Role | 'bot', Localised> = {
  author: { nb: 'forfatter', nn: 'forfattar', sv: 'författare', en: 'author' },
  unit: { nb: 'enheten', nn: 'eininga', sv: 'enheten', en: 'the unit' },
  editor: { nb: 'redaktøren', nn: 'redaktøren', sv: 'redaktören', en: 'the editor' },
  security: {
    nb: 'informasjonssikkerhet',
    nn: 'informasjonstryggleik',
    sv: 'informationssäkerhet',
    en: 'information security',
  },
  archive: { nb: 'arkivet', nn: 'arkivet', sv: 'arkivet', en: 'the archive' },
  legal: { nb: 'jurist', nn: 'jurist', sv: 'jurist', en: 'legal' },
  dpo: { nb: 'personvernombudet', nn: 'personvernombodet', sv: 'dataskyddsombudet', en: 'the DPO' },
  controller: {
    nb: 'behandlingsansvarlig',
    nn: 'behandlingsansvarleg',
    sv: 'personuppgiftsansvarig',
    en: 'the controller',
  },
  bot: { nb: 'varsam', nn: 'varsam', sv: 'varsam', en: 'varsam' },
};
