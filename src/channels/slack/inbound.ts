import { accountCommand } from '../../core/accounts/command.ts';
import { type Action, unpackAction } from '../../core/card.ts';
import type { Screening } from '../../core/guideline.ts';
import type { Country, Lang } from '../../core/language.ts';
import type { Command, Envelope, Fields } from '../../core/message.ts';
import { screeningNamed } from '../../core/screening/names.ts';
import { DOES } from './blocks.ts';
import { choiceIn } from './choice.ts';
import { FIELD } from './form-blocks.ts';
import { CALLBACK, type Origin, originOf } from './modal.ts';
import {
  BlockActions,
  CommandPayload,
  EventBody,
  MessageShortcut,
  type SlackFile,
  type StateValues,
  ViewPayload,
} from './payloads.ts';
import { conversationOf, placeIn, unpackWhere, type Where } from './place.ts';
import { namesOthers, plain } from './text.ts';

/** What Slack sends, as what somebody said or did; undefined is nothing for us. Pure. */

/** What holds where nobody has chosen. */
export type Defaults = { country: Country; lang: Lang | undefined };

export type Who = { team: string; user: string };
/** Somebody's words or files. */
export type Said = Who & {
  what: 'said';
  from: Envelope;
  where: Where;
  /** The message itself, to show that it was seen. */
  message: string;
  text: string;
  files: Dropped[];
  /** Written in a thread without a mention: ours only where this person has spoken with us there before. */
  followUp: boolean;
};
/** `url` is empty where it does not lie in Slack, or not any more. */
export type Dropped = { id: string; name: string; url: string; size: number };
export type FromEvent =
  | Said
  | (Who & { what: 'thread'; where: Where; started: boolean; watching: string | undefined })
  | (Who & { what: 'home' })
  | { what: 'gone'; team: string; enterprise: string | undefined };

/** The surface that a button stands on. */
type Surface =
  | { on: 'message'; channel: string | undefined; ts: string; ephemeral: boolean }
  | { on: 'modal'; view: string; hash: string; origin: Origin }
  | { on: 'home' };
export type Acted = Who & {
  what: 'acted';
  from: Envelope;
  where: Where;
  action: Action;
  fields: Fields;
  /** There are fields on the same surface: the next card stands in the same place. */
  inForm: boolean;
  surface: Surface;
  trigger: string;
  respond: string | undefined;
};
export type FromAction = Acted | (Who & { what: 'why'; text: string; trigger: string; inView: boolean });

export function fromEvent(body: unknown, bot: string, defaults: Defaults): FromEvent | undefined {
  const parsed = EventBody.safeParse(body).data;
  if (!parsed) return undefined;
  const { event, authorizations } = parsed;
  // In a channel shared between organisations the event's team may be the other one; the installation is ours.
  const team = authorizations?.[0]?.team_id ?? parsed.team_id;
  switch (event.type) {
    case 'app_mention':
    case 'message':
      return said(event, team, bot, defaults);
    case 'assistant_thread_started':
    case 'assistant_thread_context_changed': {
      const { user_id, channel_id, thread_ts, context } = event.assistant_thread;
      const where = { channel: channel_id, root: thread_ts, threaded: true, shared: false };
      const started = event.type === 'assistant_thread_started';
      return { what: 'thread', team, user: user_id, where, started, watching: context?.channel_id };
    }
    case 'app_home_opened':
      return event.tab === 'messages' ? undefined : { what: 'home', team, user: event.user };
    case 'tokens_revoked':
      if (!event.tokens?.bot?.length) return undefined;
      return { what: 'gone', team, enterprise: parsed.enterprise_id ?? undefined };
    case 'app_uninstalled':
      return { what: 'gone', team, enterprise: parsed.enterprise_id ?? undefined };
  }
}

type Written = Extract<ReturnType<typeof EventBody.parse>['event'], { type: 'app_mention' | 'message' }>;

/** Ours, other programs', changed, removed and announcing messages are nobody's words to us. */
function said(event: Written, team: string, bot: string, defaults: Defaults): Said | undefined {
  const { user, channel, ts, thread_ts, text, subtype } = event;
  if (!user || user === bot || event.bot_id || event.edited) return undefined;
  if (event.type === 'message' && event.hidden) return undefined;
  const direct = event.type === 'message' && (event.channel_type === 'im' || channel.startsWith('D'));
  // What is sent to the whole room, or told of oneself, is to us where nobody else is, and where we are named.
  const toUs = direct || event.type === 'app_mention' ? SAID_TO_US : SAID;
  if (subtype !== undefined && !toUs.includes(subtype)) return undefined;
  if (event.type === 'message' && !direct) {
    // A message with a mention comes a second time, as one; without a mention only a thread can be ours.
    if (text.includes(`<@${bot}`) || thread_ts === undefined || thread_ts === ts || namesOthers(text, bot))
      return undefined;
  }
  const root = direct ? (thread_ts ?? '') : (thread_ts ?? ts);
  const where: Where = { channel, root, threaded: thread_ts !== undefined, shared: !direct };
  const followUp = event.type === 'message' && !direct;
  const from = envelope({ team, user }, where, `m/${channel}/${ts}`, defaults);
  const words = plain(text, bot);
  const files = handed(event.files, words);
  if (!words && files.length === 0 && direct) return undefined;
  return { what: 'said', team, user, from, where, message: ts, text: words, files, followUp };
}

const SAID: readonly string[] = ['file_share'];
const SAID_TO_US: readonly string[] = [...SAID, 'thread_broadcast', 'me_message'];

/** Files that can be read; where there is nothing else to answer, one that can't be, so that its sender is told. */
function handed(files: readonly SlackFile[] | null | undefined, words: string): Dropped[] {
  const there = dropped(files);
  const [first] = files ?? [];
  if (there.length > 0 || words || !first) return there;
  return [{ id: first.id, name: first.name ?? first.id, url: '', size: 0 }];
}

function dropped(files: readonly SlackFile[] | null | undefined): Dropped[] {
  return (files ?? []).flatMap(({ id, name, url_private_download, url_private, size, mode }) => {
    const url = url_private_download ?? url_private;
    // What lies elsewhere, or was taken away, can't be read.
    if (!url || (mode && ['external', 'tombstone', 'hidden_by_limit'].includes(mode))) return [];
    return [{ id, name: name ?? id, url, size: size ?? 0 }];
  });
}

export function envelope({ team, user }: Who, where: Where, event: string, { country, lang }: Defaults): Envelope {
  return {
    event,
    tenant: team,
    channel: 'slack',
    conversation: conversationOf(where, user),
    place: where.channel,
    user,
    lang,
    country,
    ...(where.shared ? { shared: true } : {}),
  };
}

/** A button. Those with a link do nothing here, and values that we did not write are nothing. */
export function fromAction(payload: unknown, defaults: Defaults): FromAction | undefined {
  const parsed = BlockActions.safeParse(payload).data;
  const [pressed] = parsed?.actions ?? [];
  const team = parsed?.team?.id ?? parsed?.user.team_id;
  if (!parsed || !pressed || !team) return undefined;
  const { user, view, container, trigger_id: trigger } = parsed;
  const who: Who = { team, user: user.id };
  if (pressed.action_id.startsWith(DOES.why))
    return { what: 'why', ...who, text: pressed.value ?? '', trigger, inView: view?.type === 'modal' };
  const sends = pressed.action_id.startsWith(DOES.send);
  if (!sends && !pressed.action_id.startsWith(DOES.act)) return undefined;
  const action = unpackAction(pressed.value ?? '');
  const surface = surfaceOf(view, container);
  const where = placeIn(pressed.block_id);
  if (!action || !surface || !where) return undefined;
  const values = (view ?? parsed).state?.values ?? {};
  const inForm = Object.values(values).some((block) => Object.keys(block).some((id) => id.startsWith(FIELD)));
  const fields = sends ? fieldsIn(values) : {};
  const at = surface.on === 'message' ? surface.ts : surface.on === 'modal' ? surface.view : 'home';
  const from = envelope(who, where, `a/${user.id}/${at}/${pressed.action_ts}`, defaults);
  const respond = parsed.response_url ?? undefined;
  return { what: 'acted', ...who, from, where, action, fields, inForm, surface, trigger, respond };
}

type Container = ReturnType<typeof BlockActions.parse>['container'];
type ViewIn = NonNullable<ReturnType<typeof BlockActions.parse>['view']>;

function surfaceOf(view: ViewIn | null | undefined, container: Container): Surface | undefined {
  if (view?.type === 'home') return { on: 'home' };
  if (view) {
    const origin = originOf(view.private_metadata);
    return origin && { on: 'modal', view: view.id, hash: view.hash, origin };
  }
  const { message_ts, is_ephemeral, channel_id } = container;
  if (!message_ts) return undefined;
  return { on: 'message', channel: channel_id ?? undefined, ts: message_ts, ephemeral: is_ephemeral === true };
}

/** What the fields of a form hold, by their own ids. A field that nobody has touched is not there. */
export function fieldsIn(values: StateValues | null | undefined): Fields {
  const out: Record<string, string | string[]> = {};
  for (const block of Object.values(values ?? {}))
    for (const [action, state] of Object.entries(block)) {
      if (!action.startsWith(FIELD)) continue;
      const id = action.slice(FIELD.length);
      if (state.selected_options) out[id] = state.selected_options.map((o) => o.value);
      else if (state.selected_option) out[id] = state.selected_option.value;
      else if (typeof state.value === 'string') out[id] = state.value;
    }
  return out;
}

export type FromView = Who & {
  what: 'submitted' | 'closed';
  from: Envelope;
  where: Where;
  action: Action;
  fields: Fields;
  view: string;
  hash: string;
  origin: Origin;
};

/** A form that was sent, or left: then it is put aside, to be gone on with later. */
export function fromView(payload: unknown, defaults: Defaults): FromView | undefined {
  const parsed = ViewPayload.safeParse(payload).data;
  const origin = parsed && originOf(parsed.view.private_metadata);
  const team = parsed?.team?.id ?? parsed?.user.team_id;
  const where = origin && unpackWhere(origin.place);
  if (!parsed || !origin || !team || !where) return undefined;
  const { view, user, type } = parsed;
  const who: Who = { team, user: user.id };
  const base = { ...who, where, view: view.id, hash: view.hash, origin };
  if (type === 'view_closed') {
    const left = origin.leave ?? origin.submit;
    if (!left || !('session' in left)) return undefined;
    const from = envelope(who, where, `c/${view.id}`, defaults);
    return { what: 'closed', ...base, from, action: { do: 'pause', session: left.session }, fields: {} };
  }
  if (!origin.submit || view.callback_id !== CALLBACK.form) return undefined;
  const from = envelope(who, where, `v/${view.id}/${view.hash}`, defaults);
  return { what: 'submitted', ...base, from, action: origin.submit, fields: fieldsIn(view.state?.values) };
}

export type FromCommand = Who & { trigger: string; respond: string; channel: string } & (
    | { what: 'begin'; screening: Screening; command: Command; text: string; event: string }
    | ({ what: 'ask'; from: Envelope; where: Where } & (
        | { text: string }
        | { action: Action }
        | { help: true }
        | { account: string }
      ))
  );

export function fromCommand(payload: unknown, defaults: Defaults): FromCommand | undefined {
  const parsed = CommandPayload.safeParse(payload).data;
  if (!parsed) return undefined;
  const { team_id: team, user_id: user, channel_id: channel, trigger_id: trigger, response_url: respond } = parsed;
  const text = plain(parsed.text);
  const event = `k/${trigger}`;
  const base = { team, user, channel, trigger, respond };
  const command = parsed.command.replace(/^\//, '');
  if (command === 'dpia-start') return { ...base, what: 'begin', screening: 'dpia', command, text, event };
  if (command === 'photo-check') return { ...base, what: 'begin', screening: 'photo-check', command, text, event };
  if (command !== 'varsam') return undefined;
  const named = screeningNamed(text);
  if (named) return { ...base, what: 'begin', screening: named.screening, command, text, event };
  // It can be typed where we are not, so the answer goes by the address that came with it, to this person alone.
  const where: Where = { channel, root: '', threaded: false, shared: true };
  const ask = { ...base, what: 'ask' as const, where, from: envelope({ team, user }, where, event, defaults) };
  const chosen = choiceIn(text);
  if (chosen) return { ...ask, action: chosen };
  const account = accountCommand(text, { afterVarsam: true });
  if (account !== undefined) return { ...ask, account };
  const question = text.replace(/^(?:ask|spør|fråga)\s+/i, '');
  return !question || HELP.test(question) ? { ...ask, help: true } : { ...ask, text: question };
}

const HELP = /^(?:help|hjelp|hjälp|\?)$/i;
export type FromShortcut = Who & {
  what: 'check';
  text: string;
  files: Dropped[];
  trigger: string;
  event: string;
};
/** "Check before publishing", on any message. */
export const CHECK_MESSAGE = 'varsam.check_message';

export function fromShortcut(payload: unknown): FromShortcut | undefined {
  const parsed = MessageShortcut.safeParse(payload).data;
  const team = parsed?.team?.id ?? parsed?.user.team_id;
  if (!parsed || !team || parsed.callback_id !== CHECK_MESSAGE) return undefined;
  const { user, message, trigger_id: trigger } = parsed;
  const text = plain(message.text ?? '');
  return {
    what: 'check',
    team,
    user: user.id,
    text,
    files: handed(message.files, text),
    trigger,
    event: `s/${trigger}`,
  };
}
