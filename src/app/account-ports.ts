import type { Account, AccountState } from '../core/accounts/account.ts';

/** What the register of accounts needs of the world, beside `ports.ts`. */

/** Accounts with all their versions. Nothing is ever changed or taken away, versions are only added. */
export interface Accounts {
  /**
   * Adds a version, which must follow the last one. `newer`: there is one with that number already, somebody else was faster. `taken`: another account that
   * is not archived or declined has the same address.
   */
  append(tenant: string, account: Account): Promise<'added' | 'newer' | 'taken'>;
  account(tenant: string, id: string): Promise<Account | undefined>;
  /** Every version, the oldest first. */
  versions(tenant: string, id: string): Promise<Account[]>;
  /** The one that has an address (in its one spelling, see `normaliseAddress`) and is not archived or declined. */
  byAddress(tenant: string, address: string): Promise<Account | undefined>;
  /** As they are now, by name; of these states, or all. */
  list(tenant: string, states?: readonly AccountState[]): Promise<Account[]>;
  /** Says that a place (a room, a team, a browser) posts to an account; the same again makes it the one said last. */
  link(tenant: string, place: string, account: string, at: string): Promise<void>;
  unlink(tenant: string, place: string, account: string): Promise<void>;
  /** Ids of the accounts that a place posts to, the one said last first. */
  linked(tenant: string, place: string): Promise<string[]>;
  /** Tenants that have accounts. */
  tenants(): Promise<string[]>;
}
