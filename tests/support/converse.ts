import { type ConverseDeps, converse } from '../../src/app/converse.ts';
import { documentExporter, modelExporter } from '../../src/compose/documents.ts';
import type { Action, Button, Card, Field, Form } from '../../src/core/card.ts';
import type { Country, Lang } from '../../src/core/language.ts';
import type { Command, Envelope, Fields, Incoming, Outgoing } from '../../src/core/message.ts';
import type { AnswerWords } from '../../src/core/reading/words.ts';
import { loadWords } from '../../src/knowledge/load-words.ts';
import { readPhoto } from '../../src/photo/read.ts';
import { findPersonal } from '../../src/privacy/find.ts';
import { openSqlite, type Stores } from '../../src/store/open.ts';
import { NESODDEN } from './assessment.ts';
import { keepingLog, NOW, realAnswerDeps } from './fakes.ts';
import { KNOWLEDGE_DIR, realKnowledge } from './knowledge.ts';
import { mapOf } from './screening.ts';

let heard: ReadonlyMap<string, AnswerWords> | undefined;
function realWords(): ReadonlyMap<string, AnswerWords> {
  heard ??= loadWords(KNOWLEDGE_DIR, realKnowledge().screenings).words;
  return heard;
}

/** Everything a conversation needs, over the real knowledge and a store of its own; the clock goes on a second a look. */
export async function realConverseDeps(
  place: string | Stores = ':memory:',
): Promise<
  ConverseDeps & Pick<Stores, 'groups' | 'inbox' | 'kept' | 'personal'> & { log: ReturnType<typeof keepingLog> }
> {
  const stores = typeof place === 'string' ? await openSqlite(place) : place;
  let seconds = 0;
  let n = 0;
  return {
    ...(await realAnswerDeps()),
    ...stores,
    log: keepingLog(),
    clock: { now: () => new Date(Date.parse(NOW) + ++seconds * 1000) },
    ids: { next: () => `id-${String(++n).padStart(6, '0')}` },
    words: async () => realWords(),
    findPersonal,
    readPhoto,
    exportDocument: documentExporter(realKnowledge()),
    exportModel: modelExporter(),
    municipality: () => NESODDEN,
  };
}

/** What is remembered of a channel that is in order. */
const IN_ORDER = mapOf({ P01: 'main', P17: 'yes', P19: 'yes', P22: 'yes' });
export async function knownChannel(deps: ConverseDeps, place = 'room'): Promise<void> {
  await deps.facts.set('t', place, IN_ORDER, NOW);
}

let events = 0;

/** Somebody in one thread, who presses what is on the cards and nothing else. Counts taps: buttons, radios and boxes. */
export class Person {
  readonly #deps: ConverseDeps | undefined;
  readonly #door: (incoming: Incoming) => Promise<Outgoing[]>;
  readonly envelope: Omit<Envelope, 'event'>;
  out: Outgoing[] = [];
  taps = 0;
  #chosen: Record<string, string | string[]> = {};

  /** @param through the house that is spoken to, or a door to one that is elsewhere */
  constructor(through: ConverseDeps | ((incoming: Incoming) => Promise<Outgoing[]>), over: Partial<Envelope> = {}) {
    this.#deps = typeof through === 'function' ? undefined : through;
    this.#door = typeof through === 'function' ? through : (incoming) => converse(incoming, through);
    this.envelope = {
      tenant: 't',
      channel: 'web',
      conversation: 'c1',
      place: 'room',
      user: 'u1',
      lang: undefined,
      country: 'NO',
      ...over,
    };
  }

  /** The house, where it is in this process. */
  get deps(): ConverseDeps {
    if (!this.#deps) throw new Error('the house is elsewhere');
    return this.#deps;
  }
  /** The last card that came. */
  get card(): Card {
    const last = this.out.at(-1);
    if (!last) throw new Error('nothing has come back');
    return last.card;
  }
  get text(): string {
    return this.card.fallback;
  }

  say(text: string): Promise<Outgoing[]> {
    return this.send({ kind: 'text', text });
  }
  command(command: Command, text = ''): Promise<Outgoing[]> {
    return this.send({ kind: 'command', command, text });
  }
  drop(name: string, bytes: Uint8Array, text = ''): Promise<Outgoing[]> {
    return this.send({ kind: 'file', name, bytes, text });
  }
  /** Chooses a radio of the card. */
  choose(id: string, value: string): void {
    const field = this.field(id);
    if (field.kind !== 'choice' || !field.options.some((o) => o.value === value))
      throw new Error(`${id} can't be ${value} on: ${this.text}`);
    this.#chosen[id] = value;
    this.taps++;
  }
  tick(...lines: string[]): void {
    const field = this.field('ticks');
    if (field.kind !== 'ticks') throw new Error('no ticks');
    for (const line of lines)
      if (!field.options.some((o) => o.value === line)) throw new Error(`no line ${line} on: ${this.text}`);
    this.#chosen.ticks = lines;
    this.taps += lines.length;
  }
  write(id: string, text: string): void {
    if (this.field(id).kind !== 'text') throw new Error(`${id} takes no text`);
    this.#chosen[id] = text;
  }
  /** Presses the first button of these cards that does so. */
  press(deed: Action['do'], which: (action: Action) => boolean = () => true): Promise<Outgoing[]> {
    const pressed = this.buttons().find((b) => b.action?.do === deed && which(b.action));
    if (!pressed?.action) throw new Error(`no button ${deed} on: ${this.out.map((o) => o.card.fallback).join('\n')}`);
    const form = formOf(this.card);
    const fields: Fields = pressed.sends && form ? { ...filledIn(form), ...this.#chosen } : {};
    this.taps++;
    return this.act(pressed.action, fields);
  }
  /** The action behind a button, to be kept and pressed again later. */
  action(deed: Action['do']): Action {
    const found = this.buttons().find((b) => b.action?.do === deed)?.action;
    if (!found) throw new Error(`no button ${deed}`);
    return found;
  }
  act(action: Action, fields: Fields = {}, event?: string): Promise<Outgoing[]> {
    return this.send({ kind: 'action', action, fields }, event);
  }

  buttons(): Button[] {
    return this.out.flatMap((o) => buttonsOf(o.card));
  }
  deeds(): string[] {
    return buttonsOf(this.card).flatMap((b) => b.action?.do ?? []);
  }
  /** Ids of the fields that the card asks, `ticks` among them. */
  fields(): string[] {
    return formOf(this.card)?.fields.map((f) => f.id) ?? [];
  }
  lines(): string[] {
    const ticks = formOf(this.card)?.fields.find((f) => f.kind === 'ticks');
    return ticks?.kind === 'ticks' ? ticks.options.map((o) => o.value) : [];
  }
  field(id: string): Field {
    const found = formOf(this.card)?.fields.find((f) => f.id === id);
    if (!found) throw new Error(`no field ${id} on: ${this.text}`);
    return found;
  }

  async send(
    what:
      | { kind: 'text'; text: string }
      | { kind: 'command'; command: Command; text: string }
      | { kind: 'action'; action: Action; fields: Fields }
      | { kind: 'file'; name: string; bytes: Uint8Array; text: string },
    event = `e${++events}`,
  ): Promise<Outgoing[]> {
    this.#chosen = {};
    const incoming: Incoming = { ...this.envelope, event, ...what };
    this.out = await this.#door(incoming);
    return this.out;
  }
}

export const person = (deps: ConverseDeps, lang?: Lang, country: Country = 'NO', over: Partial<Envelope> = {}) =>
  new Person(deps, { lang, country, ...over });

function formOf(card: Card): Form | undefined {
  return card.parts.find((p): p is Form => p.kind === 'form');
}
function buttonsOf(card: Card): Button[] {
  return card.parts.flatMap((p) => (p.kind === 'buttons' ? p.buttons : p.kind === 'form' ? [p.submit, ...p.also] : []));
}
/** What stands in a form before anybody touches it. */
function filledIn(form: Form): Record<string, string | string[]> {
  return Object.fromEntries(
    form.fields.flatMap((f): [string, string | string[]][] => {
      if (f.kind === 'ticks') return f.values.length > 0 ? [[f.id, [...f.values]]] : [];
      return f.value === undefined ? [] : [[f.id, f.value]];
    }),
  );
}
