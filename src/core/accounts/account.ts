import { z } from 'zod';
import { Actor, type Role } from '../assessment/roles.ts';
import { Country, Lang } from '../language.ts';
import { CHANNELS } from '../message.ts';
import { PLATFORMS } from './address.ts';

/**
 * An account of the municipality on a social medium, as the register keeps it: what Österåker's notification form asks for (osteraker:84-102), what has to
 * be agreed before it starts (norberg:33-37, 70-77), and what was done with it since. No password has a place here.
 */

/** Its life. `declined` is where a proposal ends that was turned down; it can be proposed anew. */
const ACCOUNT_STATES = ['proposed', 'agreed', 'active', 'closing', 'archived', 'declined'] as const;
export const AccountState = z.enum(ACCOUNT_STATES);
export type AccountState = z.infer<typeof AccountState>;
/** States in which an address is taken. */
export const LIVING: readonly AccountState[] = ['proposed', 'agreed', 'active', 'closing'];

/** States in which it is official: what the public page shows. */
export const OFFICIAL: readonly AccountState[] = ['agreed', 'active'];

/** Whose word it takes: the unit's manager and the communications unit (norberg:34-37; osteraker:84-92). The latter sits in the editor's seat. */
export const SIGNERS = ['unit', 'editor'] as const satisfies readonly Role[];
export type Signer = (typeof SIGNERS)[number];

/** The longest short text (a name, a unit, a title) and the longest long one (a purpose), in letters. */
export const MAX_SHORT = 120;
export const MAX_LONG = 1000;
const said = z.string().trim().min(1).max(MAX_LONG);
const short = z.string().trim().min(1).max(MAX_SHORT);
const Time = z.iso.datetime({ offset: true });

/** Somebody with a task for the account. Names of staff are personal data: a title and how to reach them at work are enough. */
export const Holder = z.strictObject({
  /** Their role at work, such as "biblioteksjef"; never a name. */
  title: short,
  /** Work e-mail or phone; empty where nobody has said. Never on the public page, never in a log. */
  contact: z.string().trim().max(MAX_SHORT),
  /** Their id in the chat, where it is known: reminders go there. */
  person: z.string().min(1).max(200).nullable(),
  /** Their last day in the task, once it is known. */
  until: z.iso.date().nullable(),
});
export type Holder = z.infer<typeof Holder>;

/** Who can sign in beside the administrators, and why: "t ex registrator och arkivhandläggare" (osteraker:100-102). */
const OtherAccess = z.strictObject({ title: short, why: said });

/** Whose word has been given for the proposal as it stands. */
const Agreement = z.strictObject({
  role: z.enum(SIGNERS),
  person: z.string().min(1),
  deputy: z.boolean(),
  at: Time,
});

const DEEDS = [
  'propose',
  'agree',
  'ask_back',
  'decline',
  'change',
  'activate',
  'close',
  'keep',
  'archive',
  'snapshot',
  'seen',
  'review',
] as const;
/** One step of its history: who in which role, when, what and why. */
export const AccountStep = z.strictObject({
  at: Time,
  by: Actor,
  deputy: z.boolean(),
  do: z.enum(DEEDS),
  from: AccountState.nullable(),
  to: AccountState,
  why: z.string().max(MAX_LONG),
  /** Fields that were changed, by key; what stood there before is in the version before. */
  changed: z.array(z.string()),
});
export type AccountStep = z.infer<typeof AccountStep>;

/** What the form asks and somebody may change. */
export const AccountFacts = z.strictObject({
  /** An address that people can open, or `@handle` where the platform has none: see `address.ts`. */
  address: z.string().min(2).max(300),
  platform: z.enum(PLATFORMS),
  name: short,
  /** The municipality's main account rather than a unit's own (norberg:39-40, 79-80). */
  main: z.boolean(),
  purpose: said,
  audience: z.string().trim().max(MAX_LONG),
  unit: short,
  country: Country,
  /** Answers for it in the unit (osteraker:88-94). */
  owner: Holder,
  /** Steps in when the owner is away (osteraker:92-94; norberg:121). */
  substitute: Holder.nullable(),
  administrators: z.array(Holder).max(20),
  otherAccess: z.array(OtherAccess).max(20),
  /** Whether others can write there. */
  comments: z.enum(['open', 'closed']),
  /** How posts, comments and messages are kept; empty where that is not settled. */
  archiveRoutine: z.string().trim().max(MAX_LONG),
  /** Where it stands in the unit's records plan (osteraker:94-96). */
  recordsPlan: z.string().trim().max(MAX_SHORT),
  /** Months between snapshots, the municipality's own: Norberg says 12 (norberg:162), Österåker 6 (osteraker:241-243). */
  snapshotMonths: z.int().min(1).max(60).nullable(),
  /** The assessment (PLM or DPIA) that covers it, by id. */
  assessment: z.string().min(1).max(100).nullable(),
});
export type AccountFacts = z.infer<typeof AccountFacts>;

export const Account = z
  .strictObject({
    ...AccountFacts.shape,
    id: z.string().min(1).max(60),
    state: AccountState,
    /** 1 for the proposal, one more with every step. */
    version: z.int().positive(),
    agreements: z.array(Agreement),
    /** When somebody was last seen posting there; null while nobody has looked. */
    lastActivity: z.iso.date().nullable(),
    /** When it was last kept as a whole, and where that lies. */
    lastSnapshot: z.strictObject({ at: z.iso.date(), reference: z.string().trim().min(1).max(300) }).nullable(),
    /** When its entry was last looked through. */
    reviewedAt: z.iso.date().nullable(),
    /** Where whoever proposed it is told what became of it; null from the command line. */
    tell: z
      .strictObject({ channel: z.enum(CHANNELS), conversation: z.string(), user: z.string(), lang: Lang })
      .nullable(),
    history: z.array(AccountStep).min(1),
  })
  .superRefine(({ version, history, state }, ctx) => {
    const fault = (path: string, message: string) => ctx.addIssue({ code: 'custom', path: [path], message });
    if (history.length !== version) fault('history', `version ${version} has ${history.length} steps`);
    if (history.at(-1)?.to !== state) fault('state', `the last step does not lead to ${state}`);
  });
export type Account = z.infer<typeof Account>;

/** When it was last changed. */
export function changedAt({ history }: Account): string {
  const last = history.at(-1);
  if (!last) throw new RangeError('an account has at least one step');
  return last.at;
}
