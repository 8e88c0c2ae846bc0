import type { Account } from './account.ts';

/**
 * Fields without which nobody can agree: a substitute while others can write there (osteraker:92-94; norberg:121), for whom it is (osteraker:60-64), and an
 * administrator (osteraker:98). What is settled later, such as the archive routine, holds nothing up here: the photo check says so.
 */
export function lacking(account: Pick<Account, 'substitute' | 'audience' | 'administrators' | 'comments'>): string[] {
  return [
    ...(account.audience ? [] : ['audience']),
    ...(account.substitute === null && account.comments === 'open' ? ['substitute'] : []),
    ...(account.administrators.length > 0 ? [] : ['administrators']),
  ];
}
