import { ROLE_NAMES } from '../assessment/roles.ts';
import { wallClock } from '../calendar/moment.ts';
import type { Card, Choice, Field, Part } from '../card.ts';
import { date } from '../locale.ts';
import type { Draft, FieldId } from '../moderation/draft.ts';
import { DECIDERS, MAX_NAME, MAX_NOTE, MAX_PLACE, type Removal, THINGS } from '../moderation/removal.ts';
import { citeAll } from '../screening/cite.ts';
import { body, button, buttons, type CardView, card, lead, list, note, sourceOf, sources, t, title } from './view.ts';

/** The moderation log in a chat: two cards to write an entry, one that says what stands there now, and one with the last ones. */

type Form = {
  draft: Draft;
  wrong: Partial<Record<FieldId, string>>;
  /** Names of accounts that are known. */
  accounts: readonly string[];
};

/** Fields of the first card, and of the second. */
export const STEPS: readonly [readonly FieldId[], readonly FieldId[]] = [
  ['account', 'platform', 'thing', 'removed', 'found', 'ground', 'decided'],
  ['saved', 'sha256', 'evidence', 'notice', 'told', 'note', 'why'],
];

/** Entries that the card of the log shows; the page has all. */
const ON_CARD = 5;

/** One of the two cards. What is wrong stands at its field; a ground that is none is refused in words, with its lines. */
export function removalForm(view: CardView, step: 0 | 1, { draft, wrong, accounts }: Form): Card {
  const { grounds } = view.knowledge;
  const refused = grounds.none.find((g) => g.id === draft.fields.ground);
  const on = { draft: draft.id };
  const text = (id: FieldId, max: number, more: { required: boolean; hint?: string; multiline?: boolean }): Field => ({
    kind: 'text',
    ...shared(view, id, draft, wrong),
    ...(more.hint === undefined ? {} : { hint: more.hint }),
    required: more.required,
    multiline: more.multiline ?? false,
    max,
  });
  const choice = (id: FieldId, options: Choice[], hint?: string): Field => ({
    kind: 'choice',
    ...shared(view, id, draft, wrong),
    ...(hint === undefined ? {} : { hint }),
    options,
    required: true,
  });
  const hint = (id: string) => t(view, `log.${id}.hint`);
  const known = accounts.length > 0 ? `${t(view, 'log.accounts')} ${accounts.slice(0, 5).join(' · ')}` : undefined;
  const fields: Field[] =
    step === 0
      ? [
          text('account', MAX_NAME, { required: true, ...(known === undefined ? {} : { hint: known }) }),
          text('platform', 60, { required: false }),
          choice('thing', options(view, 'log.thing', THINGS)),
          text('removed', 40, { required: true, hint: hint('removed') }),
          text('found', 40, { required: false, hint: hint('found') }),
          choice(
            'ground',
            [...grounds.grounds, ...grounds.none].map((g) => ({ value: g.id, label: g.text[view.lang] })),
            hint(`ground.${view.country}`),
          ),
          choice(
            'decided',
            DECIDERS.map((role) => ({ value: role, label: capital(ROLE_NAMES[role][view.lang]) })),
            hint('decided'),
          ),
        ]
      : [
          choice('saved', options(view, 'log.saved', ['yes', 'no']), hint('saved')),
          text('sha256', 80, { required: false, hint: hint('sha256') }),
          text('evidence', MAX_PLACE, { required: true, hint: hint('evidence') }),
          choice('notice', options(view, 'log.notice', ['yes', 'no'])),
          text('told', MAX_PLACE, { required: true, hint: hint('told') }),
          text('note', MAX_NOTE, { required: false, hint: hint('note'), multiline: true }),
          ...(draft.corrects > 0 ? [text('why', MAX_PLACE, { required: true })] : []),
        ];
  const forward =
    step === 0
      ? button(t(view, 'next'), { do: 'log.next', ...on }, { style: 'primary', sends: true })
      : button(t(view, 'log.save'), { do: 'log.save', ...on }, { style: 'primary', sends: true });
  return card(view, [
    title(t(view, draft.corrects > 0 ? 'log.correcting' : 'log.writing')),
    { kind: 'progress', text: t(view, `log.step.${step + 1}`), step: step + 1, steps: STEPS.length },
    ...(refused && step === 0 ? [lead(refused.why[view.lang])] : []),
    note(t(view, 'log.privacy')),
    {
      kind: 'form',
      fields,
      ...(step === 0
        ? {}
        : { file: { label: t(view, 'log.file'), hint: t(view, 'log.file.hint'), button: t(view, 'log.file.button') } }),
      submit: forward,
      also: [
        ...(step === 1 ? [button(t(view, 'back'), { do: 'log.back', ...on }, { sends: true })] : []),
        button(t(view, 'cancel'), { do: 'log.cancel', ...on }),
      ],
    },
    ...(refused && step === 0 ? cited(view, refused.cite) : []),
  ]);
}

function shared(view: CardView, id: FieldId, draft: Draft, wrong: Form['wrong']) {
  const fault = wrong[id];
  const error = fault === undefined ? {} : { error: t(view, fault) };
  const value = draft.fields[id];
  return { id, label: t(view, `log.${id}`), ...error, ...(value ? { value } : {}) };
}

const options = (view: CardView, key: string, values: readonly string[]): Choice[] =>
  values.map((value) => ({ value, label: t(view, `${key}.${value}`) }));
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The lines that a ground stands on. Law notes of the other country are left out. */
function cited(view: CardView, refs: CardView['knowledge']['grounds']['none'][number]['cite']): (Part | undefined)[] {
  const { places, law } = citeAll(refs, view.country, view.knowledge, view.lang);
  return [
    sources(
      t(view, 'sources'),
      [...places.map((p) => p.citation), ...law].map((c) => sourceOf(view, c)),
    ),
  ];
}

/** What stands in the log about one removal. `said`: what has just been done. */
export function removalCard(view: CardView, removal: Removal, zone: string, said?: string): Card {
  const ground = view.knowledge.grounds.grounds.find((g) => g.id === removal.ground);
  return card(view, [
    title(said ?? t(view, 'log.entry', { account: removal.account.name })),
    { kind: 'facts', rows: rowsOf(view, removal, zone) },
    ...(removal.note ? [note(removal.note)] : []),
    buttons([
      button(t(view, 'log.correct'), { do: 'log.correct', removal: removal.id, version: removal.version }),
      button(t(view, 'log.show'), { do: 'log.show' }),
    ]),
    ...(ground ? cited(view, ground.cite) : []),
  ]);
}

/** An entry as label and value, in the reader's words. */
export function rowsOf(view: CardView, removal: Removal, zone: string): { label: string; value: string }[] {
  const { evidence, notice, account, platform } = removal;
  const row = (id: string, value: string) => ({ label: t(view, `log.${id}`), value });
  const clock = (iso: string) => wallClock(new Date(iso), zone);
  return [
    row('account', [account.name, platform].filter(Boolean).join(' · ')),
    row('row.thing', t(view, `log.thing.${removal.thing}`)),
    row('removed', clock(removal.removedAt)),
    ...(removal.foundAt === removal.removedAt ? [] : [row('found', clock(removal.foundAt))]),
    row('ground', groundName(view, removal.ground)),
    row('decided', capital(ROLE_NAMES[removal.decidedBy][view.lang])),
    row('row.evidence', 'none' in evidence ? t(view, 'log.no', { why: evidence.none }) : evidence.reference),
    ...('none' in evidence || evidence.sha256 === null ? [] : [row('sha256', evidence.sha256)]),
    row(
      'row.notice',
      'none' in notice ? t(view, 'log.no', { why: notice.none }) : `${notice.how} · ${date(view.lang, notice.on)}`,
    ),
    ...(removal.version > 1 ? [row('version', `${removal.version} · ${removal.why}`)] : []),
  ];
}

/** A ground in the reader's words; one that is no longer in the lists by its id. */
export function groundName({ knowledge, lang }: Pick<CardView, 'knowledge' | 'lang'>, id: string): string {
  return knowledge.grounds.grounds.find((g) => g.id === id)?.text[lang] ?? id;
}

/** The last entries, and the way to a new one. */
export function logCard(view: CardView, removals: readonly Removal[], zone: string): Card {
  const last = [...removals].sort((a, b) => (a.removedAt < b.removedAt ? 1 : -1)).slice(0, ON_CARD);
  return card(view, [
    title(t(view, 'log.title')),
    body(removals.length === 0 ? t(view, 'log.empty') : t(view, 'log.count', { n: removals.length })),
    list(
      t(view, 'log.last'),
      last.map((r) => [wallClock(new Date(r.removedAt), zone), r.account.name, groundName(view, r.ground)].join(' · ')),
    ),
    buttons([
      button(t(view, 'log.start'), { do: 'log.start' }, { style: 'primary' }),
      ...last.slice(0, 3).map((r, i) => button(t(view, 'log.open', { n: i + 1 }), { do: 'log.entry', removal: r.id })),
      { label: t(view, 'log.page'), link: { to: 'log' } },
    ]),
    note(t(view, 'log.privacy')),
  ]);
}

/** A dropped file has become its fingerprint, and is gone. */
export function hashedParts(view: CardView, name: string): Part[] {
  return [lead(t(view, 'log.hashed', { name })), body(t(view, 'log.hashed.keep'))];
}
