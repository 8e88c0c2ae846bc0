import { describe, expect, test } from 'vitest';
import { Account } from '../../src/core/accounts/account.ts';
import { type AccountDeed, awaitedSigners, moveAccount } from '../../src/core/accounts/life.ts';
import type { Actor } from '../../src/core/assessment/roles.ts';
import {
  active,
  agreed,
  COMMUNICATIONS,
  LIBRARY,
  lived,
  MANAGER,
  PROPOSER,
  proposed,
  SIGNED_IN,
} from '../support/accounts.ts';
import { as, at, NESODDEN } from '../support/assessment.ts';

const move = (account: Account, deed: AccountDeed, by: Actor, why = 'Det er avtalt.', setting = SIGNED_IN) =>
  moveAccount(account, { deed, by, at: at(30), why }, setting);
const refusal = (...given: Parameters<typeof move>) => {
  const moved = move(...given);
  return moved.ok ? 'done' : moved.refusal.code;
};

describe('the life of an account', () => {
  test('it is proposed, agreed by two, active, closing and archived, and its history says who, when and why', () => {
    const account = lived(
      active(),
      [{ do: 'close' }, MANAGER, 'Ingen svarer der lenger.'],
      [{ do: 'archive', on: '2026-11-01', reference: 'Arkiv 26/114' }, COMMUNICATIONS],
    );
    expect(account.history.map((s) => [s.do, s.to])).toEqual([
      ['propose', 'proposed'],
      ['agree', 'proposed'],
      ['agree', 'agreed'],
      ['activate', 'active'],
      ['close', 'closing'],
      ['archive', 'archived'],
    ]);
    expect(account.history[4]).toMatchObject({ by: MANAGER, at: at(4), why: 'Ingen svarer der lenger.' });
    expect(Account.safeParse(account).success).toBe(true);
  });

  test('the manager’s word alone is half of it, in whichever order the two come', () => {
    const half = lived(proposed(), [{ do: 'agree' }, COMMUNICATIONS]);
    expect(half.state).toBe('proposed');
    expect(awaitedSigners(half)).toEqual(['unit']);
    expect(lived(half, [{ do: 'agree' }, MANAGER]).state).toBe('agreed');
    expect(refusal(half, { do: 'agree' }, COMMUNICATIONS)).toBe('already');
  });

  test('nobody speaks for a role that the municipality has given to others', () => {
    expect(refusal(proposed(), { do: 'agree' }, as('unit', 'librarian'))).toBe('wrong_role');
    expect(refusal(proposed(), { do: 'agree' }, PROPOSER)).toBe('wrong_role');
    expect(refusal(proposed(), { do: 'agree' }, { kind: 'bot' })).toBe('bot');
    const open = { ...SIGNED_IN, openSeats: true };
    expect(refusal(proposed(), { do: 'agree' }, as('unit', 'librarian'), '', open)).toBe('wrong_role');
  });

  test('one person gives both words only where the municipality has given them both roles', () => {
    const { unit, editor } = NESODDEN.roles;
    const both = { ...NESODDEN, roles: { ...NESODDEN.roles, editor: { ...editor, people: ['unit-lead'] } } };
    const half = lived(proposed(), [{ do: 'agree' }, MANAGER]);
    const again = as('editor', 'unit-lead');
    expect(refusal(half, { do: 'agree' }, again, '', { municipality: both, openSeats: false })).toBe('done');
    // Where nobody has been named, whoever says so sits there: once.
    const nobody = {
      ...NESODDEN,
      roles: { ...NESODDEN.roles, unit: { ...unit, people: [], deputies: [] }, editor: { ...editor, people: [] } },
    };
    expect(refusal(half, { do: 'agree' }, again, '', { municipality: nobody, openSeats: true })).toBe('not_both');
    expect(refusal(half, { do: 'agree' }, as('editor', 'x'), '', { municipality: nobody, openSeats: true })).toBe(
      'done',
    );
    expect(refusal(half, { do: 'agree' }, as('editor', 'x'), '', { municipality: nobody, openSeats: false })).toBe(
      'wrong_role',
    );
  });

  test('a deputy’s word counts, and the history says that it was a deputy’s', () => {
    const half = lived(proposed(), [{ do: 'agree' }, as('unit', 'unit-deputy')]);
    expect(half.history.at(-1)?.deputy).toBe(true);
  });

  test('without a substitute, an audience or an administrator nobody can agree; with the comments closed it needs no substitute', () => {
    const bare = proposed({ substitute: null, audience: '', administrators: [] });
    const moved = move(bare, { do: 'agree' }, MANAGER);
    expect(moved.ok ? [] : moved.refusal).toEqual({
      code: 'incomplete',
      fields: ['audience', 'substitute', 'administrators'],
    });
    expect(refusal(proposed({ substitute: null, comments: 'closed' }), { do: 'agree' }, MANAGER)).toBe('done');
  });

  test('a proposal that was changed needs both words again, and the history names the fields', () => {
    const half = lived(proposed(), [{ do: 'agree' }, MANAGER]);
    const changed = lived(half, [{ do: 'change', to: { purpose: 'Noe annet.' } }, PROPOSER]);
    expect(awaitedSigners(changed)).toEqual(['unit', 'editor']);
    expect(changed.history.at(-1)?.changed).toEqual(['purpose']);
    expect(refusal(changed, { do: 'change', to: { purpose: 'Noe annet.' } }, PROPOSER)).toBe('nothing_new');
  });

  test('who looks after an account may change it, others may not', () => {
    const change = { do: 'change', to: { audience: 'Alle' } } as const;
    expect(refusal(active(), change, as('author', 'somebody'))).toBe('not_theirs');
    expect(refusal(active({ substitute: { ...LIBRARY.owner, person: 'sub' } }), change, as('author', 'sub'))).toBe(
      'done',
    );
    expect(refusal(active(), change, COMMUNICATIONS)).toBe('done');
  });

  test('asking back and declining need a reason; what was declined can be proposed anew', () => {
    expect(refusal(proposed(), { do: 'ask_back' }, MANAGER, ' ')).toBe('no_reason');
    const declined = lived(proposed(), [{ do: 'decline' }, MANAGER, 'Bruk hovedkontoen.']);
    expect(refusal(declined, { do: 'agree' }, MANAGER)).toBe('wrong_state');
    expect(lived(declined, [{ do: 'propose' }, PROPOSER]).state).toBe('proposed');
  });

  test('no account is archived without the last snapshot, and none that is yet to be taken', () => {
    const closing = lived(active(), [{ do: 'close' }, COMMUNICATIONS]);
    expect(refusal(closing, { do: 'archive', on: '2026-11-01', reference: ' ' }, COMMUNICATIONS)).toBe('no_snapshot');
    expect(refusal(closing, { do: 'archive', on: '2026-12-01', reference: 'x' }, COMMUNICATIONS)).toBe('future');
    expect(refusal(active(), { do: 'archive', on: '2026-11-01', reference: 'x' }, COMMUNICATIONS)).toBe('wrong_state');
  });

  test('an account that was to close and is kept is what it was before', () => {
    const keep: [AccountDeed, Actor] = [{ do: 'keep' }, MANAGER];
    expect(lived(agreed(), [{ do: 'close' }, MANAGER], keep).state).toBe('agreed');
    expect(lived(active(), [{ do: 'close' }, MANAGER], keep).state).toBe('active');
  });

  test('when it was last seen in use goes forward only', () => {
    const seen = lived(active(), [{ do: 'seen', on: '2026-11-01' }, { kind: 'bot' }]);
    expect(seen.lastActivity).toBe('2026-11-01');
    expect(refusal(seen, { do: 'seen', on: '2026-10-01' }, { kind: 'bot' })).toBe('nothing_new');
    expect(refusal(seen, { do: 'seen', on: '2027-10-01' }, { kind: 'bot' })).toBe('future');
  });
});
