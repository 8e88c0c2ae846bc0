import { type ConverseDeps, converse } from '../../../src/app/converse.ts';
import type { Learn } from '../../../src/app/learn-ports.ts';
import type { Action, Card } from '../../../src/core/card.ts';
import type { ChannelName, Command, Envelope, Incoming, Outgoing } from '../../../src/core/message.ts';
import type { Stores } from '../../../src/store/open.ts';
import { realConverseDeps } from '../../support/converse.ts';
import { realLearn } from '../../support/learning.ts';

/**
 * One person in one channel, as a channel contract sees them: they write, press what stands there, fill in the form that is asked, drop files, and read.
 * Each channel has a driver by hand, over its real way in and out.
 */
export type Chat = {
  channel: ChannelName;
  house: ChatHouse;
  say(text: string): Promise<void>;
  command(command: Command, text?: string): Promise<void>;
  drop(name: string, bytes: Buffer): Promise<void>;
  /** Presses the button that does this, the newest first. */
  press(deed: Action['do'], which?: (action: Action) => boolean): Promise<void>;
  /** Fills in the form that is asked, and sends it; `none`: by its "None of these". */
  fill(values: Readonly<Record<string, string | string[]>>, none?: boolean): Promise<void>;
  /** A new thread, as this channel has them. */
  newThread(): Promise<void>;
  /** Every word that this person sees just now. */
  words(): string;
  /** Files that have reached this person, in order. */
  files(): { name: string; bytes: Uint8Array }[];
  close(): Promise<void>;
};

export type ChatHouse = {
  deps: ConverseDeps & { log: { lines: string[] }; learn: Learn } & Stores;
  converse: (incoming: Incoming, onText?: (text: string) => void) => Promise<Outgoing[]>;
  /** What came of the last thing that was said or done. */
  out: Outgoing[];
  /** Whose and where it was. */
  from: Envelope;
  /** How many things have been taken so far, and are done. */
  done: number;
  /** Breaks whatever is asked next, once. */
  breakNext: () => void;
};

/** The house behind a channel: the real one, with a store of its own, that keeps what went in and out. */
export async function openChatHouse(): Promise<ChatHouse> {
  const real = (await realConverseDeps()) as ChatHouse['deps'];
  let n = 0;
  const ids = { next: () => `${String(++n).padStart(12, '0')}-0000-4000-8000-${String(n).padStart(12, '0')}` };
  let broken = false;
  const retriever: ConverseDeps['retriever'] = {
    search: (...asked) => {
      if (!broken) return real.retriever.search(...asked);
      broken = false;
      throw new Error('the index fell off the shelf');
    },
  };
  const deps = { ...real, ids, retriever, learn: realLearn(real) };
  const house: ChatHouse = {
    deps,
    out: [],
    from: {} as Envelope,
    done: 0,
    breakNext: () => {
      broken = true;
    },
    converse: async (incoming, onText) => {
      const out = await converse(incoming, deps, onText);
      house.out = out;
      const { event, tenant, channel, conversation, place, user, lang, country } = incoming;
      house.from = { event, tenant, channel, conversation, place, user, lang, country };
      house.done++;
      return out;
    },
  };
  return house;
}

/** Letters alone: each channel has marks, numbers and blanks of its own. Ids of questions stand before or behind their words. */
export function letters(text: string): string {
  return text
    .replace(/\b(?:[PD]\d\d|[a-z]+_[a-z_]+)\b/g, '')
    .replace(/[^\p{L}]+/gu, '')
    .toLowerCase();
}

/** What a card says in words of its own, part by part: nothing of it may be lost on the way. What folds and what is asked in a form is left out. */
function saidOn({ parts }: Card): string[] {
  return parts.flatMap((part): string[] => {
    switch (part.kind) {
      case 'text':
        return [part.text];
      case 'facts':
        return part.rows.flatMap((r) => [r.label, r.value]);
      case 'list':
        return part.items.map((i) => i.text);
      case 'sources':
        return part.items.slice(0, part.shown).flatMap((s) => [s.quote, ...s.flags]);
      case 'copy':
        return [part.text];
      default:
        return [];
    }
  });
}

/** What of a card does not stand among these words. */
export function missingFrom(words: string, card: Card): string[] {
  const seen = letters(words);
  return saidOn(card).filter((said) => !seen.includes(letters(said)));
}

export const formOf = (card: Card | undefined) => card?.parts.find((p) => p.kind === 'form');
export const buttonsOf = (card: Card) =>
  card.parts.flatMap((p) => (p.kind === 'buttons' ? p.buttons : p.kind === 'form' ? [p.submit, ...p.also] : []));
