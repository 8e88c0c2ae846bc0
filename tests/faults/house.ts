import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Incoming, Outgoing } from '../../src/core/message.ts';
import type { FromChild, ToChild } from './child.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** Longer than any lease: what a dead process held is free for the next. */
const PAST_LEASES_MS = 6 * 60 * 1000;
/** Patience with one answer; a machine with much to do needs it. */
const PATIENCE_MS = 120_000;

/** How often something was sent because the process that was to take it died. */
type Tally = { sent: number; acknowledged: number; resent: number; shownAgain: number };

/** varsam in a process that is killed and started again, and the chat beside it that sees everything and forgets nothing. */
export class KilledHouse {
  readonly #env: NodeJS.ProcessEnv;
  #child: ChildProcess | undefined;
  #ready: Promise<void> | undefined;
  #ahead = 0;
  #ids = 0;
  readonly #acked = new Set<string>();
  readonly #answers = new Map<string, Outgoing[]>();
  readonly #done = new Map<number, unknown>();
  readonly #wake = new Set<() => void>();
  readonly told: { tenant: string; conversation: string; text: string; id: string | undefined }[] = [];
  readonly tally: Tally = { sent: 0, acknowledged: 0, resent: 0, shownAgain: 0 };
  /** Things that were shown again and said something else then. */
  readonly differing: string[] = [];

  constructor(env: NodeJS.ProcessEnv) {
    this.#env = { PATH: process.env.PATH, VARSAM_LOG: 'error', VARSAM_RATE_PERSON: '1000000', ...env };
  }

  /** A process, with its clock as far ahead as the leases of the last one need; `back`: an hour behind. */
  start(back = false): Promise<void> {
    this.#ahead += PAST_LEASES_MS;
    const ahead = back ? this.#ahead - 3_600_000 : this.#ahead;
    const child = fork(join(import.meta.dirname, 'child.ts'), {
      cwd: ROOT,
      env: { ...this.#env, FAULTS_AHEAD_MS: String(ahead) },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let errors = '';
    child.stderr?.on('data', (data) => {
      errors = (errors + String(data)).slice(-4000);
    });
    this.#child = child;
    this.#ready = new Promise((resolve, reject) => {
      child.on('message', (line: FromChild) => (line.kind === 'ready' ? resolve() : this.#hear(line, child)));
      child.once('exit', (code) => {
        if (code) reject(new Error(`it ended by itself: ${code} ${errors}`));
        this.#stir();
      });
      child.once('error', reject);
    });
    this.#ready.catch(() => undefined);
    return this.#ready;
  }

  #hear(line: FromChild, child: ChildProcess): void {
    if (line.kind === 'ack') this.#acked.add(line.event);
    else if (line.kind === 'done') this.#done.set(line.id, line.result);
    else if (line.kind === 'told') this.told.push(line);
    else if (line.kind === 'look')
      child.send({ kind: 'stands', id: line.id, there: this.told.some((t) => t.id === line.id) } satisfies ToChild);
    else if (line.kind === 'out') {
      const before = this.#answers.get(line.event);
      if (before) {
        this.tally.shownAgain++;
        if (words(before) !== words(line.out)) this.differing.push(`${words(before)}\n≠\n${words(line.out)}`);
      } else this.#answers.set(line.event, line.out);
    }
    this.#stir();
  }
  #stir(): void {
    for (const wake of this.#wake) wake();
  }

  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<number | null> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return null;
    const over = once(child, 'exit');
    child.kill(signal);
    return ((await over) as [number | null])[0];
  }

  /** Sends it until it is acknowledged, as the platforms do, and gives what came of it, from whichever process. */
  readonly door = async (incoming: Incoming): Promise<Outgoing[]> => {
    const { event } = incoming;
    await this.#until({ kind: 'event', incoming }, () => this.#acked.has(event));
    this.tally.acknowledged++;
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
      const answer = this.#answers.get(event);
      if (answer) return answer;
      if (Date.now() > until) throw new Error(`lost: ${incoming.kind} ${event}`);
      await this.#stirred();
    }
  };

  /** What the web and the timetable do: done again by whoever did not hear that it was done. */
  async order(what: Omit<Extract<ToChild, { kind: 'edit' }>, 'id'> | Omit<Extract<ToChild, { kind: 'digest' }>, 'id'>) {
    const id = ++this.#ids;
    await this.#until({ ...what, id } as ToChild, () => this.#done.has(id));
    return this.#done.get(id);
  }

  async #until(order: ToChild, so: () => boolean): Promise<void> {
    const until = Date.now() + PATIENCE_MS;
    let sentTo: ChildProcess | undefined;
    while (!so()) {
      if (Date.now() > until) throw new Error(`never acknowledged: ${order.kind}`);
      const child = this.#child;
      if (child?.connected && child !== sentTo) {
        await this.#ready?.catch(() => undefined);
        if (child !== this.#child || !child.connected) continue;
        if (sentTo) this.tally.resent++;
        sentTo = child;
        this.tally.sent++;
        child.send(order, () => undefined);
      }
      await this.#stirred();
    }
  }

  #stirred(): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.#wake.delete(done);
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(done, 100);
      this.#wake.add(done);
    });
  }

  /** What was said there without being asked. */
  readonly toldIn = (tenant: string, conversation: string): string[] =>
    this.told.filter((t) => t.tenant === tenant && t.conversation === conversation).map((t) => t.text);
  /** The same, when there is something, or patience is over. */
  readonly toldTo = async (tenant: string, conversation: string): Promise<string[]> => {
    const until = Date.now() + PATIENCE_MS;
    while (this.toldIn(tenant, conversation).length === 0 && Date.now() < until) await pause(50);
    return this.toldIn(tenant, conversation);
  };
}

const words = (out: readonly Outgoing[]): string => out.map((o) => `${o.turn ?? ''} ${o.card.fallback}`).join('\n');
