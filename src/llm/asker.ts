import { setTimeout as sleep } from 'node:timers/promises';
import { type Chat, type Endpoint, MANNERS, openChat, type Shape } from './chat.ts';
import { ModelError, modelError, statusOf } from './errors.ts';
import { inTime, twice } from './retry.ts';

export type ModelConfig = Endpoint & { timeoutMs: number };
export type AskerOptions = {
  /** Waits before the second try; rejects when the signal says so. */
  wait?: (ms: number, signal: AbortSignal) => Promise<unknown>;
};
/** What a reply looks like while it grows, and a way to read JSON that stops anywhere. */
type OnGrown = (reply: string, parsePartial: Chat['parsePartial']) => void;

/**
 * Asks a model for replies of one shape: `ask` resolves with what `read` makes of the whole reply and rejects with ModelError and nothing else, also where
 * `read` makes nothing of it. `timeoutMs` holds for all of one call, waiting and second try included; loading the library, once a process, is outside it.
 */
export function createAsker(config: ModelConfig, shape: Shape, { wait = pause }: AskerOptions = {}) {
  let chat: Promise<Chat> | undefined;
  let manner = 0;

  /** One request, and where the server does not take what it is asked in, the same one asked more plainly. What worked is remembered. */
  async function send(by: Chat['ask'], system: string, user: string, signal: AbortSignal, onGrown: Grown) {
    for (let at = manner; ; at++) {
      const how = MANNERS[at] ?? MANNERS[0];
      try {
        const reply = await by(system, user, how, signal, onGrown);
        manner = at;
        return reply;
      } catch (error) {
        const status = statusOf(error);
        if ((status !== 400 && status !== 422) || at + 1 >= MANNERS.length) throw error;
      }
    }
  }

  return async <T>(system: string, user: string, read: (reply: string) => T | undefined, onGrown?: OnGrown) => {
    try {
      chat ??= openChat(config, shape);
      const { ask: by, parsePartial } = await chat;
      const started = performance.now();
      const signal = AbortSignal.timeout(config.timeoutMs);
      const left = () => config.timeoutMs - (performance.now() - started);
      const reply = await inTime(signal, config.name, () =>
        twice(
          () => send(by, system, user, signal, (text) => onGrown?.(text, parsePartial)),
          left,
          (ms) => wait(ms, signal),
        ),
      );
      const made = read(reply);
      if (made === undefined) throw new ModelError('nonsense', config.name);
      return made;
    } catch (error) {
      throw modelError(error, config.name);
    }
  };
}
type Grown = Parameters<Chat['ask']>[4];

function pause(ms: number, signal: AbortSignal): Promise<unknown> {
  return sleep(ms, undefined, { signal });
}
