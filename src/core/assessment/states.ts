import type { Definition } from '../screening/definition.ts';
import type { Assessment, Decision, State, Step } from './document.ts';
import type { Refusal } from './refusals.ts';
import { carrying, factsOf, HIGH, steepDrops } from './risk.ts';
import { type Actor, type Municipality, REVIEW_STATES, type ReviewState, type Role, seatOf } from './roles.ts';
import { blockingAnswers, missing, settled } from './settle.ts';

/** What somebody does with an assessment. Every one of them is written down with who, when and why. */
export type Action =
  | { do: 'submit' }
  | { do: 'pass' }
  | { do: 'return' }
  | { do: 'advise'; text: string; comments: Record<string, string> }
  | { do: 'decide'; outcome: Decision['outcome']; conditions?: string; followsAdvice: boolean; whyNot?: string }
  | { do: 'activate' }
  /** The review date has come, or something has changed. */
  | { do: 'flag' }
  /** A new round. */
  | { do: 'reopen' }
  | { do: 'close' };

export type Move = { action: Action; by: Actor; at: string; why: string };
export type Moved = { ok: true; document: Assessment } | { ok: false; refusal: Refusal };

/** Everything the rules of sign-off look at beside the document: the rules, the municipality, and who has written in it. */
export type Setting = { definition: Definition; municipality: Municipality; authors: readonly string[] };

/** Whose word each step needs before it is passed. Legal joins where secrecy or images are at stake. */
export function awaited(d: Assessment): Role[] {
  const state = d.state;
  if (state === 'unit' || state === 'editor') return [state];
  if (state === 'dpo_advice') return d.advice ? ['controller'] : ['dpo'];
  if (state !== 'security_archive') return [];
  const legal = ['secrecy', 'image'].some((f) => (d.texts.basis?.[f] ?? '').trim() !== '');
  return (legal ? (['security', 'archive', 'legal'] as const) : (['security', 'archive'] as const)).filter(
    (role) => !passedBy(d).includes(role),
  );
}

/** Roles that have passed the state the assessment is in, since it came there. */
function passedBy(d: Assessment): Role[] {
  const entered = d.steps.findLastIndex((s) => s.from !== s.to && s.to === d.state);
  return d.steps.slice(entered + 1).flatMap((s) => (s.action === 'pass' && s.by.kind === 'person' ? [s.by.role] : []));
}

const FROM: Record<Action['do'], readonly State[]> = {
  submit: ['draft'],
  pass: ['unit', 'editor', 'security_archive'],
  return: ['unit', 'editor', 'security_archive', 'dpo_advice'],
  advise: ['dpo_advice'],
  decide: ['dpo_advice'],
  activate: ['decided'],
  flag: ['active'],
  reopen: ['active', 'review_due', 'decided'],
  close: ['decided', 'active', 'review_due'],
};
const BY: Record<Action['do'], readonly Role[]> = {
  submit: ['author', 'unit'],
  pass: ['unit', 'editor', 'security', 'archive', 'legal'],
  return: ['unit', 'editor', 'security', 'archive', 'legal', 'dpo', 'controller'],
  advise: ['dpo'],
  decide: ['controller'],
  activate: ['unit', 'editor', 'controller'],
  flag: ['author', 'unit', 'editor', 'security', 'archive', 'legal', 'dpo', 'controller'],
  reopen: ['author', 'unit', 'editor', 'controller'],
  close: ['controller'],
};
/** Steps that are somebody's word on what another has written. */
const SIGNS: readonly Action['do'][] = ['pass', 'advise', 'decide'];

/** The one door through which an assessment changes state. What may not be is a value with a reason, never an exception. */
export function move(d: Assessment, { action, by, at, why }: Move, setting: Setting): Moved {
  const no = (refusal: Refusal): Moved => ({ ok: false, refusal });
  if (!FROM[action.do].includes(d.state)) return no({ code: 'wrong_state', state: d.state });
  if (by.kind === 'bot') {
    if (action.do !== 'flag') return no({ code: 'bot' });
    return done(d, 'review_due', { action: 'flag', by, deputy: false, at, why });
  }
  if (action.do === 'decide' && by.role === 'dpo') return no({ code: 'dpo_advises' });
  if (!BY[action.do].includes(by.role)) return no({ code: 'wrong_role', roles: [...BY[action.do]] });
  const seat = seatOf(setting.municipality, by.person, by.role);
  if (!seat) return no({ code: 'wrong_role', roles: [by.role] });
  if (SIGNS.includes(action.do) && setting.authors.includes(by.person)) return no({ code: 'not_own' });
  if (action.do !== 'submit' && !why.trim()) return no({ code: 'no_reason' });
  const step = { action: action.do, by, deputy: seat.deputy, at, why };
  switch (action.do) {
    case 'submit':
      return forward({ ...d, advice: null, decision: null }, 'draft', step, setting);
    case 'pass': {
      const waiting = awaited(d);
      if (!waiting.includes(by.role)) return no({ code: 'wrong_role', roles: waiting });
      if (waiting.length > 1) return done(d, d.state, step);
      return forward(d, d.state, step, setting);
    }
    case 'return':
      return done({ ...d, advice: null }, 'draft', step);
    case 'advise': {
      const uncommented = steepDrops(d).filter(({ risk }) => !action.comments[risk.id]?.trim());
      if (!action.text.trim()) return no({ code: 'no_reason' });
      if (uncommented.length > 0) return no({ code: 'drop', risks: uncommented.map(({ risk }) => risk.id) });
      const comments = Object.fromEntries(Object.entries(action.comments).filter(([, text]) => text.trim()));
      return done({ ...d, advice: { text: action.text.trim(), comments, role: by.role, at } }, 'dpo_advice', step);
    }
    case 'decide':
      return decide(d, action, step, setting);
    case 'activate':
      if (d.decision?.outcome !== 'proceed') return no({ code: 'stopped' });
      return done(d, 'active', step);
    case 'flag':
      return done(d, 'review_due', step);
    case 'reopen':
      return done({ ...d, advice: null, decision: null }, 'draft', step);
    case 'close':
      return done(d, 'closed', step);
  }
}

type Taken = Omit<Step, 'from' | 'to'>;

function done(d: Assessment, to: State, step: Taken): Moved {
  return { ok: true, document: { ...d, state: to, steps: [...d.steps, { ...step, from: d.state, to }] } };
}

/** On to the next step of the municipality's order. Before the DPO is asked everything has to be written and the risk table confirmed. */
function forward(d: Assessment, from: State, step: Taken, { definition, municipality }: Setting): Moved {
  const order: readonly ReviewState[] = municipality.order;
  const to = from === 'draft' ? order[0] : order[order.indexOf(from as ReviewState) + 1];
  if (!to || !REVIEW_STATES.includes(to)) return { ok: false, refusal: { code: 'wrong_state', state: from } };
  if (to !== 'dpo_advice') return done(d, to, step);
  const grown = settled(definition, d, true);
  const fields = missing(grown);
  if (fields.length > 0) return { ok: false, refusal: { code: 'incomplete', fields } };
  return done(grown, to, step);
}

/** The controller's decision. To stop is always possible; to go on needs everything the rules ask for. */
function decide(
  d: Assessment,
  action: Extract<Action, { do: 'decide' }>,
  step: Taken & { by: Extract<Actor, { kind: 'person' }> },
  { definition, municipality }: Setting,
): Moved {
  const no = (refusal: Refusal): Moved => ({ ok: false, refusal });
  if (!d.advice) return no({ code: 'no_advice' });
  if (!action.followsAdvice && !action.whyNot?.trim()) return no({ code: 'no_reason' });
  if (action.outcome === 'proceed') {
    const fields = missing(d);
    if (fields.length > 0) return no({ code: 'incomplete', fields });
    const blocks = blockingAnswers(definition, d);
    if (blocks.length > 0) return no({ code: 'blocked', answers: blocks });
    const planned = carrying(d);
    if (planned.length > 0) return no({ code: 'planned', measures: planned.map((m) => m.id) });
    const steep = steepDrops(d).filter(({ risk }) => !d.advice?.comments[risk.id]);
    if (steep.length > 0) return no({ code: 'drop', risks: steep.map(({ risk }) => risk.id) });
    if ((factsOf(d, { toAdvice: true }).max_residual ?? 0) >= HIGH && !d.consultation.trim())
      return no({ code: 'consultation' });
  }
  const decision: Decision = {
    outcome: action.outcome,
    reason: step.why.trim(),
    conditions: action.conditions?.trim() ?? '',
    followsAdvice: action.followsAdvice,
    whyNot: action.whyNot?.trim() ?? '',
    role: step.by.role,
    at: step.at,
  };
  const reviewDate = monthsAfter(step.at, municipality.reviewMonths[d.kind]);
  return done({ ...d, decision, reviewDate: action.outcome === 'proceed' ? reviewDate : null }, 'decided', step);
}

/** The same day so many months later, or the month's last day. `2026-08-31` and 6 → `2027-02-28`. */
export function monthsAfter(at: string, months: number): string {
  const day = new Date(at);
  const target = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + months, 1));
  const last = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate();
  target.setUTCDate(Math.min(day.getUTCDate(), last));
  return target.toISOString().slice(0, 10);
}
