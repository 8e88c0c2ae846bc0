import type { View } from './block-rules.ts';
import { Refusal } from './methods.ts';
import { BOT, TEAM } from './payloads.ts';

type Json = Record<string, unknown>;
export type Block = View['blocks'][number];
export type Message = {
  channel: string;
  ts: string;
  user: string;
  text: string;
  blocks: Block[];
  thread_ts?: string | undefined;
  /** Only this person sees it. */
  onlyTo?: string | undefined;
  /** In a thread that nobody can see it in. */
  unseen?: boolean;
  reactions: string[];
  metadata?: unknown;
  files?: string[] | undefined;
  edits?: number;
  streaming?: boolean;
  appended?: number;
};
export type OpenView = { id: string; hash: string; user: string; view: Json & { blocks: Block[] } };
export type StoredFile = {
  id: string;
  name: string;
  length: number;
  alt: string | undefined;
  title?: string | undefined;
  bytes?: Buffer;
};

/** One workspace: what people and programs have posted, opened and dropped in it. */
export class Workspace {
  readonly team: string = TEAM;
  readonly name = 'Bygda kommune';
  readonly bot: string = BOT;
  readonly botId = 'B0VARSAM01';
  url = '';
  streams = true;
  readonly messages: Message[] = [];
  readonly views = new Map<string, OpenView>();
  readonly homes = new Map<string, Json>();
  readonly files = new Map<string, StoredFile>();
  readonly statuses: { channel: string; thread: string; status: string }[] = [];
  readonly titles = new Map<string, string>();
  readonly prompts = new Map<string, { title: string; message: string }[]>();
  readonly reacted: string[] = [];
  /** Rooms that the app is in, with the people in them. */
  readonly rooms = new Map<string, Set<string>>();
  readonly #directs = new Map<string, string>();
  readonly #triggers = new Map<string, { user: string; at: number; view: boolean }>();
  #n = 0;

  /** Later than everything before. */
  ts(): string {
    this.#n += 1;
    return `${1_796_115_600 + this.#n}.${String(this.#n).padStart(6, '0')}`;
  }

  directWith(user: string): string {
    const known = this.#directs.get(user);
    if (known) return known;
    const channel = `D0${user.slice(1)}`;
    this.#directs.set(user, channel);
    this.rooms.set(channel, new Set([user]));
    return channel;
  }

  isMember(channel: string, user: string): boolean {
    return this.rooms.get(channel)?.has(user) ?? false;
  }
  mayWrite(channel: string): void {
    if (!this.rooms.has(channel)) throw new Refusal(channel.startsWith('C') ? 'not_in_channel' : 'channel_not_found');
  }
  /** A thread hangs on a message that is there, and that is no reply itself. */
  isRoot(channel: string, thread: string | undefined): void {
    if (thread === undefined) return;
    const root = this.message(channel, thread);
    if (!root || root.onlyTo) throw new Refusal('invalid_thread_ts');
    if (root.thread_ts && root.thread_ts !== root.ts) throw new Refusal('cannot_reply_to_message');
  }

  add(given: Omit<Message, 'ts' | 'reactions'>): Message {
    const replied = this.messages.some(
      (m) => m.channel === given.channel && m.thread_ts === given.thread_ts && !m.onlyTo,
    );
    const unseen = given.onlyTo !== undefined && given.thread_ts !== undefined && !replied;
    const message: Message = { ...given, ts: this.ts(), reactions: [], ...(unseen ? { unseen } : {}) };
    this.messages.push(message);
    return message;
  }
  message(channel: string, ts: string): Message | undefined {
    return this.messages.find((m) => m.channel === channel && m.ts === ts);
  }

  newTrigger(user: string, view = false): string {
    this.#n += 1;
    const trigger = `${this.#n}.${user}.trigger`;
    this.#triggers.set(trigger, { user, at: Date.now(), view });
    return trigger;
  }
  /** Good once, and for three seconds. */
  trigger(trigger: string): { user: string; view: boolean } {
    const found = this.#triggers.get(trigger);
    if (!found) throw new Refusal('invalid_trigger_id');
    this.#triggers.delete(trigger);
    if (Date.now() - found.at > 3000) throw new Refusal('expired_trigger_id');
    return found;
  }

  stackOf(user: string): OpenView[] {
    return [...this.views.values()].filter((v) => v.user === user);
  }
  openView(user: string, view: Json, onTop = false): OpenView {
    if (!onTop) for (const v of this.stackOf(user)) this.views.delete(v.id);
    this.#n += 1;
    const open: OpenView = {
      id: `V${String(this.#n).padStart(8, '0')}`,
      hash: `${this.#n}.first`,
      user,
      view: view as OpenView['view'],
    };
    this.views.set(open.id, open);
    return open;
  }
  changeView(open: OpenView, view: Json): OpenView {
    this.#n += 1;
    open.hash = `${this.#n}.next`;
    open.view = view as OpenView['view'];
    return open;
  }

  addFile({
    name,
    length,
    alt,
    bytes,
  }: {
    name: string;
    length: number;
    alt?: string | undefined;
    bytes?: Buffer;
  }): StoredFile {
    this.#n += 1;
    const file: StoredFile = {
      id: `F${String(this.#n).padStart(8, '0')}`,
      name,
      length,
      alt,
      ...(bytes ? { bytes } : {}),
    };
    this.files.set(file.id, file);
    return file;
  }
}
