import type { Account } from '../core/accounts/account.ts';
import { platformName } from '../core/accounts/words.ts';
import { wallClock } from '../core/calendar/moment.ts';
import type { Action } from '../core/card.ts';
import { helpCard } from '../core/cards/answer-card.ts';
import { hashedParts, logCard, removalCard, removalForm, STEPS } from '../core/cards/moderation-cards.ts';
import { card, t } from '../core/cards/view.ts';
import type { Fields, Outgoing } from '../core/message.ts';
import { newest } from '../core/moderation/archive.ts';
import { type Draft, draftOf, FIELDS, prefilled, type Written, written } from '../core/moderation/draft.ts';
import { MAX_NOTE } from '../core/moderation/removal.ts';
import { answer } from '../core/screening/session.ts';
import { countedIn, keep } from './held-screening.ts';
import type { Moderation } from './moderation-ports.ts';
import { findScreening } from './run-screening.ts';
import { below, instead, type Talk } from './talk.ts';

/** The moderation log from a chat: begun by a word or at the end of the checklist, written in two cards, corrected by adding. */

export type LogAction = Extract<Action, { do: `log.${string}` }>;
/** A file dropped so long in ms after the entry was last written on belongs to it; later it is a picture like any other. */
const OPEN_MS = 2 * 60 * 60 * 1000;

type At = Talk & { log: Moderation };
type Wrongs = Extract<Written, { ok: false }>['wrong'];

export async function onLog(talk: Talk, action: LogAction, fields: Fields): Promise<Outgoing[]> {
  const log = talk.deps.moderation;
  if (!log) return below(helpCard(talk.view));
  const at: At = { ...talk, log };
  switch (action.do) {
    case 'log.show':
      return showLog(talk);
    case 'log.start':
      return start(at, action.checklist);
    case 'log.entry':
      return entry(at, action.removal);
    case 'log.correct':
      return correct(at, action.removal, action.version);
    default:
      return writing(at, action, fields);
  }
}

/** The last entries of the log. */
export async function showLog(talk: Talk): Promise<Outgoing[]> {
  const log = talk.deps.moderation;
  if (!log) return below(helpCard(talk.view));
  return below(logCard(talk.view, newest(await log.removals.all(talk.from.tenant)), log.zone));
}

/** A new entry, with what the checklist has been told already. One that is under way in this thread goes on, unless another checklist begins its own. */
async function start(at: At, session?: string): Promise<Outgoing[]> {
  const { log, from, view, deps } = at;
  const held = await log.drafts.draft(from.tenant, from.conversation);
  if (held && (session === undefined || held.draft.session === session)) return form(at, held.draft, 0);
  const found = session === undefined ? undefined : await findScreening(at, session);
  const answers = found && countedIn(found.definition, found.stored.session);
  const account = await accountHere(at);
  const draft: Draft = {
    id: deps.ids.next(),
    corrects: 0,
    account: account?.id ?? null,
    country: found?.stored.session.country ?? view.country,
    session: found?.stored.id ?? null,
    fields: {
      ...(answers ? prefilled(answers) : {}),
      ...(account ? { account: account.name, platform: platformName(wordsOf(view), account.platform) } : {}),
      removed: wallClock(deps.clock.now(), log.zone),
    },
  };
  return form(at, draft, 0);
}

const wordsOf = ({ knowledge, lang }: Talk['view']) => ({ locales: knowledge.locales, lang });

/** The one account that this place posts to, where the register knows it. */
async function accountHere({ deps, from }: At): Promise<Account | undefined> {
  const [id, ...others] = await deps.accounts.linked(from.tenant, from.place);
  return id === undefined || others.length > 0 ? undefined : deps.accounts.account(from.tenant, id);
}

/** What can be written about: what is in use, or about to end. */
const inUse = ({ deps, from }: At): Promise<Account[]> =>
  deps.accounts.list(from.tenant, ['agreed', 'active', 'closing']);

/** A name that the register knows is its account. */
async function withAccount(at: At, draft: Draft): Promise<Draft> {
  const name = draft.fields.account?.trim().toLowerCase();
  const found = (await inUse(at)).find((a) => a.name.toLowerCase() === name);
  const platform = draft.fields.platform || (found && platformName(wordsOf(at.view), found.platform));
  return { ...draft, account: found?.id ?? null, fields: { ...draft.fields, ...(platform ? { platform } : {}) } };
}

async function entry(at: At, id: string, said?: string): Promise<Outgoing[]> {
  const removal = (await at.log.removals.versions(at.from.tenant, id)).at(-1);
  return removal ? below(removalCard(at.view, removal, at.log.zone, said)) : showLog(at);
}

async function correct(at: At, id: string, version: number): Promise<Outgoing[]> {
  const removal = (await at.log.removals.versions(at.from.tenant, id)).at(-1);
  if (!removal) return showLog(at);
  // Somebody has corrected it since this card was drawn.
  if (removal.version !== version) return entry(at, id, t(at.view, 'too_old'));
  return form(at, draftOf(removal, at.log.zone), 0);
}

type Writing = Extract<LogAction, { draft: string }>;
async function writing(at: At, action: Writing, fields: Fields): Promise<Outgoing[]> {
  const { log, from, view } = at;
  const held = await log.drafts.draft(from.tenant, from.conversation);
  if (held?.draft.id !== action.draft) {
    // It has been written, here or by a card of the same: what stands is shown.
    const there = await log.removals.versions(from.tenant, action.draft);
    return there.length > 0 ? entry(at, action.draft) : showLog(at);
  }
  const draft = await withAccount(at, filled(at, held.draft, fields));
  switch (action.do) {
    case 'log.cancel':
      await log.drafts.drop(from.tenant, from.conversation);
      return instead(card(view, [{ kind: 'text', role: 'body', text: t(view, 'log.cancelled') }]));
    case 'log.back':
      return form(at, draft, 0);
    case 'log.next':
      return next(at, draft);
    case 'log.save':
      return save(at, draft);
  }
}

/** The fields that were sent, over those that are kept. The note is masked before anything keeps it. */
function filled({ deps }: At, draft: Draft, sent: Fields): Draft {
  const fields = { ...draft.fields };
  for (const id of FIELDS) {
    const value = Object.hasOwn(sent, id) ? sent[id] : undefined;
    if (typeof value !== 'string') continue;
    const text = value.trim().slice(0, MAX_NOTE);
    fields[id] = id === 'note' ? deps.mask(text).text : text;
  }
  return { ...draft, fields };
}

const read = ({ deps, log, view }: At, draft: Draft): Written =>
  written(draft, {
    grounds: view.knowledge.grounds,
    now: deps.clock.now(),
    zone: log.zone,
    mask: (text) => deps.mask(text).text,
  });
const isFirst = (id: string): boolean => STEPS[0].some((one) => one === id);

/** On to the second card, unless something of the first is wrong. */
function next(at: At, draft: Draft): Promise<Outgoing[]> {
  const found = read(at, draft);
  const stays = !found.ok && Object.keys(found.wrong).some(isFirst);
  return form(at, draft, stays ? 0 : 1, stays ? found.wrong : {});
}

/** Keeps what has been written and shows one of the cards. What is kept holds no name: a field that would have to be masked is kept empty. */
async function form(at: At, draft: Draft, step: 0 | 1, wrong: Wrongs = {}): Promise<Outgoing[]> {
  await keepDraft(at, draft);
  return instead(
    removalForm({ ...at.view, country: draft.country }, step, {
      ...{ draft, wrong },
      accounts: (await inUse(at)).map((a) => a.name),
    }),
  );
}

function keepDraft({ log, from, deps, at }: At, draft: Draft): Promise<void> {
  const mask = (text: string) => deps.mask(text).text;
  return log.drafts.keep(from.tenant, from.conversation, withoutNames(draft, mask), at);
}

function withoutNames(draft: Draft, mask: (text: string) => string): Draft {
  const fields = { ...draft.fields };
  for (const id of ['evidence', 'told', 'why'] as const) {
    const text = fields[id];
    if (text !== undefined && mask(text) !== text) fields[id] = '';
  }
  return { ...draft, fields };
}

async function save(at: At, draft: Draft): Promise<Outgoing[]> {
  const { log, from, deps, view } = at;
  const found = read(at, draft);
  if (!found.ok) return form(at, draft, Object.keys(found.wrong).some(isFirst) ? 0 : 1, found.wrong);
  const { removal } = found;
  const added = await log.removals.append(from.tenant, removal);
  await log.drafts.drop(from.tenant, from.conversation);
  deps.log.info('moderation.logged', { version: removal.version, thing: removal.thing });
  if (added && draft.session) await noteInChecklist(at, draft.session);
  const said = added ? t(view, draft.corrects > 0 ? 'log.corrected' : 'log.saved_now') : t(view, 'too_old');
  const [shown] = await entry(at, removal.id, said);
  return shown ? [{ ...shown, replaces: true }] : [];
}

/** The checklist asks whether the removal has been logged: now it has. */
async function noteInChecklist(at: At, session: string): Promise<void> {
  const found = await findScreening(at, session);
  if (!found) return;
  const after = answer(found.definition, found.stored.session, 'M09', 'yes');
  if (after) await keep(at, found, after);
}

/**
 * A file dropped while an entry is written, or sent with its form: its fingerprint goes into the form, beside what is written there, and the file is let go. Undefined
 * where no entry is open in this thread.
 */
export async function onEvidence(
  talk: Talk,
  file: { name: string; bytes: Uint8Array; fields?: Fields },
): Promise<Outgoing[] | undefined> {
  const { deps, from, view } = talk;
  const log = deps.moderation;
  const held = await log?.drafts.draft(from.tenant, from.conversation);
  if (!log || !held) return undefined;
  if (!file.fields && Date.parse(talk.at) - Date.parse(held.at) > OPEN_MS) return undefined;
  const draft = filled({ ...talk, log }, held.draft, file.fields ?? {});
  const now: Draft = { ...draft, fields: { ...draft.fields, saved: 'yes', sha256: log.sha256(file.bytes) } };
  await keepDraft({ ...talk, log }, now);
  deps.log.info('moderation.hashed');
  const shown = removalForm({ ...view, country: now.country }, 1, { draft: now, wrong: {}, accounts: [] });
  const name = deps.mask(file.name).text.slice(0, 80);
  return below(card(view, [...hashedParts(view, name), ...shown.parts]));
}
