import type { Value } from '../../core/screening/condition.ts';
import { type Item, indexOf, optionOf } from '../../core/screening/definition.ts';
import { type Answers, evaluate } from '../../core/screening/evaluate.ts';
import { logLine } from '../../core/screening/log-line.ts';
import { back, type Next, next } from '../../core/screening/next.ts';
import { answer, confirm, countingAnswers, latest, reopen, type Session } from '../../core/screening/session.ts';
import { word } from '../../core/screening/wording.ts';
import {
  renderCard,
  renderQuestion,
  renderTicks,
  renderUnderstood,
  renderVerdict,
  renderWhy,
  type View,
} from './screening.ts';

type Terminal = {
  print: (text: string) => void;
  /** One line from the user; undefined when there is no more input. */
  read: (prompt: string) => Promise<string | undefined>;
};

export type DialogueOptions = {
  view: View;
  session: Session;
  terminal: Terminal;
  /** Takes names and numbers out of free text before anything keeps it. */
  mask: (text: string) => { text: string; found: readonly unknown[] };
  /** ISO date for the log line. */
  day: string;
};

export type Ended = { how: 'verdict' | 'paused'; session: Session };

type Ask = Extract<Next, { kind: 'ask' }>;
/** What was ticked is asked in full, and free text that was passed over is not asked again. */
type Seen = { ticked: Set<string>; passed: Set<string>; card: string | null };

/** Asks in the terminal until there is a verdict or the user pauses. End of input pauses: nothing is lost. */
export async function runDialogue({ view, session: first, terminal, mask, day }: DialogueOptions): Promise<Ended> {
  const { definition, lang } = view;
  const { print, read } = terminal;
  const seen: Seen = { ticked: new Set(), passed: new Set(), card: null };
  const begun = await checkUnderstood(view, first, terminal);
  if (!begun) return { how: 'paused', session: first };
  let session = begun;
  for (;;) {
    const step = next(definition, session);
    if (step.kind === 'verdict') {
      print(renderVerdict(view, step, logLine(definition, view.country, step, countedIn(view, session), lang, day)));
      const id = await read(`${word(lang, 'change', { id: step.triggers[0] ?? definition.questions[0]?.id ?? '' })} `);
      const wanted = [...indexOf(definition).items.keys()].find((k) => k.toLowerCase() === id?.trim().toLowerCase());
      if (!wanted) return { how: 'verdict', session };
      seen.ticked.add(wanted);
      session = reopen(session, [wanted]);
      continue;
    }
    if (seen.card !== step.card.id) print(renderCard(view, step));
    seen.card = step.card.id;
    const shown = shownNow(step, seen);
    print(
      shown.ticks ? renderTicks(view, shown.items) : shown.items.map((i) => renderQuestion(view, i, step)).join('\n'),
    );
    const line = (await read('> '))?.trim();
    if (line === undefined || line.toLowerCase() === 'p') return { how: 'paused', session };
    if (line === '?') print(renderWhy(view, shown.items));
    else if (line === '<') {
      session = back(definition, session);
      seen.card = null;
    } else {
      const after = shown.ticks
        ? tick(view, session, shown.items, line, seen)
        : reply(view, session, step, shown.items[0], line, seen, mask, print);
      if (after) session = after;
      else print(word(lang, 'again'));
    }
  }
}

/**
 * What was read out of free text, shown before anything is asked: some of it counts unconfirmed, and would else never be seen. What is wrong is forgotten
 * and asked as if nothing had been read. Undefined when the user pauses here.
 */
async function checkUnderstood(view: View, session: Session, { print, read }: Terminal): Promise<Session | undefined> {
  const proposed = [...latest(session).values()].filter((a) => a.state === 'proposed');
  if (proposed.length === 0) return session;
  for (;;) {
    print(renderUnderstood(view, proposed));
    const line = (await read('> '))?.trim();
    if (line === undefined || line.toLowerCase() === 'p') return undefined;
    const numbers = line === '' ? [] : line.split(/[\s,]+/).map(Number);
    if (numbers.every((n) => proposed[n - 1] !== undefined)) {
      const wrong = new Set(numbers.flatMap((n) => proposed[n - 1] ?? []));
      return confirm({ ...session, answers: session.answers.filter((a) => !wrong.has(a)) });
    }
    print(word(view.lang, 'again'));
  }
}

/** First the lines to tick, all at once; then what was ticked, and what has no line, one by one. */
function shownNow(step: Ask, seen: Seen): { ticks: boolean; items: Item[] } {
  const open = step.group.filter((i) => !seen.passed.has(i.id));
  const lines = open.filter((i) => !i.fact && i.tick && !step.filled.has(i.id) && !seen.ticked.has(i.id));
  return lines.length > 1 ? { ticks: true, items: lines } : { ticks: false, items: open.slice(0, 1) };
}

/** Numbers of the lines that apply, or 0. Every line not ticked gets its harmless answer, recorded as said by the user. */
function tick(
  { definition }: View,
  session: Session,
  items: readonly Item[],
  line: string,
  seen: Seen,
): Session | undefined {
  const numbers = line.split(/[\s,]+/).map(Number);
  if (line === '' || numbers.some((n) => !Number.isInteger(n) || n < 0 || n > items.length)) return undefined;
  if (numbers.includes(0) && numbers.length > 1) return undefined;
  let after: Session | undefined = session;
  items.forEach((item, i) => {
    if (numbers.includes(i + 1)) seen.ticked.add(item.id);
    else if (!item.fact && item.tick && after) after = answer(definition, after, item.id, item.tick.otherwise);
  });
  return after;
}

/** A number, a code or a label; Enter keeps what is filled in or suggested, and passes over free text. */
function reply(
  { definition, lang }: View,
  session: Session,
  step: Ask,
  item: Item | undefined,
  line: string,
  seen: Seen,
  mask: DialogueOptions['mask'],
  print: Terminal['print'],
): Session | undefined {
  if (!item) return undefined;
  if (line === '') {
    if (step.filled.has(item.id)) return confirm(session, [item.id]);
    const suggested = step.suggested.get(item.id);
    if (suggested) return answer(definition, session, item.id, suggested);
    if (item.kind !== 'text') return undefined;
    seen.passed.add(item.id);
    return session;
  }
  if (item.kind === 'text') {
    const { text, found } = mask(line);
    if (found.length > 0) print(word(lang, 'masked'));
    return answer(definition, session, item.id, text);
  }
  const value: Value | undefined =
    item.options[Number(line) - 1]?.code ?? optionOf(item, line)?.code ?? byLabel(item, line, lang);
  return value === undefined ? undefined : answer(definition, session, item.id, value);
}

function byLabel(item: Item, line: string, lang: View['lang']): string | undefined {
  return item.options.find((o) => o.text[lang].toLowerCase() === line.toLowerCase())?.code;
}

/** The answers behind the verdict: of those given, the ones the flow did not skip. */
function countedIn({ definition }: View, session: Session): Answers {
  const lifted = session.lifted.map((l) => l.gate);
  return evaluate(definition, session.country, countingAnswers(definition, session), { lifted, partial: true }).counted;
}
