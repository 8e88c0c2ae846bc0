import type { Answer, Citation, Notice } from '../answer.ts';
import type { Button, Card, Part } from '../card.ts';
import { citeReference } from '../grounding.ts';
import { isChecklist, type Reference, type Screening } from '../guideline.ts';
import { COUNTRIES, LANGS } from '../language.ts';
import { quoted } from '../locale.ts';
import { decisive, hasOwner, linesText, noticesShown, noticeText, sourcesShown } from '../present.ts';
import { body, button, buttons, type CardView, card, lead, list, note, sourceOf, sources, t, title } from './view.ts';

/** An answer and what goes with it: thanks, help, and what went wrong. */

export type AnswerState = {
  /** The question is kept for those responsible. */
  captured: boolean;
  /** The words that are kept for them, as the asker may change them. */
  sends?: string | undefined;
  /** …and was taken back. */
  withdrawn?: boolean;
  /** Feedback has been noted. */
  noted?: boolean;
  /** shared: asked where others read along; the answer is shown to one person first, who may share it. */
  place: 'private' | 'shared';
};

/** The answer's words with the numbers of their sources, what must be said beside them, the lines, and what can be done next. In the answer's language. */
export function answerCard(
  reader: CardView,
  turn: { id: string; answer: Answer },
  { captured, sends, withdrawn = false, noted = false, place }: AnswerState,
): Card {
  const { id, answer } = turn;
  const { status } = answer;
  const view: CardView = { ...reader, lang: answer.lang, country: answer.country };
  const notices = noticesShown(answer, captured && !withdrawn).map((n) =>
    noticeText(n, view.knowledge.locales, view.lang),
  );
  const { shown, numbers, office } = sourcesShown(answer, view.knowledge.locales, view.lang);
  const cited = shown.map(({ citation, n }) =>
    sourceOf(view, citation, { turn: id, ...(status === 'answered' ? { n } : {}) }),
  );
  // What a note above says of all of them is not said again at each.
  const told = (flag: string) => notices.includes(flag) && cited.every((s) => s.flags.includes(flag));
  const found = cited.map((s) => ({ ...s, flags: s.flags.filter((flag) => !told(flag)) }));
  const answered = status === 'answered';
  const verdicts = answered
    ? (['helped', 'not_helpful', 'wrong_source'] as const)
    : (['helped', 'not_helpful'] as const);
  const feedback = status === 'unsure' || noted ? [] : verdicts;
  return card(view, [
    ...words(answer, numbers),
    ...(office ? [note(office)] : []),
    ...(status === 'unsure' && captured && !withdrawn && !hasOwner(answer) ? [body(t(view, 'unsure.noowner'))] : []),
    ...(withdrawn ? [note(t(view, 'withdrawn'))] : []),
    ...(captured && !withdrawn && sends ? sentWords(view, sends) : []),
    ...notices.map(note),
    ...answer.offers.map((o) => body(offerText(view, o.screening))),
    buttons(
      answer.offers.map((o) =>
        button(startLabel(view, o.screening), { do: 'start', screening: o.screening, turn: id }, { style: 'primary' }),
      ),
    ),
    sources(t(view, status === 'unsure' ? 'closest' : 'sources'), found),
    ...answer.conflicts.flatMap((c) => conflict(view, c, turn)),
    ...(noted ? [note(t(view, 'thanks'))] : []),
    buttons([
      ...feedback.map((verdict) => button(t(view, `feedback.${verdict}`), { do: 'feedback', turn: id, verdict })),
      ...(status === 'unsure' && captured && !withdrawn ? ownButtons(view, id) : []),
      ...(answered && place === 'shared' ? [button(t(view, 'share'), { do: 'share', turn: id })] : []),
    ]),
  ]);
}

/** Each claim is followed by the numbers of the sources it stands on. */
function words(answer: Answer, numbers: ReadonlyMap<number, number>): Part[] {
  if (answer.status !== 'answered') {
    const [first, rest] = decisive(answer.text);
    return [...(first ? [lead(first)] : []), ...(rest ? [body(rest)] : [])];
  }
  return answer.claims.flatMap(({ text, citations }, i): Part[] => {
    const marks = citations.map((c) => (numbers.has(c) ? ` [${numbers.get(c)}]` : '')).join('');
    const [first, rest] = i === 0 ? decisive(text) : ['', text];
    if (!first) return [body(`${rest}${marks}`)];
    return rest ? [lead(first), body(`${rest}${marks}`)] : [lead(`${first}${marks}`)];
  });
}

/** Sources that say different things, side by side, with whom each speaks for and how to go on. Never averaged. */
function conflict(view: CardView, id: string, turn: { id: string; answer: Answer }): (Part | undefined)[] {
  const { knowledge, lang } = view;
  const found = knowledge.conflicts.find((c) => c.id === id);
  if (!found) return [];
  const sides = found.sides.map(({ says, cite }) => {
    const places = cite.map((ref) => placeOf(view, ref)).join(' · ');
    return places ? `${says[lang]} (${places})` : says[lang];
  });
  const more = found.sides
    .flatMap(({ cite }) => cite.flatMap((ref) => citeReference(knowledge, ref, lang) ?? []))
    .filter((c) => !turn.answer.citations.some((known) => samePlace(known, c)));
  return [
    list(`${t(view, 'conflict')}: ${found.topic[lang]}`, sides),
    body(found.handling[lang]),
    sources(
      t(view, 'web.why_conflict'),
      more.map((c) => sourceOf(view, c, { turn: turn.id })),
      0,
    ),
  ];
}

const samePlace = (a: Citation, b: Citation): boolean =>
  a.document === b.document && a.lines?.[0] === b.lines?.[0] && a.lines?.[1] === b.lines?.[1];

function placeOf(view: CardView, ref: Reference): string {
  if ('law' in ref) return `${t(view, 'law_note.title')} ${ref.law}`;
  const [document = '', range = ''] = ref.at.split(':');
  const [from = 1, to = from] = range.split('-').map(Number);
  const publisher = view.knowledge.guidelines.find((g) => g.id === document)?.publisher ?? document;
  return `${publisher}, ${linesText([from, to], view.knowledge.locales, view.lang)}`;
}

/** Questions that a person gets through in a minute, for "about … minutes". */
const A_MINUTE = 10;
/** Why the screening is offered, and how long it takes. */
export function offerText(view: CardView, screening: Screening): string {
  const definition = view.knowledge.screenings.find((s) => s.id === screening);
  const min = Math.max(2, Math.ceil((definition?.questions.length ?? 0) / A_MINUTE));
  if (isChecklist(screening))
    return t(view, 'checklist.offer', { title: definition?.title[view.lang] ?? screening, min });
  return t(view, screening === 'dpia' ? 'dpia.offer' : 'check.offer', { min });
}

/** The label of a button that begins a screening. */
export function startLabel(view: CardView, screening: Screening): string {
  if (isChecklist(screening)) return t(view, 'checklist.start');
  return t(view, screening === 'dpia' ? 'dpia.start' : 'check.start');
}

/** Word for word what those responsible will read, and the name that goes with it. */
const sentWords = (view: CardView, text: string, named: string | null = null): Part[] => [
  note(t(view, 'words.sent', { text: quoted(view.lang, text) })),
  ...(named ? [note(t(view, 'words.named', { name: named }))] : []),
];
/** What an asker can do with a question that is kept. */
const ownButtons = (view: CardView, turn: string): Button[] => [
  button(t(view, 'words.change'), { do: 'reword', turn }),
  button(t(view, 'dont_send'), { do: 'withdraw', turn }),
];

/** Feedback is noted. With a turn, its question can be handed on to a person. `kept`: who will be given it, and in which words. */
export function thanksCard(
  view: CardView,
  askAbout?: string,
  kept?: { notices: readonly Notice[]; sends: string },
): Card {
  return card(view, [
    body(t(view, 'thanks')),
    ...(kept?.notices ?? []).map((n) => body(noticeText(n, view.knowledge.locales, view.lang))),
    ...(kept ? sentWords(view, kept.sends) : []),
    buttons(
      askAbout
        ? [
            button(t(view, 'ask_person'), { do: 'ask_person', turn: askAbout }),
            ...(kept ? ownButtons(view, askAbout) : []),
          ]
        : [],
    ),
  ]);
}

/** The question was taken back, or is kept for a person. */
export function withdrawnCard(view: CardView): Card {
  return card(view, [body(t(view, 'withdrawn'))]);
}
export function askedCard(
  view: CardView,
  turn: string,
  { text, named = null }: { text: string; named?: string | null },
  kept: readonly Notice[] = [],
): Card {
  const owned = hasOwner({ notices: [...kept] });
  return card(view, [
    ...(owned ? [] : [body(t(view, 'unsure.noowner'))]),
    ...kept.map((n) => body(noticeText(n, view.knowledge.locales, view.lang))),
    ...sentWords(view, text, named),
    buttons(ownButtons(view, turn)),
  ]);
}

export function invalidCard(
  view: CardView,
  key: 'empty' | 'too_long' | 'too_often',
  values: Record<string, string | number> = {},
): Card {
  return card(view, [body(t(view, key, values))]);
}

/** `code` is what to say when reporting it; it stands in the log beside the fault. */
export function errorCard(view: CardView, code: string, key = 'error'): Card {
  return card(view, [body(t(view, key, { id: code }))]);
}

/** Each language by its own name: somebody who can't read this card finds theirs. */
const OWN_NAMES = { nb: 'Bokmål', nn: 'Nynorsk', sv: 'Svenska', en: 'English' } as const;

/** Who this is, what it can do, and the choice of language and country. */
export function helpCard(view: CardView): Card {
  return card(view, [
    title(t(view, 'web.title')),
    body(t(view, 'hello')),
    list(t(view, 'help.can'), [
      t(view, 'help.ask'),
      t(view, 'help.check'),
      t(view, 'help.dpia'),
      t(view, 'help.draft'),
      t(view, 'help.account'),
    ]),
    list(
      t(view, 'help.lists'),
      view.knowledge.screenings.filter((s) => isChecklist(s.id)).map((s) => `${s.title[view.lang]} (/varsam ${s.id})`),
    ),
    buttons([
      button(t(view, 'check.start'), { do: 'start', screening: 'photo-check' }, { style: 'primary' }),
      button(t(view, 'dpia.start'), { do: 'start', screening: 'dpia' }),
      button(t(view, 'account.list'), { do: 'account.list' }),
    ]),
    note(t(view, 'help.lang')),
    buttons([
      ...LANGS.map((lang) => button(OWN_NAMES[lang], { do: 'language', lang })),
      button(t(view, 'web.lang.auto'), { do: 'language', lang: null }),
    ]),
    note(t(view, 'help.country')),
    buttons(COUNTRIES.map((country) => button(t(view, `country.${country}`), { do: 'country', country }))),
    note(t(view, 'advice')),
  ]);
}
