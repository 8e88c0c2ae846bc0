import type { Outgoing } from '../core/message.ts';
import { foldLetters } from '../core/text.ts';
import { onAbsence, showDue } from './calendar-actions.ts';
import { showLog } from './moderation.ts';
import { type Sender, talkIn } from './talk.ts';

/** What varsam keeps, called by its name alone, in four languages at once: `/varsam log` in Slack, `logg` in Teams and on the web; and absences. */

type Word = 'log' | 'calendar';
const WORDS: Record<Word, RegExp> = {
  calendar:
    /^(?:kalender(?:en|n)?|calendar|frist(?:er|ar|erna|ane)?|forfall|förfall|what(?:’|')?s due|due|påminn(?:else|elser|ingar|elsar|ing))$/,
  log: /^(?:moderering(?:slogg(?:en)?|sloggen)?|moderation(?: log)?|removal log|logg(?:en)?|log|loggboken?)$/,
};

/** The one that a text names, and nothing else. */
export function wordIn(text: string): Word | undefined {
  const said = foldLetters(text)
    .replace(/^@\S+\s+/, '')
    .replace(/^\/?varsam\s+/, '')
    .replace(/^\//, '')
    .replace(/(?<![.!?…\s])[.!?…\s]+$/, '')
    .trim();
  return (Object.keys(WORDS) as Word[]).find((word) => WORDS[word].test(said));
}

/** Undefined where it is something else. */
export async function onWord(sender: Sender, text: string): Promise<Outgoing[] | undefined> {
  if (text.length > 80) return undefined;
  const word = wordIn(text);
  if (word === undefined) return onAbsence(sender, text);
  const talk = await talkIn(sender);
  return word === 'log' ? showLog(talk) : showDue(talk);
}
