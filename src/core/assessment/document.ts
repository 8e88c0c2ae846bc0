import { z } from 'zod';
import { Reference } from '../guideline.ts';
import { Country, Lang, Localised } from '../language.ts';
import { COMMON_MEASURES, FAMILIES, Score } from './risk-bank.ts';
import { Actor, Role } from './roles.ts';
import { SECTIONS } from './sections.ts';

/**
 * The assessment as data: everything a reader is shown, and everything an import needs. Texts that somebody writes stand as they were written, in the
 * document's language; texts from the bank stand in all four, copied, so that an old assessment says the same when the bank has changed.
 */
const STATES = [
  'draft',
  'unit',
  'editor',
  'security_archive',
  'dpo_advice',
  'decided',
  'active',
  'review_due',
  'closed',
] as const;
export const State = z.enum(STATES);
export type State = z.infer<typeof State>;
export const Kind = z.enum(['PLM', 'DPIA']);
export type Kind = z.infer<typeof Kind>;

/** Free text has a ceiling, so that a pasted archive does not become a row. */
const text = z.string().max(20_000);
const said = text.trim().min(1);
const Time = z.iso.datetime({ offset: true });
/** Somebody's own words, or the bank's in four languages. */
export const Words = z.union([said, Localised]);
export type Words = z.infer<typeof Words>;

export const RiskEntry = z.strictObject({
  /** R01–R99 from the bank, E1… for own risks. */
  id: z.string().regex(/^(R\d\d|E[1-9]\d*)$/, 'a risk is R and two digits, or E and a number'),
  source: z.enum(['bank', 'own']),
  family: z.enum(FAMILIES),
  name: Words,
  cause: z.union([Words, z.literal('')]),
  consequence: z.union([Words, z.literal('')]),
  /** Children, patients or people with a protected address are hit: the consequence is at least 4, whatever is done. */
  exposed: z.boolean(),
  /** A starting value. It is shown, and counts for nothing. */
  proposed: Score.nullable(),
  /** The score before measures, once a person has confirmed or changed it. */
  inherent: Score.nullable(),
  confirmedBy: z.strictObject({ role: Role, at: Time }).nullable(),
  /** Where an answer of the screening leaves the risk as it is: the residual does not go below. */
  floor: z.strictObject({ residual: Score, why: Localised }).nullable(),
  /** The screening says that this risk belongs here: it can't be set aside. */
  mandatory: z.boolean(),
  /** Why it does not apply here; empty while it does. */
  setAside: text,
  comment: text,
  cite: z.array(Reference),
});
export type RiskEntry = z.infer<typeof RiskEntry>;

/** One measure lowers one risk's likelihood or consequence by one step, and says why. */
export const Effect = z.strictObject({
  risk: z.string(),
  lowers: z.enum(['likelihood', 'consequence']),
  reason: text,
  /** Counts only once a person has confirmed it. */
  confirmed: z.boolean(),
});
export type Effect = z.infer<typeof Effect>;

export const Measure = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]*$/),
  common: z.enum(COMMON_MEASURES).nullable(),
  text: Words,
  /** Who sees to it. Never the DPO, who advises. */
  owner: z.strictObject({ role: Role.exclude(['dpo']), name: text }).nullable(),
  due: z.iso.date().nullable(),
  /** proposed: out of the bank, nobody has taken it up · planned: with owner and due date · implemented: in place. */
  status: z.enum(['proposed', 'planned', 'implemented']),
  effects: z.array(Effect),
});
export type Measure = z.infer<typeof Measure>;

const Weight = z.strictObject({ weight: z.enum(['low', 'medium', 'high']).nullable(), reason: text });
export const INTERESTS = ['information', 'expression', 'privacy'] as const;
const VIEW_GROUPS = ['residents', 'youth_council', 'employees', 'other'] as const;
const View = z.strictObject({
  group: z.enum(VIEW_GROUPS),
  asked: z.boolean(),
  /** What they said; or, where they were not asked, why not. */
  text,
});

const Advice = z.strictObject({
  text: said,
  /** Comments on risks that fall by more than two steps, by risk. */
  comments: z.record(z.string(), said),
  role: Role,
  at: Time,
});

export const Decision = z.strictObject({
  outcome: z.enum(['proceed', 'stop']),
  reason: said,
  conditions: text,
  followsAdvice: z.boolean(),
  /** Why not, where the advice is not followed. */
  whyNot: text,
  role: Role,
  at: Time,
});
export type Decision = z.infer<typeof Decision>;

/** A step of the sign-off: who, when and why. */
export const Step = z.strictObject({
  from: State,
  to: State,
  action: z.enum(['submit', 'pass', 'return', 'advise', 'decide', 'activate', 'flag', 'reopen', 'close']),
  by: Actor,
  deputy: z.boolean(),
  at: Time,
  why: text,
});
export type Step = z.infer<typeof Step>;

const Texts = z.record(z.string(), z.record(z.string(), text)).superRefine((texts, ctx) => {
  for (const [section, fields] of Object.entries(texts)) {
    const known = SECTIONS.find((s) => s.id === section)?.fields.map((f) => f.id) ?? [];
    for (const id of Object.keys(fields))
      if (!known.includes(id))
        ctx.addIssue({ code: 'custom', path: [section, id], message: `there is no field ${section}.${id}` });
  }
});

export const Assessment = z
  .strictObject({
    // It becomes the name of a file.
    id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/, 'letters, digits and hyphens'),
    title: said,
    kind: Kind,
    country: Country,
    /** The language it is written in. */
    lang: Lang,
    state: State,
    screening: z.strictObject({
      definition: z.literal('dpia'),
      version: z.int().positive(),
      answers: z.record(z.string(), z.union([z.string(), z.number()])),
      lifted: z.array(z.strictObject({ gate: z.string(), role: z.string().min(1), reason: z.string().min(1) })),
      /** What it amounts to now, with what the risk table adds. */
      outcome: z.string().nullable(),
    }),
    /** Texts by section and field, as `sections.ts` lists them. */
    texts: Texts,
    balancing: z.strictObject({ information: Weight, expression: Weight, privacy: Weight }),
    views: z.array(View),
    /** Whose bank the risks come from; shown wherever they are. */
    bankLabel: Localised.nullable(),
    risks: z.array(RiskEntry),
    measures: z.array(Measure),
    advice: Advice.nullable(),
    decision: Decision.nullable(),
    /** Set when a consultation with the authority (Art. 36) has been held: its reference. */
    consultation: text,
    reviewDate: z.iso.date().nullable(),
    steps: z.array(Step),
  })
  .superRefine((d, ctx) => {
    const fault = (path: PropertyKey[], message: string) => ctx.addIssue({ code: 'custom', path, message });
    for (const [key, list] of [
      ['risks', d.risks],
      ['measures', d.measures],
    ] as const)
      list.forEach((item, i) => {
        if (list.findIndex((other) => other.id === item.id) < i) fault([key, i, 'id'], `${item.id} stands twice`);
      });
    d.risks.forEach((r, i) => {
      if (r.mandatory && r.setAside) fault(['risks', i, 'setAside'], `${r.id} belongs here and can’t be set aside`);
      if ((r.inherent === null) !== (r.confirmedBy === null))
        fault(['risks', i, 'inherent'], `${r.id}: a score counts only with who confirmed it`);
    });
    d.measures.forEach((m, i) => {
      m.effects.forEach((e, j) => {
        if (!d.risks.some((r) => r.id === e.risk))
          fault(['measures', i, 'effects', j, 'risk'], `there is no risk ${e.risk}`);
        if (m.effects.findIndex((other) => other.risk === e.risk) < j)
          fault(['measures', i, 'effects', j], `${m.id} lowers ${e.risk} twice; one measure is one step`);
      });
    });
  });
export type Assessment = z.infer<typeof Assessment>;

/** A field's text, empty while nobody has written it. */
export function textOf(d: Pick<Assessment, 'texts'>, section: string, field: string): string {
  return d.texts[section]?.[field] ?? '';
}
