import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { FakeSlack } from '../tests/fakes/slack/server.ts';
import type { Used } from './events-bot.ts';

/** varsam in a process of its own, to be measured from outside. */
export type Bot = {
  /** ms from the start of the process until it is connected. */
  readyMs: number;
  used: () => Promise<Used>;
  stop: () => Promise<void>;
};

export const ROOT = join(import.meta.dirname, '..');
/** So many questions a minute that no limit is met: what is measured is what can be done. */
const UNLIMITED = '10000000';

export function newSlack(): Promise<FakeSlack> {
  const { oauth_config } = JSON.parse(readFileSync(join(ROOT, 'manifest.json'), 'utf8')) as {
    oauth_config: { scopes: { bot: string[] } };
  };
  return new FakeSlack(oauth_config.scopes.bot).start();
}

/**
 * @param args of Node
 * @throws where it ends before it is connected; why stands on standard error
 */
export async function startBot(url: string, env: Record<string, string>, args: readonly string[] = []): Promise<Bot> {
  const began = performance.now();
  const bot = spawn(process.execPath, [...args, join(import.meta.dirname, 'events-bot.ts'), url], {
    cwd: ROOT,
    env: {
      ...{ PATH: process.env.PATH, VARSAM_LOG: process.env.VARSAM_LOG ?? 'error' },
      ...{ VARSAM_RATE_TENANT: UNLIMITED, VARSAM_RATE_PERSON: UNLIMITED, ...env },
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const lines = createInterface({ input: bot.stdout ?? process.stdin });
  const [first] = await Promise.race([once(lines, 'line'), once(bot, 'exit')]);
  if (first !== 'ready') throw new Error(`the bot ended: ${String(first)}`);
  return {
    readyMs: performance.now() - began,
    used: async () => {
      bot.send('used');
      const [used] = await once(bot, 'message');
      return used as Used;
    },
    stop: () => ended(bot),
  };
}

async function ended(bot: ChildProcess): Promise<void> {
  if (bot.exitCode !== null) return;
  const over = once(bot, 'exit');
  bot.kill('SIGTERM');
  await over;
}
