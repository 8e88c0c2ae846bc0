import { type Account, SIGNERS, type Signer } from '../core/accounts/account.ts';
import { CARD_DEEDS } from '../core/accounts/deeds.ts';
import { awaitedSigners } from '../core/accounts/life.ts';
import { accountCard, proposalCard } from '../core/cards/account-cards.ts';
import { t } from '../core/cards/view.ts';
import type { Knowledge } from '../core/guideline.ts';
import { defaultLang, type Lang } from '../core/language.ts';
import type { ChannelName } from '../core/message.ts';
import { type AccountDeps, factsFor } from './accounts.ts';
import type { Learn } from './learn-ports.ts';

/** Who is told of what becomes of an account. Where no channel can speak first, the register shows it at the next visit. */

type TellDeps = AccountDeps & { knowledge: Knowledge; learn?: Learn | undefined };

/** Puts a proposal before those whose word it waits for, each in their own chat. False where nobody could be reached. */
export async function tellSigners(tenant: string, account: Account, deps: TellDeps): Promise<boolean> {
  const lang = deps.learn?.lang ?? defaultLang(account.country);
  const view = { lang, country: account.country, knowledge: deps.knowledge };
  const facts = await factsFor(tenant, account, deps);
  const may = CARD_DEEDS.filter((deed) => deed === 'agree' || deed === 'ask_back' || deed === 'decline');
  const card = proposalCard(view, { account, may, changes: false, facts });
  let reached = false;
  for (const person of peopleFor(account, deps)) reached = (await toPerson(tenant, person, card, deps)) || reached;
  return reached;
}

/** Those who sit in the roles that a proposal waits for; a deputy is told where nobody else is named. */
function peopleFor(account: Account, deps: Pick<AccountDeps, 'municipality'>): string[] {
  const { roles } = deps.municipality(account.country, 'en');
  const of = (role: Signer) => (roles[role].people.length > 0 ? roles[role].people : roles[role].deputies);
  const awaited = awaitedSigners(account);
  return [...new Set(SIGNERS.filter((s) => awaited.includes(s)).flatMap(of))];
}

/** A person's own chat in whichever channel knows them: their id says which. */
export async function toPerson(
  tenant: string,
  person: string,
  card: ReturnType<typeof accountCard>,
  deps: Pick<TellDeps, 'learn' | 'log'>,
): Promise<boolean> {
  const tellers = deps.learn?.tellers ?? {};
  for (const [channel, user] of [
    ['slack', null],
    ['teams', person],
  ] as const satisfies readonly (readonly [ChannelName, string | null])[]) {
    const tell = tellers[channel];
    if (!tell) continue;
    try {
      await tell({ tenant, conversation: person, user }, { card, replaces: false });
      return true;
    } catch (error) {
      // Somebody of the other channel, or one who has never written to varsam.
      deps.log.warn('account.untold', { channel, why: error instanceof Error ? error.name : 'unknown' });
    }
  }
  return false;
}

/** Tells whoever proposed an account what has become of it, in their own thread and language. */
export async function tellProposer(tenant: string, account: Account, deps: TellDeps): Promise<void> {
  const { tell, history } = account;
  const last = history.at(-1);
  const send = tell && deps.learn?.tellers[tell.channel];
  if (!tell || !send || !last || (last.by.kind === 'person' && last.by.person === tell.user)) return;
  const said = newsOf(account, tell.lang, deps);
  if (said === undefined) return;
  const view = { lang: tell.lang, country: account.country, knowledge: deps.knowledge };
  const facts = await factsFor(tenant, account, deps);
  const card = accountCard(view, {
    account,
    may: account.state === 'agreed' ? ['activate'] : [],
    changes: true,
    facts,
    said,
  });
  await send({ tenant, conversation: tell.conversation, user: tell.user }, { card, replaces: false }).catch(
    (error: unknown) => deps.log.error('account.untold', error, { channel: tell.channel }),
  );
}

function newsOf({ history, state, country }: Account, lang: Lang, { knowledge }: TellDeps): string | undefined {
  const last = history.at(-1);
  const say = (key: string) => t({ lang, country, knowledge }, key, { why: last?.why ?? '' });
  if (last?.do === 'agree') return state === 'agreed' ? say('account.told.agreed') : undefined;
  if (last?.do === 'ask_back') return say('account.told.ask_back');
  if (last?.do === 'decline') return say('account.told.declined');
  return last?.do === 'close' ? say('account.told.closing') : undefined;
}
