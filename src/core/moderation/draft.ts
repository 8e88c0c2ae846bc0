import { z } from 'zod';
import { momentIn, wallClock } from '../calendar/moment.ts';
import { Country } from '../language.ts';
import { dayIn as dayAt } from '../learning/week.ts';
import type { Answers } from '../screening/evaluate.ts';
import type { Grounds, NoGround } from './ground.ts';
import { DECIDERS, MAX_NAME, MAX_NOTE, MAX_PLACE, Removal, THINGS } from './removal.ts';

/** A removal as somebody is writing it: what stands in the form, kept until it is whole. */

export const FIELDS = [
  'account',
  'platform',
  'thing',
  'found',
  'removed',
  'ground',
  'decided',
  'saved',
  'evidence',
  'sha256',
  'notice',
  'told',
  'told_on',
  'note',
  'why',
] as const;
export type FieldId = (typeof FIELDS)[number];

export const Draft = z.strictObject({
  id: z.string().min(1).max(60),
  /** The version that is corrected; 0 for a removal that is new. */
  corrects: z.int().nonnegative(),
  /** The account in the register that it is about, where it is there. */
  account: z.string().max(60).nullable(),
  country: Country,
  fields: z.partialRecord(z.enum(FIELDS), z.string().max(MAX_NOTE)),
  /** The screening whose verdict it goes on from. */
  session: z.string().max(60).nullable(),
});
export type Draft = z.infer<typeof Draft>;

/** What a checklist's answers say already: the ground, who decided, that it was saved, and whether the writer was told. */
export function prefilled(answers: Answers): Draft['fields'] {
  const of = (id: string) => answers.get(id);
  const manners = of('M03');
  const ground = of('M02') ?? (manners === 'other' ? 'improper' : manners);
  return {
    thing: 'comment',
    ...(typeof ground === 'string' ? { ground } : {}),
    ...(of('M04') === 'remove' ? { decided: 'editor' } : {}),
    ...(of('M05') === 'saved' ? { saved: 'yes' } : of('M05') === 'gone' ? { saved: 'no' } : {}),
    ...(of('M08') === 'yes' ? { notice: 'yes' } : of('M08') === 'harm' ? { notice: 'no' } : {}),
  };
}

/** What is wrong with a field, by locale key; `refused`: what somebody took for a ground, and is none. */
export type Written =
  | { ok: true; removal: Removal }
  | { ok: false; wrong: Partial<Record<FieldId, string>>; refused: NoGround | null };

/** Who looks at a text before it is kept: gives it without names and numbers. */
type Masked = (text: string) => string;
export type Around = { grounds: Grounds; now: Date; zone: string; mask: Masked };

/**
 * The removal that a draft holds, or everything that is wrong with it. Where the evidence lies is one line without names: a text that is longer, or that
 * would have to be masked, is refused, for a changed reference leads nowhere.
 */
export function written(draft: Draft, { grounds, now, zone, mask }: Around): Written {
  const wrong: Partial<Record<FieldId, string>> = {};
  const today = dayAt(now, zone);
  const say = (id: FieldId): string => draft.fields[id]?.trim() ?? '';
  const fault = (id: FieldId, key: string): undefined => {
    wrong[id] ??= key;
  };
  const oneOf = <T extends string>(id: FieldId, all: readonly T[]): T | undefined =>
    all.find((one) => one === say(id)) ?? fault(id, 'ask.error.required');
  const moment = (id: FieldId): string | undefined => {
    if (!say(id)) return fault(id, 'ask.error.required');
    const at = momentIn(say(id), today, zone);
    if (!at) return fault(id, 'log.error.time');
    return Date.parse(at) > now.getTime() ? fault(id, 'log.error.future') : at;
  };
  /** A reference: short, on one line, and nobody's name or number in it. */
  const line = (id: FieldId, max: number): string | undefined => {
    const text = say(id);
    if (!text) return fault(id, 'ask.error.required');
    if (/\n/.test(text) || text.length > max) return fault(id, 'log.error.content');
    return mask(text) === text ? text : fault(id, 'log.error.names');
  };

  const name = say('account') ? say('account').slice(0, MAX_NAME) : fault('account', 'ask.error.required');
  if (say('told_on') && !/^\d{4}-\d{2}-\d{2}$/.test(say('told_on'))) fault('told_on', 'log.error.time');
  const thing = oneOf('thing', THINGS);
  const removedAt = moment('removed');
  const foundAt = say('found') ? moment('found') : removedAt;
  if (foundAt && removedAt && foundAt > removedAt) fault('found', 'log.error.order');
  const refused =
    grounds.none.find((g) => g.id === say('ground') || g.aka.includes(say('ground').toLowerCase())) ?? null;
  const ground = grounds.grounds.find((g) => g.id === say('ground'));
  if (refused) wrong.ground = 'log.refused';
  else if (!ground) fault('ground', 'ask.error.required');
  const decidedBy = oneOf('decided', DECIDERS);
  if (ground?.decides === 'editor' && decidedBy === 'unit') fault('decided', 'log.error.editor');

  const saved = oneOf('saved', ['yes', 'no']);
  if (ground && !ground.saves && saved === 'yes') fault('saved', 'log.error.never_save');
  const place = line('evidence', MAX_PLACE);
  const sha256 = say('sha256').toLowerCase().replace(/\s/g, '');
  if (sha256 && !/^[0-9a-f]{64}$/.test(sha256)) fault('sha256', 'log.error.sha256');
  const notice = oneOf('notice', ['yes', 'no']);
  const told = line('told', MAX_PLACE);
  const why = draft.corrects > 0 ? line('why', MAX_PLACE) : '';

  if (Object.keys(wrong).length > 0) return { ok: false, wrong, refused };
  const removal = Removal.safeParse({
    id: draft.id,
    version: draft.corrects + 1,
    account: { id: draft.account, name },
    platform: say('platform').slice(0, 60),
    thing,
    foundAt,
    removedAt,
    ground: ground?.id,
    decidedBy,
    evidence: saved === 'yes' ? { reference: place, sha256: sha256 || null } : { none: place },
    notice: notice === 'yes' ? { how: told, on: say('told_on') || today } : { none: told },
    note: mask(say('note')).slice(0, MAX_NOTE),
    country: draft.country,
    recordedAt: now.toISOString(),
    why,
  });
  // Every field was looked at above: what is left is a fault of ours.
  if (!removal.success) throw new Error(`a removal that can’t be written: ${removal.error.issues[0]?.path.join('.')}`);
  return { ok: true, removal: removal.data };
}

/** The form filled with what the log has, for a correction. */
export function draftOf(removal: Removal, zone: string): Draft {
  const { evidence, notice } = removal;
  const clock = (iso: string) => wallClock(new Date(iso), zone);
  return {
    id: removal.id,
    corrects: removal.version,
    account: removal.account.id,
    country: removal.country,
    session: null,
    fields: {
      account: removal.account.name,
      platform: removal.platform,
      thing: removal.thing,
      found: clock(removal.foundAt),
      removed: clock(removal.removedAt),
      ground: removal.ground,
      decided: removal.decidedBy,
      saved: 'none' in evidence ? 'no' : 'yes',
      evidence: 'none' in evidence ? evidence.none : evidence.reference,
      ...('none' in evidence || evidence.sha256 === null ? {} : { sha256: evidence.sha256 }),
      notice: 'none' in notice ? 'no' : 'yes',
      told: 'none' in notice ? notice.none : notice.how,
      ...('none' in notice ? {} : { told_on: notice.on }),
      note: removal.note,
    },
  };
}
