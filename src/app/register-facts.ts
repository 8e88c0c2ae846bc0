import type { Account, AccountState } from '../core/accounts/account.ts';
import { shownAddress } from '../core/accounts/address.ts';
import { platformName } from '../core/accounts/words.ts';
import type { Card } from '../core/card.ts';
import { chooseAccountCard } from '../core/cards/account-cards.ts';
import { t } from '../core/cards/view.ts';
import type { Definition } from '../core/screening/definition.ts';
import { fromAccount, proposeFromAccount } from '../core/screening/from-account.ts';
import type { Session } from '../core/screening/session.ts';
import { factsFor } from './accounts.ts';
import type { StoredSession } from './screening-ports.ts';
import type { Talk } from './talk.ts';

/** What the register of accounts gives to a screening. The photo check's channel is an account; a DPIA screening may be about one. */

/** States in which a post may be for an account: it is official, or says goodbye. A proposed one is found too, and stops the post. */
const POSTED: readonly AccountState[] = ['agreed', 'active', 'closing'];

/**
 * The account that a screening begins with: the one named; for a photo check the only one that the place posts to; for a DPIA screening the one that the
 * plan names, or without a plan that of the place.
 */
export async function accountToBegin(
  talk: Talk,
  definition: Definition,
  { account, text, plan }: { account?: string; text?: string; plan?: string },
): Promise<Account | undefined> {
  const { deps, from } = talk;
  if (definition.id !== 'photo-check' && definition.id !== 'dpia') return undefined;
  if (account !== undefined) return deps.accounts.account(from.tenant, account);
  const words = plan ?? (definition.id === 'dpia' ? text : undefined);
  if (words?.trim()) {
    const said = words.toLowerCase();
    const all = await deps.accounts.list(from.tenant);
    const named = all.filter(
      (a) =>
        a.state !== 'archived' &&
        (said.includes(a.name.toLowerCase()) || said.includes(shownAddress(a.address).toLowerCase())),
    );
    return named.length === 1 ? named[0] : undefined;
  }
  const linked = await linkedAccounts(talk);
  return linked.length === 1 ? linked[0] : undefined;
}

/** Accounts that the place posts to and that have not ended, the one said last first. */
async function linkedAccounts({ deps, from }: Talk): Promise<Account[]> {
  const ids = await deps.accounts.linked(from.tenant, from.place);
  const found = await Promise.all(ids.map((id) => deps.accounts.account(from.tenant, id)));
  return found.filter((a) => a !== undefined && a.state !== 'archived' && a.state !== 'declined') as Account[];
}

/** A new session with what the register says of its account. */
export async function withAccount(
  talk: Talk,
  definition: Definition,
  session: Session,
  account: Account,
): Promise<Session> {
  const { deps, from } = talk;
  if (definition.id === 'dpia') return proposeFromAccount(definition, session, account, await planOf(talk, account));
  return fromAccount(definition, session, account, await factsFor(from.tenant, account, deps));
}

/** The session with the register as it is now: an assessment may have lapsed since it began. */
export async function refreshed(talk: Talk, definition: Definition, session: Session): Promise<Session> {
  const { deps, from } = talk;
  if (definition.id !== 'photo-check' || !session.account) return session;
  const account = await deps.accounts.account(from.tenant, session.account);
  return account ? withAccount(talk, definition, session, account) : session;
}

/** What a DPIA screening can take from the register; everything of it is shown first, and can be changed. */
async function planOf(talk: Talk, account: Account): Promise<{ question: string; value: string }[]> {
  const { view, deps, from } = talk;
  const facts = await factsFor(from.tenant, account, deps);
  const value = (question: string) => facts.find((f) => f.question === question)?.value;
  const words = { locales: view.knowledge.locales, lang: view.lang };
  const plan = t(view, account.audience ? 'account.plan.for' : 'account.plan', {
    name: account.name,
    platform: platformName(words, account.platform),
    unit: account.unit,
    purpose: account.purpose.replace(/(?<![.\s])[.\s]+$/, ''),
    audience: account.audience.replace(/(?<![.\s])[.\s]+$/, ''),
  });
  const settled = ['P19', 'P22'].every((q) => value(q) === 'yes' || value(q) === 'closed');
  return [
    { question: 'D01', value: plan.slice(0, 2000) },
    // An account always has visitors and followers.
    { question: 'D02', value: 'yes' },
    { question: 'D05', value: value('P17') === 'yes' ? 'yes' : 'no' },
    { question: 'new_account', value: account.state === 'active' || account.state === 'closing' ? 'no' : 'yes' },
    // Preparedness is in no register: only what is missing for certain is said.
    ...(settled ? [] : [{ question: 'D22', value: 'no' }]),
  ];
}

/** Whether a photo check waits to be told which account it is for, and the card that asks. */
export async function accountChoice(
  talk: Talk,
  definition: Definition,
  stored: StoredSession,
  asked = false,
): Promise<Card | undefined> {
  if (definition.id !== 'photo-check') return undefined;
  if (!asked && stored.session.account !== undefined) return undefined;
  const { deps, from, view } = talk;
  const linked = await linkedAccounts(talk);
  // What was said by hand of this place once is not asked again.
  if (!asked && linked.length === 0 && (await deps.facts.get(from.tenant, from.place)).size > 0) return undefined;
  const all = (await deps.accounts.list(from.tenant, POSTED)).filter((a) => a.country === stored.session.country);
  const choice = [...linked, ...all.filter((a) => !linked.some((l) => l.id === a.id))];
  if (choice.length === 0 && !asked) return undefined;
  return chooseAccountCard(view, { id: stored.id }, choice, definition.title[view.lang]);
}
