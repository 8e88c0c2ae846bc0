import type { Account, AccountFacts } from '../../src/core/accounts/account.ts';
import { type AccountDeed, type AccountSetting, moveAccount, propose } from '../../src/core/accounts/life.ts';
import type { Actor } from '../../src/core/assessment/roles.ts';
import { as, at, NESODDEN } from './assessment.ts';

/** Accounts as a municipality would register them. */

const holder = (title: string, person: string | null = null) => ({
  title,
  contact: 'bibliotek@fjordvik.kommune.no',
  person,
  until: null,
});

/** A library's page, with everything that has to be there before anybody agrees. */
export const LIBRARY: AccountFacts = {
  address: 'https://facebook.com/fjordvikbibliotek',
  platform: 'facebook',
  name: 'Fjordvik bibliotek',
  main: false,
  purpose: 'Fortelle om arrangementer og nye bøker.',
  audience: 'Innbyggere som bruker biblioteket',
  unit: 'Biblioteket',
  country: 'NO',
  owner: holder('Biblioteksjef', 'librarian'),
  substitute: holder('Bibliotekar', 'second'),
  administrators: [holder('Biblioteksjef', 'librarian')],
  otherAccess: [],
  comments: 'open',
  archiveRoutine: 'Innlegg og svar eksporteres hvert kvartal.',
  recordsPlan: 'Del 4.2',
  snapshotMonths: 12,
  assessment: null,
};

export const PROPOSER: Actor = as('author', 'librarian');
/** Nobody signs for a role that the municipality has not given them. */
export const SIGNED_IN: AccountSetting = { municipality: NESODDEN, openSeats: false };

export function proposed(facts: Partial<AccountFacts> = {}, id = 'acc1'): Account {
  return propose({ ...LIBRARY, ...facts }, { id, by: PROPOSER, at: at(0), tell: null });
}

/** The account after some steps; a step that is refused fails the test. */
export function lived(account: Account, ...steps: [AccountDeed, Actor, string?][]): Account {
  return steps.reduce((now, [deed, by, why = 'Det er avtalt.']) => {
    const moved = moveAccount(now, { deed, by, at: at(now.version), why }, SIGNED_IN);
    if (!moved.ok) throw new Error(`${deed.do}: ${moved.refusal.code}`);
    return moved.account;
  }, account);
}

export const MANAGER = as('unit', 'unit-lead');
export const COMMUNICATIONS = as('editor', 'editor');
export const agreed = (facts: Partial<AccountFacts> = {}, id = 'acc1') =>
  lived(proposed(facts, id), [{ do: 'agree' }, MANAGER], [{ do: 'agree' }, COMMUNICATIONS]);
export const active = (facts: Partial<AccountFacts> = {}, id = 'acc1') =>
  lived(agreed(facts, id), [{ do: 'activate' }, PROPOSER]);
