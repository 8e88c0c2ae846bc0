import { invalidCard } from '../core/cards/answer-card.ts';
import { defaultLang } from '../core/language.ts';
import type { Incoming, Outgoing } from '../core/message.ts';
import type { ConverseDeps } from './talk.ts';

/** How much somebody, and everybody in a municipality together, may send in a minute. */
export interface Pace {
  /** Counts one more. @returns whole seconds to wait, 0 where it may go on */
  over(tenant: string, user: string, kind: Incoming['kind']): Promise<number>;
}

/** Before the one door: what is too much is not looked at, and said. In a chat the words still stand there; the web gives them back. */
export async function tooOften(
  incoming: Incoming,
  pace: Pace,
  { knowledge }: Pick<ConverseDeps, 'knowledge'>,
): Promise<Outgoing[] | undefined> {
  const { tenant, user, kind, lang, country } = incoming;
  const n = await pace.over(tenant, user, kind);
  if (n === 0) return undefined;
  const problem = { key: 'too_often', values: { n }, fault: false };
  const view = { lang: lang ?? defaultLang(country), country, knowledge };
  return [{ card: invalidCard(view, 'too_often', problem.values), replaces: false, problem }];
}
