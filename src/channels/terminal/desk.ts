import type { Card, Form, Part, Source } from '../../core/card.ts';
import { commandIn } from '../../core/command.ts';
import { type Country, defaultLang, type Lang } from '../../core/language.ts';
import type { Locales } from '../../core/locale.ts';
import { say } from '../../core/locale.ts';
import { type Envelope, type Incoming, LOCAL_TENANT, type Outgoing } from '../../core/message.ts';
import { word } from '../../core/screening/wording.ts';
import { cardLines, fieldLines, type Keyed, sourceLines, whyLines } from './card-lines.ts';
import { begin, enter, type Filling, fieldAt, fieldsOf, noneOf, sendOf } from './form.ts';
import { PLAIN, type Style } from './render.ts';
import { wrap } from './wrap.ts';

/** What the terminal needs of the house and of this machine. */
export type DeskDeps = {
  converse: (incoming: Incoming, onText?: (text: string) => void) => Promise<Outgoing[]>;
  ids: { next: () => string };
  locales: Locales;
  print: (text: string) => void;
  /** What lies at a path, as it was typed; undefined: nothing that can be read. */
  read: (path: string) => Promise<{ name: string; bytes: Uint8Array } | undefined>;
  /** Puts a file down beside whoever works here, in the place of none. Gives its path. */
  save: (file: { name: string; bytes: Uint8Array }) => Promise<string>;
  style?: Style;
};

/** A form that is being asked, with the card it stands on and the keys beside it. */
type Asked = Filling & { card: Card; keys: readonly Keyed[] };

/** One conversation in a terminal: what is typed line by line, and what is printed. What can be pressed is what the last cards offered. */
export class Desk {
  readonly #deps: DeskDeps;
  readonly #from: Omit<Envelope, 'event'>;
  #lang: Lang;
  #keyed: Keyed[] = [];
  #folded: Source[] = [];
  #filling: Asked | undefined;
  /** The last card without a form: what replaces it prints what is new. */
  #before: Card | undefined;

  constructor(
    deps: DeskDeps,
    { conversation, lang, country }: { conversation: string; lang: Lang | undefined; country: Country },
  ) {
    this.#deps = deps;
    this.#lang = lang ?? defaultLang(country);
    // Whoever sits at this machine is one person here.
    this.#from = {
      tenant: LOCAL_TENANT,
      channel: 'terminal',
      conversation,
      place: 'terminal',
      user: 'terminal',
      lang,
      country,
    };
  }

  get lang(): Lang {
    return this.#lang;
  }

  /** Takes one line, or several that were pasted at once. False: an empty line where nothing is asked, which ends the conversation. */
  async line(typed: string): Promise<boolean> {
    const text = typed.trim();
    if (text === '' && !this.#filling) return this.#confirm();
    if (text === '+' && this.#folded.length > 0) this.#print(this.#folded.flatMap((s) => sourceLines(s, this.#style)));
    else if (!(await this.#special(text)) && !(await this.#fill(text))) await this.#send({ kind: 'text', text });
    return true;
  }

  /** An empty line says yes to "I understood…". */
  async #confirm(): Promise<boolean> {
    const action = this.#keyed.find(({ button }) => button.action?.do === 'confirm')?.button.action;
    return action ? this.#send({ kind: 'action', action, fields: {} }) : false;
  }

  get #style(): Style {
    return this.#deps.style ?? PLAIN;
  }
  readonly #say = (key: string, values?: Record<string, string | number>): string =>
    say(this.#deps.locales, this.#lang, key, values);
  #print(lines: readonly string[]): void {
    this.#deps.print(lines.join('\n'));
  }

  /** A command, a file, a key of a button, or "why?". */
  async #special(text: string): Promise<boolean> {
    const command = commandIn(text);
    if (command) return this.#send({ kind: 'command', ...command });
    const path = pathIn(text);
    if (path !== undefined) return this.#drop(path);
    const filling = this.#filling;
    const field = filling && fieldAt(filling);
    if (text === '?' && filling && field) {
      this.#print([...whyLines(field, this.#style), ...this.#fieldAgain(filling)]);
      return true;
    }
    const pressed = [...(filling?.keys ?? []), ...this.#keyed].find(({ key }) => key === text.toLowerCase())?.button;
    if (!pressed?.action) return false;
    const fields = pressed.sends && filling ? fieldsOf(filling) : {};
    return this.#send({ kind: 'action', action: pressed.action, fields });
  }

  async #drop(path: string): Promise<boolean> {
    const file = await this.#deps.read(path);
    if (!file) {
      this.#print([wrap(this.#say('terminal.no_file', { path }))]);
      return true;
    }
    return this.#send({ kind: 'file', name: file.name, bytes: file.bytes, text: '' });
  }

  /** An answer to the field that is asked. False: it was none, and is said to the house. */
  async #fill(text: string): Promise<boolean> {
    const filling = this.#filling;
    if (!filling) return false;
    const took = enter(filling, text);
    if (took === 'foreign') return false;
    if (took === 'unclear') {
      this.#print([wrap(word(this.#lang, 'again')), ...this.#fieldAgain(filling)]);
      return true;
    }
    this.#filling = { ...filling, ...took.filling };
    if (!took.done) {
      this.#print(this.#fieldAgain(this.#filling));
      return true;
    }
    const { action } = sendOf(took.filling);
    return action ? this.#send({ kind: 'action', action, fields: fieldsOf(took.filling) }) : false;
  }

  #fieldAgain(filling: Asked): string[] {
    const field = fieldAt(filling);
    if (!field) return [];
    const none = field.kind === 'ticks' ? noneOf(filling.form)?.label : undefined;
    return fieldLines(field, filling.keys, { say: this.#say, style: this.#style }, none);
  }

  async #send(
    what:
      | { kind: 'text'; text: string }
      | Omit<Extract<Incoming, { kind: 'command' }>, keyof Envelope>
      | Omit<Extract<Incoming, { kind: 'action' }>, keyof Envelope>
      | Omit<Extract<Incoming, { kind: 'file' }>, keyof Envelope>,
  ): Promise<true> {
    const entered = what.kind === 'text' ? this.#filling?.entered : undefined;
    const out = await this.#deps.converse({ ...this.#from, event: this.#deps.ids.next(), ...what });
    if (out.length > 0) await this.#show(out, entered ?? {});
    return true;
  }

  /** Prints what came, and makes what stands on it the only thing that can be pressed. What had been entered of the same form stays so. */
  async #show(out: readonly Outgoing[], entered: Filling['entered']): Promise<void> {
    const replaced = this.#before;
    this.#keyed = [];
    this.#filling = undefined;
    this.#folded = [];
    for (const { card, replaces, files = [] } of out) {
      this.#lang = card.lang;
      this.#print(this.#lines(card, replaces ? replaced : undefined));
      for (const file of files) this.#print([wrap(this.#say('terminal.saved', { path: await this.#deps.save(file) }))]);
      this.#before = card;
      const form = card.parts.find((p): p is Form => p.kind === 'form');
      if (form) this.#ask(card, form, entered);
    }
    if (this.#filling) this.#print(this.#fieldAgain(this.#filling));
    this.#print(['']);
  }

  #ask(card: Card, form: Form, entered: Filling['entered']): void {
    const known = Object.fromEntries(Object.entries(entered).filter(([id]) => form.fields.some((f) => f.id === id)));
    const also = form.also.filter((b) => b !== noneOf(form));
    this.#filling = { ...begin(form, known), card, keys: this.#keysFor(also) };
  }

  #lines(card: Card, replaced: Card | undefined): string[] {
    const stood = new Set((replaced?.parts ?? []).map((p) => JSON.stringify(p)));
    const fresh = card.parts.some((p) => p.kind === 'form')
      ? card.parts
      : card.parts.filter((p) => p.kind === 'buttons' || !stood.has(JSON.stringify(p)));
    const keys = new Map<Part, readonly Keyed[]>();
    for (const part of fresh) {
      if (part.kind === 'buttons') keys.set(part, this.#keysFor(part.buttons));
      if (part.kind === 'sources') this.#folded = [...this.#folded, ...part.items.slice(part.shown)];
    }
    return cardLines({ ...card, parts: fresh }, { keys, say: this.#say, style: this.#style });
  }

  /** Links lead to pages, which a terminal has none of. */
  #keysFor(buttons: readonly Keyed['button'][]): readonly Keyed[] {
    return buttons
      .filter((b) => b.action)
      .map((button) => {
        const keyed = { key: keyAt(this.#keyed.length), button };
        this.#keyed.push(keyed);
        return keyed;
      });
  }
}

/** a … z, aa … */
function keyAt(n: number): string {
  const letter = String.fromCodePoint(97 + (n % 26));
  return n < 26 ? letter : `${keyAt(Math.floor(n / 26) - 1)}${letter}`;
}

const PATH = /^(?:file:\/\/|~?\/|\.{1,2}\/|[A-Za-z]:\\)/;
const PICTURE = /^[^\s/\\]+\.(?:jpe?g|png|webp|heic|heif|tiff?|gif|avif)$/i;
/** A path by itself, as a terminal writes it when a file is dropped on it: quoted, or with its blanks escaped. */
function pathIn(text: string): string | undefined {
  if (text.includes('\n')) return undefined;
  const quoted = /^(['"])(.+)\1$/.exec(text)?.[2];
  const bare = quoted ?? text.replace(/\\(.)/g, '$1');
  const whole = quoted !== undefined || !/(?<!\\)\s/.test(text);
  return whole && (PATH.test(bare) || PICTURE.test(bare)) ? bare : undefined;
}
