import type { Lang } from '../language.ts';
import { date, type Locales, say } from '../locale.ts';
import type { Account, AccountStep } from './account.ts';
import { PLATFORM_NAMES, type Platform } from './address.ts';
import type { ChannelFact } from './channel-facts.ts';
import { type AccountForm, FORM_FIELDS, type FormField, formOf } from './form.ts';
import type { AccountRefusal } from './life.ts';
import { awaitedSigners } from './life.ts';

/** The register in words, for every card, page and line of it. */
export type Words = { locales: Locales; lang: Lang };
const w = ({ locales, lang }: Words, key: string, values?: Record<string, string | number>): string =>
  say(locales, lang, key, values);

export function platformName(words: Words, platform: Platform): string {
  return PLATFORM_NAMES[platform] ?? w(words, `account.platform.${platform}`);
}

/** `Agreed`, or for a proposal whose word it waits for. */
export function stateText(words: Words, account: Account): string {
  const state = w(words, `account.state.${account.state}`);
  const waits = awaitedSigners(account).map((role) => w(words, `account.signer.${role}`));
  return waits.length === 0
    ? state
    : `${state} · ${w(words, 'account.awaits', { who: waits.join(` ${w(words, 'and')} `) })}`;
}

/** Months of the two sources and the municipality's own, for the field's hint. */
const OPTIONS: readonly FormField[] = ['main', 'comments', 'you'];
const REACHED = ['owner', 'substitute'] as const;

/** A field of the form as it reads. */
export function valueText(words: Words, field: FormField, form: AccountForm): string {
  const value = form[field] ?? '';
  if (!value) return '–';
  if (OPTIONS.includes(field)) return w(words, `account.option.${value}`);
  if (field === 'snapshotMonths') return w(words, 'account.months', { n: value });
  return value.split('\n').join('; ');
}

/** Label and value of everything that the form asks, as it stands; what is empty is left out but for what somebody should fill in. */
export function factRows(
  words: Words,
  account: Parameters<typeof formOf>[0],
  skip: readonly FormField[] = [],
): { label: string; value: string }[] {
  const form: AccountForm = { ...formOf(account), platform: platformName(words, account.platform) };
  const quiet: readonly FormField[] = [
    'you',
    ...REACHED.flatMap((h) => [`${h}Contact`, `${h}Until`] as const),
    ...skip,
  ];
  /** How somebody with a task is reached, and until when. */
  const more = (field: FormField): string => {
    const holder = REACHED.find((h) => h === field);
    if (!holder) return '';
    const until = form[`${holder}Until`];
    const last = until && w(words, 'account.until', { date: date(words.lang, until) });
    return [form[`${holder}Contact`], last].filter(Boolean).join(', ');
  };
  return FORM_FIELDS.filter((field) => !quiet.includes(field)).map((field) => {
    const value = valueText(words, field, form);
    const beside = more(field);
    return { label: w(words, `account.field.${field}`), value: beside ? `${value} (${beside})` : value };
  });
}

/** One step of the history: when, who by role, what, and why. No name and no id stands in it. */
export function stepText(words: Words, step: AccountStep): string {
  const role = step.by.kind === 'bot' ? 'varsam' : w(words, `account.by.${step.by.role}`);
  const deputy = step.deputy ? ` (${w(words, 'account.deputy')})` : '';
  const fields = step.changed.map((key) => w(words, `account.key.${key}`)).join(', ');
  const did = w(words, `account.did.${step.do}`) + (fields ? `: ${fields}` : '');
  return [date(words.lang, step.at), `${role}${deputy}`, did, step.why].filter(Boolean).join(' · ');
}

/** Why the register says what it says of a channel. */
export function factText(words: Words, { why, on }: Pick<ChannelFact, 'why' | 'on'>): string {
  return w(words, `account.why_${why}`, { date: on ? date(words.lang, on) : '' });
}

export function refusalText(words: Words, refusal: AccountRefusal): string {
  switch (refusal.code) {
    case 'wrong_role':
      return w(words, 'account.refused.wrong_role', {
        who: refusal.roles.map((r) => w(words, `account.signer.${r}`)).join(` ${w(words, 'account.or')} `),
      });
    case 'wrong_state':
      return w(words, 'account.refused.wrong_state', {
        state: w(words, `account.state.${refusal.state}`).toLowerCase(),
      });
    case 'incomplete':
      return w(words, 'account.refused.incomplete', {
        list: refusal.fields.map((f) => w(words, `account.field.${f}`)).join(', '),
      });
    default:
      return w(words, `account.refused.${refusal.code}`);
  }
}
