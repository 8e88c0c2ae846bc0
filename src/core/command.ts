import { accountCommand } from './accounts/command.ts';
import { Screening } from './guideline.ts';
import { COMMANDS, type Command } from './message.ts';
import { screeningNamed } from './screening/names.ts';

/** What follows a command: a blank, or a mark that people put behind a name. */
const BEHIND = /^[\s:,.!?]+/;

/**
 * `/photo-check the class photo`: a command with what was written behind it; `/remove-comment` is short for `/varsam remove-comment`. Undefined where the text
 * is none. `bare`: the stroke may be missing, as where a message to the bot is a command by itself; a name in words needs `varsam` before it.
 */
export function commandIn(
  text: string,
  { bare = false }: { bare?: boolean } = {},
): { command: Command; text: string } | undefined {
  const account = accountCommand(text);
  if (account !== undefined) return { command: 'account', text: account };
  const [, stroke, name = ''] = /^\s*(\/?)([a-z-]+)/i.exec(text) ?? [];
  if (!name || (!stroke && !bare)) return undefined;
  const behind = text.trimStart().slice(name.length + (stroke?.length ?? 0));
  if (behind && !BEHIND.test(behind)) return undefined;
  const said = name.toLowerCase();
  const rest = behind.replace(/^[\s:,.!?]+/, '');
  const own = [...COMMANDS, 'varsam' as const].find((c) => c === said);
  // Without its stroke a word such as "help" or "varsam" may begin a sentence.
  if (own)
    return stroke || own === 'photo-check' || own === 'dpia-start' || isName(own, rest)
      ? { command: own, text: rest }
      : undefined;
  const screening = Screening.options.find((id) => id === said && (stroke || id.includes('-')));
  return screening && { command: 'varsam', text: `${screening} ${rest}`.trim() };
}

const isName = (own: Command, rest: string): boolean => own === 'varsam' && screeningNamed(rest) !== undefined;
