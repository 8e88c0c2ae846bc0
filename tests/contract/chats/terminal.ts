import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Desk } from '../../../src/channels/terminal/desk.ts';
import { buttonsOf, type Chat, formOf, openChatHouse } from './chat.ts';

/** Somebody at a terminal: types a line, reads what was printed since. */
export async function terminalChat(): Promise<Chat> {
  const house = await openChatHouse();
  const folder = mkdtempSync(join(tmpdir(), 'varsam-terminal-'));
  const files: { name: string; bytes: Uint8Array }[] = [];
  let printed = '';
  const open = (): Desk =>
    new Desk(
      {
        converse: house.converse,
        ids: house.deps.ids,
        locales: house.deps.knowledge.locales,
        print: (text) => {
          printed += `${text}\n`;
        },
        read: async (path) => ({ name: basename(path), bytes: readFileSync(path) }),
        save: async ({ name, bytes }) => {
          files.push({ name, bytes });
          return join(folder, name);
        },
      },
      { conversation: house.deps.ids.next(), lang: undefined, country: 'NO' },
    );
  let desk = open();
  const type = async (line: string) => {
    printed = '';
    if (!(await desk.line(line))) throw new Error('the conversation was ended');
  };
  /** The key that stands before a button's words. */
  const keyOf = (label: string): string => {
    const key = new RegExp(
      `(?:^|[\\s·])([a-z]{1,2})\\) ${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?= ·|\\s*$)`,
      'm',
    ).exec(printed)?.[1];
    if (!key) throw new Error(`no key for ${label} on:\n${printed}`);
    return key;
  };
  return {
    channel: 'terminal',
    house,
    say: type,
    command: (command, text = '') => type(`/${command} ${text}`),
    drop: async (name, bytes) => {
      const path = join(folder, name);
      writeFileSync(path, bytes);
      await type(`'${path}'`);
    },
    press: async (deed, which = () => true) => {
      const found = house.out.flatMap((o) => buttonsOf(o.card)).find((b) => b.action?.do === deed && which(b.action));
      if (!found) throw new Error(`no button ${deed} on:\n${printed}`);
      await type(keyOf(found.label));
    },
    fill: async (values, none = false) => {
      const form = formOf(house.out.at(-1)?.card);
      if (!form) throw new Error(`no form on:\n${printed}`);
      for (const field of form.fields) {
        const value = values[field.id];
        if (field.kind === 'text') await type(value === undefined ? '' : String(value));
        else if (field.kind === 'ticks' && none) await type('0');
        else {
          const numbers = [value ?? []].flat().map((v) => field.options.findIndex((o) => o.value === v) + 1);
          await type(numbers.join(' '));
        }
      }
    },
    newThread: async () => {
      desk = open();
    },
    words: () => printed,
    files: () => files,
    close: async () => {
      rmSync(folder, { recursive: true });
      await house.deps.store.close();
    },
  };
}
