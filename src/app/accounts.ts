import type { Account, AccountFacts, Signer } from '../core/accounts/account.ts';
import { type ChannelFact, channelFacts } from '../core/accounts/channel-facts.ts';
import { type AccountForm, type FormField, type FormRead, readForm } from '../core/accounts/form.ts';
import {
  type AccountDeed,
  type AccountRefusal,
  type AccountSetting,
  awaitedSigners,
  moveAccount,
  propose,
} from '../core/accounts/life.ts';
import { withoutSecrets } from '../core/accounts/secret.ts';
import { type Actor, type Municipality, seatOf } from '../core/assessment/roles.ts';
import { current } from '../core/assessment/versions.ts';
import type { Country, Lang } from '../core/language.ts';
import type { Accounts } from './account-ports.ts';
import type { Clock, Ids, Log, Mask } from './ports.ts';
import type { Assessments } from './screening-ports.ts';

/** What somebody does with the register of accounts, from any channel, page or command. */

export type AccountDeps = {
  accounts: Accounts;
  assessments: Assessments;
  municipality: (country: Country, lang: Lang) => Municipality;
  mask: Mask;
  clock: Clock;
  ids: Ids;
  log: Log;
};

type Unread = Extract<FormRead, { ok: false }>;
export type Proposed =
  | { kind: 'proposed'; account: Account; masked: FormField[] }
  | ({ kind: 'faults' } & Unread)
  /** It is in the register already. */
  | { kind: 'taken'; account: Account };

type Proposal = { tenant: string; by: Actor; form: AccountForm; country: Country; tell: Account['tell'] };

/** What the form says, read, with whatever stands in the way; nothing is stored. */
export async function readProposal(
  { tenant, by, form, country }: Omit<Proposal, 'tell'>,
  deps: AccountDeps,
  before: Account | null = null,
): Promise<Exclude<Proposed, { kind: 'proposed' }> | { kind: 'read'; facts: AccountFacts; masked: FormField[] }> {
  const person = by.kind === 'person' ? by.person : null;
  const read = readForm(form, { country, mask: deps.mask, person, before });
  if (!read.ok) return { kind: 'faults', ...read };
  const other = await deps.accounts.byAddress(tenant, read.facts.address);
  if (other && other.id !== before?.id) return { kind: 'taken', account: other };
  return { kind: 'read', facts: read.facts, masked: read.masked };
}

/** Registers an account as proposed: the manager and the communications unit are yet to agree. */
export async function proposeAccount(proposal: Proposal, deps: AccountDeps): Promise<Proposed> {
  const { tenant, by, tell } = proposal;
  const read = await readProposal(proposal, deps);
  if (read.kind !== 'read') return read;
  const account = propose(read.facts, { id: deps.ids.next(), by, at: deps.clock.now().toISOString(), tell });
  const added = await deps.accounts.append(tenant, account);
  if (added !== 'added') {
    const other = await deps.accounts.byAddress(tenant, account.address);
    if (other) return { kind: 'taken', account: other };
    throw new Error('the account could not be added');
  }
  deps.log.info('account.proposed', { platform: account.platform, country: account.country });
  return { kind: 'proposed', account, masked: read.masked };
}

export type AccountStepped =
  | { kind: 'moved'; account: Account }
  | { kind: 'refused'; account: Account; refusal: AccountRefusal }
  /** Somebody else was faster than what the sender has seen: nothing is done, and this is what there is. */
  | { kind: 'newer'; account: Account }
  | { kind: 'taken'; account: Account }
  | { kind: 'gone' };

type Step = {
  tenant: string;
  id: string;
  by: Actor;
  deed: AccountDeed;
  why: string;
  /** The version that the sender was shown; left out where they name the account and not a card. */
  seen?: number;
  /** Whether somebody may speak for a role that nobody has been named for: see `AccountSetting`. */
  openSeats?: boolean;
};

/** Others may be faster a few times in a row; nobody is that fast for ever. */
const TRIES = 8;

/** Takes a step with an account. What is written is masked, and no password in it is kept. */
export async function stepAccount(step: Step, deps: AccountDeps): Promise<AccountStepped> {
  const { tenant, id, by, seen, openSeats = false } = step;
  const clean = (text: string) => deps.mask(withoutSecrets(text.replace(/\r\n?/g, '\n').trim())).text.slice(0, 1000);
  const deed =
    'reference' in step.deed ? { ...step.deed, reference: clean(step.deed.reference).slice(0, 300) } : step.deed;
  for (let i = 0; i < TRIES; i++) {
    const account = await deps.accounts.account(tenant, id);
    if (!account) return { kind: 'gone' };
    if (seen !== undefined && seen !== account.version) return { kind: 'newer', account };
    const setting: AccountSetting = { municipality: deps.municipality(account.country, 'en'), openSeats };
    const at = deps.clock.now().toISOString();
    const moved = moveAccount(account, { deed, by, at, why: clean(step.why) }, setting);
    if (!moved.ok) return { kind: 'refused', account, refusal: moved.refusal };
    const stored = await deps.accounts.append(tenant, moved.account);
    if (stored === 'taken') {
      const other = await deps.accounts.byAddress(tenant, moved.account.address);
      if (other) return { kind: 'taken', account: other };
    }
    if (stored === 'added') {
      deps.log.info('account.stepped', { do: deed.do, state: moved.account.state });
      return { kind: 'moved', account: moved.account };
    }
  }
  throw new Error('the account was changed too often to be saved');
}

/** Changes what the form says of an account; fields that were not sent stay as they are. */
export async function changeAccount(
  { form, ...step }: Omit<Step, 'deed' | 'why'> & { form: AccountForm },
  deps: AccountDeps,
): Promise<AccountStepped | ({ kind: 'faults'; account: Account } & Unread)> {
  const { tenant, id, by } = step;
  const before = await deps.accounts.account(tenant, id);
  if (!before) return { kind: 'gone' };
  const read = await readProposal({ tenant, by, form, country: before.country }, deps, before);
  if (read.kind === 'faults') return { ...read, account: before };
  if (read.kind === 'taken') return read;
  return stepAccount({ ...step, deed: { do: 'change', to: read.facts }, why: '' }, deps);
}

/** The roles in whose name somebody can still give their word to a proposal, as the municipality has named them. */
function mayAgreeAs(account: Account, person: string, deps: Pick<AccountDeps, 'municipality'>): Signer[] {
  const municipality = deps.municipality(account.country, 'en');
  return awaitedSigners(account).filter((role) => seatOf(municipality, person, role) !== undefined);
}

/** The role in which somebody takes a step: a signer's where they have one, else the author's. */
export function actorFor(
  account: Account,
  person: string,
  deed: AccountDeed['do'],
  deps: Pick<AccountDeps, 'municipality'>,
): Actor {
  const municipality = deps.municipality(account.country, 'en');
  const holds = (role: Signer) => seatOf(municipality, person, role) !== undefined;
  const [first] = deed === 'agree' ? mayAgreeAs(account, person, deps) : [];
  const role = first ?? (['editor', 'unit'] as const).find(holds) ?? 'author';
  return { kind: 'person', person, role };
}

/** Finds an account by its id, its address in any spelling, its name, or the beginning of its id. */
export async function findAccount(
  tenant: string,
  words: string,
  deps: Pick<AccountDeps, 'accounts'>,
): Promise<Account[]> {
  const wanted = words.trim();
  if (!wanted) return [];
  const byId = await deps.accounts.account(tenant, wanted);
  if (byId) return [byId];
  const all = await deps.accounts.list(tenant);
  const bare = (text: string) =>
    text
      .toLowerCase()
      .replace(/^https?:\/\/(?:www\.)?/, '')
      .replace(/(?<!\/)\/+$/, '');
  const exact = all.filter((a) => a.name.toLowerCase() === wanted.toLowerCase() || bare(a.address) === bare(wanted));
  if (exact.length > 0) return exact;
  const near = bare(wanted);
  return all.filter((a) => a.name.toLowerCase().includes(near) || bare(a.address).includes(near));
}

/** What the register says to the photo check of an account today, with its assessment as it stands now. */
export async function factsFor(
  tenant: string,
  account: Account,
  deps: Pick<AccountDeps, 'assessments' | 'clock'>,
): Promise<ChannelFact[]> {
  const dossier = account.assessment === null ? undefined : await deps.assessments.dossier(tenant, account.assessment);
  return channelFacts(account, dossier && current(dossier), deps.clock.now().toISOString().slice(0, 10));
}
