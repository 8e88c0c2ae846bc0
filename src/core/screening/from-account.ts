import type { Value } from './condition.ts';
import { type Definition, inCountry, indexOf, optionOf } from './definition.ts';
import { fits } from './evaluate.ts';
import { type GivenAnswer, latest, reopen, type Session } from './session.ts';

/** An answer that the register of accounts gives, and why. */
export type RegisterFact = { question: string; value: Value; why: string; on: string | null };
type Of = { id: string; name: string };

/**
 * The session with what the register says of its account. A user may have answered more strictly (another type of content than the one assessed), and that
 * stands; what was answered more mildly gives way. The same again changes nothing.
 */
export function fromAccount(
  definition: Definition,
  session: Session,
  account: Of,
  facts: readonly RegisterFact[],
): Session {
  const { items } = indexOf(definition);
  const known = latest(session);
  const rank = (question: string, value: Value): number => {
    const option = optionOf(items.get(question), value);
    return option ? indexOf(definition).rank(inCountry(option.effect, session.country)) : -1;
  };
  const more = facts.flatMap(({ question, value, why, on }): GivenAnswer[] => {
    const item = items.get(question);
    if (!item || !fits(item, value)) return [];
    const given = known.get(question);
    // It is being asked: what comes of it is looked at then.
    if (given?.state === 'reopened' && session.account === account.id) return [];
    if (given?.by === 'user' && given.state === 'confirmed' && rank(question, given.value) > rank(question, value))
      return [];
    const from = { account: account.id, name: account.name, why, on };
    const same =
      given?.value === value && given.state === 'confirmed' && JSON.stringify(given.from) === JSON.stringify(from);
    return same ? [] : [{ question, value, by: 'channel', state: 'confirmed', from }];
  });
  if (more.length === 0 && session.account === account.id) return session;
  return { ...session, account: account.id, answers: [...session.answers, ...more] };
}

/** What is known of an account beside the facts of a channel, to be confirmed or changed: the plan in words, say. */
export function proposeFromAccount(
  definition: Definition,
  session: Session,
  account: Of,
  suggested: readonly { question: string; value: Value }[],
): Session {
  const { items } = indexOf(definition);
  const known = latest(session);
  const from = { account: account.id, name: account.name, why: 'register', on: null };
  const more = suggested.flatMap(({ question, value }): GivenAnswer[] => {
    const item = items.get(question);
    if (!item || !fits(item, value) || known.has(question)) return [];
    return [{ question, value, by: 'channel', state: 'proposed', from }];
  });
  return { ...session, account: account.id, answers: [...session.answers, ...more] };
}

/** It is about no account of the register: what came from one is asked by hand. */
export function withoutAccount(session: Session): Session {
  const from = [...latest(session).values()].flatMap((a) => (a.from ? [a.question] : []));
  return { ...reopen(session, from), account: null };
}
