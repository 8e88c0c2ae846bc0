import type { Citation } from '../answer.ts';
import type { Button, Card } from '../card.ts';
import { isChecklist } from '../guideline.ts';
import { type Cited, citeAll } from '../screening/cite.ts';
import { type Definition, indexOf } from '../screening/definition.ts';
import type { Finding, Given } from '../screening/evaluate.ts';
import { latest } from '../screening/session.ts';
import type { Verdict } from '../screening/verdict.ts';
import { word } from '../screening/wording.ts';
import { channelLine, labelOf } from './ask-card.ts';
import {
  body,
  button,
  buttons,
  type CardView,
  card,
  type Held,
  lead,
  list,
  note,
  seenOf,
  sourceOf,
  sources,
  t,
  title,
} from './view.ts';

/** Law notes that stand open. */
const NOTES = 2;
/** Deciding answers with a button of their own; "Back" leads to the others. */
const CHANGES = 3;
/** Verdicts that call for a document. */
const DOCUMENTED: readonly string[] = ['PLM', 'DPIA', 'DPIA_PRIOR_CONSULTATION'];

/**
 * The verdict: advice first, then what decided it with its lines, what to do, what can be done in its place, whom to ask, and the line for the log.
 * `assessment` is the document's id once it has been opened.
 */
export function verdictCard(
  view: CardView,
  definition: Definition,
  held: Held,
  verdict: Verdict,
  log: string,
  assessment: string | null,
  place: 'private' | 'shared' = 'private',
): Card {
  const { lang } = view;
  const say = (key: Parameters<typeof word>[1]) => word(lang, key);
  const findings = (all: readonly Finding[]) =>
    all.map((f) => ({ text: findingText(view, definition, f), of: f.answers.map((a) => a.id) }));
  const { quotes, law } = cited(view, definition, verdict);
  return card(view, [
    title(verdict.title[lang]),
    lead(verdict.text[lang]),
    list(say('because'), findings(verdict.because)),
    list(
      say('todo'),
      verdict.actions.map((a) => a.text[lang]),
      'check',
    ),
    list(
      say('instead'),
      verdict.instead.map((text) => text[lang]),
    ),
    list(
      say('blocks'),
      verdict.blocks.map((b) => givenText(view, definition, b)),
    ),
    ...(verdict.ask ? [body(verdict.ask[lang])] : []),
    note(say('advice')),
    buttons([...buttonsOf(view, definition, held, verdict, assessment), ...takenAlong(view, definition, held, place)]),
    sources(
      t(view, 'sources'),
      quotes.map((c) => sourceOf(view, c)),
    ),
    sources(
      say('law'),
      law.map((c) => sourceOf(view, c)),
      NOTES,
    ),
    list(say('beside'), findings(verdict.beside)),
    ...(verdict.risks.length > 0 ? [body(`${say('risks')} ${verdict.risks.join(', ')}`)] : []),
    ...channelLine(view, definition, held),
    { kind: 'copy', label: say('log'), text: log },
  ]);
}

function buttonsOf(
  view: CardView,
  definition: Definition,
  held: Held,
  verdict: Verdict,
  assessment: string | null,
): Button[] {
  const at = { session: held.id, seen: seenOf(held) };
  const opens: Button[] =
    assessment !== null
      ? [button(t(view, 'assessment.open'), { do: 'show_assessment', assessment }, { style: 'primary' })]
      : definition.id === 'dpia' && DOCUMENTED.includes(verdict.outcome)
        ? [button(t(view, 'assessment.open'), { do: 'assess', session: held.id }, { style: 'primary' })]
        : [];
  return [
    ...opens,
    ...(isRemoved(held)
      ? [button(t(view, 'log.save'), { do: 'log.start', checklist: held.id }, { style: 'primary' })]
      : []),
    ...verdict.triggers.slice(0, CHANGES).map((question) => changeButton(view, definition, question, at)),
    button(t(view, 'back'), { do: 'back', ...at }),
    button(t(view, 'restart'), { do: 'restart', session: held.id }),
  ];
}

/** A checklist can be taken along, and shown to those who read along. */
function takenAlong(view: CardView, definition: Definition, { id }: Held, place: 'private' | 'shared'): Button[] {
  if (!isChecklist(definition.id)) return [];
  return [
    button(t(view, 'take.word'), { do: 'take', session: id, format: 'docx' }),
    button(t(view, 'take.pdf'), { do: 'take', session: id, format: 'pdf' }),
    ...(place === 'shared' ? [button(t(view, 'share'), { do: 'share_screening', session: id })] : []),
  ];
}

/** The checklist says that the comment is gone: then the log is to know. */
function isRemoved({ session }: Held): boolean {
  return session.definition === 'remove-comment' && latest(session).get('M07')?.value === 'yes';
}

/** `Change P07`: one answer is shown again. A question without a short id is told from the others by its words. */
export function changeButton(
  view: CardView,
  definition: Definition,
  question: string,
  at: { session: string; seen: number },
): Button {
  const label = [t(view, 'change'), shortId(question)].filter(Boolean).join(' ');
  const about = indexOf(definition).items.get(question)?.text[view.lang];
  return { ...button(label, { do: 'change', ...at, question }), ...(about ? { about } : {}) };
}

/** A rule's name and the answers behind it, with their ids as the log line has them; what made it milder beside it. */
function findingText(view: CardView, definition: Definition, f: Finding): string {
  const answers = f.answers.map((a) => givenText(view, definition, a)).join(' · ');
  const name = f.title?.[view.lang];
  const one = f.answers.length === 1 ? f.answers[0]?.id : undefined;
  const said =
    name === undefined
      ? answers
      : one
        ? `${name}${shortId(one) && ` (${one})`}`
        : answers
          ? `${name}: ${answers}`
          : name;
  if (!f.cleared) return said;
  const by = f.cleared.answers.map((a) => shortId(a.id) || givenText(view, definition, a)).join(', ');
  return `${said} (${word(view.lang, 'cleared', { by, title: f.cleared.title[view.lang] })})`;
}

function givenText(view: CardView, definition: Definition, { id, value }: Given): string {
  const item = indexOf(definition).items.get(id);
  const question = item?.text[view.lang] ?? '';
  return `${question}${question.endsWith('?') ? '' : ' –'} ${labelOf(item, value, view)}${shortId(id) && ` (${id})`}`;
}

/** The lines behind the verdict: for each finding its own first, so that those stand open, then the others; law notes apart. */
function cited(
  view: CardView,
  definition: Definition,
  { because, cite }: Verdict,
): { quotes: Citation[]; law: Citation[] } {
  const { knowledge, lang, country } = view;
  const { items } = indexOf(definition);
  const { places, law } = citeAll(cite, country, knowledge, lang);
  // Two references to one line are one source to a reader.
  const key = ({ citation: c }: Cited['places'][number]) => JSON.stringify([c.document, c.lines, c.quote]);
  const first = new Map<string, Citation>();
  for (const f of because) {
    const own = f.cite.some((ref) => 'at' in ref) ? f.cite : f.answers.flatMap((a) => items.get(a.id)?.cite ?? []);
    const place = citeAll(own, country, knowledge, lang).places.find((p) => !first.has(key(p)));
    if (place) first.set(key(place), place.citation);
  }
  for (const place of places) if (!first.has(key(place))) first.set(key(place), place.citation);
  return { quotes: [...first.values()], law };
}

/** `P07` helps to name an answer; the id of a fact is a word of the program, and stays out. */
export function shortId(id: string): string {
  return /^[A-Z]{1,3}\d+$/.test(id) ? id : '';
}
