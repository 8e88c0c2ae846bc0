import type { Action, Card } from './card.ts';
import type { Country, Lang } from './language.ts';

/** What comes in from any channel, and what goes out. A channel makes the one of its payloads and draws the other. */

/** Who, where and when; the same for everything that comes in. */
export type Envelope = {
  /** The platform's id of the event; one that was seen before is not worked on again. */
  event: string;
  tenant: string;
  channel: ChannelName;
  /** The thread. Two threads never share a screening. */
  conversation: string;
  /** The account or room whose facts are remembered: a Slack channel, a Teams team, a browser. */
  place: string;
  /** The platform's id of the person; never a name. */
  user: string;
  /** The person's choice; undefined follows the language of what is written. */
  lang: Lang | undefined;
  country: Country;
  /** Others read along here: an answer is shown to the asker alone first, and can be shared. */
  shared?: boolean;
  /**
   * The piece of work that this is, where it was claimed before it came in: what is made of it carries this id, so that working on it `again` makes nothing
   * twice.
   */
  work?: { id: string; again: boolean };
  /** The office that somebody acts for, where the channel itself knows it; else it follows from who they are. */
  office?: string;
};
/** Until people sign in, whoever uses this installation is one tenant: terminal, web, Teams, and Slack without OAuth. */
export const LOCAL_TENANT = 'local';

export const CHANNELS = ['terminal', 'web', 'slack', 'teams'] as const;
export type ChannelName = (typeof CHANNELS)[number];

export type Incoming = Envelope &
  (
    | { kind: 'text'; text: string }
    /** A slash command, with what was written behind it. */
    | { kind: 'command'; command: Command; text: string }
    /** A button or form. A field that holds several values (ticks) is a list. */
    | { kind: 'action'; action: Action; fields: Fields }
    /** A file somebody dropped, or sent with the form that they are filling in. Its bytes are read and let go. */
    | { kind: 'file'; name: string; bytes: Uint8Array; text: string; fields?: Fields }
  );
export const COMMANDS = ['dpia-start', 'photo-check', 'account', 'help'] as const;
/** `varsam` carries the name of a screening, a question, or nothing. */
export type Command = (typeof COMMANDS)[number] | 'varsam';
export type Fields = Readonly<Record<string, string | readonly string[]>>;

/** One message out. */
export type Outgoing = {
  card: Card;
  /** In the place of the card whose button was pressed; else below what is there. */
  replaces: boolean;
  /** The stored turn where the card is an answer. */
  turn?: string;
  /** To everybody in the conversation, where others read along; without it to whoever asked. */
  shared?: true;
  /**
   * What was sent could not be taken, or a fault of ours: the card's words by locale key, for a channel that still has what was sent and gives it back.
   */
  problem?: { key: string; values: Record<string, string | number>; fault: boolean };
  files?: { name: string; mime: string; bytes: Uint8Array }[];
};
