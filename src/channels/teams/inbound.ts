import type { z } from 'zod';
import { type Action, unpackAction } from '../../core/card.ts';
import { commandIn } from '../../core/command.ts';
import type { Country, Lang } from '../../core/language.ts';
import type { Envelope, Fields, Incoming } from '../../core/message.ts';
import { AT, DEED } from './actions.ts';
import { type Activity, CardAction, Consent, DOWNLOAD, Download, Extension } from './activity.ts';
import { MANY, ONE, TEXT } from './fields.ts';
import { spokenTo, wordsOf } from './text.ts';
import { langOf } from './words.ts';

/** What an activity from Teams means. Pure: nothing is fetched, and nothing is trusted but its form. */

export type Settings = {
  tenant: string;
  country: Country;
  lang: Lang | undefined;
  /** The thread that a card shown elsewhere says it belongs to; undefined where it was not the bot that said so to this person. */
  opened: (sealed: string, user: string) => string | undefined;
};

/** A file somebody dropped, still to be fetched. `own`: only with the bot's own key, from Teams itself. */
export type Dropped = { name: string; url: string; own: boolean };

export type Heard =
  | { kind: 'said'; incoming: Incoming }
  | { kind: 'dropped'; envelope: Envelope; text: string; files: Dropped[] }
  /** Installed, or added to a team or chat. */
  | { kind: 'met'; incoming: Incoming }
  | { kind: 'left'; envelope: Envelope }
  | { kind: 'pressed'; incoming: Extract<Incoming, { kind: 'action' }>; card: string | undefined }
  /** Somebody's own view of a card that everybody sees. */
  | { kind: 'viewed'; envelope: Envelope; view: string }
  | { kind: 'dialog'; incoming: Incoming }
  /** The dialog without a text to check yet; `missing`: it was sent without. */
  | { kind: 'dialog_form'; lang: Lang; missing: boolean }
  | { kind: 'consent'; envelope: Envelope; given: z.infer<typeof Consent>; card: string | undefined }
  | { kind: 'nothing'; invoke: boolean };

/** The key of a view among a press's data. */
export const VIEW = 'view';
/** The key of the text in the dialog's own form. */
export const DRAFT = 'text:draft';

export function hear(activity: Activity, settings: Settings): Heard {
  const bot = activity.recipient?.id;
  const own = activity.from.id === bot || activity.from.role === 'bot' || activity.from.id.startsWith('28:');
  const nothing = { kind: 'nothing', invoke: activity.type === 'invoke' } as const;
  // An installation comes from whoever did it, and in some clients from the bot itself.
  if (activity.type === 'installationUpdate' || activity.type === 'conversationUpdate')
    return met(activity, settings) ?? nothing;
  if (own || !activity.id) return nothing;
  if (activity.type === 'message') return message(activity, settings) ?? nothing;
  if (activity.type === 'invoke') return invoke(activity, settings) ?? nothing;
  return nothing;
}

/** The place a card or message belongs to. `at`: the thread of a card that is shown elsewhere. */
function envelopeOf(activity: Activity, { tenant, country, lang }: Settings, at?: string): Envelope {
  const { conversation, channelData, from } = activity;
  const shared = isShared(activity) || at !== undefined;
  const thread = at ?? conversation.id;
  const user = from.aadObjectId ?? from.id;
  return {
    event: `${conversation.id}/${activity.id ?? activity.type}`,
    tenant,
    channel: 'teams',
    // What was said in a room is shown to one person first, so what is remembered of it is that person's too: nobody answers another's screening.
    conversation: shared ? `${thread}/${user}` : thread,
    place: at === undefined ? (channelData?.channel?.id ?? roomOf(thread)) : roomOf(at),
    user,
    lang,
    country,
    ...(shared ? { shared } : {}),
  };
}

/** Others read along here. A conversation without a type is taken for one that they do. */
export function isShared({ conversation }: Activity): boolean {
  return conversation.conversationType !== 'personal';
}
/** The room that a thread is in. */
export const roomOf = (thread: string): string => thread.replace(/;messageid=.*$/s, '');

/** The language to speak of our own accord: the deployment's, the client's, the country's. */
export function spokenIn(activity: Activity, { lang, country }: Pick<Settings, 'lang' | 'country'>): Lang {
  return lang ?? langOf(activity.locale) ?? (country === 'SE' ? 'sv' : 'nb');
}

const HELP = /^\/?(?:help|hjelp|hjälp|start)[.!?]?$/i;

function message(activity: Activity, settings: Settings): Heard | undefined {
  const pressed = pressedIn(activity, record(activity.value), settings);
  if (pressed) return pressed;
  const envelope = envelopeOf(activity, settings);
  const text = spokenTo(activity.text ?? '', mentionsOf(activity));
  const files = (activity.attachments ?? []).flatMap((a) => (a ? droppedIn(a) : []));
  if (files.length > 0) return { kind: 'dropped', envelope, text, files };
  const command = commandIn(text, { bare: true });
  if (command) return { kind: 'said', incoming: { ...envelope, kind: 'command', ...command } };
  if (HELP.test(text)) return { kind: 'said', incoming: { ...envelope, kind: 'command', command: 'help', text: '' } };
  // A mention alone is a greeting; anything else without words, such as a sticker, is nothing to answer.
  if (!text && mentionsOf(activity).length > 0)
    return { kind: 'said', incoming: { ...envelope, kind: 'command', command: 'help', text: '' } };
  return text ? { kind: 'said', incoming: { ...envelope, kind: 'text', text } } : undefined;
}

/** The words by which this bot is named in the text. */
function mentionsOf({ entities, recipient }: Activity): string[] {
  return (entities ?? []).flatMap((e) =>
    e?.type === 'mention' && e.text && recipient && e.mentioned?.id === recipient.id ? [e.text] : [],
  );
}

type Attached = NonNullable<NonNullable<Activity['attachments']>[number]>;
function droppedIn({ contentType, contentUrl, name, content }: Attached): Dropped[] {
  if (contentType === DOWNLOAD) {
    const file = Download.safeParse(content).data;
    return file ? [{ name: name ?? `file.${file.fileType ?? 'bin'}`, url: file.downloadUrl, own: false }] : [];
  }
  if (!contentType.startsWith('image/') || !contentUrl) return [];
  const kind = /^image\/([a-z]+)/.exec(contentType)?.[1] ?? 'png';
  return [{ name: name ?? `image.${kind}`, url: contentUrl, own: true }];
}

/** A greeting counts once for a conversation, however many events tell of it. */
function met(activity: Activity, settings: Settings): Heard | undefined {
  const { type, action, membersAdded, recipient } = activity;
  const envelope = envelopeOf(activity, settings);
  if (type === 'installationUpdate' && action?.startsWith('remove')) return { kind: 'left', envelope };
  const added =
    type === 'installationUpdate'
      ? action?.startsWith('add')
      : recipient !== undefined && membersAdded?.some((m) => m.id === recipient.id);
  if (!added) return undefined;
  const event = `${activity.conversation.id}/met`;
  const lang = spokenIn(activity, settings);
  return { kind: 'met', incoming: { ...envelope, event, lang, kind: 'command', command: 'help', text: '' } };
}

function invoke(activity: Activity, settings: Settings): Heard | undefined {
  switch (activity.name) {
    case 'adaptiveCard/action': {
      const data = CardAction.safeParse(activity.value).data?.action.data ?? {};
      const view = data[VIEW];
      if (typeof view === 'string' && view.length <= 200)
        return { kind: 'viewed', envelope: envelopeOf(activity, settings), view };
      return pressedIn(activity, data, settings);
    }
    case 'composeExtension/fetchTask':
    case 'composeExtension/submitAction':
      return dialog(activity, settings);
    case 'fileConsent/invoke': {
      const given = Consent.safeParse(activity.value).data;
      return given && { kind: 'consent', envelope: envelopeOf(activity, settings), given, card: activity.replyToId };
    }
    default:
      return undefined;
  }
}

/** A press, with what stood in the inputs. Undefined for data that carries no action of ours. */
function pressedIn(activity: Activity, data: Readonly<Record<string, unknown>>, settings: Settings): Heard | undefined {
  const action = actionIn(data);
  if (!action) return undefined;
  const sealed = data[AT];
  const user = activity.from.aadObjectId ?? activity.from.id;
  const at = typeof sealed === 'string' ? settings.opened(sealed, user) : undefined;
  const envelope = envelopeOf(activity, settings, at);
  const incoming = { ...envelope, kind: 'action' as const, action, fields: fieldsIn(data) };
  return { kind: 'pressed', incoming, card: activity.replyToId };
}

function actionIn(data: Readonly<Record<string, unknown>>): Action | undefined {
  const packed = data[DEED];
  return typeof packed === 'string' ? unpackAction(packed) : undefined;
}

/** The inputs of a card by the ids of their fields. What was left empty is left out. */
function fieldsIn(data: Readonly<Record<string, unknown>>): Fields {
  const fields: Record<string, string | string[]> = Object.create(null);
  for (const [key, value] of Object.entries(data)) {
    if (typeof value !== 'string' || value === '') continue;
    if (key.startsWith(TEXT)) fields[key.slice(TEXT.length)] = value;
    else if (key.startsWith(ONE)) fields[key.slice(ONE.length)] = decoded(value);
    else if (key.startsWith(MANY)) fields[key.slice(MANY.length)] = value.split(',').filter(Boolean).map(decoded);
  }
  return { ...fields };
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** Announces a draft to the house, which knows these words (core/draft); nobody is shown them. */
const ANNOUNCE: Record<Lang, string> = {
  nb: 'Kan vi poste dette:',
  nn: 'Kan vi poste dette:',
  sv: 'Kan vi posta detta:',
  en: 'Can we post this:',
};

/** A dialog over any conversation: it is this person's alone, wherever it was opened. */
function dialog(activity: Activity, settings: Settings): Heard | undefined {
  const asked = Extension.safeParse(activity.value).data;
  if (!asked) return undefined;
  const lang = spokenIn(activity, settings);
  const { shared: _, ...at } = envelopeOf(activity, settings);
  const envelope = { ...at, lang, conversation: `dialog/${at.user}`, place: at.user };
  const data = asked.data ?? {};
  const action = actionIn(data);
  if (action) return { kind: 'dialog', incoming: { ...envelope, kind: 'action', action, fields: fieldsIn(data) } };
  const sent = data[DRAFT];
  const body = asked.messagePayload?.body;
  const given =
    typeof sent === 'string' ? sent : body?.contentType === 'text' ? body.content : wordsOf(body?.content ?? '');
  if (!given?.trim()) return { kind: 'dialog_form', lang, missing: typeof sent === 'string' };
  const text = `${ANNOUNCE[lang]}\n«${given.trim()}»`;
  return { kind: 'dialog', incoming: { ...envelope, kind: 'text', text } };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
