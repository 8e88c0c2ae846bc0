import { type Addition, added } from '../core/assessment/additions.ts';
import type { Assessment } from '../core/assessment/document.ts';
import type { FieldFault, Made } from '../core/assessment/field.ts';
import type { Refusal } from '../core/assessment/refusals.ts';
import { type Actor, type Municipality, type Role, seatOf } from '../core/assessment/roles.ts';
import { type Action, type Move, move, type Setting } from '../core/assessment/states.ts';
import {
  authorOf,
  type Changed,
  current,
  type Dossier,
  revise,
  revised,
  type Standing,
  take,
} from '../core/assessment/versions.ts';
import type { Country, Lang } from '../core/language.ts';
import type { Definition } from '../core/screening/definition.ts';
import type { Clock, Mask } from './ports.ts';
import { type Edited, lastChange, put, type Seen, type Sent } from './put-field.ts';
import type { Assessments } from './screening-ports.ts';

export type { Clash, Edited, Sent } from './put-field.ts';

/** Whoever writes: a person in a role. varsam writes and signs nothing here. */
export type Writer = Extract<Actor, { kind: 'person' }>;

export type WriteDeps = {
  assessments: Assessments;
  definitions: readonly Definition[];
  mask: Mask;
  clock: Clock;
  municipality: (country: Country, lang: Lang) => Municipality;
  /** Nobody signs in here: whoever says so sits in a role that the municipality has given to nobody. */
  openSeats: boolean;
};

type Where = { tenant: string; id: string; by: Writer };
export type Refused = { kind: 'refused'; dossier: Dossier; refusal: Refusal };
export type EditRefused = { kind: 'refused'; standing: Standing; refusal: Refusal };
type Gone = { kind: 'gone' };

/** Others may be faster a few times in a row; nobody is that fast for ever. */
const TRIES = 12;

/**
 * Stores what somebody wrote as a new version. Only fields that differ from what the sender was shown count as written. What others changed in other
 * fields stays; where they changed the same one, nothing is overwritten: the clash comes back with both texts. The same again is no new version.
 */
export async function editAssessment(
  { tenant, id, by, fields }: Where & { fields: readonly Sent[] },
  deps: WriteDeps,
): Promise<Edited | EditRefused | Gone> {
  const { assessments } = deps;
  const bases = [1, ...fields.map((f) => f.base)];
  const done = await repeatedly<Edited | EditRefused, Seen>(
    assessments,
    tenant,
    () => assessments.standing(tenant, id, bases),
    (seen) => {
      const { last, authors } = seen;
      const made: Made = { role: by.role, at: deps.clock.now().toISOString() };
      const edited: Edited = {
        ...nothing,
        standing: { last, authors },
        saved: [],
        clashes: [],
        faults: [],
        masked: [],
        elsewhere: [],
      };
      const document = fields.reduce((d, sent) => put(d, sent, { seen, made, mask: deps.mask, edited }), last.document);
      if (edited.saved.length === 0) return { result: edited };
      const next = revised(seen, document, definitionOf(last.document, deps), { by, at: made.at });
      if (!next.ok) return { result: { kind: 'refused', standing: edited.standing, refusal: next.refusal } };
      const { version } = next;
      const standing = { last: version, authors: [...new Set([...authors, ...authorOf(version)])] };
      return { result: { ...edited, standing }, version };
    },
  );
  if (done.kind !== 'edited' || done.clashes.length === 0) return done;
  // Who was faster is looked for in the whole history, and only now.
  const dossier = await assessments.dossier(tenant, id);
  if (!dossier) return { kind: 'gone' };
  const clashes = done.clashes.map((c) => ({ ...c, ...lastChange(dossier.versions.slice(0, c.version), c.path) }));
  return { ...done, clashes };
}
const nothing = { kind: 'edited' } as const;

export type Added =
  | { kind: 'added'; dossier: Dossier; id: string }
  | { kind: 'fault'; dossier: Dossier; fault: FieldFault };

/** Adds a risk of one's own, a measure, or an effect of a measure on a risk. */
export async function addToAssessment(
  { tenant, id, by, addition }: Where & { addition: Addition },
  deps: WriteDeps,
): Promise<Added | Refused | Gone> {
  const clean = masked(addition, deps.mask);
  return repeatedly<Added | Refused, Dossier>(
    deps.assessments,
    tenant,
    () => deps.assessments.dossier(tenant, id),
    (dossier) => {
      const before = current(dossier);
      const made = added(before, clean);
      if (typeof made === 'string') return { result: { kind: 'fault', dossier, fault: made } };
      if (made.document === before) return { result: { kind: 'added', dossier, id: made.id } };
      const at = deps.clock.now().toISOString();
      const changed = revise(dossier, made.document, definitionOf(current(dossier), deps), { by, at });
      return stored(dossier, changed, (after) => ({ kind: 'added', dossier: after, id: made.id }));
    },
  );
}

function masked(addition: Addition, mask: Mask): Addition {
  const clean = (text: string) => mask(text.replace(/\r\n?/g, '\n').trim()).text;
  switch (addition.add) {
    case 'risk': {
      const { name, cause, consequence } = addition;
      return { ...addition, name: clean(name), cause: clean(cause), consequence: clean(consequence) };
    }
    case 'measure':
      return { ...addition, text: clean(addition.text) };
    case 'effect':
      return addition;
  }
}

export type Moved = { kind: 'moved'; dossier: Dossier } | { kind: 'newer'; dossier: Dossier };

/** Takes a step of the sign-off. `seen` is the version that whoever signs has read: nobody signs what they have not seen. */
export async function moveAssessment(
  { tenant, id, by, seen, action, why }: Where & { seen: number; action: Action; why: string },
  deps: WriteDeps,
): Promise<Moved | Refused | Gone> {
  const clean = (text: string) => deps.mask(text.replace(/\r\n?/g, '\n').trim()).text;
  return repeatedly<Moved | Refused, Dossier>(
    deps.assessments,
    tenant,
    () => deps.assessments.dossier(tenant, id),
    (dossier) => {
      if (dossier.versions.length !== seen) return { result: { kind: 'newer', dossier } };
      const step: Move = { action: cleaned(action, clean), by, at: deps.clock.now().toISOString(), why: clean(why) };
      const changed = take(dossier, step, settingOf(current(dossier), by, deps));
      return stored(dossier, changed, (after) => ({ kind: 'moved', dossier: after }));
    },
  );
}

function cleaned(action: Action, clean: (text: string) => string): Action {
  if (action.do === 'advise') {
    const comments = Object.entries(action.comments).map(([risk, text]) => [risk, clean(text)]);
    return { ...action, text: clean(action.text), comments: Object.fromEntries(comments) };
  }
  if (action.do !== 'decide') return action;
  return { ...action, conditions: clean(action.conditions ?? ''), whyNot: clean(action.whyNot ?? '') };
}

const TRIED: readonly Action[] = [
  { do: 'submit' },
  { do: 'pass' },
  { do: 'advise', text: '-', comments: {} },
  { do: 'decide', outcome: 'stop', followsAdvice: true },
  { do: 'activate' },
  { do: 'flag' },
  { do: 'reopen' },
  { do: 'return' },
  { do: 'close' },
];
/** What is somebody else's to do, or nobody's now; the other refusals can be mended by the one who asks. */
const NOT_THEIRS: readonly Refusal['code'][] = ['wrong_state', 'wrong_role', 'bot', 'dpo_advises'];

export type Possible = { do: Action['do']; refusal: Refusal | null };

/** The steps that are this person's to take now, each with what still stands in its way, where that is known before they write. */
export function movesFor({ last: { document }, authors }: Standing, by: Writer, deps: WriteDeps): Possible[] {
  const setting = { ...settingOf(document, by, deps), authors };
  const at = deps.clock.now().toISOString();
  return TRIED.flatMap((tried): Possible[] => {
    const comments = Object.fromEntries(document.risks.map((r) => [r.id, '-']));
    const action = tried.do === 'advise' ? { ...tried, comments } : tried;
    const moved = move(document, { action, by, at, why: '-' }, setting);
    if (moved.ok) return [{ do: tried.do, refusal: null }];
    return NOT_THEIRS.includes(moved.refusal.code) ? [] : [{ do: tried.do, refusal: moved.refusal }];
  });
}

function settingOf(document: Assessment, by: Writer, deps: WriteDeps): Omit<Setting, 'authors'> {
  const { country, lang } = document;
  const municipality = deps.municipality(country, lang);
  return {
    definition: definitionOf(document, deps),
    municipality: deps.openSeats ? seated(municipality, by) : municipality,
  };
}

/** The municipality with this person in the role they say they have, where nobody has been named for it. */
function seated(municipality: Municipality, { person, role }: { person: string; role: Role }): Municipality {
  const seats = municipality.roles[role];
  if (seatOf(municipality, person, role) || (seats && seats.people.length + seats.deputies.length > 0))
    return municipality;
  return { ...municipality, roles: { ...municipality.roles, [role]: { deputies: [], ...seats, people: [person] } } };
}

function definitionOf({ screening }: Assessment, { definitions }: WriteDeps): Definition {
  const id = screening.definition;
  const definition = definitions.find((d) => d.id === id);
  if (!definition) throw new RangeError(`the screening ${id} is not in the knowledge`);
  return definition;
}

type Attempt<R> = { result: R; version?: Dossier['versions'][number] };

function stored<R>(before: Dossier, changed: Changed, then: (after: Dossier) => R): Attempt<R | Refused> {
  if (!changed.ok) return { result: { kind: 'refused', dossier: before, refusal: changed.refusal } };
  const version = changed.dossier.versions.at(-1);
  return { result: then(changed.dossier), ...(version ? { version } : {}) };
}

/** Reads, works out, and adds the version; where somebody else was faster, once more from theirs. */
async function repeatedly<R, S>(
  assessments: Assessments,
  tenant: string,
  read: () => Promise<S | undefined>,
  work: (seen: S) => Attempt<R>,
): Promise<R | Gone> {
  for (let i = 0; i < TRIES; i++) {
    const seen = await read();
    if (!seen) return { kind: 'gone' };
    const { result, version } = work(seen);
    if (!version || (await assessments.append(tenant, version))) return result;
  }
  throw new Error('the assessment was changed too often to be saved');
}
