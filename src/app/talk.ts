import type { Municipality } from '../core/assessment/roles.ts';
import type { Card } from '../core/card.ts';
import type { CardView } from '../core/cards/view.ts';
import type { FindPersonal } from '../core/draft/read-draft.ts';
import { type Country, defaultLang, type Lang } from '../core/language.ts';
import { detectLanguage } from '../core/language-model.ts';
import type { Envelope, Outgoing } from '../core/message.ts';
import type { AnswerWords } from '../core/reading/words.ts';
import type { Accounts } from './account-ports.ts';
import type { Calendar } from './calendar-ports.ts';
import type { ChannelFacts, Claims, ExportDocument, ExportModelAs, Preferences, ReadPhoto } from './converse-ports.ts';
import type { HandleDeps } from './handle-question.ts';
import type { Moderation } from './moderation-ports.ts';
import type { AnswerReader } from './ports.ts';
import type { Audit, People } from './privacy-ports.ts';
import type { Assessments, Sessions } from './screening-ports.ts';

export type ConverseDeps = HandleDeps & {
  accounts: Accounts;
  /** Who sits in which role, by country where the municipality has said nothing. */
  municipality: (country: Country, lang: Lang) => Municipality;
  sessions: Sessions;
  assessments: Assessments;
  claims: Claims;
  facts: ChannelFacts;
  preferences: Preferences;
  /** What the screenings listen for in somebody's own words, read when it is first needed. */
  words: () => Promise<ReadonlyMap<string, AnswerWords>>;
  findPersonal: FindPersonal;
  readPhoto: ReadPhoto;
  exportDocument: ExportDocument;
  exportModel: ExportModelAs;
  /** Reads free text where words and phrases leave something open; absent: they are all there is. */
  reader?: AnswerReader | undefined;
  /** The moderation log. */
  moderation?: Moderation | undefined;
  /** Whose conversations are whose. */
  people: People;
  audit: Audit;
  /** What is due, and who is away. */
  calendar?: Calendar | undefined;
};

/** Something that came in, with what its sender has chosen. */
export type Sender = {
  deps: ConverseDeps;
  from: Envelope;
  /** When it came in, ISO in UTC. */
  at: string;
  /** The language they have chosen, where they have. */
  chosen: Lang | undefined;
  country: Country;
  /** Locale keys of what whoever wrote has to be told beside the card. */
  notes: Set<'reading_offline'>;
};
/** The same with the language to answer in. */
export type Talk = Sender & { view: CardView };

/** A choice made in the conversation stands above what the channel says. */
export async function senderOf(from: Envelope, deps: ConverseDeps): Promise<Sender> {
  const { tenant, user, conversation } = from;
  const at = deps.clock.now().toISOString();
  const preference = await deps.preferences.get(tenant, user);
  // Most ids of conversations end in their person's; of the others it is kept whose they are, so that access and erasure find all of them.
  if (!conversation.endsWith(`/${user}`)) await deps.people.note(tenant, user, conversation, at);
  return {
    deps,
    from,
    at,
    chosen: preference.lang ?? from.lang,
    country: preference.country ?? from.country,
    notes: new Set(),
  };
}

/**
 * The chosen language, else that of the text where it says enough, else that of what was said before: of the last answer, or in a screening the one that it
 * was begun in.
 */
export async function talkIn(sender: Sender, text = '', of: 'thread' | 'screening' = 'thread'): Promise<Talk> {
  const { deps, chosen, country } = sender;
  const told = detectLanguage(deps.languages, text);
  const lang = chosen ?? (told.sure ? told.lang : await before(sender, of));
  return { ...sender, view: { lang, country, knowledge: deps.knowledge } };
}

async function before(
  { deps, from: { tenant, conversation }, country }: Sender,
  of: 'thread' | 'screening',
): Promise<Lang> {
  const [last] = await deps.store.turns(tenant, conversation, 1);
  const answered = last?.answer.lang;
  const kept = (await deps.store.conversation(tenant, conversation))?.lang;
  return (of === 'screening' ? (kept ?? answered) : (answered ?? kept)) ?? defaultLang(country);
}

/** Keeps the language that a screening is begun in: its later cards come after presses of buttons, which say nothing of a language. */
export async function keepLanguage({ deps, from, at, view }: Talk): Promise<void> {
  await deps.store.touchConversation({
    tenant: from.tenant,
    id: from.conversation,
    channel: from.channel,
    lang: view.lang,
    country: view.country,
    at,
  });
}

/** In the place of the card whose button was pressed. */
export function instead(card: Card): Outgoing[] {
  return [{ card, replaces: true }];
}
/** Below what is there. */
export function below(card: Card): Outgoing[] {
  return [{ card, replaces: false }];
}
