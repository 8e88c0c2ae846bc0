#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

enableCompileCache();

/** The commands; thin. Each lives in its own file under commands/ and is imported only when it is called. */
const COMMANDS: Record<string, () => Promise<{ run: (args: string[]) => Promise<number> }>> = {
  accounts: () => import('./commands/accounts.ts'),
  ask: () => import('./commands/ask.ts'),
  calendar: () => import('./commands/calendar.ts'),
  chat: () => import('./commands/chat.ts'),
  digest: () => import('./commands/digest.ts'),
  doctor: () => import('./commands/doctor.ts'),
  knowledge: () => import('./commands/knowledge.ts'),
  learn: () => import('./commands/learn.ts'),
  moderation: () => import('./commands/moderation.ts'),
  privacy: () => import('./commands/privacy.ts'),
  screen: () => import('./commands/screen.ts'),
  serve: () => import('./commands/serve.ts'),
  store: () => import('./commands/store.ts'),
};

const [name = '', ...args] = process.argv.slice(2);
const command = COMMANDS[name];
if (!command) {
  console.error(`usage: varsam ${Object.keys(COMMANDS).join(' | ')} …`);
  process.exitCode = 2;
} else {
  const { run } = await command();
  const { guardedRun } = await import('./commands/guarded.ts');
  process.exitCode = await guardedRun(() => run(args));
}
