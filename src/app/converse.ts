import type { Action, Card } from '../core/card.ts';
import { answerCard, errorCard, helpCard, invalidCard } from '../core/cards/answer-card.ts';
import { noCheckCard, tooOldCard } from '../core/cards/screening-cards.ts';
import { withNote } from '../core/cards/view.ts';
import { defaultLang } from '../core/language.ts';
import type { Fields, Incoming, Outgoing } from '../core/message.ts';
import { screeningNamed } from '../core/screening/names.ts';
import { onAccount, onAccountCommand } from './account-actions.ts';
import { inWords } from './answer-in-words.ts';
import { assess, exportAssessment, showAssessment } from './assessment-actions.ts';
import { onDue } from './calendar-actions.ts';
import { onTake } from './checklist-actions.ts';
import { onWord } from './desk-words.ts';
import { handleQuestion } from './handle-question.ts';
import { heldOf, Overtaken, type Screened, viewOf } from './held-screening.ts';
import { onLearn } from './learn-actions.ts';
import { learnFor } from './learn-for.ts';
import { onEvidence, onLog } from './moderation.ts';
import { onPhoto } from './on-photo.ts';
import { commandIn } from './plain-words.ts';
import { onDraft } from './read-draft.ts';
import { doWith, findScreening, interrupt, screened, step } from './run-screening.ts';
import { startScreening } from './start-screening.ts';
import { below, type ConverseDeps, instead, type Sender, senderOf, type Talk, talkIn } from './talk.ts';
import { errorKey } from './trouble.ts';
import { onTurn, placeOf } from './turn-actions.ts';
import { inTurn } from './wait-turn.ts';

export type { ConverseDeps } from './talk.ts';

/** How long an event is its process's own, in ms: longer than a slow model takes, and shorter than people wait before they ask again. */
const LEASE_MS = 3 * 60 * 1000;

/**
 * The one door for everything that comes in from any channel. An event that is worked on or done already gives nothing. A fault becomes a card with a
 * code that stands in the log, and the event can be sent again.
 */
export async function converse(
  incoming: Incoming,
  deps: ConverseDeps,
  onText?: (text: string) => void,
): Promise<Outgoing[]> {
  const { tenant, channel, event, lang, country, work } = incoming;
  const claim = `event/${channel}/${event}`;
  try {
    // A piece of work is claimed already, by whoever took it up.
    if (!work && !(await deps.claims.claim(tenant, claim, deps.clock.now().toISOString(), LEASE_MS))) return [];
    const learn = deps.learn && learnFor(deps.learn, tenant);
    const sender = await senderOf(incoming, { ...deps, learn });
    const out = noted(sender, await route(sender, incoming, onText));
    if (!work) await deps.claims.finish(tenant, claim);
    return out;
  } catch (error) {
    const code = deps.ids.next().slice(-8);
    deps.log.error('converse.failed', error, { code, kind: incoming.kind });
    if (!work)
      await deps.claims
        .release(tenant, claim)
        .catch((fault: unknown) => deps.log.error('converse.unreleased', fault, { code }));
    const view = { lang: lang ?? defaultLang(country), country, knowledge: deps.knowledge };
    const key = errorKey(error);
    return unable(errorCard(view, code, key), { key, values: { id: code }, fault: true });
  }
}

/** What was sent comes to nothing, and the card says why. */
function unable(card: Card, problem: NonNullable<Outgoing['problem']>): Outgoing[] {
  return [{ card, replaces: false, problem }];
}

/** What has to be told beside whatever came of it, on the last card. */
function noted({ notes, deps, country }: Sender, out: Outgoing[]): Outgoing[] {
  const last = out.at(-1);
  if (!last || notes.size === 0) return out;
  const view = { lang: last.card.lang, country, knowledge: deps.knowledge };
  const card = [...notes].reduce((told, key) => withNote(view, told, key), last.card);
  return [...out.slice(0, -1), { ...last, card }];
}

async function route(sender: Sender, incoming: Incoming, onText?: (text: string) => void): Promise<Outgoing[]> {
  const { deps } = sender;
  // What changes a screening waits for what came before it in the same thread; an answer that a model writes holds up nothing.
  const alone = <T>(work: () => Promise<T>) =>
    inTurn(deps.sessions, `${incoming.tenant}/${incoming.conversation}`, () => withTheNewest(work));
  const heard = async (text: string) => {
    // It was answered, and what answered it was ended before that could be seen.
    if (await answered(sender)) return question(sender, text, alone, onText);
    return (await alone(() => aside(sender, text))) ?? question(sender, text, alone, onText);
  };
  switch (incoming.kind) {
    case 'text':
      return heard(incoming.text);
    case 'command': {
      const said = incoming.command === 'varsam' ? incoming.text.trim() : '';
      const asks = said && !HELP.test(said) && !screeningNamed(said);
      return asks ? heard(said) : alone(() => onCommand(sender, incoming));
    }
    case 'action':
      return alone(async () =>
        onAction(await talkIn(sender, '', aboutOf(incoming.action)), incoming.action, incoming.fields),
      );
    case 'file':
      return alone(
        async () => (await onEvidence(await talkIn(sender, incoming.text), incoming)) ?? onPhoto(sender, incoming),
      );
  }
}

/** Another process may be faster a few times in a row; nobody is that fast for ever. */
const TRIES = 5;

/** Does it again from the newest state when another process has changed that meanwhile; a button of a card that it answered changes nothing then. */
async function withTheNewest<T>(work: () => Promise<T>): Promise<T> {
  for (let i = 1; ; i++)
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Overtaken) || i >= TRIES) throw error;
    }
}

const answered = async ({ deps, from: { tenant, work, conversation } }: Sender): Promise<boolean> =>
  work?.again === true && (await deps.store.turn(tenant, work.id, conversation)) !== undefined;
const HELP = /^(?:help|hjelp|hjälp|\?)$/iu;

const aboutOf = (action: Action) => ('session' in action ? 'screening' : 'thread');

/** A text that is no question: the name of something that varsam keeps, a word to the screening under way, or a draft. */
async function aside(sender: Sender, text: string): Promise<Outgoing[] | undefined> {
  const found = await underWay(sender);
  // “Tilbake” is a step back in a check; without one it is somebody who is at work again.
  const kept = found && commandIn(text) ? undefined : await onWord(sender, text);
  if (kept) return kept;
  // A word to a check that is not there is no question for anybody to answer.
  if (!found && commandIn(text)) return below(noCheckCard((await talkIn(sender)).view));
  if (!found || !text.trim()) return onDraft(sender, text);
  const talk = await talkIn(sender, '', 'screening');
  const card = await inWords(talk, found, text).catch((error: unknown) => overtakenIn(talk, found, error));
  return card ? below(card) : onDraft(sender, text);
}

/** A word says no card: what was meant for the one that another process has just answered must not answer the next. */
async function overtakenIn(talk: Talk, found: Screened, error: unknown): Promise<Card> {
  if (!(error instanceof Overtaken)) throw error;
  const now = (await findScreening(talk, error.session)) ?? found;
  return tooOldCard(viewOf(talk, now.stored), heldOf(now.stored));
}

async function underWay({ deps, from }: Sender) {
  const stored = await deps.sessions.unfinished(from.tenant, from.conversation);
  return stored && screened(deps.knowledge.screenings, stored);
}

async function question(
  sender: Sender,
  text: string,
  alone: <T>(work: () => Promise<T>) => Promise<T>,
  onText?: (text: string) => void,
): Promise<Outgoing[]> {
  const { deps, from, chosen, country } = sender;
  const { tenant, conversation, channel } = from;
  const handled = await handleQuestion(
    { tenant, conversation, channel, user: from.user, text, lang: chosen, country, capture: true, work: from.work },
    deps,
    onText,
  );
  if (handled.kind === 'invalid') {
    const { view } = await talkIn(sender, text.slice(0, 600));
    return unable(invalidCard(view, handled.key, handled.values), {
      key: handled.key,
      values: handled.values,
      fault: false,
    });
  }
  const { turn, answer, captured, masked } = handled;
  const view = { lang: answer.lang, country, knowledge: deps.knowledge };
  const card = answerCard(
    view,
    { id: turn, answer },
    { captured: captured !== null, sends: masked, place: placeOf(sender) },
  );
  const offer = await alone(async () => {
    const found = await underWay(sender);
    return found && interrupt({ ...sender, view }, found);
  });
  return [{ card, replaces: false, turn }, ...(offer ? below(offer) : [])];
}

async function onCommand(sender: Sender, incoming: Extract<Incoming, { kind: 'command' }>): Promise<Outgoing[]> {
  const draft = incoming.command === 'photo-check' ? await onDraft(sender, incoming.text) : undefined;
  if (draft) return draft;
  const text = sender.deps.mask(incoming.text.trim()).text;
  const talk = await talkIn(sender, text);
  switch (incoming.command) {
    case 'help':
      return below(helpCard(talk.view));
    case 'photo-check':
      return below(await startScreening(talk, 'photo-check', { text }));
    case 'dpia-start':
      return below(await startScreening(talk, 'dpia', { text, plan: text }));
    case 'account':
      // An address is no personal data here, and a password is looked for before anything is shown again.
      return onAccountCommand(talk, incoming.text.trim());
    case 'varsam': {
      const named = screeningNamed(text);
      if (!named) return below(helpCard(talk.view));
      return below(await startScreening(talk, named.screening, { text: named.text, plan: named.text }));
    }
  }
}

async function onAction(talk: Talk, action: Action, fields: Fields): Promise<Outgoing[]> {
  const { deps, from, at } = talk;
  switch (action.do) {
    case 'feedback':
    case 'withdraw':
    case 'ask_person':
    case 'reword':
    case 'share':
      return onTurn(talk, action, fields);
    case 'start':
      return onStart(talk, action);
    case 'answer':
    case 'none':
    case 'confirm':
    case 'change':
    case 'back':
      return instead(await step(talk, action, fields));
    case 'pause':
    case 'resume':
    case 'restart':
    case 'cancel':
      return instead(await doWith(talk, action.do, action.session));
    case 'take':
    case 'share_screening':
      return onTake(talk, action);
    case 'assess':
      return assess(talk, action.session);
    case 'show_assessment':
      return showAssessment(talk, action.assessment);
    case 'export':
      return exportAssessment(talk, action);
    case 'language':
      await deps.preferences.set(from.tenant, from.user, { lang: action.lang }, at);
      return instead(helpCard({ ...talk.view, lang: action.lang ?? talk.view.lang }));
    case 'country':
      await deps.preferences.set(from.tenant, from.user, { country: action.country }, at);
      return instead(helpCard({ ...talk.view, country: action.country }));
    case 'help':
      return below(helpCard(talk.view));
    case 'due.show':
    case 'due.done':
    case 'due.snooze':
      return onDue(talk, action);
    case 'log.show':
    case 'log.entry':
    case 'log.start':
    case 'log.correct':
    case 'log.next':
    case 'log.back':
    case 'log.save':
    case 'log.cancel':
      return onLog(talk, action, fields);
    case 'account.form':
    case 'account.preview':
    case 'account.send':
    case 'account.show':
    case 'account.list':
    case 'account.step':
    case 'account.choose':
    case 'account.use':
      return onAccount(talk, action, fields);
    default:
      return onLearn(talk, action, fields);
  }
}

/** Begins with the words of the question that the screening was offered with; the answer to that stays where it is. */
async function onStart(
  talk: Talk,
  { screening, turn: id, account }: Extract<Action, { do: 'start' }>,
): Promise<Outgoing[]> {
  const { deps, from, chosen } = talk;
  const turn = id === undefined ? undefined : await deps.store.turn(from.tenant, id, from.conversation);
  if (!turn) return below(await startScreening(talk, screening, account === undefined ? {} : { account }));
  const view = { ...talk.view, lang: chosen ?? turn.answer.lang };
  return below(
    await startScreening({ ...talk, view }, screening, { text: turn.question, id: `${turn.id}-${screening}` }),
  );
}
