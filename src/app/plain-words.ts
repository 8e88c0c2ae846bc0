import { type Item, type Option, optionOf } from '../core/screening/definition.ts';
import { foldLetters } from '../core/text.ts';

/** What somebody can write in place of pressing a button, in four languages at once: a short word is no evidence of its language. */

export type WordCommand = 'resume' | 'pause' | 'back' | 'next' | 'restart' | 'cancel' | 'none';

const COMMANDS: Record<WordCommand, string> = {
  resume: 'fortsett|fortsette|fortset|hald fram|halde fram|fortsätt|fortsätta|resume|continue|go on',
  pause:
    'fortsett senere|hald fram seinare|fortsätt senare|continue later|pause|pausa|senere|seinare|senare|later|vent|vänta|wait',
  back: 'tilbake|tillbaka|back|gå tilbake|gå tillbaka|go back',
  next: 'neste|nästa|next|ok|okay|okei|stemmer|det stemmer|stemmer det|rett|riktig|stämmer|det stämmer|rätt|correct|that is right|right|bekreft|stadfest|bekräfta|confirm',
  restart:
    'start på nytt|begynn på nytt|start om igjen|byrje på nytt|byrj på nytt|start om att|börja om|starta om|börja på nytt|start over|restart|start again|begin again',
  cancel: 'avbryt|avbryte|avslutt|avslutte|avsluta|stopp|stoppa|cancel|quit|stop|abort',
  none: 'ingen av disse|ingen av desse|ingen av dem|ingen av dei|ingen|ingenting|inget av detta|ingen av dessa|inga av dessa|inget|none of these|none of them|none|nothing',
};
type Say = 'yes' | 'no' | 'unsure';
const SAYS: Record<Say, string> = {
  yes: 'ja|jo|jepp|japp|yes|yep|yeah|ja det er det|ja det gjør det|ja det gjer det|ja det är det|ja det gör det',
  no: 'nei|nej|no|nope|nä|nei det er det ikke|nei det er det ikkje|nej det är det inte|nei det gjør det ikke|nej det gör det inte',
  unsure:
    'usikker|jeg er usikker|usikkert|eg er usikker|osäker|osäkert|jag är osäker|unsure|not sure|i am not sure|i’m not sure|vet ikke|jeg vet ikke|veit ikkje|eg veit ikkje|vet inte|jag vet inte|vet ej|don’t know|i don’t know|do not know|kanskje|kanske|maybe',
};

const folded = (text: string): string =>
  foldLetters(text)
    .replace(/^@\S+\s+/, '')
    .replaceAll('’', "'")
    .replace(/[\s.,!?;:«»"“”()]+/g, ' ')
    .trim();
const listOf = <K extends string>(lists: Record<K, string>): [K, Set<string>][] =>
  (Object.entries(lists) as [K, string][]).map(([key, words]) => [key, new Set(words.split('|').map(folded))]);
const COMMAND_LIST = listOf(COMMANDS);
const SAY_LIST = listOf(SAYS);

/** A message that is a command and nothing else. */
export function commandIn(text: string): WordCommand | undefined {
  const said = folded(text);
  return COMMAND_LIST.find(([, words]) => words.has(said))?.[0];
}

/** A message that says yes, no or unsure, and nothing else. */
export function sayIn(text: string): Say | undefined {
  const said = folded(text);
  return SAY_LIST.find(([, words]) => words.has(said))?.[0];
}

/** `endre P07`: the question that somebody wants to change. */
export function changeIn(text: string, items: ReadonlyMap<string, Item>): string | undefined {
  const id = /^\s*(?:endre|ändra|change)\s+(\S+?)\s*(?:[.!]\s*)?$/iu.exec(text)?.[1]?.toLowerCase();
  return id === undefined ? undefined : [...items.keys()].find((key) => key.toLowerCase() === id);
}

/** `P13: ingen`: an answer to the question that it names. */
export function namedIn(text: string, items: ReadonlyMap<string, Item>): { item: Item; rest: string } | undefined {
  const match =
    /^\s*([A-Za-z]\d{2}|[a-z]+_[a-z_]+)(?:\s*[:=–-])?\s+(\S[\s\S]*)$|^\s*([A-Za-z]\d{2})\s*[:=]\s*(\S[\s\S]*)$/u.exec(
      text,
    );
  const id = (match?.[1] ?? match?.[3])?.toLowerCase();
  const item = [...items].find(([key]) => key.toLowerCase() === id)?.[1];
  const rest = match?.[2] ?? match?.[4];
  return item && rest ? { item, rest: rest.trim() } : undefined;
}

/** Numbers and nothing else: `1`, `1 og 3`, `1, 3`. */
export function numbersIn(text: string): number[] | undefined {
  if (!/^\s*\d{1,2}(?:(?:\s*,\s*|\s+(?:(?:og|och|and)\s+)?)\d{1,2})*\s*(?:\.\s*)?$/u.test(text)) return undefined;
  return [...text.matchAll(/\d+/g)].map(Number);
}

/** The option that these words are, letter for letter, by code or by its label in any of the languages. */
export function optionNamed(item: Item, text: string): Option | undefined {
  const said = folded(text);
  return (
    optionOf(item, text.trim().toLowerCase()) ??
    item.options.find((o) => [o.text.nb, o.text.nn, o.text.sv, o.text.en].some((label) => folded(label) === said))
  );
}

const LEAD: Record<'yes' | 'no', RegExp> = {
  yes: /^(?:ja|yes)(?!\p{L})/iu,
  no: /^(?:nei|nej|no)(?!\p{L})/iu,
};
const DOUBT = /(?:usikker|osäker|unsure|vet ikke|veit ikkje|vet inte|don['’]t know)/iu;

/** The option that a bare yes, no or "I don't know" picks out; undefined where none or several would do. */
export function optionSaid(item: Item, say: Say): Option | undefined {
  const fits = (o: Option): boolean =>
    [o.text.nb, o.text.sv, o.text.en].some((label) => (say === 'unsure' ? DOUBT : LEAD[say]).test(label));
  const doubtful = say === 'unsure' ? [] : item.options.filter((o) => DOUBT.test(o.text.en) && o.code !== say);
  const found = item.options.filter((o) => fits(o) && !doubtful.includes(o));
  if (found.length === 1) return found[0];
  return found.length === 0 ? optionOf(item, say === 'unsure' ? 'unknown' : say) : undefined;
}
