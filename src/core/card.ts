import { z } from 'zod';
import { CARD_DEEDS } from './accounts/deeds.ts';
import { DueKind } from './calendar/duty.ts';
import { Screening } from './guideline.ts';
import { type Lang, Lang as LangCode } from './language.ts';

/**
 * What varsam shows, before any platform: a few parts in order, and deliberately no more. A channel turns each part into its own; what it can't show
 * it leaves out, never the words in `fallback`.
 */
export type Card = {
  lang: Lang;
  /** The whole card in words: for notifications, screen readers, and channels that can show no more. */
  fallback: string;
  parts: Part[];
};

/** The ids of the questions whose answers a row or point tells: a channel with room puts what changes them beside it. */
type Of = readonly string[];

export type Part =
  | Text
  | { kind: 'facts'; title?: string; rows: { label: string; value: string; of?: Of }[] }
  /** `check`: something to do, which varsam does not remember as done. */
  | { kind: 'list'; title?: string; style: 'bullet' | 'check'; items: { text: string; lang?: Lang; of?: Of }[] }
  /** `shown` of them at once, the others folded. */
  | { kind: 'sources'; title: string; items: Source[]; shown: number }
  | { kind: 'progress'; text: string; step: number; steps: number }
  | Form
  | { kind: 'buttons'; buttons: Button[] }
  /** A picture drawn by the program; `alt` says everything that it shows. */
  | { kind: 'image'; svg: string; alt: string; width: number; height: number }
  /** A line to be taken along, such as the log line of a verdict. */
  | { kind: 'copy'; label: string; text: string };

/** `title` names the card, `lead` is the decisive sentence, `note` stands back. */
export type Text = { kind: 'text'; role: 'title' | 'lead' | 'body' | 'note'; text: string; lang?: Lang };

/** A quote with where it stands; a law note has no place, and says so in `from`. */
export type Source = {
  /** Its number in the card, from 1, where the words refer to it. */
  n?: number;
  quote: string;
  quoteLang: Lang;
  /** Letter for letter from the source; false for a note in our own words. */
  verbatim: boolean;
  /** Publisher, title, lines, country, weight, in the card's language. */
  from: string;
  /** "Outdated: …", "Sweden: an example, does not bind you". */
  flags: string[];
  at: Link | null;
};

/** Somewhere else in the product. A channel makes an address of it, or leaves it out where it has none. */
export type Link =
  | { to: 'source'; document: string; lines: readonly [number, number] | null; turn?: string }
  | { to: 'assessment'; id: string }
  | { to: 'export'; id: string; format: 'docx' | 'pdf' | 'md' | 'json' }
  /** Into the console, once, with the key of whoever it is for. */
  | { to: 'console'; key: string }
  /** The page of the moderation log. */
  | { to: 'log' }
  | { to: 'account'; id: string };

export type Form = {
  kind: 'form';
  fields: Field[];
  /** Sends the fields. */
  submit: Button;
  /** Beside it; those with `sends` send the fields too. */
  also: Button[];
  /** A file that may be sent along, where the form is on a page; in a chat it is dropped into the thread. */
  file?: { label: string; hint: string; button: string };
};

type FieldOf = {
  /** The key of its value among an action's fields. */
  id: string;
  label: string;
  /** Beside the field: what was understood and from which words, or what is suggested. */
  hint?: string;
  /** What was wrong with what was sent. */
  error?: string;
  why?: Why;
};
export type Field =
  /** One of the options; `value` is the one chosen already. */
  | (FieldOf & { kind: 'choice'; options: Choice[]; value?: string; required: boolean })
  /** Any number of lines to tick. */
  | (FieldOf & { kind: 'ticks'; options: (Choice & { why?: Why })[]; values: string[] })
  | (FieldOf & { kind: 'text'; value?: string; required: boolean; multiline: boolean; max: number });
export type Choice = { value: string; label: string };
/** "Why do we ask?": folded until somebody wants to know. */
export type Why = { text: string; sources: Source[] };

/** `about`: what it acts on, where its label alone does not say so to somebody who hears it out of its place. */
export type Button = { label: string; about?: string; style?: 'primary' | 'danger' } & (
  | { action: Action; sends?: boolean; link?: undefined }
  | { link: Link; action?: undefined }
);

const id = z.string().min(1).max(60);
/** How many answers a session had when the card was drawn: an action on an older card changes nothing and shows the newer one. */
const seen = z.int().nonnegative();
/** The number of a group's last change, or of an answer's version, when the card was drawn: the same rule. */
const version = z.int().nonnegative();
/** The form of the card is sent with it; without it the form is shown. */
const sent = z.exactOptional(z.literal(true));

const part = z.enum(['basic', 'rest']);

/** What a button or form does. Serialised into the platform's own value, so it is short and carries no text of a user. */
export const Action = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('feedback'), turn: id, verdict: z.enum(['helped', 'not_helpful', 'wrong_source']) }),
  z.strictObject({ do: z.literal('withdraw'), turn: id }),
  /** Shows what would go to a person, word for word; `sent`: it goes, as it stands in the field `text`. */
  z.strictObject({ do: z.literal('ask_person'), turn: id, sent }),
  /** The words of a question that is kept for those responsible: shown to be changed, or changed to the field `text`. */
  z.strictObject({ do: z.literal('reword'), turn: id, sent }),
  /** Begins a screening; `turn` is the question that it was offered with, whose words are read, `account` the one of the register that it is about. */
  z.strictObject({ do: z.literal('start'), screening: Screening, turn: id.optional(), account: id.optional() }),
  /** The form of the card: fields are question ids, and `ticks` for the lines ticked. */
  z.strictObject({ do: z.literal('answer'), session: id, seen }),
  /** "None of these": every line shown gets its harmless answer; fields beside the ticks count as sent. */
  z.strictObject({ do: z.literal('none'), session: id, seen }),
  /** "I understood…" stands: everything that was read out of free text is confirmed. */
  z.strictObject({ do: z.literal('confirm'), session: id, seen }),
  /** Shows one answer again (from "I understood…" or a verdict), or the channel's facts. */
  z.strictObject({ do: z.literal('change'), session: id, seen, question: id.optional() }),
  z.strictObject({ do: z.literal('back'), session: id, seen }),
  z.strictObject({ do: z.literal('pause'), session: id }),
  z.strictObject({ do: z.literal('resume'), session: id }),
  z.strictObject({ do: z.literal('restart'), session: id }),
  z.strictObject({ do: z.literal('cancel'), session: id }),
  /** Opens the assessment that the session's verdict calls for; once opened, the same again shows it. */
  z.strictObject({ do: z.literal('assess'), session: id }),
  z.strictObject({ do: z.literal('show_assessment'), assessment: id }),
  z.strictObject({ do: z.literal('export'), assessment: id, format: z.enum(['docx', 'pdf', 'md', 'json']) }),
  /** A screening that is through, as a file, and shown to the others who read along. */
  z.strictObject({ do: z.literal('take'), session: id, format: z.enum(['docx', 'pdf', 'md']) }),
  z.strictObject({ do: z.literal('share_screening'), session: id }),
  /** Shows in the channel what was first shown to one person. */
  z.strictObject({ do: z.literal('share'), turn: id }),
  z.strictObject({ do: z.literal('language'), lang: LangCode.nullable() }),
  z.strictObject({ do: z.literal('country'), country: z.enum(['NO', 'SE']) }),
  z.strictObject({ do: z.literal('help') }),
  /** What those responsible do with a question that waits: fields `text`, `find`, `cites`, `country`, `unit`, `review`. */
  z.strictObject({ do: z.literal('learn.answer'), group: id, version }),
  z.strictObject({ do: z.literal('learn.find'), group: id, version }),
  z.strictObject({ do: z.literal('learn.preview'), group: id, version }),
  z.strictObject({ do: z.literal('learn.save'), group: id, version }),
  /** Field `owner`, `into` (a group's id) or `reason`. */
  z.strictObject({ do: z.literal('learn.pass'), group: id, version, sent }),
  z.strictObject({ do: z.literal('learn.merge'), group: id, version, sent }),
  z.strictObject({ do: z.literal('learn.close'), group: id, version, sent }),
  z.strictObject({ do: z.literal('learn.reopen'), group: id, version }),
  /** Back to what waits, from a form that is left. */
  z.strictObject({ do: z.literal('learn.board'), group: id, version }),
  /** Asks for a link into the console. */
  z.strictObject({ do: z.literal('learn.console') }),
  /** What a second office does with an answer that waits for it, and anybody who may with one that is published. */
  z.strictObject({ do: z.literal('learn.approve'), answer: id, version }),
  z.strictObject({ do: z.literal('learn.return'), answer: id, version }),
  z.strictObject({ do: z.literal('learn.withdraw'), answer: id, version }),
  /** What is due; one of it done, or put off. `since`: another round of the same is another. */
  z.strictObject({ do: z.literal('due.show') }),
  z.strictObject({ do: z.literal('due.done'), kind: DueKind, subject: id, since: z.iso.date() }),
  z.strictObject({ do: z.literal('due.snooze'), kind: DueKind, subject: id, since: z.iso.date() }),
  /** The moderation log: its last entries, one of them, a new one (from a checklist's verdict, or blank), and a correction. */
  z.strictObject({ do: z.literal('log.show') }),
  z.strictObject({ do: z.literal('log.entry'), removal: id }),
  z.strictObject({ do: z.literal('log.start'), checklist: id.optional() }),
  z.strictObject({ do: z.literal('log.correct'), removal: id, version }),
  /** An entry that is being written, on its two cards; the fields of the card are sent. */
  z.strictObject({ do: z.literal('log.next'), draft: id }),
  z.strictObject({ do: z.literal('log.back'), draft: id }),
  z.strictObject({ do: z.literal('log.save'), draft: id }),
  z.strictObject({ do: z.literal('log.cancel'), draft: id }),
  /** The register of accounts: its form (a new account without `account`), which is previewed and sent with everything in it. */
  z.strictObject({ do: z.literal('account.form'), part, account: id.optional() }),
  z.strictObject({ do: z.literal('account.preview'), part, account: id.optional(), version }),
  z.strictObject({ do: z.literal('account.send'), part, account: id.optional(), version }),
  z.strictObject({ do: z.literal('account.show'), account: id }),
  z.strictObject({ do: z.literal('account.list') }),
  /** Field `why`, `reference` or `on`, where the step asks for one. */
  z.strictObject({ do: z.literal('account.step'), deed: z.enum(CARD_DEEDS), account: id, version, sent }),
  /** The choice of the account that a check is about; and the one chosen, remembered for the place (null: it is in no register). */
  z.strictObject({ do: z.literal('account.choose'), session: id }),
  z.strictObject({ do: z.literal('account.use'), session: id, account: id.nullable() }),
]);
export type Action = z.infer<typeof Action>;

/** An action as a short string, and back. Undefined for what is no action: an older version's button, or somebody's own. */
export function packAction(action: Action): string {
  return JSON.stringify(action);
}
export function unpackAction(packed: string): Action | undefined {
  try {
    return Action.safeParse(JSON.parse(packed)).data;
  } catch {
    return undefined;
  }
}
