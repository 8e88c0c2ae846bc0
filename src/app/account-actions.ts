import type { Account, AccountState } from '../core/accounts/account.ts';
import { normaliseAddress } from '../core/accounts/address.ts';
import { asksForNew } from '../core/accounts/command.ts';
import { ASKS, CARD_DEEDS, type CardDeed } from '../core/accounts/deeds.ts';
import { type AccountForm, FORM_FIELDS, type FormPart, formOf } from '../core/accounts/form.ts';
import { type AccountDeed, looksAfter, moveAccount } from '../core/accounts/life.ts';
import { findSecrets, withoutSecrets } from '../core/accounts/secret.ts';
import { refusalText } from '../core/accounts/words.ts';
import type { Actor } from '../core/assessment/roles.ts';
import type { Action } from '../core/card.ts';
import { accountCard, accountListCard, stepCard } from '../core/cards/account-cards.ts';
import { accountFormCard, type FormShown } from '../core/cards/account-form-card.ts';
import { type CardView, t } from '../core/cards/view.ts';
import type { Fields, Outgoing } from '../core/message.ts';
import {
  actorFor,
  changeAccount,
  factsFor,
  findAccount,
  proposeAccount,
  readProposal,
  stepAccount,
} from './accounts.ts';
import { onAccountChoice } from './choose-account.ts';
import { below, instead, type Talk } from './talk.ts';
import { tellProposer, tellSigners } from './tell-accounts.ts';

/** The register of accounts in a conversation, in any channel. */
export type AccountAction = Extract<Action, { do: `account.${string}` }>;

/** `/varsam account`: alone the register, with words the account that they name, with an address that is unknown the form with it filled in. */
export async function onAccountCommand(talk: Talk, words: string): Promise<Outgoing[]> {
  const { deps, from, view } = talk;
  if (findSecrets(words).length > 0)
    return below(formCard(talk, { part: 'basic', form: {}, account: null, said: t(view, 'account.fault.secret') }));
  if (asksForNew(words)) {
    const address =
      words
        .split(/\s+/)
        .slice(1)
        .find((w) => /[./@]/.test(w)) ?? '';
    return below(formCard(talk, { part: 'basic', form: { address }, account: null }));
  }
  if (!words) return below(await listCard(talk));
  const found = await findAccount(from.tenant, withoutSecrets(words), deps);
  const [one, ...others] = found;
  if (one && others.length === 0) return below(await shownCard(talk, one));
  if (one) return below(accountListCard(view, found));
  const addressed = normaliseAddress(words, null);
  if (!addressed.ok) return below(accountListCard(view, [], t(view, 'account.gone')));
  const known = await deps.accounts.byAddress(from.tenant, addressed.address);
  if (known) return below(await shownCard(talk, known));
  return below(formCard(talk, { part: 'basic', form: { address: words }, account: null }));
}

export async function onAccount(talk: Talk, action: AccountAction, fields: Fields): Promise<Outgoing[]> {
  switch (action.do) {
    case 'account.list':
      return instead(await listCard(talk));
    case 'account.show':
      return withOne(talk, action.account, async (account) => instead(await shownCard(talk, account)));
    case 'account.form':
      return action.account === undefined
        ? below(formCard(talk, { part: action.part, form: {}, account: null }))
        : withOne(talk, action.account, async (account) =>
            instead(formCard(talk, { part: action.part, form: formOf(account, talk.from.user), account })),
          );
    case 'account.preview':
    case 'account.send':
      return onForm(talk, action, fields);
    case 'account.step':
      return onStep(talk, action, fields);
    case 'account.choose':
    case 'account.use':
      return onAccountChoice(talk, action);
  }
}

const formCard = ({ view }: Talk, shown: FormShown) => accountFormCard(view, shown);

async function withOne(talk: Talk, id: string, work: (account: Account) => Promise<Outgoing[]>): Promise<Outgoing[]> {
  const account = await talk.deps.accounts.account(talk.from.tenant, id);
  return account ? work(account) : instead(await listCard(talk, t(talk.view, 'account.gone')));
}

const ORDER: readonly AccountState[] = ['proposed', 'closing', 'agreed', 'active'];
async function listCard({ deps, from, view }: Talk, said?: string) {
  const all = await deps.accounts.list(from.tenant, ORDER);
  const place = (a: Account) => ORDER.indexOf(a.state);
  return accountListCard(
    view,
    [...all].sort((a, b) => place(a) - place(b)),
    said,
  );
}

async function shownCard(talk: Talk, account: Account, said?: string) {
  const { view, deps, from } = talk;
  const facts = await factsFor(from.tenant, account, deps);
  return accountCard(view, { account, may: mayDo(talk, account), changes: changes(talk, account), facts, said });
}

/** A step as it would be tried, with what it asks for filled in. */
function deedOf(deed: CardDeed, on: string, reference: string): AccountDeed {
  return deed === 'archive' || deed === 'snapshot' ? { do: deed, on, reference } : { do: deed };
}

/** The steps that are this person's to take now. */
function mayDo({ deps, from, at }: Pick<Talk, 'deps' | 'from' | 'at'>, account: Account): CardDeed[] {
  const setting = { municipality: deps.municipality(account.country, 'en'), openSeats: false };
  return CARD_DEEDS.filter((deed) => {
    const by = actorFor(account, from.user, deed, deps);
    const moved = moveAccount(account, { deed: deedOf(deed, at.slice(0, 10), '-'), by, at, why: '-' }, setting);
    // What is missing in the proposal is said when somebody presses.
    return moved.ok || (deed === 'agree' && moved.refusal.code === 'incomplete');
  });
}

function changes({ deps, from }: Talk, account: Account): boolean {
  if (account.state === 'archived') return false;
  const by = actorFor(account, from.user, 'change', deps);
  return looksAfter(account, from.user) || (by.kind === 'person' && by.role !== 'author');
}

/** The fields of a form as texts; what is no field of ours is left. */
function sentForm(fields: Fields): AccountForm {
  return Object.fromEntries(
    FORM_FIELDS.flatMap((id) => {
      const value = Object.hasOwn(fields, id) ? fields[id] : undefined;
      const [first] = typeof value === 'string' ? [value] : (value ?? []);
      return first === undefined ? [] : [[id, first]];
    }),
  );
}

type OnForm = Extract<AccountAction, { do: 'account.preview' | 'account.send' }>;

async function onForm(talk: Talk, action: OnForm, fields: Fields): Promise<Outgoing[]> {
  const { deps, from, view } = talk;
  const { part, version } = action;
  const form = sentForm(fields);
  const account = action.account === undefined ? null : await deps.accounts.account(from.tenant, action.account);
  if (account === undefined) return instead(await listCard(talk, t(view, 'account.gone')));
  const by: Actor = account ? actorFor(account, from.user, 'change', deps) : authorOf(talk);
  const shown = { part, form, account };
  // Somebody was faster: what was written stands in the form, over what they made of it, and is sent once more by whoever has seen that.
  if (account && account.version !== version)
    return instead(formCard(talk, { ...shown, said: t(view, 'account.newer.form') }));
  const read = await readProposal({ tenant: from.tenant, by, form, country: view.country }, deps, account);
  if (read.kind === 'faults') return instead(formCard(talk, { ...shown, form: read.form, faults: read.faults }));
  if (read.kind === 'taken') return instead(formCard(talk, { ...shown, said: takenBy(talk, read.account) }));
  const { facts, masked } = read;
  if (action.do === 'account.preview') {
    // What stands in the form is what would be registered: nobody sends what they have not seen.
    const seen = pick(form, formOf(facts, from.user));
    return instead(formCard(talk, { ...shown, form: seen, preview: { facts, masked } }));
  }
  if (account) return changed(talk, account, form, by, part);
  return sent(talk, form, by, part);
}

const takenBy = ({ view }: Talk, { name }: Account): string => `${t(view, 'account.taken')} (${name})`;

const pick = (sent: AccountForm, read: AccountForm): AccountForm =>
  Object.fromEntries(Object.keys(sent).map((id) => [id, read[id as keyof AccountForm] ?? '']));

const authorOf = ({ from }: Talk): Actor => ({ kind: 'person', person: from.user, role: 'author' });

async function sent(talk: Talk, form: AccountForm, by: Actor, part: FormPart): Promise<Outgoing[]> {
  const { deps, from, view, at } = talk;
  const { tenant, channel, conversation, user } = from;
  const tell = { channel, conversation, user, lang: view.lang };
  const result = await proposeAccount({ tenant, by, form, country: view.country, tell }, deps);
  if (result.kind === 'faults')
    return instead(formCard(talk, { part, form: result.form, account: null, faults: result.faults }));
  if (result.kind === 'taken')
    return instead(formCard(talk, { part, form, account: null, said: takenBy(talk, result.account) }));
  // Whoever posts from here has just said for which account.
  await deps.accounts.link(tenant, from.place, result.account.id, at);
  const reached = await tellSigners(tenant, result.account, deps);
  const said = t(view, reached ? 'account.done.propose' : 'account.untold');
  return instead(await shownCard(talk, result.account, said));
}

async function changed(
  talk: Talk,
  account: Account,
  form: AccountForm,
  by: Actor,
  part: FormPart,
): Promise<Outgoing[]> {
  const { deps, from, view } = talk;
  const result = await changeAccount({ tenant: from.tenant, id: account.id, by, form, seen: account.version }, deps);
  switch (result.kind) {
    case 'gone':
      return instead(await listCard(talk, t(view, 'account.gone')));
    case 'faults':
      return instead(formCard(talk, { part, form: result.form, account, faults: result.faults }));
    case 'newer':
      return instead(formCard(talk, { part, form, account: result.account, said: t(view, 'account.newer.form') }));
    case 'taken':
      return instead(formCard(talk, { part, form, account, said: takenBy(talk, result.account) }));
    case 'moved':
      if (result.account.state === 'proposed') await tellSigners(from.tenant, result.account, deps);
      return instead(await shownCard(talk, result.account, t(view, 'account.done.change')));
    default:
      return instead(formCard(talk, { part, form, account, said: outcome(view, result) }));
  }
}

/** Why nothing was done. */
function outcome(view: CardView, result: Awaited<ReturnType<typeof stepAccount>>): string {
  if (result.kind === 'refused')
    return refusalText({ locales: view.knowledge.locales, lang: view.lang }, result.refusal);
  return t(view, result.kind === 'taken' ? 'account.taken' : 'account.newer');
}

async function onStep(
  talk: Talk,
  { deed, account: id, version, sent: isSent }: Extract<AccountAction, { do: 'account.step' }>,
  fields: Fields,
): Promise<Outgoing[]> {
  const { deps, from, view, at } = talk;
  const { tenant } = from;
  return withOne(talk, id, async (account) => {
    if (account.version !== version) return instead(await shownCard(talk, account, t(view, 'account.newer')));
    const asks = ASKS[deed];
    const text = typeof fields[asks ?? 'why'] === 'string' ? String(fields[asks ?? 'why']).trim() : '';
    if (asks && !isSent) return instead(stepCard(view, account, deed));
    if (asks && findSecrets(text).length > 0)
      return instead(stepCard(view, account, deed, t(view, 'account.fault.secret'), withoutSecrets(text)));
    if (asks && !text) return instead(stepCard(view, account, deed, t(view, 'account.fault.required')));
    const by = actorFor(account, from.user, deed, deps);
    const step = { tenant, id, by, why: asks === 'why' ? text : '', seen: version };
    const result = await stepAccount({ ...step, deed: deedOf(deed, at.slice(0, 10), text) }, deps);
    if (result.kind === 'gone') return instead(await listCard(talk, t(view, 'account.gone')));
    if (result.kind !== 'moved') return instead(await shownCard(talk, result.account, outcome(view, result)));
    const now = result.account;
    if (deed === 'propose') await tellSigners(tenant, now, deps);
    else await tellProposer(tenant, now, deps);
    const key = deed === 'agree' && now.state === 'agreed' ? 'account.done.agreed' : `account.done.${deed}`;
    return instead(await shownCard(talk, now, t(view, key)));
  });
}
