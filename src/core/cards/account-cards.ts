import type { Account } from '../accounts/account.ts';
import { shownAddress } from '../accounts/address.ts';
import type { ChannelFact } from '../accounts/channel-facts.ts';
import { ASKS, type CardDeed } from '../accounts/deeds.ts';
import { factRows, factText, platformName, stateText, stepText } from '../accounts/words.ts';
import type { Button, Card, Field } from '../card.ts';
import { lackingNote } from './account-form-card.ts';
import { body, button, buttons, type CardView, card, type Held, lead, list, note, t, title } from './view.ts';

const wordsOf = ({ knowledge, lang }: CardView) => ({ locales: knowledge.locales, lang });
/** Steps of the history that a card shows; all of them stand on the page. */
const STEPS = 4;
/** Accounts that a card lists. */
const LISTED = 12;
const MAX_WHY = 1000;

export type AccountShown = {
  account: Account;
  /** What the viewer may do with it now. */
  may: readonly CardDeed[];
  /** Whether they may change what it says. */
  changes: boolean;
  facts: readonly ChannelFact[];
  /** What has just been done, or why it was not. */
  said?: string | undefined;
};

/** One account: where it stands, what it says, what the photo check gets of it, and what this reader can do. */
export function accountCard(view: CardView, { account, may, changes, facts, said }: AccountShown): Card {
  const words = wordsOf(view);
  const { id, version } = account;
  const step = (deed: CardDeed): Button =>
    button(
      t(view, `account.do.${deed}`),
      { do: 'account.step', deed, account: id, version, ...(ASKS[deed] ? {} : { sent: true as const }) },
      deed === 'agree' || deed === 'activate' ? { style: 'primary' } : deed === 'decline' ? { style: 'danger' } : {},
    );
  const ended = account.state === 'archived' || account.state === 'declined';
  return card(view, [
    title(account.name),
    ...(said ? [lead(said)] : []),
    note(stateText(words, account)),
    ...(account.state === 'proposed' ? lackingNote(view, account) : []),
    { kind: 'facts', rows: factRows(words, account, ['name']) },
    ...(ended
      ? []
      : [
          {
            kind: 'facts' as const,
            title: t(view, 'account.in_check'),
            rows: facts.map((f) => ({ label: t(view, `account.fact.${f.question}`), value: factText(words, f) })),
          },
        ]),
    list(
      t(view, 'account.history'),
      account.history.slice(-STEPS).map((s) => stepText(words, s)),
    ),
    buttons([
      ...may.map(step),
      ...(changes
        ? [
            button(t(view, 'change'), { do: 'account.form', part: 'basic', account: id }),
            button(t(view, 'account.rest'), { do: 'account.form', part: 'rest', account: id }),
          ]
        : []),
      ...(account.state === 'active' || account.state === 'agreed'
        ? [button(t(view, 'check.start'), { do: 'start', screening: 'photo-check', account: id })]
        : []),
      ...(account.assessment === null && !ended
        ? [button(t(view, 'dpia.start'), { do: 'start', screening: 'dpia', account: id })]
        : []),
      ...(account.state === 'agreed'
        ? [button(t(view, 'account.checklist.start'), { do: 'start', screening: 'start-account' })]
        : []),
      ...(account.state === 'closing'
        ? [button(t(view, 'account.checklist.close'), { do: 'start', screening: 'close-account' })]
        : []),
      { label: t(view, 'open'), link: { to: 'account', id } },
    ]),
  ]);
}

/** A proposal before those whose word it takes. */
export function proposalCard(view: CardView, shown: AccountShown): Card {
  return accountCard(view, { ...shown, said: t(view, 'account.asked_for') });
}

/** A step that asks for something first: why, or where the last snapshot lies. */
export function stepCard(
  view: CardView,
  { id, version, name }: Account,
  deed: CardDeed,
  error?: string,
  value?: string,
): Card {
  const asked = ASKS[deed] ?? 'why';
  const field: Field = {
    kind: 'text',
    id: asked,
    label: t(view, `account.ask.${deed}`),
    ...(asked === 'reference' ? { hint: t(view, 'account.ask.reference.hint') } : {}),
    ...(error === undefined ? {} : { error }),
    ...(value ? { value } : {}),
    required: true,
    multiline: asked === 'why',
    max: asked === 'why' ? MAX_WHY : 300,
  };
  return card(view, [
    title(`${t(view, `account.do.${deed}`)}: ${name}`),
    ...(deed === 'close' || deed === 'archive' ? [note(t(view, 'account.close.note'))] : []),
    {
      kind: 'form',
      fields: [field],
      submit: button(
        t(view, `account.do.${deed}`),
        { do: 'account.step', deed, account: id, version, sent: true },
        { style: 'primary', sends: true },
      ),
      also: [button(t(view, 'cancel'), { do: 'account.show', account: id })],
    },
  ]);
}

/** The register in a chat: those that wait first. */
export function accountListCard(view: CardView, accounts: readonly Account[], said?: string): Card {
  const words = wordsOf(view);
  const shown = accounts.slice(0, LISTED);
  const more = accounts.length - shown.length;
  return card(view, [
    title(t(view, 'account.list')),
    ...(said ? [lead(said)] : []),
    ...(shown.length === 0
      ? [body(t(view, 'account.none'))]
      : [
          {
            kind: 'facts' as const,
            rows: shown.map((a) => ({
              label: a.name,
              value: `${platformName(words, a.platform)} · ${shownAddress(a.address)} · ${a.unit} · ${stateText(words, a)}`,
            })),
          },
        ]),
    ...(more > 0 ? [note(t(view, 'account.more', { n: more }))] : []),
    buttons([
      button(t(view, 'account.register'), { do: 'account.form', part: 'basic' }, { style: 'primary' }),
      ...shown.map((a) => button(buttonName(view, a, shown), { do: 'account.show', account: a.id })),
    ]),
  ]);
}

/** Which account a post is for: one tap, remembered for the place. */
export function chooseAccountCard(
  view: CardView,
  held: Pick<Held, 'id'>,
  accounts: readonly Account[],
  heading: string,
): Card {
  const shown = accounts.slice(0, LISTED);
  return card(view, [
    title(heading),
    body(t(view, 'account.which')),
    buttons([
      ...shown.map((a) => button(buttonName(view, a, shown), { do: 'account.use', session: held.id, account: a.id })),
      button(t(view, 'account.other'), { do: 'account.use', session: held.id, account: null }),
      button(t(view, 'account.register'), { do: 'account.form', part: 'basic' }),
    ]),
  ]);
}

/** Letters and words that a button has room for. */
const LETTERS = 24;
const BUTTON_WORDS = 3;
/** An account's name on a button; with its platform where two have the same name, as a municipality on two platforms often does. */
function buttonName(view: CardView, { id, name, platform }: Account, among: readonly Account[]): string {
  const alike = among.some((a) => a.id !== id && a.name === name);
  const where = alike ? ` ${platformName(wordsOf(view), platform).split(' ')[0] ?? ''}` : '';
  const said = name
    .split(/\s+/)
    .slice(0, BUTTON_WORDS - (alike ? 1 : 0))
    .join(' ');
  const room = LETTERS - where.length;
  return `${said.length > room ? `${said.slice(0, room - 1).trimEnd()}…` : said}${where}`;
}
