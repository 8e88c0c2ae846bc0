import { unpackAction } from '../../../src/core/card.ts';
import {
  ANNA,
  BOT,
  blockAction,
  eventBody,
  file as fileShape,
  message as messageShape,
  messageShortcut,
  ROOM,
  slashCommand,
  TEAM,
  viewPayload,
} from './payloads.ts';
import type { Ack, FakeSlack } from './server.ts';
import type { Block, Message, OpenView } from './workspace.ts';

type Json = Record<string, unknown>;
type Input = Extract<Block, { type: 'input' }>;
type Button = Extract<Block, { type: 'actions' }>['elements'][number];
type Surface = Message | OpenView;

const isView = (s: Surface): s is OpenView => 'view' in s;
export const blocksOf = (s: Surface): Block[] => (isView(s) ? s.view.blocks : s.blocks);
const inputsOf = (s: Surface): Input[] => blocksOf(s).filter((b): b is Input => b.type === 'input');
export const buttonsOf = (s: Surface): (Button & { block_id: string })[] =>
  blocksOf(s).flatMap((b) =>
    b.type === 'actions' ? b.elements.map((e) => ({ ...e, block_id: b.block_id ?? '' })) : [],
  );

/** Every word that stands on a message or view. */
export function wordsOn(s: Surface): string {
  const out: string[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) visit(one);
    else if (typeof value === 'object' && value !== null)
      for (const [key, child] of Object.entries(value)) {
        if (key === 'text' && typeof child === 'string') out.push(child);
        else if (key !== 'value') visit(child);
      }
  };
  visit(blocksOf(s));
  return out.join('\n');
}

/** Somebody in the fake workspace, who sees what is there and presses what they see. */
export class SlackPerson {
  readonly slack: FakeSlack;
  readonly id: string;
  #entered = new Map<string, Map<string, Json>>();

  constructor(slack: FakeSlack, id: string = ANNA) {
    this.slack = slack;
    this.id = id;
    slack.world.directWith(id);
    const room = slack.world.rooms.get(ROOM) ?? new Set();
    slack.world.rooms.set(ROOM, room.add(id));
  }

  get direct(): string {
    return this.slack.world.directWith(this.id);
  }

  /** What this person sees of what the app has posted in a channel, the newest last. */
  sees(channel: string = this.direct): Message[] {
    return this.slack.world.messages.filter(
      (m) => m.channel === channel && m.user === BOT && !m.unseen && (m.onlyTo === undefined || m.onlyTo === this.id),
    );
  }
  view(): OpenView | undefined {
    return this.slack.world.stackOf(this.id).at(-1);
  }

  /** Says something that the app hears of. In a room with a mention Slack sends two events, as it does. */
  async says(
    text: string,
    { channel = this.direct, thread, files = [] }: { channel?: string; thread?: string; files?: Json[] } = {},
  ): Promise<Message> {
    const { world } = this.slack;
    const said = world.add({ channel, user: this.id, thread_ts: thread, text, blocks: [] });
    const common = { user: this.id, channel, ts: said.ts, event_ts: said.ts, ...(thread ? { thread_ts: thread } : {}) };
    const dropped = files.length > 0 ? { files, subtype: 'file_share' } : {};
    const channel_type = channel.startsWith('D') ? 'im' : 'channel';
    const events = [messageShape(text, { ...common, ...dropped, channel_type })];
    if (text.includes(`<@${BOT}>`) && channel_type !== 'im')
      events.unshift(
        eventBody({ type: 'app_mention', team: TEAM, text, ...common, ...(files.length > 0 ? { files } : {}) }),
      );
    this.#last = events;
    for (const payload of events) await this.slack.deliver({ type: 'events_api', payload });
    return said;
  }
  #last: Json[] = [];
  /** Slack is in doubt, and sends the last thing again. */
  async again(retry = 1): Promise<void> {
    for (const payload of this.#last) await this.slack.deliver({ type: 'events_api', payload, retry });
  }
  mentions(text: string, over: { channel?: string; thread?: string; files?: Json[] } = {}): Promise<Message> {
    return this.says(`<@${BOT}> ${text}`, { channel: ROOM, ...over });
  }

  /** A file as it stands in a message of this person's. */
  drops(name: string, bytes: Buffer): Json {
    const stored = this.slack.world.addFile({ name, length: bytes.length, bytes });
    const url = `${this.slack.url}/files/${stored.id}`;
    return fileShape({ id: stored.id, name, size: bytes.length, url_private: url, url_private_download: url });
  }

  /** Enters a value into a field: an option's value, several, or words. Of the field that is there, or a test fails. */
  enters(on: Surface, field: string, value: string | string[]): void {
    const input = inputsOf(on).find((b) => b.element.action_id === `f.${field}`);
    if (!input) throw new Error(`no field ${field} among ${inputsOf(on).map((b) => b.element.action_id)}`);
    const { element } = input;
    if (element.type !== 'plain_text_input') {
      const all = [
        ...(element.options ?? []),
        ...('option_groups' in element ? (element.option_groups ?? []).flatMap((g) => g.options) : []),
      ];
      for (const one of [value].flat())
        if (!all.some((o) => o.value === one))
          throw new Error(`${field} has no ${one} among ${all.map((o) => o.value)}`);
    }
    const state: Json =
      element.type === 'plain_text_input'
        ? { type: element.type, value }
        : Array.isArray(value)
          ? { type: element.type, selected_options: value.map((v) => ({ value: v })) }
          : { type: element.type, selected_option: { value } };
    const key = input.block_id ?? '';
    this.#entered.set(key, (this.#entered.get(key) ?? new Map()).set(element.action_id, state));
  }

  /** What this person has entered on it, by block: options' values, or words. */
  entered(on: Surface): ReadonlyMap<string, readonly string[]> {
    return new Map(
      blocksOf(on).flatMap((b): [string, string[]][] => {
        const states = [...(this.#entered.get(b.block_id ?? '')?.values() ?? [])] as Entered[];
        return states.length === 0 ? [] : [[b.block_id ?? '', states.flatMap(valuesOf)]];
      }),
    );
  }

  #state(on: Surface): { values: Json } {
    const values: Json = {};
    for (const b of inputsOf(on)) {
      const { element } = b;
      const entered = this.#entered.get(b.block_id ?? '')?.get(element.action_id);
      values[b.block_id ?? ''] = { [element.action_id]: entered ?? untouched(element) };
    }
    return { values };
  }

  /** What a button on it says it does. */
  deeds(on: Surface): string[] {
    return buttonsOf(on).map((b) => unpackAction(b.value ?? '')?.do ?? b.action_id);
  }

  /** Presses the button that does this, or that has this label. */
  async presses(on: Surface, what: string): Promise<Ack> {
    const button = buttonsOf(on).find(
      (b) => b.text.text === what || unpackAction(b.value ?? '')?.do === what || b.action_id.startsWith(`${what}.`),
    );
    if (!button) throw new Error(`no button ${what} among ${this.deeds(on)}`);
    return this.slack.deliver({ type: 'interactive', payload: this.pressing(on, button) });
  }

  pressing(on: Surface, button: Button & { block_id: string }): Json {
    const { type, action_id, block_id, text, value } = button;
    const user = { id: this.id, username: 'x', team_id: TEAM };
    const pressed = { type, action_id, block_id, text, value, action_ts: this.slack.world.ts() };
    if (isView(on)) {
      const view = { ...on.view, id: on.id, hash: on.hash, state: this.#state(on) };
      const trigger_id = this.slack.world.newTrigger(this.id, true);
      return blockAction(pressed, {
        user,
        view,
        container: { type: 'view', view_id: on.id },
        trigger_id,
        channel: undefined,
        response_url: undefined,
      });
    }
    return blockAction(pressed, {
      user,
      channel: { id: on.channel },
      container: {
        type: 'message',
        message_ts: on.ts,
        channel_id: on.channel,
        is_ephemeral: on.onlyTo !== undefined,
        ...(on.thread_ts ? { thread_ts: on.thread_ts } : {}),
      },
      state: this.#state(on),
      trigger_id: this.slack.world.newTrigger(this.id),
      response_url: this.slack.respondAddress(this.id, on.channel, on.ts),
    });
  }

  /** A button on the home tab. */
  async pressesHome(what: string): Promise<Ack> {
    const view = this.slack.world.homes.get(this.id);
    if (!view) throw new Error('no home');
    return this.presses({ id: 'V0HOME', hash: 'h', user: this.id, view: view as OpenView['view'] }, what);
  }
  home(): OpenView {
    const view = this.slack.world.homes.get(this.id);
    if (!view) throw new Error('no home');
    return { id: 'V0HOME', hash: 'h', user: this.id, view: view as OpenView['view'] };
  }

  /**
   * Sends the form of the view on top; the view becomes what the app answers with. Gives the errors it got. `unchecked`: by a client that does not see to
   * what is required.
   */
  async submits({ unchecked = false } = {}): Promise<Record<string, string>> {
    const open = this.view();
    if (!open) throw new Error('no view is open');
    for (const b of inputsOf(open))
      if (!unchecked && !b.optional && isEmpty(this.#state(open).values[b.block_id ?? ''] as Json))
        throw new Error(`${b.label.text} is required`);
    const payload = viewPayload(
      'view_submission',
      { ...open.view, id: open.id, hash: open.hash, state: this.#state(open) },
      { user: { id: this.id, team_id: TEAM }, trigger_id: this.slack.world.newTrigger(this.id, true) },
    );
    const { payload: answer } = await this.slack.deliver({ type: 'interactive', payload });
    const { response_action, errors, view } = (answer ?? {}) as {
      response_action?: string;
      errors?: Record<string, string>;
      view?: Json;
    };
    if (response_action === 'errors') {
      for (const block of Object.keys(errors ?? {}))
        if (!inputsOf(open).some((b) => b.block_id === block))
          throw new Error(`errors for ${block}, which is no input`);
      return errors ?? {};
    }
    if (response_action === 'update') this.slack.world.changeView(open, this.slack.checked(view));
    else this.slack.world.views.delete(open.id);
    return {};
  }

  async closes(): Promise<void> {
    const open = this.view();
    if (!open) throw new Error('no view is open');
    this.slack.world.views.delete(open.id);
    if (open.view.notify_on_close !== true) return;
    const payload = viewPayload(
      'view_closed',
      { ...open.view, id: open.id, hash: open.hash, state: this.#state(open) },
      { user: { id: this.id, team_id: TEAM } },
    );
    await this.slack.deliver({ type: 'interactive', payload });
  }

  types(command: string, text = '', channel: string = ROOM): Promise<Ack> {
    const over = {
      user_id: this.id,
      channel_id: channel,
      trigger_id: this.slack.world.newTrigger(this.id),
      response_url: this.slack.respondAddress(this.id, channel),
    };
    return this.slack.deliver({ type: 'slash_commands', payload: slashCommand(command, text, over) });
  }

  /** "Check before publishing" on a message. */
  checks(message: { text: string; files?: Json[] }): Promise<Ack> {
    const over = { user: { id: this.id, team_id: TEAM }, trigger_id: this.slack.world.newTrigger(this.id) };
    return this.slack.deliver({ type: 'interactive', payload: messageShortcut(message, over) });
  }

  opensHome(): Promise<Ack> {
    const event = {
      type: 'app_home_opened',
      user: this.id,
      channel: this.direct,
      tab: 'home',
      event_ts: this.slack.world.ts(),
    };
    return this.slack.deliver({ type: 'events_api', payload: eventBody(event) });
  }
  /** Opens the assistant: a thread in the direct message, which the app is told of. */
  async opensAssistant(beside: string = ROOM): Promise<string> {
    const root = this.slack.world.add({ channel: this.direct, user: BOT, text: 'New Assistant Thread', blocks: [] });
    const assistant_thread = {
      user_id: this.id,
      context: { channel_id: beside, team_id: TEAM },
      channel_id: this.direct,
      thread_ts: root.ts,
    };
    await this.slack.deliver({
      type: 'events_api',
      payload: eventBody({ type: 'assistant_thread_started', assistant_thread, event_ts: root.ts }),
    });
    return root.ts;
  }
}

type Entered = { value?: string; selected_option?: { value: string }; selected_options?: { value: string }[] };
const valuesOf = ({ value, selected_option, selected_options }: Entered): string[] =>
  selected_options?.map((o) => o.value) ?? (selected_option ? [selected_option.value] : value ? [value] : []);

function untouched(element: Input['element']): Json {
  if (element.type === 'plain_text_input') return { type: element.type, value: element.initial_value ?? null };
  if ('initial_options' in element || element.type === 'checkboxes' || element.type === 'multi_static_select')
    return {
      type: element.type,
      selected_options: ('initial_options' in element ? element.initial_options : undefined) ?? [],
    };
  return {
    type: element.type,
    selected_option: ('initial_option' in element ? element.initial_option : undefined) ?? null,
  };
}

function isEmpty(block: Json): boolean {
  return Object.values(
    block as Record<string, { value?: string | null; selected_option?: unknown; selected_options?: unknown[] }>,
  ).every((s) => !s.value && !s.selected_option && !s.selected_options?.length);
}
