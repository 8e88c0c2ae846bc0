import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { message } from '../tests/fakes/slack/payloads.ts';
import { blocksOf, SlackPerson, wordsOn } from '../tests/fakes/slack/person.ts';
import type { FakeSlack } from '../tests/fakes/slack/server.ts';
import type { OpenView } from '../tests/fakes/slack/workspace.ts';
import { ROOT } from './bots.ts';
import { seeded } from './synthetic.ts';

/** What somebody waits for: a question's answer, the first form of a screening, what a sent form gives, a screening's verdict in its thread. */
export type Kind = 'question' | 'opened' | 'form' | 'verdict';
/** Told how long somebody waited, in ms. */
export type Note = (kind: Kind, ms: number) => void;

const PHOTOS = ['et klassebilde på Facebook', 'bilde av brannbilen', 'bilde fra 17. mai', 'portrett av rektor', ''];
/** Nobody sends more forms than this before there is a verdict. */
const MOST_FORMS = 30;
/** The fake Slack looks through what it keeps; what is over is taken away in time. */
const KEPT = 3000;

/** People in the fake Slack, each new: they ask, or check a photo from the first form to the verdict. */
export class People {
  readonly #slack: FakeSlack;
  readonly #questions: readonly string[];
  readonly #waiting = new Map<string, (gave: unknown) => void>();

  constructor(slack: FakeSlack) {
    this.#slack = slack;
    this.#questions = readFileSync(join(ROOT, 'eval', 'cases', 'tune.jsonl'), 'utf8')
      .split('\n')
      .flatMap((line) => (line ? [(JSON.parse(line) as { question: string }).question] : []));
    slack.onCall = ({ method, args }, gave) => {
      const key = method.startsWith('views.') ? (gave.view as OpenView).user : String(args.channel);
      if (method.startsWith('views.') || method === 'chat.postMessage') this.#waiting.get(key)?.(args);
    };
  }

  /** So many different questions, in turn. */
  get questions(): number {
    return this.#questions.length;
  }

  /** Somebody asks in their direct message. Resolves with the answer; `at` is when they meant to, by performance.now(). */
  async ask(i: number, at: number, note: Note): Promise<void> {
    const { world } = this.#slack;
    const user = `U0Q${String(i).padStart(7, '0')}`;
    const channel = world.directWith(user);
    const text = this.#questions[i % this.#questions.length] ?? '';
    const { ts } = world.add({ channel, user, text, blocks: [] });
    const payload = message(text, { user, channel, ts, event_ts: ts, channel_type: 'im' });
    const answer = this.#next(channel);
    await this.#slack.deliver({ type: 'events_api', payload });
    await answer;
    note('question', performance.now() - at);
    this.#tidy(channel);
  }

  /** Somebody checks a photo, and answers by chance, the same in every run. */
  async check(i: number, at: number, note: Note): Promise<void> {
    const who = new SlackPerson(this.#slack, `U0S${String(i).padStart(7, '0')}`);
    const random = seeded(i + 1);
    const verdict = this.#posted(who.direct, 'Til loggen:');
    await who.types('/photo-check', PHOTOS[i % PHOTOS.length]);
    let from = at;
    let kind: Kind = 'opened';
    for (let n = 0; n < MOST_FORMS; n++) {
      const open = await this.#step(who);
      note(kind, performance.now() - from);
      if (!open) break;
      from = performance.now();
      kind = 'form';
      const { hash } = open;
      if (who.deeds(open).includes('confirm')) await who.presses(open, 'confirm');
      else if (fillIn(who, open, random)) await who.submits();
      else await who.presses(open, 'none');
      while (who.view()?.hash === hash) await this.#next(who.id);
    }
    await verdict;
    note('verdict', performance.now() - at);
    for (const { id } of this.#slack.world.stackOf(who.id)) this.#slack.world.views.delete(id);
    this.#tidy(who.direct);
  }

  /** The form or what is to be confirmed; undefined where there is a verdict. */
  async #step(who: SlackPerson): Promise<OpenView | undefined> {
    for (;;) {
      const open = who.view();
      if (open && wordsOn(open).includes('Til loggen:')) return undefined;
      if (open?.view.submit || (open && who.deeds(open).includes('confirm'))) return open;
      await this.#next(who.id);
    }
  }

  /** What varsam shows next to somebody, or in a channel. */
  #next(key: string): Promise<unknown> {
    return new Promise((resolve) => this.#waiting.set(key, resolve));
  }
  async #posted(channel: string, words: string): Promise<void> {
    while (!JSON.stringify(await this.#next(channel)).includes(words));
  }

  #tidy(channel: string): void {
    const { world, calls } = this.#slack;
    this.#waiting.delete(channel);
    if (world.messages.length > KEPT) world.messages.splice(0, KEPT / 2);
    if (calls.length > KEPT) calls.splice(0, KEPT / 2);
  }
}

/** False where nothing was ticked of what may apply, and that is to be said by its own button. */
function fillIn(who: SlackPerson, on: OpenView, random: () => number): boolean {
  let filled = true;
  for (const b of blocksOf(on)) {
    if (b.type !== 'input') continue;
    const { element } = b;
    const id = element.action_id.slice(2);
    if (element.type === 'plain_text_input') who.enters(on, id, 'Fra skolens sommerfest');
    else {
      const values = (element.options ?? []).map((o) => o.value);
      const one = values[Math.floor(random() * values.length)] ?? '';
      if (id !== 'ticks') who.enters(on, id, one);
      else if (random() < 0.2) who.enters(on, id, [one]);
      else filled = false;
    }
  }
  return filled;
}
