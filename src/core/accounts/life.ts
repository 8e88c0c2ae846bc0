import { type Actor, type Municipality, seatOf } from '../assessment/roles.ts';
import { type Account, AccountFacts, type AccountState, type AccountStep, SIGNERS, type Signer } from './account.ts';
import { lacking } from './lacking.ts';

/** What somebody does with an account. */
export type AccountDeed =
  | { do: 'agree' | 'ask_back' | 'decline' | 'activate' | 'close' | 'keep' | 'review' }
  | { do: 'change'; to: Partial<AccountFacts> }
  /** Puts a proposal that was declined before them again, as it stands. */
  | { do: 'propose' }
  /** It was kept as a whole (norberg:162-166; osteraker:239-245): on this day, and where that lies. */
  | { do: 'snapshot'; on: string; reference: string }
  /** The last is the snapshot before it ends; without one it is not archived (norberg:165-166; osteraker:459). */
  | { do: 'archive'; on: string; reference: string }
  /** Somebody posted there on this day. */
  | { do: 'seen'; on: string };

export type AccountMove = { deed: AccountDeed; by: Actor; at: string; why: string };

/** Why a step is not taken; each has its words under `account.refused.<code>`. */
export type AccountRefusal =
  | { code: 'wrong_state'; state: AccountState }
  /** Only these may. */
  | { code: 'wrong_role'; roles: readonly Signer[] }
  | {
      code:
        | 'bot'
        /** One and the same person can't give both words, unless they hold both roles. */
        | 'not_both'
        | 'already'
        | 'no_reason'
        | 'not_theirs'
        | 'no_snapshot'
        | 'nothing_new'
        | 'future';
    }
  /** Fields that have to be there before anybody can agree. */
  | { code: 'incomplete'; fields: string[] };
export type AccountMoved = { ok: true; account: Account } | { ok: false; refusal: AccountRefusal };

/** `openSeats`: nobody signs in here, so whoever says so sits in a role that the municipality has given to nobody. */
export type AccountSetting = { municipality: Municipality; openSeats: boolean };

const FROM: Record<AccountDeed['do'], readonly AccountState[]> = {
  propose: ['declined'],
  agree: ['proposed'],
  ask_back: ['proposed'],
  decline: ['proposed'],
  change: ['proposed', 'agreed', 'active', 'closing', 'declined'],
  activate: ['agreed'],
  close: ['agreed', 'active'],
  keep: ['closing'],
  archive: ['closing'],
  snapshot: ['active', 'closing'],
  seen: ['agreed', 'active', 'closing'],
  review: ['agreed', 'active'],
};
/** Steps that the manager or the communications unit takes; the others are also for whoever proposed the account or looks after it. */
const SIGNED: readonly AccountDeed['do'][] = ['agree', 'ask_back', 'decline', 'close', 'keep', 'archive'];
const REASONED: readonly AccountDeed['do'][] = ['ask_back', 'decline', 'close', 'keep'];

/** The one door through which an account changes after it was proposed. What may not be is a value with a reason, never an exception. */
export function moveAccount(
  account: Account,
  { deed, by, at, why }: AccountMove,
  setting: AccountSetting,
): AccountMoved {
  const no = (refusal: AccountRefusal): AccountMoved => ({ ok: false, refusal });
  if (!FROM[deed.do].includes(account.state)) return no({ code: 'wrong_state', state: account.state });
  if (by.kind === 'bot') {
    if (deed.do !== 'seen') return no({ code: 'bot' });
  } else if (SIGNED.includes(deed.do)) {
    if (!isSigner(by.role)) return no({ code: 'wrong_role', roles: SIGNERS });
    if (!sits(setting, by.person, by.role)) return no({ code: 'wrong_role', roles: [by.role] });
  } else if (!looksAfter(account, by.person) && !(isSigner(by.role) && sits(setting, by.person, by.role)))
    return no({ code: 'not_theirs' });
  if (REASONED.includes(deed.do) && !why.trim()) return no({ code: 'no_reason' });
  const deputy = by.kind === 'person' && seatOf(setting.municipality, by.person, by.role)?.deputy === true;
  const step = { at, by, deputy, do: deed.do, why: why.trim(), changed: [] };
  switch (deed.do) {
    case 'agree':
      return by.kind === 'person' && isSigner(by.role)
        ? agree(account, step, by.person, by.role, setting)
        : no({ code: 'bot' });
    case 'ask_back':
      return done({ ...account, agreements: [] }, 'proposed', step);
    case 'decline':
      return done({ ...account, agreements: [] }, 'declined', step);
    case 'propose':
      return done({ ...account, agreements: [] }, 'proposed', step);
    case 'change':
      return change(account, deed.to, step);
    case 'activate':
      return done(account, 'active', step);
    case 'keep':
      return done(account, account.history.findLast((s) => s.do === 'close')?.from ?? 'active', step);
    case 'close':
      return done(account, 'closing', step);
    case 'snapshot':
    case 'archive': {
      const reference = deed.reference.trim();
      if (!reference) return no({ code: 'no_snapshot' });
      if (deed.on > at.slice(0, 10)) return no({ code: 'future' });
      const kept = { ...account, lastSnapshot: { at: deed.on, reference } };
      return done(kept, deed.do === 'archive' ? 'archived' : account.state, step);
    }
    case 'seen':
      if (deed.on > at.slice(0, 10)) return no({ code: 'future' });
      if (account.lastActivity !== null && deed.on <= account.lastActivity) return no({ code: 'nothing_new' });
      return done({ ...account, lastActivity: deed.on }, account.state, step);
    case 'review':
      return done({ ...account, reviewedAt: at.slice(0, 10) }, account.state, step);
  }
}

const isSigner = (role: string): role is Signer => SIGNERS.some((s) => s === role);

/** Whether somebody may speak for a role: the municipality has named them, or has named nobody and nobody signs in. */
function sits({ municipality, openSeats }: AccountSetting, person: string, role: Signer): boolean {
  if (seatOf(municipality, person, role)) return true;
  const { people, deputies } = municipality.roles[role];
  return openSeats && people.length + deputies.length === 0;
}

/** Whoever proposed an account, owns it or steps in. */
export function looksAfter({ history, owner, substitute }: Account, person: string): boolean {
  const first = history[0]?.by;
  return (first?.kind === 'person' && first.person === person) || [owner.person, substitute?.person].includes(person);
}

type Taken = Omit<AccountStep, 'from' | 'to'>;

function agree(account: Account, step: Taken, person: string, role: Signer, setting: AccountSetting): AccountMoved {
  const no = (refusal: AccountRefusal): AccountMoved => ({ ok: false, refusal });
  if (account.agreements.some((a) => a.role === role)) return no({ code: 'already' });
  const missing = lacking(account);
  if (missing.length > 0) return no({ code: 'incomplete', fields: missing });
  const holds = (r: Signer) => seatOf(setting.municipality, person, r) !== undefined;
  if (account.agreements.some((a) => a.person === person && !(holds(a.role) && holds(role))))
    return no({ code: 'not_both' });
  const agreements = [...account.agreements, { role, person, deputy: step.deputy, at: step.at }];
  const both = SIGNERS.every((s) => agreements.some((a) => a.role === s));
  return done({ ...account, agreements }, both ? 'agreed' : 'proposed', step);
}

/** What was agreed on is what was read: a changed proposal needs both words again. */
function change(account: Account, to: Partial<AccountFacts>, step: Taken): AccountMoved {
  const before = AccountFacts.strip().parse(account);
  const after = AccountFacts.parse({ ...before, ...to });
  const keys = AccountFacts.keyof().options;
  const changed = keys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
  if (changed.length === 0) return { ok: false, refusal: { code: 'nothing_new' } };
  // An assessment that is begun meanwhile changes nothing of what was read.
  const same = account.state !== 'proposed' || changed.every((key) => key === 'assessment');
  const agreements = same ? account.agreements : [];
  return done({ ...account, ...after, agreements }, account.state, { ...step, changed });
}

function done(account: Account, to: AccountState, step: Taken): AccountMoved {
  const history = [...account.history, { ...step, from: account.state, to }];
  return { ok: true, account: { ...account, state: to, version: account.version + 1, history } };
}

/** The first version of an account. Anybody may propose one. */
export function propose(
  facts: AccountFacts,
  { id, by, at, tell }: { id: string; by: Actor; at: string; tell: Account['tell'] },
): Account {
  const step = { at, by, deputy: false, do: 'propose', from: null, to: 'proposed', why: '', changed: [] } as const;
  return {
    ...AccountFacts.parse(facts),
    ...{ id, state: 'proposed', version: 1, agreements: [], tell },
    ...{ lastActivity: null, lastSnapshot: null, reviewedAt: null, history: [{ ...step, changed: [] }] },
  };
}

/** Whose word a proposal still waits for. */
export function awaitedSigners({ state, agreements }: Account): Signer[] {
  return state === 'proposed' ? SIGNERS.filter((s) => !agreements.some((a) => a.role === s)) : [];
}
