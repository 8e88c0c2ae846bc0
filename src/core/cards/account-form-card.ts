import type { Account, AccountFacts } from '../accounts/account.ts';
import { PLATFORMS } from '../accounts/address.ts';
import { FIELD_CITES } from '../accounts/field-cites.ts';
import {
  type AccountForm,
  FORM_FIELDS,
  FORM_PARTS,
  type FormFault,
  type FormField,
  type FormPart,
  isLong,
  maxOf,
  REQUIRED,
} from '../accounts/form.ts';
import { lacking } from '../accounts/lacking.ts';
import { factRows, platformName, valueText } from '../accounts/words.ts';
import type { Card, Choice, Field, Why } from '../card.ts';
import { citeAll } from '../screening/cite.ts';
import { body, button, type CardView, card, lead, note, sourceOf, t, title } from './view.ts';

/** The notification form of the register (osteraker:84-102), with its preview above it. Everything is sent with it: nothing is kept in between. */

const OPTIONS: Partial<Record<FormField, readonly string[]>> = {
  you: ['owner', 'substitute', 'neither'],
  comments: ['open', 'closed'],
  main: ['own', 'main'],
};
/** What a country's own law calls for has words of its own there: a Norwegian is never told of allmän handling as theirs. */
const BY_COUNTRY: readonly FormField[] = ['archiveRoutine', 'comments'];
/** What nobody can agree without, though it can be proposed. */
const lacks: readonly FormField[] = ['audience', 'substitute'];
const HINTED: readonly FormField[] = [
  'address',
  'owner',
  'ownerContact',
  'ownerUntil',
  'administrators',
  'otherAccess',
  'recordsPlan',
  'snapshotMonths',
  'substitute',
];

export type FormShown = {
  part: FormPart;
  form: AccountForm;
  /** The account that is changed; null for a new one. */
  account: Pick<Account, 'id' | 'version' | 'name'> | null;
  faults?: Partial<Record<FormField, FormFault>>;
  /** As it would be registered. */
  preview?: { facts: AccountFacts; masked: readonly FormField[] } | undefined;
  /** Above the form, such as why it was not taken. */
  said?: string | undefined;
};

export function accountFormCard(view: CardView, shown: FormShown): Card {
  const { part, account, preview, said } = shown;
  const on = { part, version: account?.version ?? 0, ...(account ? { account: account.id } : {}) };
  const first = (is: boolean) => (is ? ({ style: 'primary', sends: true } as const) : { sends: true });
  return card(view, [
    title(account ? t(view, 'account.title.change', { name: account.name }) : t(view, 'account.title.new')),
    note(t(view, 'account.intro')),
    ...(said ? [lead(said)] : []),
    ...(preview ? previewParts(view, preview) : []),
    {
      kind: 'form',
      fields: fieldsOf(shown).map((field) => fieldOf(view, field, shown)),
      submit: button(t(view, 'account.preview'), { do: 'account.preview', ...on }, first(!preview)),
      also: [
        button(
          t(view, account ? 'account.save' : 'account.send'),
          { do: 'account.send', ...on },
          first(preview !== undefined),
        ),
        account
          ? button(t(view, 'cancel'), { do: 'account.show', account: account.id })
          : button(t(view, 'cancel'), { do: 'account.list' }),
      ],
    },
  ]);
}

function previewParts(view: CardView, { facts, masked }: NonNullable<FormShown['preview']>): Card['parts'] {
  const { knowledge, lang } = view;
  const names = masked.map((f) => t(view, `account.field.${f}`)).join(', ');
  return [
    lead(t(view, 'account.preview.title')),
    { kind: 'facts', rows: factRows({ locales: knowledge.locales, lang }, facts) },
    ...(masked.length > 0 ? [body(t(view, 'account.masked', { list: names }))] : []),
    ...lackingNote(view, facts),
    note(t(view, 'account.goes_to')),
  ];
}

/** What nobody can agree without. */
export function lackingNote(view: CardView, facts: Parameters<typeof lacking>[0]): Card['parts'] {
  const missing = lacking(facts).map((f) => t(view, `account.field.${f}`));
  return missing.length > 0 ? [body(t(view, 'account.lacks', { list: missing.join(', ') }))] : [];
}

/** The platform is asked for only where the address does not say it. */
function fieldsOf({ part, faults, form, account }: FormShown): FormField[] {
  const asked = faults?.platform !== undefined || (form.platform !== undefined && form.platform !== '' && !account);
  const here: readonly FormField[] = FORM_PARTS[part];
  // What is wrong is shown where it can be mended, also where the other part asks for it.
  const elsewhere = FORM_FIELDS.filter((field) => faults?.[field] !== undefined && !here.includes(field));
  return [...here.filter((field) => field !== 'platform' || asked), ...elsewhere];
}

function fieldOf(view: CardView, id: FormField, { form, faults }: FormShown): Field {
  const words = { locales: view.knowledge.locales, lang: view.lang };
  const fault = faults?.[id];
  const value = form[id] ?? OPTIONS[id]?.[0];
  const base = {
    id,
    label:
      t(view, `account.field.${id}`) +
      (REQUIRED.includes(id) || lacks.includes(id) ? '' : ` ${t(view, 'account.optional')}`),
    ...(HINTED.includes(id) ? { hint: t(view, `account.hint.${id}`) } : {}),
    ...(fault ? { error: t(view, `account.fault.${fault}`, { max: maxOf(id) }) } : {}),
    ...whyOf(view, id),
  };
  const options: Choice[] | undefined =
    id === 'platform'
      ? PLATFORMS.map((p) => ({ value: p, label: platformName(words, p) }))
      : OPTIONS[id]?.map((o) => ({ value: o, label: valueText(words, id, { [id]: o }) }));
  const known = value === undefined || value === '' ? {} : { value };
  if (options)
    return { kind: 'choice', ...base, label: t(view, `account.field.${id}`), options, ...known, required: false };
  // What is missing is said by the card itself, with everything else that is.
  return { kind: 'text', ...base, ...known, required: false, multiline: isLong(id), max: maxOf(id) };
}

function whyOf(view: CardView, id: FormField): { why?: Why } {
  const cites = FIELD_CITES[id];
  if (!cites) return {};
  const { places } = citeAll(cites, view.country, view.knowledge, view.lang);
  const key = `account.why.${id}${BY_COUNTRY.includes(id) ? `.${view.country}` : ''}`;
  return { why: { text: t(view, key), sources: places.map((p) => sourceOf(view, p.citation)) } };
}
